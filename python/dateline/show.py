"""One item as printed, with what was recognised marked in place: for notebooks, terminals and plain text.

Colours are those of Okabe and Ito, told apart by colour-blind readers, on the colours of the page or terminal around
them. No kind is known by colour alone: each has its own underline and its own label.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from .places import printed, shown

__all__ = ["KINDS", "ItemView", "Kind"]


@dataclass(frozen=True)
class Kind:
    """How marks of one kind look."""

    css: str
    """Declarations of an inline style; the colour of the text itself is left to the page."""
    sgr: str
    """Parameters of the terminal's escape sequence for colours."""


def _underlined(colour: str, line: str, offset: str = "0.2em") -> str:
    return f"text-decoration:underline {line} {colour} 0.14em;text-underline-offset:{offset}"


# From the outside in: what can hold other marks comes first.
KINDS: Mapping[str, Kind] = {
    "headline": Kind("font-weight:bold", "1"),
    "note": Kind("font-style:italic", "3"),
    "citation": Kind("background:rgba(128,128,128,.18);border-radius:3px", ""),
    "category": Kind(_underlined("#CC79A7", "dotted", "0.42em"), "3;35"),
    "country": Kind(_underlined("#0072B2", "solid"), "4;36"),
    "outlet": Kind(_underlined("#D55E00", "double"), "1;33"),
    "date": Kind(_underlined("#009E73", "dashed"), "4;32"),
}
"""Every kind of mark, in the order of the legend."""

_LABEL = "font-size:.68em;vertical-align:.35em;opacity:.8;margin:0 .15em;user-select:none"
_FACTS = (("country", "countries"), ("category", "categories"), ("source", "sources"), ("date", None))
_LONG = ("headline", "text", "note")


@dataclass(frozen=True)
class _Mark:
    kind: str
    start: int
    end: int
    label: str = ""
    title: str = ""


