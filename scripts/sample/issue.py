"""The model of an invented issue: what is true of it, before any layout prints it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True)
class Series:
    """A digest of our own naming."""

    title: str
    slug: str
    pool: str
    first_number: int
    editors: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """One outlet an item rests on, with the days it published.

    `form` is `paren` or `prose`. `style` says how the days are printed: `full`, `short` (abbreviated month), `yearless`
    (only where the masthead dates the issue), `lent` (the year stands at the next entry), `none`.
    """

    outlet: str
    raw: str
    dates: tuple[date, ...]
    end: date | None = None
    form: str = "paren"
    style: str = "full"


@dataclass(frozen=True)
class Item:
    """One news entry; `heading` is the day it is listed under, `teaser` its headline in sentence case."""

    teaser: str
    paragraphs: tuple[str, ...]
    references: tuple[Reference, ...]
    countries: frozenset[str]
    category: str
    heading: date | None = None
    note: str | None = None
    continues: bool = False
    bracket: str = "plain"


@dataclass(frozen=True)
class Issue:
    """One number of a series. `style` is `date-heading`, `headline` or `bare`."""

    series: Series
    number: int
    published: date
    style: str
    editors: tuple[str, ...]
    topics: tuple[str, ...]
    regions: tuple[str, ...]
    items: tuple[Item, ...]
    teasers: tuple[str, ...]
    note_label: str
    update: str | None = None
    traits: frozenset[str] = field(default_factory=frozenset)

    def moved(self, number: int, year: int) -> Issue:
        """The same issue under another number and in another year; days and months stay."""
        shift = year - self.published.year

        def day(value: date) -> date:
            return value.replace(year=value.year + shift, day=min(value.day, 28) if value.month == 2 else value.day)

        def reference(old: Reference) -> Reference:
            return replace(old, dates=tuple(map(day, old.dates)), end=day(old.end) if old.end else None)

        items = tuple(
            replace(
                item,
                references=tuple(map(reference, item.references)),
                heading=day(item.heading) if item.heading else None,
            )
            for item in self.items
        )
        return replace(self, number=number, published=day(self.published), items=items)
