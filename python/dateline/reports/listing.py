"""Items as the page lists them: what is printed, and the places in it that prove what was concluded.

Offsets of the tables count bytes of UTF-8 in a document; those of the page count the UTF-16 units of JavaScript in the
text of an item. The page is mostly items, so they are laid out to deflate well: by column, and marks as numbers.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

import polars as pl

from ..archive import Archive
from ..sources import lag

__all__ = ["listing"]

Printed: TypeAlias = "dict[str, tuple[int, bytes]]"
"""Of each item its place in its document, and its bytes."""


class Look(NamedTuple):
    """What a mark says."""

    kind: str
    label: str = ""
    """What the marked words mean, where the print does not say so."""
    rule: str = ""


Mark: TypeAlias = "tuple[int, int, Look]"
"""Start, end and what is said of it."""


def listing(archive: Archive) -> dict[str, list[Any]]:
    """The items of an archive by column, the latest first, those without a date last.

    Returns
    -------
    dict
        Lists of equal length, one element per item: `id`, `series`, `published`, `date`, `headline` (None where `text`
        holds it), `countries`, `outlets`, `category`, `source`, `lag` (days; None where `dateline.lag` counts none),
        `text` and `marks`: of each mark, by place, how far it starts after the one before, its length, and its index
        in one more list, `looks`.
    """
    items = archive.items.sort("date", "item_id", descending=[True, False], nulls_last=True, maintain_order=True)
    printed = _printed(archive)
    marks = _marks(archive, printed)
    # Each item as a group of its own: the lag of those that `lag` counts, and no others.
    lags = dict(lag(archive, by="item_id").select("group", "median").iter_rows())
    looks: dict[Look, int] = {}
    ids = items["item_id"].to_list()
    return {
        "id": ids,
        "series": items["series"].to_list(),
        "published": items["published"].cast(pl.String).to_list(),
        "date": items["date"].cast(pl.String).to_list(),
        "headline": items.select(pl.when(pl.col("headline_start").is_null()).then("headline")).to_series().to_list(),
        "countries": items["countries"].to_list(),
        "outlets": items["sources"].to_list(),
        "category": items["category"].to_list(),
        "source": items["source"].to_list(),
        "lag": [lags.get(item_id) for item_id in ids],
        "text": [printed[item_id][1].decode(errors="replace") for item_id in ids],
        "marks": [_packed(*printed[item_id], marks[item_id], looks) for item_id in ids],
        "looks": list(looks),
    }


def _printed(archive: Archive) -> Printed:
    found: Printed = {}
    spans = archive.items.select("document", "item_id", "byte_start", "byte_end")
    for (document,), rows in spans.partition_by("document", as_dict=True, maintain_order=True).items():
        text = archive.text(str(document)).encode()
        for _, item_id, start, end in rows.iter_rows():
            found[item_id] = (start, text[start:end])
    return found


def _marks(archive: Archive, printed: Printed) -> dict[str, list[Mark]]:
    """Of each item its marks, in bytes of the document."""
    found: dict[str, list[Mark]] = defaultdict(list)
    parts = (_fields(archive), _citations(archive), _countries(archive), _terms(archive, printed))
    for item_id, mark in itertools.chain(*parts):
        found[item_id].append(mark)
    return found


def _fields(archive: Archive) -> Iterator[tuple[str, Mark]]:
    for field in ("headline", "note"):
        spans = archive.items.select("item_id", f"{field}_start", f"{field}_end").drop_nulls()
        for item_id, start, end in spans.iter_rows():
            yield item_id, (start, end, Look(field))


def _citations(archive: Archive) -> Iterator[tuple[str, Mark]]:
    brackets = archive.citations.filter(pl.col("form") != "prose").select("item_id", "byte_start", "byte_end")
    for item_id, start, end in brackets.unique(maintain_order=True).iter_rows():
        yield item_id, (start, end, Look("citation"))
    for row in archive.citations.iter_rows(named=True):
        if row["outlet_start"] is not None:
            label = _meaning(row["outlet"], row["outlet_raw"], row["candidates"])
            yield row["item_id"], (row["outlet_start"], row["outlet_end"], Look("outlet", label, row["form"]))
        if row["date_start"] is not None:
            yield row["item_id"], (row["date_start"], row["date_stop"], Look("date", *_date(row)))


def _countries(archive: Archive) -> Iterator[tuple[str, Mark]]:
    for row in archive.mentions.iter_rows(named=True):
        label = _meaning(row["country"], row["surface"], row["candidates"])
        yield row["item_id"], (row["byte_start"], row["byte_end"], Look("country", label, row["rule"]))


def _terms(archive: Archive, printed: Printed) -> Iterator[tuple[str, Mark]]:
    """Terms of the lexicon that speak for the categories an item has; a note speaks for none."""
    texts = [text.decode(errors="replace") for _, text in printed.values()]
    terms = archive._vocabulary.terms(texts, None)
    ids = pl.DataFrame({"item_id": list(printed)}, schema={"item_id": pl.String}).with_row_index("text")
    has = archive.items.select("item_id", "categories", "note_start", "note_end", item_start="byte_start")
    placed = terms.join(ids, on="text", maintain_order="left").join(has, on="item_id", maintain_order="left")
    placed = placed.with_columns(pl.col("byte_start", "byte_end") + pl.col("item_start"))
    in_note = pl.col("byte_start").is_between("note_start", "note_end").fill_null(False)
    spoke = placed.filter(pl.col("weight") > 0, pl.col("category").is_in(pl.col("categories")), ~in_note)
    for item_id, start, end, category in spoke.select("item_id", "byte_start", "byte_end", "category").iter_rows():
        yield item_id, (start, end, Look("category", category, "term of the lexicon"))


def _packed(offset: int, text: bytes, marks: list[Mark], looks: dict[Look, int]) -> list[int]:
    """Marks in UTF-16 units of the item; one outside of it, as on a heading above that dates it, is left out."""
    inside = sorted(
        (max(start - offset, 0), min(end - offset, len(text)), looks.setdefault(look, len(looks)))
        for start, end, look in marks
        if start < offset + len(text) and end > offset
    )
    if not text.isascii():
        units = _units(text, {cut for start, end, _ in inside for cut in (start, end)})
        inside = [(units[start], units[end], look) for start, end, look in inside]
    packed, before = [], 0
    for start, end, look in inside:
        packed += [start - before, end - start, look]
        before = start
    return packed


def _units(text: bytes, cuts: set[int]) -> dict[int, int]:
    """Where places that are counted in bytes lie in UTF-16 units."""
    units, before, unit = {}, 0, 0
    for cut in sorted(cuts):
        unit += len(text[before:cut].decode(errors="replace").encode("utf-16-le")) // 2
        units[cut], before = unit, cut
    return units


def _date(citation: dict[str, Any]) -> tuple[str, str]:
    """Label and rule of a cited date: one printed in full needs no explanation, a year taken from elsewhere does."""
    basis = citation["date_basis"] or "unknown"
    if citation["date"] is None:
        return "?", basis
    if citation["year_basis"] == "printed":
        return "", basis
    last = "" if citation["date_end"] is None else f"/{citation['date_end']}"
    return f"{citation['date']}{last}", f"{basis}; year: {citation['year_basis']}"


def _meaning(value: str | None, surface: str | None, candidates: list[str] | None) -> str:
    """Nothing where the print says it already, else as `RUS`, `GEO|USA?` or `?`."""
    if value is None:
        return "|".join(candidates or []) + "?"
    return "" if value == surface else value