class ItemView:
    """An item with its evidence marked; made by `Archive.show`.

    A notebook shows it by itself, `print` gives text without colours, and `ansi` text for a terminal.
    """

    def __init__(self, item: Mapping[str, Any], excerpt: str, citations: pl.DataFrame, evidence: pl.DataFrame) -> None:
        self._item = item
        self._excerpt = excerpt.encode()
        self._evidence = evidence
        # Labels of categories are long: in the text a letter stands for each, which the legend explains.
        named = evidence.filter(kind="category")["value"].unique(maintain_order=True)
        self._letters = {category: _letter(index) for index, category in enumerate(named)}
        self._marks = list(self._place(citations))

    def _place(self, citations: pl.DataFrame) -> Iterator[_Mark]:
        item, offset = self._item, int(self._item["byte_start"])

        def mark(kind: str, start: int | None, end: int | None, label: str = "", title: str = "") -> Iterator[_Mark]:
            # A span may lie outside the item: a heading above it dates its citations.
            if start is not None and end is not None:
                first, last = max(start - offset, 0), min(end - offset, len(self._excerpt))
                if first < last:
                    yield _Mark(kind, first, last, label, title)

        yield from mark("headline", item["headline_start"], item["headline_end"])
        yield from mark("note", item["note_start"], item["note_end"], "note")
        brackets = citations.filter(pl.col("form") != "prose").select("byte_start", "byte_end")
        for start, end in brackets.unique(maintain_order=True).iter_rows():
            yield from mark("citation", start, end)
        for row in self._evidence.iter_rows(named=True):
            label = self._letters.get(row["value"], "") if row["kind"] == "category" else _label(row)
            yield from mark(row["kind"], row["byte_start"], row["byte_end"], label, _title(row))

    def _pieces(self) -> Iterator[tuple[str, list[_Mark], list[_Mark]]]:
        """The text cut where marks start and end: each piece with the marks over it, and those that end with it."""
        cuts = {0, len(self._excerpt)}.union(*((mark.start, mark.end) for mark in self._marks))
        order = list(KINDS)
        ordered = sorted(self._marks, key=lambda mark: order.index(mark.kind))
        edges = sorted(cuts)
        for start, end in itertools.pairwise(edges):
            over = [mark for mark in ordered if mark.start <= start and end <= mark.end]
            text = self._excerpt[start:end].decode(errors="replace")
            yield text, over, [mark for mark in over if mark.end == end and mark.label]

    def _counted(self) -> Iterator[tuple[str, int]]:
        for kind in KINDS:
            count = sum(mark.kind == kind for mark in self._marks)
            if count:
                yield kind, count

    def ansi(self) -> str:
        """The item for a terminal: its values, the text with marks and labels, and a legend."""
        text = []
        for piece, over, ending in self._pieces():
            codes = ";".join(KINDS[mark.kind].sgr for mark in over if KINDS[mark.kind].sgr)
            lines = [_coloured(codes, line) for line in printed(piece).split("\n")]
            text.append("\n".join(lines) + "".join(_coloured("2", f"[{shown(mark.label)}]") for mark in ending))
        legend = [f"{_coloured(KINDS[kind].sgr, kind)} {count}" for kind, count in self._counted()]
        named = [f"  [{letter}] {shown(category)}" for category, letter in self._letters.items()]
        return "\n".join([*self._values(), "", "".join(text), "", "  ".join(legend), *named])

    def __str__(self) -> str:
        rows = [
            "  " + " | ".join(_cell(value) for value in row)
            for row in self._evidence.select("kind", "surface", "value", "rule", "field").iter_rows()
        ]
        text = printed(self._excerpt.decode(errors="replace"))
        return "\n".join([*self._values(), "", "evidence (kind | surface | value | rule | field)", *rows, "", text])

    __repr__ = __str__

    def _values(self) -> list[str]:
        return [
            f"{name:<15} {_cell(value)}"
            for name, value in self._item.items()
            if value not in (None, []) and name not in _LONG and not name.endswith(("_start", "_end"))
        ]

    def _repr_html_(self) -> str:
        text = []
        for piece, over, ending in self._pieces():
            opening = "".join(_opening(mark) for mark in over)
            labels = "".join(f'<span style="{_LABEL}">{html.escape(mark.label)}</span>' for mark in ending)
            text.append(f"{opening}{html.escape(piece)}{'</span>' * len(over)}{labels}")
        legend = [f'<span style="{KINDS[kind].css}">{kind}</span>&nbsp;{count}' for kind, count in self._counted()]
        named = [f"<i>{letter}</i>&nbsp;{html.escape(category)}" for category, letter in self._letters.items()]
        return (
            '<div style="max-width:46em;text-align:left">'
            f'<div style="margin-bottom:.4em"><b>{html.escape(str(self._item["item_id"]))}</b></div>'
            f'<div style="margin-bottom:.6em;line-height:1.5">{"<br>".join(self._facts())}</div>'
            f'<div style="white-space:pre-wrap;line-height:1.9">{"".join(text)}</div>'
            f'<div style="margin-top:.8em;font-size:.85em;line-height:1.9">{"&ensp; ".join(legend)}'
            f"{'<br>' if named else ''}{'&ensp; '.join(named)}</div></div>"
        )

    def _facts(self) -> Iterator[str]:
        for name, plural in _FACTS:
            basis = self._item.get(f"{name}_basis")
            others = [other for other in (self._item[plural] or []) if other != self._item[name]] if plural else []
            value = _cell(self._item[name])
            if name == "source" and self._item["source"] is None and self._item["source_raw"]:
                value = f"{shown(self._item['source_raw'])}?"
            parts = [f"<b>{html.escape(value)}</b>"]
            parts += [html.escape(f"({basis})")] if basis else []
            parts += [html.escape("also " + "; ".join(map(str, others)))] if others else []
            yield f'<span style="display:inline-block;width:5em;opacity:.8">{name}</span>{" ".join(parts)}'


def _opening(mark: _Mark) -> str:
    return f'<span style="{KINDS[mark.kind].css}" title="{html.escape(mark.title or mark.kind)}">'


def _label(row: Mapping[str, Any]) -> str:
    """What a mark means, where the print does not say it already: nothing, `RUS`, `GEO|USA?`, `?`."""
    if row["value"] is None:
        return "|".join(row["candidates"] or []) + "?"
    return "" if row["value"] == row["surface"] else str(row["value"])


def _title(row: Mapping[str, Any]) -> str:
    value = row["value"] if row["value"] is not None else " or ".join(row["candidates"] or ["unknown"])
    weight = f", weight {row['weight']:g}" if row["weight"] is not None else ""
    return f"{row['kind']}: {value} ({row['rule']}{weight})"


def _letter(index: int) -> str:
    """`a` to `z`, then `aa`, `ab`, ..."""
    return (_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("a") + index % 26)


def _coloured(codes: str, text: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m" if codes and text else text


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(shown(str(part)) for part in value)
    return shown(str(value))
