"""Which files of a store count: its state, as one small file that is replaced as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .. import _core
from ..errors import StoreError
from .layout import Layout

__all__ = ["SCHEMA", "Manifest", "current", "opened"]

SCHEMA = 1
"""Raised when what lies in a store changes its form or meaning."""


@dataclass(frozen=True)
class Manifest:
    """A state of a store."""

    version: int
    """How many updates have changed the store."""
    reading: str
    """What the documents were read with: hash of the options and the version of dateline."""
    parts: tuple[str, ...]
    """In the order of the archive."""
    own: Mapping[str, str] = field(default_factory=dict)
    """The user's own rows of the vocabulary, as CSV text by table."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """What documents and containers might cost, and `text_column`: to read the originals again as they were read."""
    text_column: str = "text"
    previous: tuple[str, ...] = ()
    """Parts of the state before, which readers may still hold."""
    dateline: str = _core.__version__
    schema: int = SCHEMA

    @property
    def update(self) -> str:
        """The name of the update that made this state, as folders bear it."""
        return named(self.version)

    def kept(self, layout: Layout) -> set[Path]:
        """The files of this state and of the one before."""
        before = layout.files(self.previous, named(self.version - 1)) if self.previous else set()
        return layout.files(self.parts, self.update) | before

    def text(self) -> str:
        """As it is written."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def named(version: int) -> str:
    """The folder of an update; in the order of updates."""
    return f"{version:06}"


def current(layout: Layout) -> Manifest | None:
    """The state of a store; None where there is none. Of an older form only `version` and `schema` are told.

    Raises
    ------
    StoreError
        When the folder is no store, its manifest is spoilt, or it comes from a newer dateline.
    """
    found = _loaded(layout)
    if found is None:
        if layout.is_empty():
            return None
        message = "expected a store, or a folder that is empty or not there yet; found other files"
        raise StoreError(f"{layout.folder}: {message}")
    schema = found["schema"]
    if schema > SCHEMA:
        made = f"it has form {schema} and was made by dateline {found.get('dateline')}"
        raise StoreError(
            f"{layout.folder}: {made}; this one reads forms up to {SCHEMA}: install that version or a later"
        )
    if schema < SCHEMA:
        return Manifest(version=int(found.get("version", 0)), reading="", parts=(), schema=schema)
    try:
        lists = {name: tuple(found[name]) for name in ("parts", "previous")}
        return Manifest(**{**found, **lists})
    except (KeyError, TypeError) as error:
        raise _spoilt(layout, f"other entries ({error})") from None


def opened(layout: Layout) -> Manifest:
    """The state of a store that is to be read.

    Raises
    ------
    StoreError
        When there is no store, or one of another form; the message says what to do.
    """
    manifest = current(layout)
    if manifest is not None and manifest.schema < SCHEMA:
        advice = "dateline.update(source, store) makes it anew from the documents"
        raise StoreError(f"{layout.folder}: expected a store of form {SCHEMA}, found form {manifest.schema}; {advice}")
    if manifest is None:
        raise StoreError(f"{layout.folder}: expected a store, found none; dateline.update(source, store) makes one")
    return manifest


def _loaded(layout: Layout) -> dict[str, Any] | None:
    try:
        found = json.loads(layout.manifest.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"cannot read {str(layout.manifest)!r}: {error.strerror}") from None
    except ValueError:
        raise _spoilt(layout, "other text") from None
    if not isinstance(found, dict) or not isinstance(found.get("schema"), int):
        raise _spoilt(layout, "no number of its form")
    return found


def _spoilt(layout: Layout, found: str) -> StoreError:
    advice = "remove the folder and make the store anew with dateline.update"
    return StoreError(f"{layout.manifest}: expected the manifest of a store, found {found}; {advice}")
