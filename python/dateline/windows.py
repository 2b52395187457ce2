"""Time windows over days: a grid of them without holes, and which day lies in which.

Windows are made as by `polars.DataFrame.group_by_dynamic`, whose strings (`1d`, `2w`, `1mo`, `1q`, `1y`) and meanings
of `every`, `period`, `offset` and `closed` hold here too. Other than there, windows in which nothing falls are kept,
and an `offset` moves each window: months with `-2d` begin two days before each first, where Polars goes on from the
30th.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, TypeAlias

import polars as pl

from .errors import InvalidArgument

__all__ = ["Closed", "Span", "contains", "cumulated", "grid", "limits", "reaching_back", "rolled"]

Closed: TypeAlias = Literal["left", "right", "both", "none"]
Span: TypeAlias = "tuple[date | str, date | str]"

DURATION = re.compile(r"-?(\d+(d|w|mo|q|y))+")


def grid(
    days: pl.Series,
    *,
    every: str,
    period: str | None = None,
    offset: str | None = None,
    closed: Closed = "left",
    span: Span | None = None,
) -> pl.DataFrame:
    """All windows that hold a day between the first and the last of `days`, or of `span`, in order.

    Returns
    -------
    polars.DataFrame
        `window` (index from 0), `window_start`, `window_end`, `complete` (whether all its days lie in the span).
    """
    for name, value in (("every", every), ("period", period), ("offset", offset)):
        sign_allowed = name == "offset"
        if value is not None and not (DURATION.fullmatch(value) and (sign_allowed or value[0] != "-")):
            raise InvalidArgument(f"{name}: expected a duration in whole days as '1mo', found {value!r}")
    if closed not in ("left", "right", "both", "none"):
        raise InvalidArgument(f"closed: expected 'left', 'right', 'both' or 'none', found {closed!r}")
    first, last = (days.min(), days.max()) if span is None else limits(span, "span")
    starts = pl.Series("window_start", [], pl.Date)
    if first is not None:
        # From far enough before the first day that no window which reaches into the span is missed.
        ends = pl.Series([first, last], dtype=pl.Date)
        back, forth = f"-{period or every}", every
        if offset is not None:
            away = offset.lstrip("-")
            ends = pl.Series([ends.dt.offset_by(f"-{away}")[0], ends.dt.offset_by(away)[1]])
        earliest = ends.dt.offset_by(back).dt.truncate(every)[0]
        latest = ends.dt.offset_by(forth).dt.truncate(every)[1]
        starts = pl.date_range(earliest, latest, interval=every, eager=True).alias("window_start")
    windows = pl.DataFrame([starts]).with_columns(window_end=pl.col("window_start").dt.offset_by(period or every))
    if offset is not None:
        # Start and end are moved alike. Adding a month to a start that was moved to the 30th would lose days.
        windows = windows.with_columns(pl.all().dt.offset_by(offset))
    first_day = pl.col("window_start") + pl.duration(days=0 if closed in ("left", "both") else 1)
    last_day = pl.col("window_end") - pl.duration(days=1 if closed in ("left", "none") else 0)
    of, to = pl.lit(first, pl.Date), pl.lit(last, pl.Date)
    return (
        windows.filter(first_day <= to, last_day >= of)
        .with_columns(complete=(first_day >= of) & (last_day <= to))
        .with_row_index("window")
    )


def contains(windows: pl.DataFrame, days: pl.Series, closed: Closed) -> pl.DataFrame:
    """Which of the days lie in which window: `day`, `window`; a day in overlapping windows has several rows."""
    distinct = pl.DataFrame({"day": days.unique()})
    day, start, end = pl.col("day"), pl.col("window_start"), pl.col("window_end")
    after = day >= start if closed in ("left", "both") else day > start
    before = day <= end if closed in ("right", "both") else day < end
    return distinct.join_where(windows, after, before).select("day", "window")


def limits(span: Span, name: str) -> tuple[date, date]:
    """First and last day of a span, both of which belong to it."""
    try:
        first, last = (date.fromisoformat(day) if isinstance(day, str) else day for day in span)
    except (TypeError, ValueError):
        raise InvalidArgument(f"{name}: expected two dates as ('2022-01-01', '2022-12-31'), found {span!r}") from None
    if first > last:
        raise InvalidArgument(f"{name}: expected the earlier day first, found {span!r}")
    return first, last


def reaching_back(inside: pl.DataFrame, number: int, windows: int) -> pl.DataFrame:
    """As `contains`, when each of the windows takes in the `number - 1` before it."""
    later = [inside.with_columns(pl.col("window") + back) for back in range(number)]
    return pl.concat(later).filter(pl.col("window") < windows).unique()


def rolled(windows: pl.DataFrame, number: int) -> pl.DataFrame:
    """Each window reaching back over the `number - 1` before it; those cut short by the first are partial."""
    return windows.with_columns(
        window_start=pl.col("window_start").shift(number - 1, fill_value=pl.col("window_start").first()),
        complete=pl.col("complete").cast(pl.Int8).rolling_min(number).cast(pl.Boolean).fill_null(False),
    )


def cumulated(windows: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """Each window reaching back to the first of the days: `window`, `window_start`, `complete`."""
    # The first window may have begun before the series did; of a running total only the last can be partial.
    last_is_whole = pl.col("complete") | (pl.col("window_end") < pl.col("window_end").max())
    return windows.select("window", window_start=pl.lit(days.min(), pl.Date), complete=last_is_whole)
