"""Measure recognition item by item, and compare two versions of code or data.

    python benches/accuracy.py [--gold FOLDER] [--save FILE] [--against FILE] [--show N]

Sets: the human-labelled files of ``--gold`` (default ``../shared/gold``; left out where the folder is absent) and the
fixtures of ``tests/cases``. Kinds of results: `countries` (pairs of text and country), `outlets` (pairs of text and
cited outlet), `citations` (pairs of item and cited date). `--save` keeps the results of this version; `--against`
lists what was gained and what was lost since.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import dateline as dl
import polars as pl

ROOT = Path(__file__).resolve().parent.parent

# Labels of 1987 in today's codes: successors stand for their union in the labels, so they are folded on both sides.
SOVIET = ["SU", "AM", "AZ", "BY", "EE", "GE", "KZ", "KG", "LV", "LT", "MD", "TJ", "TM", "UA", "UZ"]
YUGOSLAV = ["YU", "BA", "HR", "MK", "ME", "SI", "XK", "CS"]
SUCCESSORS = dict.fromkeys(SOVIET, "RU") | dict.fromkeys(YUGOSLAV, "RS")
SUCCESSORS |= {"SK": "CZ", "DD": "DE", "YD": "YE", "BU": "MM", "ZR": "CD"}

# Share of the highest score of focus from which a text counts as about a country.
ABOUT = 0.25


class Measured(NamedTuple):
    """What was found and what was to be found in each text of a set, by the text's name."""

    name: str
    found: dict[str, set[str]]
    wanted: dict[str, set[str]]
    recall_only: bool = False


