#!/usr/bin/env python3
"""Fill in what the examples of `docs/` print: the lines below each `>>>` in blocks marked `pycon`.

    python scripts/examples.py [--check] [PAGE...]

The examples of a page are one session, in an empty folder. With `--check` nothing is written: pages that would change
are named, and the exit code is 1.
"""

import argparse
import contextlib
import doctest
import io
import os
import re
import sys
import tempfile
import textwrap
import warnings
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLOCK = re.compile(r"^(?P<indent> *)```pycon\n(?P<body>.*?)^(?P=indent)```$", re.DOTALL | re.MULTILINE)


def filled(page: str) -> str:
    """The page with its examples run."""
    session: dict[str, object] = {"__name__": "__main__"}

    def run(block: re.Match[str]) -> str:
        body = "".join(
            typed(example) + printed(example.source, session)
            for example in doctest.DocTestParser().get_examples(textwrap.dedent(block["body"]))
        )
        return textwrap.indent(f"```pycon\n{body}```", block["indent"], lambda line: bool(line.strip()))

    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are not part of what is printed
        os.chdir(folder)
        try:
            return BLOCK.sub(run, page)
        finally:
            os.chdir(before)


def typed(example: doctest.Example) -> str:
    """What stands behind the prompts."""
    first, *others = example.source.rstrip("\n").split("\n")
    return "".join(f"{line}\n" for line in [f">>> {first}", *(f"... {line}".rstrip() for line in others)])


def printed(source: str, session: dict[str, object]) -> str:
    """What a statement prints, or the value of an expression."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(source, "<example>", "single"), session)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def main() -> int:
    """Fill in or check the pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    changed = 0
    for path in given.pages or sorted(DOCS.rglob("*.md")):
        page = path.read_text(encoding="utf-8")
        if (now := filled(page)) != page:
            changed += 1
            print(path)
            if not given.check:
                path.write_text(now, encoding="utf-8")
    return int(given.check and changed > 0)


if __name__ == "__main__":
    sys.exit(main())
