"""What to paste into a report of a fault."""

from __future__ import annotations

import platform
import sys
from importlib import metadata

from . import _core

__all__ = ["show_versions"]

_PACKAGES = ("polars", "pandas", "pyarrow", "numpy", "tqdm")


def show_versions() -> None:
    """Print the versions of dateline, Python, the platform and the packages it works with."""
    print(f"{'dateline':<10} {_core.__version__}")
    print(f"{'python':<10} {sys.version.split()[0]}")
    print(f"{'platform':<10} {platform.platform()}")
    for package in _PACKAGES:
        try:
            version = metadata.version(package)
        except metadata.PackageNotFoundError:
            version = "not installed"
        print(f"{package:<10} {version}")