def read(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    lines = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text(encoding="utf8")
    return [json.loads(line) for line in lines.splitlines()]


def countries_in(texts: list[str], fold: dict[str, str]) -> list[set[str]]:
    """ISO alpha-2 codes of the countries that each text mentions."""
    iso2 = dict(dl.countries().select("iso3", "iso2").iter_rows())
    found: list[set[str]] = [set() for _ in texts]
    for text, iso3 in dl.mentions(texts).select("text", "country").iter_rows():
        if iso3 is not None:
            code = iso2.get(iso3) or iso3
            found[text].add(fold.get(code, code))
    return found


def countries_about(texts: list[str], fold: dict[str, str]) -> list[set[str]]:
    """ISO alpha-2 codes of the countries that each text is about."""
    iso2 = dict(dl.countries().select("iso3", "iso2").iter_rows())
    found = pl.DataFrame({"text": texts}).select(pl.col("text").dateline.countries(least=ABOUT))["text"].to_list()
    codes = ([iso2.get(iso3) or iso3 for iso3 in some] for some in found)
    return [{fold.get(code, code) for code in some} for some in codes]


def measure_about(mentioned: Measured, texts: list[str], fold: dict[str, str]) -> Measured:
    """A labelled set again, by what its texts are about instead of what they mention."""
    found = dict(zip(mentioned.found, countries_about(texts, fold), strict=True))
    return Measured(f"{mentioned.name} about", found, mentioned.wanted)


def measure_countries(
    name: str, texts: list[str], labels: list[list[str]], fold: dict[str, str], recall_only: bool = False
) -> Measured:
    """Countries of a labelled set; `fold` maps codes that the labels do not tell apart."""
    found = {f"{name}/{number}": codes for number, codes in enumerate(countries_in(texts, fold))}
    wanted = {f"{name}/{number}": {fold.get(code, code) for code in codes} for number, codes in enumerate(labels)}
    return Measured(f"{name} countries", found, wanted, recall_only)


def measure_gold(folder: Path) -> Iterator[Measured]:
    """Every labelled set of the folder."""
    for path in sorted(folder.glob("*.jsonl*")):
        name, rows = path.name.split(".jsonl")[0], read(path)
        if name.startswith("reuters"):
            labels = [row["iso2"] for row in rows]
            plain = [f"{row['title']}\n{row['text']}" for row in rows]
            body = measure_countries(f"{name} body", plain, labels, SUCCESSORS)
            yield body
            yield measure_about(body, plain, SUCCESSORS)
            lined = [f"{row['title']}\n{row['dateline'] or ''}\n{row['text']}" for row in rows]
            both = measure_countries(f"{name} dateline", lined, labels, SUCCESSORS)
            yield both
            yield without(both, "US")
            about = measure_about(both, lined, SUCCESSORS)
            yield about
            yield without(about, "US")
        elif name.startswith("current-events"):
            yield measure_countries(name, [row["body"] for row in rows], [row["iso2_linked"] for row in rows], {}, True)
            yield cited_outlets(name, rows)
        else:
            texts = [re.sub(r"LINK:\s*\S+", "", row["text"]) for row in rows]
            yield measure_countries(name, texts, [row["iso2"] for row in rows], {"KV": "XK"})


def without(measured: Measured, code: str) -> Measured:
    """The same set with one country left out on both sides."""
    found = {name: codes - {code} for name, codes in measured.found.items()}
    wanted = {name: codes - {code} for name, codes in measured.wanted.items()}
    return Measured(f"{measured.name} without {code}", found, wanted)


def cited_outlets(name: str, rows: list[dict[str, Any]]) -> Measured:
    """Outlets that close an item: a cited one counts as found when the printed name and the label hold one another."""
    found: dict[str, set[str]] = {f"{name}/{number}": set() for number in range(len(rows))}
    wanted = {f"{name}/{number}": set(row["outlets"]) for number, row in enumerate(rows)}
    for number, raw in dl.citations([row["text"] for row in rows]).select("text", "outlet_raw").iter_rows():
        key = f"{name}/{number}"
        found[key].add(next((label for label in wanted[key] if label in raw or raw in label), raw))
    return Measured(f"{name} outlets", found, wanted)


def measure_cases(folder: Path) -> Iterator[Measured]:
    """Countries and cited dates of the fixtures; items pair up in their order, as far as a fixture lists them."""
    iso2 = dict(dl.countries().select("iso3", "iso2").iter_rows())
    places: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
    dates: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf8"))
        archive = dl.read(path.with_suffix(".txt"))
        cited: dict[str, set[str]] = {}
        for item, date in archive.citations.select("item_id", "date").iter_rows():
            if date is not None:
                cited.setdefault(item, set()).add(str(date))
        for (number, (item, codes)), expected in zip(
            enumerate(archive.items.select("item_id", "countries").iter_rows()), case["items"], strict=False
        ):
            key = f"{path.stem}/{number + 1}"
            places[0][key] = {iso2.get(code) or code for code in codes or []}
            places[1][key] = set(expected.get("countries_mentioned") or [])
            dates[0][key] = cited.get(item, set())
            dated = [source.get("date") for source in expected["citations"]]
            dates[1][key] = {date for date in [expected["item_date"], *dated] if date}
    yield Measured("cases countries", *places)
    yield Measured("cases citations", *dates)


def line(measured: Measured) -> str:
    """Precision, recall and F1 over all pairs of a set, and how many texts are right as a whole."""
    hits = sum(len(measured.found[name] & wanted) for name, wanted in measured.wanted.items())
    found = sum(map(len, measured.found.values()))
    wanted = sum(map(len, measured.wanted.values()))
    whole = sum(measured.found[name] == labels for name, labels in measured.wanted.items())
    recall = hits / wanted if wanted else 0.0
    if measured.recall_only:
        return f"{measured.name:48} recall {recall:.3f}"
    precision = hits / found if found else 0.0
    f1 = 2 * hits / (found + wanted) if found + wanted else 0.0
    share = whole / max(1, len(measured.wanted))
    return f"{measured.name:48} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  whole {share:.3f}"


def changes(measured: Measured, before: dict[str, list[str]], show: int) -> Iterator[str]:
    """What this version gets right and the other did not, and the other way round."""
    gained, lost = [], []
    for name, wanted in measured.wanted.items():
        now, then = measured.found[name], set(before.get(name, []))
        gained += [f"    + {name}: finds {code}" for code in sorted((now - then) & wanted)]
        lost += [f"    - {name}: misses {code}" for code in sorted((then - now) & wanted)]
        if not measured.recall_only:
            gained += [f"    + {name}: no longer {code}" for code in sorted(then - now - wanted)]
            lost += [f"    - {name}: wrongly {code}" for code in sorted(now - then - wanted)]
    if gained or lost:
        yield f"{measured.name}: gained {len(gained)}, lost {len(lost)}"
        for part in (gained, lost):
            yield from part[:show]
            if len(part) > show:
                yield f"      and {len(part) - show} more"


def main() -> None:
    """Print the table, then save and compare as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold", help="folder of labelled sets")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the results of this version as JSON")
    parser.add_argument("--against", type=Path, metavar="FILE", help="list what changed since a saved version")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="changes listed per set and direction")
    options = parser.parse_args()
    measured = [*measure_gold(options.gold), *measure_cases(ROOT / "tests" / "cases")]
    for one in measured:
        sys.stdout.write(line(one) + "\n")
    if options.against:
        before: dict[str, dict[str, list[str]]] = json.loads(options.against.read_text())
        for one in (one for one in measured if one.name in before):
            sys.stdout.writelines(text + "\n" for text in changes(one, before[one.name], options.show))
    if options.save:
        results = {one.name: {name: sorted(codes) for name, codes in one.found.items()} for one in measured}
        options.save.write_text(json.dumps(results))


if __name__ == "__main__":
    main()
