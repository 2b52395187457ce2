"""What the commands that read an archive have in common: sources and options, and a bar while they read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["add_sources", "progress_bar", "reading"]


def add_sources(command: argparse.ArgumentParser) -> None:
    """Add the sources of an archive and the options of reading it to a command."""
    command.add_argument("source", metavar="SRC", nargs="+", help="file, folder, glob or container")
    facts = command.add_argument_group("facts that the text lacks")
    facts.add_argument("--published", metavar="DATE", help="date of the issue, as 2023-02-28")
    facts.add_argument("--series", metavar="NAME", help="name of the digest")
    command.add_argument("--profile", default="auto", help="layout of the pages (found out by default)")
    command.add_argument("--threads", metavar="N", type=int, help="number of threads (all cores by default)")
    own = command.add_argument_group("own vocabulary, .csv or .toml")
    for name in ("gazetteer", "outlets", "lexicon"):
        own.add_argument(f"--{name}", metavar="FILE", type=Path)
    inside = command.add_argument_group("containers and tables")
    inside.add_argument("--text-column", metavar="NAME", default="text", help="column of texts in tables (text)")
    inside.add_argument(
        "--limit",
        metavar="NAME=N",
        type=_limit,
        action="append",
        default=[],
        help="what a document or container may cost: document_bytes, expansion, nesting, depth, mail_parts, members",
    )


def _limit(given: str) -> tuple[str, int]:
    name, _, number = given.partition("=")
    try:
        return name, int(number)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a name and a number, as nesting=4; found {given!r}") from None


def reading(arguments: argparse.Namespace) -> dict[str, Any]:
    """The keyword arguments of `read` and `update` that the command was given."""
    names = ("published", "series", "profile", "threads", "gazetteer", "outlets", "lexicon", "text_column")
    given = {name: getattr(arguments, name) for name in names}
    return {**given, "strict": getattr(arguments, "strict", False), "limits": dict(arguments.limit)}


@contextmanager
def progress_bar() -> Iterator[_Bar | None]:
    """A bar on a terminal, none in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.clear()


class _Bar:
    """Bytes read so far, on one line of the terminal that is wiped at the end."""

    WIDTH = 30

    def __call__(self, done: int, total: int) -> None:
        full = self.WIDTH * done // total if total else self.WIDTH
        bar = "#" * full + "-" * (self.WIDTH - full)
        print(f"\r[{bar}] {done / 1e6:,.1f} of {total / 1e6:,.1f} MB", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
