"""What charts say: names for codes, names for windows, and the words of titles."""

from __future__ import annotations

from collections import Counter

import polars as pl

from ..vocabulary import countries
from .tables import plain

__all__ = ["NOUNS", "dodge", "labelled", "legend_columns", "number", "span_of", "unit_of", "window_names"]

MISSING = "(none)"

NOUNS = {
    "country": "country",
    "countries": "country",
    "source": "outlet",
    "sources": "outlet",
    "category": "category",
    "categories": "category",
}
"""What the elements of a column are called in a title; any other column is called by its name."""


def labelled(frame: pl.DataFrame, *columns: str, by: str | None) -> tuple[pl.DataFrame, str | None]:
    """The frame with a column `<name>_label` for each of the columns, and what their elements are called, if known.

    Codes of countries are shown as names: in columns that are said to hold countries, and where nothing is said but
    every value is such a code. Different values have different labels.
    """
    values = pl.concat([frame[column].rename("value").cast(pl.String) for column in columns]).unique().sort()
    names = dict(countries().select("iso3", "name").iter_rows())
    present = values.drop_nulls()
    is_country = NOUNS.get(by or "") == "country" or (by is None and present.len() > 0 and present.is_in(names).all())
    labels = {value: MISSING if value is None else names.get(value, value) if is_country else value for value in values}
    shown = Counter(labels.values())
    # As the rows will be written, since scales and orders are lists of these.
    labels = {value: plain(f"{label} ({value})" if shown[label] > 1 else label) for value, label in labels.items()}
    old, new = pl.Series(list(labels), dtype=pl.String), pl.Series(list(labels.values()), dtype=pl.String)
    label = {f"{column}_label": pl.col(column).cast(pl.String).replace_strict(old, new) for column in columns}
    noun = "country" if is_country else plain(NOUNS.get(by, by)) if by else None
    return frame.with_columns(**label) if labels else frame.with_columns(**dict.fromkeys(label, pl.lit(""))), noun


def unit_of(windows: pl.DataFrame) -> str:
    """What the windows of a timeline are: `day`, `week`, `month`, `quarter`, `year`, or `window` of no fixed length."""
    if windows.is_empty():
        return "window"
    starts, ends = windows["window_start"], windows["window_end"]
    lengths = (ends - starts).dt.total_days().unique().to_list()
    if len(lengths) == 1 and lengths[0] in (1, 7):
        return "day" if lengths[0] == 1 else "week"
    for every, unit in (("1mo", "month"), ("3mo", "quarter"), ("1y", "year")):
        if (starts.dt.offset_by(every) == ends).all():
            return unit
    return f"{lengths[0]} days" if len(lengths) == 1 else "window"


def window_names(windows: pl.DataFrame, unit: str) -> pl.Series:
    """Each window as a reader would say it: `March 2007`, `2007 Q1`, else its first day and that after its last."""
    start = windows["window_start"]
    if (start.dt.day() == 1).all():
        if unit == "month":
            return start.dt.strftime("%B %Y")
        if unit == "year" and (start.dt.month() == 1).all():
            return start.dt.strftime("%Y")
        if unit == "quarter" and (start.dt.month() % 3 == 1).all():
            return start.dt.strftime("%Y Q") + start.dt.quarter().cast(pl.String)
    if unit == "day":
        return start.dt.strftime("%Y-%m-%d")
    return start.dt.strftime("%Y-%m-%d to before ") + windows["window_end"].dt.strftime("%Y-%m-%d")


def span_of(windows: pl.DataFrame, unit: str) -> str:
    """From the first to the last window."""
    if windows.is_empty():
        return "no dated item"
    names = window_names(windows, unit)
    if " to before " in names[0]:
        first, last = windows["window_start"].to_list()[0], max(windows["window_end"].to_list())
        return f"{first} to before {last}"
    return f"{names[0]} to {names[-1]}" if windows.height > 1 else str(names[0])


def dodge(groups: int) -> list[float]:
    """Where in a window the mark of each group stands, as a part of its length, so that intervals do not hide."""
    return [0.5 + (index - (groups - 1) / 2) * 0.6 / groups for index in range(groups)]


def legend_columns(labels: pl.Series, width: int) -> int:
    """How many entries of a legend stand side by side."""
    longest = min(int(labels.str.len_chars().max() or 1) * 6.5, 190) + 30  # type: ignore[arg-type]
    return max(1, int((width - 40) / longest))


def number(count: float | int | None, noun: str) -> str:
    """`1 item`, `2,000 items`."""
    plural = noun if count == 1 else {"country": "countries", "category": "categories"}.get(noun, f"{noun}s")
    return f"{count or 0:,} {plural}"
