"""Two periods against each other."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl

from . import intervals
from .errors import InvalidArgument
from .tidy import Rows, by_frequency, grouped, verb
from .windows import Span, limits

__all__ = ["contrast"]


@verb
def contrast(
    items: Rows,
    *,
    before: Span,
    after: Span,
    by: str | None = None,
    date: str = "date",
    per: Literal["items", "issues", "days"] = "items",
    top: int | None = None,
    missing: bool = False,
    confidence: float = 0.95,
    item_ids: bool = False,
) -> pl.DataFrame:
    """Two periods compared: by what factor each group is more frequent in the later one.

    Parameters
    ----------
    items, by, date, top, missing
        As for `timeline`.
    before, after
        First and last day of each period, both included, as dates or as `"2022-01-01"`.
    per
        What rates are out of: the items of the period, its issues (those with an item in it) or its days.
    confidence
        Of the interval.
    item_ids
        Adds `items_before` and `items_after`, the ids of the items counted.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per group: `group`, `count_before`, `total_before` (of `per`), `count_after`, `total_after`,
        `rate_before`, `rate_after`, `ratio` = rate_after / rate_before (infinite for x / 0), `lower`, `upper`.

    Warns
    -----
    UndatedItems
        When items have no date.

    Notes
    -----
    The interval is exact for Poisson counts, from the binomial that they are given their sum (Przyborowski and
    Wilenski, 1940; R's `poisson.test`). For a group that makes up much of all items, and `per="items"`, it is too wide.

    Examples
    --------
    >>> import dateline as dl
    >>> periods = {"before": ("2007-01-01", "2015-12-31"), "after": ("2016-01-01", "2025-12-31")}
    >>> dl.contrast(dl.sample(), **periods, by="series", per="days").select("group", "total_before").rows()[0][1]
    3287
    """
    if per not in ("items", "issues", "days"):
        raise InvalidArgument(f"per: expected 'items', 'issues' or 'days', found {per!r}")
    named = ({"group": by} if by else {}) | ({"item_id": "item_id"} if item_ids else {})
    frame = items.dated(date, **named, **({"issue": "issue_id"} if per == "issues" else {}))
    groups = grouped(frame)
    parts = {}
    for name, span in (("before", before), ("after", after)):
        first, last = limits(span, name)
        inside = pl.col("day").is_between(first, last)
        total = {"days": (last - first).days + 1, "items": frame.filter(inside).height}
        size = frame.filter(inside)["issue"].n_unique() if per == "issues" else total[per]
        ids = [pl.col("item_id").filter(inside).sort().alias(f"items_{name}")] if item_ids else []
        parts[name] = (inside.sum().alias(f"count_{name}"), pl.lit(size).alias(f"total_{name}"), ids)
    either = [part for name in parts for part in (parts[name][0], *parts[name][2])]
    counted = groups.group_by("group").agg(*either).with_columns(parts["before"][1], parts["after"][1])
    counted = counted.with_columns(count=pl.col("count_before") + pl.col("count_after")).filter(pl.col("count") > 0)
    order = by_frequency(counted.select("group", "count"), top=top, missing=missing)
    result = order.join(counted, on="group", how="left", nulls_equal=True).sort("order")
    numbers = [result[f"{what}_{name}"].to_numpy() for name in ("after", "before") for what in ("count", "total")]
    if result.height and min(numbers[1][0], numbers[3][0]) > 0:
        lower, upper = intervals.rate_ratio(numbers[0], numbers[1], numbers[2], numbers[3], confidence)
    else:
        lower = upper = np.full(result.height, np.nan)
    rates = [(pl.col(f"count_{name}") / pl.col(f"total_{name}")).alias(f"rate_{name}") for name in ("before", "after")]
    result = result.with_columns(rates).with_columns(ratio=pl.col("rate_after") / pl.col("rate_before"))
    result = result.with_columns(lower=pl.Series(lower, dtype=pl.Float64), upper=pl.Series(upper, dtype=pl.Float64))
    columns = ["group", "count_before", "total_before", "count_after", "total_after", "rate_before", "rate_after"]
    columns += ["ratio", "lower", "upper"] + (["items_before", "items_after"] if item_ids else [])
    return result.select(columns).with_columns(pl.col("^(rate_.*|ratio|lower|upper)$").fill_nan(None))
