"""The command `dateline profile`: `list`, `show`, `infer`, `test` and `diff`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import polars as pl

from ..errors import FileError
from .comparison import diff_profiles, test_profile
from .proposals import infer_profile
from .shipped import profile_text, profiles

__all__ = ["add"]

_WORST = 10
_WIDE = 100


def add(commands: Any) -> None:
    """Add `profile` and what is below it to the subcommands of `dateline`."""
    layout = argparse.RawDescriptionHelpFormatter
    profile = commands.add_parser(
        "profile",
        help="layouts of digests: list, show, infer, test, diff",
        description="How the pages of a series are laid out, as data.",
        epilog="examples:\n"
        "  dateline profile list\n"
        "  dateline profile show jrl > my.toml\n"
        "  dateline profile infer letters/ -o my.toml\n"
        "  dateline profile test my.toml letters/\n"
        "  dateline profile diff any my.toml letters/\n"
        "  dateline parse letters/ --profile my.toml -o items.csv",
        formatter_class=layout,
    )
    verbs = profile.add_subparsers(metavar="VERB", required=True)

    verbs.add_parser("list", help="the profiles that ship").set_defaults(run=_list)

    show = verbs.add_parser("show", help="the TOML of a profile")
    show.add_argument("name", metavar="NAME", help="name of a shipped profile, or a .toml file to be checked")
    show.set_defaults(run=_show)

    infer = verbs.add_parser("infer", help="propose a profile for pages of an unknown series")
    infer.add_argument("source", metavar="SRC", nargs="+", help="file, folder or glob; pages of one series")
    infer.add_argument("-o", "--output", metavar="OUT", required=True, type=Path, help="the .toml file to write")
    infer.add_argument("--name", help="of the profile (that of the file by default)")
    infer.set_defaults(run=_infer)

    test = verbs.add_parser("test", help="what a profile makes of an archive, the worst documents first")
    test.add_argument("profile", metavar="PROFILE", help="name or .toml file")
    test.add_argument("source", metavar="SRC", nargs="+", help="file, folder or glob")
    test.set_defaults(run=_test)

    diff = verbs.add_parser("diff", help="items that one profile finds and another does not")
    diff.add_argument("old", metavar="OLD", help="name or .toml file")
    diff.add_argument("new", metavar="NEW", help="name or .toml file")
    diff.add_argument("source", metavar="SRC", nargs="+", help="file, folder or glob")
    diff.set_defaults(run=_diff)


def _list(_: argparse.Namespace) -> int:
    for name, about in profiles().iter_rows():
        print(f"{name:<18} {about}")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    print(profile_text(arguments.name), end="")
    return 0


def _infer(arguments: argparse.Namespace) -> int:
    proposal = infer_profile(arguments.source, name=arguments.name or arguments.output.stem)
    try:
        arguments.output.write_text(proposal.toml, encoding="utf-8")
    except OSError as error:
        raise FileError(str(error)) from None
    print(f"{proposal.documents} documents looked at; {arguments.output} holds:")
    _forms(proposal.evidence.filter(pl.col("taken")))
    missed = proposal.evidence.filter(~pl.col("taken"))
    if missed.height:
        print("seen, and not taken up (too few documents, or another form is commoner):")
        _forms(missed)
    print(f"next: dateline profile test {arguments.output} {' '.join(arguments.source)}", file=sys.stderr)
    return 0


def _forms(evidence: pl.DataFrame) -> None:
    for row in evidence.iter_rows(named=True):
        count = f"{row['times']} in {row['documents']}"
        print(f"  {row['key']:<10} {row['form']:<40} {count:>12}  {_cut(row['example'], 50)}")


def _test(arguments: argparse.Namespace) -> int:
    found = test_profile(arguments.profile, arguments.source)
    total = found.select("issues", "items", "uncited").sum().row(0)
    print(f"{found.height:,} documents, {total[0]:,} issues, {total[1]:,} items, {total[2]:,} without a source")
    print(f"{'items':>6} {'uncited':>8} {'text':>6} {'boiler':>7} {'unparsed':>9}  document")
    for row in found.head(_WORST).iter_rows(named=True):
        print(
            f"{row['items']:>6} {row['uncited']:>8} {row['text']:>6.1%} {row['boilerplate']:>7.1%} "
            f"{row['unparsed']:>9.1%}  {row['document']}"
        )
    if found.height > _WORST:
        print(f"... and {found.height - _WORST:,} better ones")
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    changes = diff_profiles(arguments.old, arguments.new, arguments.source)
    signs = {"gained": "+", "lost": "-", "changed": "~"}
    for row in changes.iter_rows(named=True):
        fields = f" [{', '.join(row['fields'])}]" if row["fields"] else ""
        print(f"{signs[row['change']]} {row['document']}:{row['byte_start']}{fields}")
        for sign, text in (("-", row["old"]), ("+", row["new"])):
            if text is not None:
                print(f"    {sign} {_cut(text, _WIDE)}")
    counts = {change: changes.filter(change=change).height for change in signs}
    print(", ".join(f"{count:,} {change}" for change, count in counts.items()))
    return 0


def _cut(text: str, width: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 3] + "..."
