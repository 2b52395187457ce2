"""Every number of the report, as the verbs give it, in plain rows.

Takes the archive as read and the one that is counted; gives dictionaries of text, numbers, true and None.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import polars as pl

from ..archive import Archive
from ..frequencies import frequency
from ..keywords import keyness
from ..series import gaps
from ..sources import lag
from ..timelines import timeline
from ..vocabulary import countries

__all__ = ["figures"]

Row = dict[str, Any]

WINDOWS = 60
"""More bars than that are too thin to be hit."""

LENGTHS = (("1w", 7.0), ("1mo", 30.44), ("1q", 91.31), ("1y", 365.25), ("10y", 3652.5))
"""Windows to choose from, and their days."""

FEATURES = 200
"""Rows of a chart that go into the page; the first dozen show at once."""

PLACES = 50
"""Places of one kind of diagnostic that go into the page."""

WORDS = 24
"""Words to each side of keyness."""

SERIES = 8
"""Series that have a timeline of their own."""


def figures(archive: Archive, counted: Archive, *, every: str | None) -> Row:
    """All figures of the page.

    Parameters
    ----------
    archive
        As read: its diagnostics and coverage are told.
    counted
        With one rendering of each issue: its items are counted.
    every
        Windows of the timeline; chosen by the span when None.
    """
    every = every or _every(counted.items["date"])
    names = dict(countries().select("iso3", "name").iter_rows())
    windows = _windows(counted, every, None)
    return {
        "summary": _summary(archive, counted),
        "series": _series(counted),
        "coverage": archive.coverage().filter(pl.col("bytes") > 0).sort("bytes", descending=True).to_dicts(),
        "diagnostics": _diagnostics(archive.diagnostics),
        "every": every,
        "timeline": windows,
        "timelines": _windows(counted, every, "series") if counted.issues["series"].n_unique() > 1 else [],
        "countries": _features(counted, "countries", names),
        "outlets": _features(counted, "sources", {}),
        "categories": _features(counted, "category", {}),
        "lag": _plain(lag(counted).rename({"group": "value"}).head(FEATURES)),
        "keyness": _keyness(counted, windows),
    }


def _summary(archive: Archive, counted: Archive) -> Row:
    dates = counted.items["date"]
    severity = archive.diagnostics["severity"]
    return {
        "issues": counted.issues.height,
        "renderings": archive.issues.height - counted.issues.height,
        "items": counted.items.height,
        "citations": counted.citations.height,
        "mentions": counted.mentions.height,
        "first": _iso(dates.min()),
        "last": _iso(dates.max()),
        "undated": dates.null_count(),
        "errors": (severity == "error").sum(),
        "warnings": (severity == "warning").sum(),
    }


def _series(counted: Archive) -> list[Row]:
    """Of each series its issues, items, numbers and dates, and how many numbers are missing in between."""
    missing = gaps(counted).group_by("series").agg(pl.col("missing").sum())
    table = counted.issues.group_by("series").agg(
        issues=pl.len(),
        items=pl.col("items").sum(),
        first_number=pl.col("number").min(),
        last_number=pl.col("number").max(),
        first=pl.col("published").min().cast(pl.String),
        last=pl.col("published").max().cast(pl.String),
    )
    table = table.join(missing, on="series", how="left").with_columns(pl.col("missing").fill_null(0))
    return table.sort("issues", "series", descending=[True, False], nulls_last=True).to_dicts()


def _diagnostics(diagnostics: pl.DataFrame) -> list[Row]:
    place = (
        pl.when(pl.col("line").is_null())
        .then("document")
        .otherwise(pl.format("{}:{}:{}", "document", "line", "column"))
    )
    kinds = diagnostics.group_by("severity", "code").agg(
        count=pl.len(), places=pl.struct("message", place=place).head(PLACES)
    )
    gravest = pl.col("severity").replace_strict({"error": 0, "warning": 1, "info": 2}, return_dtype=pl.Int8)
    return kinds.sort(gravest, "count", "code", descending=[False, True, False]).to_dicts()


def _every(dates: pl.Series) -> str:
    first, last = dates.min(), dates.max()
    days = (last - first).days if isinstance(first, date) and isinstance(last, date) else 0
    return next((every for every, length in LENGTHS if days / length <= WINDOWS), LENGTHS[-1][0])


def _windows(counted: Archive, every: str, by: str | None) -> list[Row]:
    """The timeline: `group`, `label`, first and last day of each window, its count with interval, how to take it."""
    table = timeline(counted, every=every, by=by, top=SERIES if by else None)
    return [
        {
            "group": row["group"],
            "label": _label(row["window_start"], row["window_end"], every),
            "from": _iso(row["window_start"]),
            "to": _iso(row["window_end"] - timedelta(days=1)),
            **{name: row[name] for name in ("count", "items", "issues", "lower", "upper", "complete", "silent")},
        }
        for row in table.iter_rows(named=True)
    ]


def _label(start: date, end: date, every: str) -> str:
    if every == "1y":
        return str(start.year)
    if every == "1q":
        return f"{start.year} Q{(start.month + 2) // 3}"
    if every == "1mo":
        return f"{start:%b} {start.year}"
    last = end - timedelta(days=1)
    return str(start) if start == last else f"{start} to {last}"


def _features(counted: Archive, by: str, names: dict[str, str]) -> Row:
    """The most frequent features, how many there are, and the number of items that have none."""
    table = frequency(counted, by=by, missing=True)
    present = table.drop_nulls("feature")
    rows = [
        {
            "value": row["feature"],
            "name": names.get(row["feature"], row["feature"]),
            "count": row["frequency"],
            **{name: row[name] for name in ("share", "lower", "upper")},
        }
        for row in present.head(FEATURES).iter_rows(named=True)
    ]
    none = table.filter(pl.col("feature").is_null())["frequency"].sum()
    return {"rows": rows, "features": present.height, "none": none}


def _keyness(counted: Archive, windows: list[Row]) -> Row | None:
    """Words of the latest whole window against those of all before it; None where there are not two periods."""
    whole = [window for window in windows if window["complete"] and window["count"]]
    if not whole:
        return None
    latest = whole[-1]
    start, end = date.fromisoformat(latest["from"]), date.fromisoformat(latest["to"])
    target = counted.items.filter(pl.col("date").is_between(start, end))
    reference = counted.items.filter(pl.col("date") < start)
    if reference.is_empty():
        return None
    table = keyness(target, reference, measure="lr").filter(pl.col("q") <= 0.05)
    more = table.filter(pl.col("score") > 0).sort("score", descending=True)
    less = table.filter(pl.col("score") < 0).sort("score")
    return {
        "label": latest["label"],
        "from": latest["from"],
        "to": latest["to"],
        "before": _iso(start - timedelta(days=1)),
        "more": _plain(more.head(WORDS)),
        "less": _plain(less.head(WORDS)),
    }


def _plain(table: pl.DataFrame) -> list[Row]:
    """Rows that JSON can hold."""
    return [
        {name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in row.items()}
        for row in table.iter_rows(named=True)
    ]


def _iso(day: Any) -> str | None:
    return None if day is None else str(day)
