"""The `dateline` command: `parse`, `check`, `show`, `report`, `update` and `profile`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import _core, places
from .archive import Archive
from .arguments import add_sources, progress_bar, reading
from .errors import DatelineError, DocumentChanged, SourceNotFound
from .layouts import command
from .reading import read
from .reports import check_name, report
from .store import command as stores
from .writing import format_of, write_table

__all__ = ["main"]

DESCRIPTION = """\
Turn an archive of news digests into tables: one row per item, with its category, country, source and date, every
value traceable to the text."""

EXAMPLES = """\
examples:
  dateline parse archive/ -o items.csv        the items of a folder as one table
  dateline parse archive/ -o tables/          all five tables, as Parquet files
  dateline parse 'archive/**/*-2567.txt' -o items.parquet --published 2023-02-28
  dateline check archive/ --severity warning  what was not understood, and where
  dateline show archive/ russia-reform-monitor/2567/3
  dateline report archive/ -o report.html     figures, and the items behind them, as one page
  dateline update archive/ store/             keep its tables in a store; read only what is new

SRC is a file, a folder (with all below it), a glob in quotes, or several of these; what is in archives, mailboxes and
tables is read, too. It may be a store. 'dateline COMMAND --help' says more.
"""

SEVERITIES = ("info", "warning", "error")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status: 0, 1 when `check` finds errors, 2 for a mistake of the user."""
    arguments = _parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
        return status
    except DatelineError as error:
        print(f"dateline: error: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # `dateline check | head`: the reader has gone. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        print("dateline: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="dateline", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=layout)
    parser.add_argument("--version", action="version", version=f"dateline {_core.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    parse = commands.add_parser(
        "parse",
        help="read an archive and write its tables",
        description="Read an archive and write its tables.",
        epilog="OUT ending in .parquet, .csv or .ndjson receives the items. OUT without an extension, or ending in a\n"
        "slash, is a folder and receives the five tables: issues, items, citations, mentions and diagnostics.",
        formatter_class=layout,
    )
    add_sources(parse)
    parse.add_argument("-o", "--output", metavar="OUT", required=True, help="file or folder to write")
    parse.add_argument(
        "--format", choices=("parquet", "csv", "ndjson"), default="parquet", help="of the tables in a folder"
    )
    parse.add_argument("--strict", action="store_true", help="stop when a document has an error")
    parse.set_defaults(run=_parse)

    check = commands.add_parser(
        "check",
        help="show what was not understood, and where",
        description="Show what was not understood: each place as path:line:column with its source line and a caret.\n"
        "The exit status is 1 when there are errors.",
        formatter_class=layout,
    )
    add_sources(check)
    check.add_argument("--severity", choices=SEVERITIES, default="info", help="least severity that is shown (all)")
    check.set_defaults(run=_check)

    show = commands.add_parser(
        "show",
        help="show one item and its values",
        description="Show one item: its values and its text. On a terminal, what was recognised is marked in\n"
        "place and a legend follows; elsewhere the evidence is listed before the text.",
        epilog="example: dateline show archive/ russia-reform-monitor/2567/3\n\n"
        "The environment variable NO_COLOR, when set, turns colours off unless --color says always.",
        formatter_class=layout,
    )
    add_sources(show)
    show.add_argument("item_id", metavar="ITEM_ID", help="as in the column item_id: series/number/item")
    show.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="marks in colour (auto: on a terminal)"
    )
    show.set_defaults(run=_show)

    page = commands.add_parser(
        "report",
        help="write a page of figures and the items behind them",
        description="Write one self-contained page that opens offline in any browser: what was read, figures, and for\n"
        "each bar the items behind it with their evidence marked.",
        formatter_class=layout,
    )
    add_sources(page)
    page.add_argument("-o", "--output", metavar="OUT", required=True, help="file to write, ending in .html")
    page.add_argument("--title", help="of the page (names of the series by default)")
    page.add_argument("--every", metavar="LENGTH", help="windows of the timeline: 1w, 1mo, 1q, 1y (by the span)")
    page.set_defaults(run=_report)
    stores.add_update(commands)
    command.add(commands)
    return parser


def _read(arguments: argparse.Namespace) -> Archive:
    if (stored := stores.opened(arguments)) is not None:
        return stored
    with progress_bar() as progress:
        return read(arguments.source, progress=progress, **reading(arguments))


def _parse(arguments: argparse.Namespace) -> int:
    out = Path(arguments.output)
    one_file = bool(out.suffix) and not out.is_dir() and not arguments.output.endswith(("/", os.sep))
    if one_file:
        format_of(out)  # a name that cannot be written is a mistake worth telling before a long read
    archive = _read(arguments)
    if one_file:
        write_table(archive.items, out)
    else:
        archive.write(out, format=arguments.format)
    counts = archive.diagnostics["severity"].value_counts()
    problems = {severity: counts.filter(severity=severity)["count"].sum() for severity in ("error", "warning")}
    print(
        f"{archive.issues.height:,} issues, {archive.items.height:,} items, {problems['error']:,} errors, "
        f"{problems['warning']:,} warnings: {out}",
        file=sys.stderr,
    )
    return 0


def _check(arguments: argparse.Namespace) -> int:
    archive = _read(arguments)
    wanted = SEVERITIES[SEVERITIES.index(arguments.severity) :]
    counts = dict.fromkeys(SEVERITIES, 0)
    for row in archive.diagnostics.iter_rows(named=True):
        counts[row["severity"]] += 1
        if row["severity"] in wanted:
            print(places.heading(row))
            _point(archive, row)
    found = ", ".join(f"{counts[severity]:,} {severity}" for severity in reversed(SEVERITIES))
    print(f"{archive.issues.height:,} issues, {archive.items.height:,} items: {found}")
    return 1 if counts["error"] else 0


def _point(archive: Archive, row: dict[str, Any]) -> None:
    # A whole document has no place to point at, and one that could not be read has no text.
    if row["line"] is None or row["byte_start"] is None:
        return
    try:
        text = archive.text(row["document"])
    except (DocumentChanged, SourceNotFound, OSError):
        return
    if text:
        for line in places.pointed_at(text, row["byte_start"], row["byte_end"]).splitlines():
            print(f"    {line}")


def _show(arguments: argparse.Namespace) -> int:
    view = _read(arguments).show(arguments.item_id)
    print(view.ansi() if _coloured(arguments.color) else view)
    return 0


def _report(arguments: argparse.Namespace) -> int:
    check_name(arguments.output)  # before a long read, as in `parse`
    archive = _read(arguments)
    out = report(archive, arguments.output, title=arguments.title, every=arguments.every)
    print(f"{archive.issues.height:,} issues, {archive.items.height:,} items: {out}", file=sys.stderr)
    return 0


def _coloured(choice: str) -> bool:
    if choice == "auto":
        # https://no-color.org: any value that is not empty counts.
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"
