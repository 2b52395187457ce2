"""The compiled module is what its stub says, and docstrings do what they show."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import dateline
import pytest

MODULES = sorted(f"dateline.{module.name}" for module in pkgutil.iter_modules(dateline.__path__))


def test_the_stub_fits_the_compiled_module(tmp_path):
    command = [sys.executable, "-m", "mypy.stubtest", "dateline._core"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["dateline", *MODULES])
def test_examples_run(name):
    results = doctest.testmod(importlib.import_module(name))
    assert results.failed == 0


def test_public_names_have_examples_or_are_errors():
    finder = doctest.DocTestFinder()
    for name in ("read", "parse", "sample", "mentions", "citations", "countries", "outlets", "categories", "Archive"):
        thing = getattr(dateline, name)
        assert any(test.examples for test in finder.find(thing, name)), name
    assert all(issubclass(getattr(dateline.errors, name), dateline.DatelineError) for name in dateline.errors.__all__)


def test_import_is_lazy():
    code = (
        "import sys, dateline\nprint(*{'pandas', 'pyarrow', 'tqdm', 'numpy', 'altair', 'argparse'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split() == []
