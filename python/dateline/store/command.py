"""`dateline update`, and stores where the other commands take an archive."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from ..arguments import add_sources, progress_bar, reading
from ..errors import InvalidArgument
from .layout import Layout
from .opening import StoredArchive, open  # noqa: A004
from .updating import update

__all__ = ["add_update", "opened"]

_OPTIONS = ("published", "series", "gazetteer", "outlets", "lexicon")


def add_update(commands: Any) -> None:
    """Add the command to the others."""
    command = commands.add_parser(
        "update",
        help="bring a store of tables up to its source",
        description="Bring a store of tables up to its source: only what is new or changed is read.\n"
        "The other commands take the store in the place of SRC.",
        epilog="example: dateline update archive/ store/ && dateline check store/",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_sources(command)
    command.add_argument("store", metavar="STORE", help="folder of the store; made when it is missing")
    command.add_argument(
        "--removed",
        choices=("drop", "keep"),
        default="drop",
        help="what happens to rows of documents whose files are gone",
    )
    command.add_argument("--strict", action="store_true", help="change nothing when a document has an error")
    command.set_defaults(run=_update)


def _update(arguments: argparse.Namespace) -> int:
    with progress_bar() as progress:
        done = update(
            arguments.source, arguments.store, removed=arguments.removed, progress=progress, **reading(arguments)
        )
    print(f"{arguments.store}: {done}", file=sys.stderr)
    return 0


def opened(arguments: argparse.Namespace) -> StoredArchive | None:
    """The store that SRC is, if it is one.

    Raises
    ------
    InvalidArgument
        When options of reading are given besides: a store was read with its own.
    """
    if len(arguments.source) != 1 or not Layout(arguments.source[0]).manifest.is_file():
        return None
    given = next((name for name in _OPTIONS if getattr(arguments, name, None) is not None), None)
    if given is not None:
        raise InvalidArgument(f"--{given}: expected none with a store, which was read already; pass it to 'update'")
    return open(arguments.source[0])
