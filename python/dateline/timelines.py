"""How often, when: items in time windows, with what they are counted out of and intervals."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
import polars as pl

from . import intervals
from .errors import InvalidArgument
from .tidy import Rows, by_frequency, grouped, verb
from .windows import Closed, Span, contains, cumulated, grid, limits, reaching_back, rolled

__all__ = ["timeline"]

Label: TypeAlias = Literal["left", "right", "datapoint"]
Normalise: TypeAlias = Literal["share", "per_issue"]


@verb
def timeline(
    items: Rows,
    *,
    every: str = "1mo",
    by: str | None = None,
    date: str = "date",
    period: str | None = None,
    offset: str | None = None,
    closed: Closed = "left",
    label: Label | None = None,
    span: Span | None = None,
    top: int | None = None,
    missing: bool = False,
    normalise: Normalise | None = None,
    interval: Literal["exact", "bootstrap"] = "exact",
    confidence: float = 0.95,
    replicates: int = 999,
    seed: int = 0,
    rolling: int | None = None,
    cumulative: bool = False,
    item_ids: bool = False,
) -> pl.DataFrame:
    """Items per time window and group, beside the items and issues out of which they are counted.

    Parameters
    ----------
    items
        An `Archive` (one rendering of each issue is counted), or a Polars or pandas frame with `date`, `by` and, for
        what concerns issues, `issue_id`. All series in it are taken together: filter for one of them first.
    every, period, offset, closed
        Windows as in `polars.DataFrame.group_by_dynamic`, in whole days: one begins `every`, is `period` long (`every`
        unless given), and is moved by `offset`. With a `period` shorter than `every`, days between windows are not
        counted.
    by
        Column of the groups. An item counts in each distinct element of a list column, so that shares add up to more
        than 1. None counts all items as the group `all`.
    date
        Column of the day: `date` (when the cited source was printed) or `published` (when the issue was).
    label
        Adds a column `window`, one date for each window: its start (`"left"`), its end (`"right"`), or the first day
        on which it has an item (`"datapoint"`).
    span
        First and last day, both included, that the timeline covers; from the first to the last date unless given.
    top
        Rows for so many of the largest groups only. Denominators stay those of all items.
    missing
        Rows for the items without a group too (group null). They are in the denominators in any case.
    normalise
        What `lower` and `upper` are about: None for `count`, `"share"` or `"per_issue"`.
    interval
        `"exact"`, or `"bootstrap"`, which draws whole issues (`replicates` times from `seed`): items of one issue are
        not independent, and exact intervals are too narrow by as much as that matters.
    confidence
        Of the interval.
    replicates, seed
        Of the bootstrap.
    rolling
        Each window together with so many less one before it.
    cumulative
        Each window together with all before it.
    item_ids
        Adds a column with the ids of the items in each count.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per window and group, by time, the largest group first: `window_start`, `window_end` (dates; the end is
        the first day after the window, by default), `group`, `count` (items of the group), `items` (all items in the
        window), `issues` (issues that have items in the window; with `date="published"` on an `Archive`, all issues
        of the window), `share` = count / items, `per_issue` = count / issues, `lower`, `upper`, `complete` (false for a
        window that reaches beyond the span), `silent` (true where nothing was published in the window).

        A window without items of a group counts 0. A silent one, in which no item is dated and no issue was published,
        has null for `count`, `share`, `per_issue` and interval: nobody was counting. With `by="series"` that is asked
        of each series for itself.

    Warns
    -----
    UndatedItems
        When items have no date, with their number; its `count` and `total` hold the numbers.

    Notes
    -----
    Exact intervals: Garwood (1936) for `count`, with `issues` taken as given for `per_issue`; Wilson (1927) for
    `share`.
    A recent window by `date` still grows when coming issues cite days in it, though the last date lies behind it.

    Examples
    --------
    >>> import dateline as dl
    >>> years = dl.timeline(dl.sample(), every="1y", date="published", by="series")
    >>> years.columns[:5]
    ['window_start', 'window_end', 'group', 'count', 'items']
    >>> years["group"].n_unique(), years["count"].sum() == dl.sample().deduplicate().items.height
    (3, True)
    """
    _check(label, normalise, interval)
    _check_cumulative(cumulative, period, rolling, interval, item_ids)
    named = {"group": by} if by else {}
    named |= items.issue_column() | ({"item_id": "item_id"} if item_ids else {})
    frame = items.dated(date, **named)
    if span is not None:
        first, last = limits(span, "span")
        frame = frame.filter(pl.col("day").is_between(first, last))
    published = _published(items, date)
    days = frame["day"]
    if date == "published" and items.issues is not None:
        days = pl.concat([days, published["day"]])
    windows = grid(days, every=every, period=period, offset=offset, closed=closed, span=span)
    inside = contains(windows, pl.concat([frame["day"], published["day"]]), closed)
    if rolling:
        windows, inside = rolled(windows, rolling), reaching_back(inside, rolling, windows.height)

    groups = grouped(frame)
    daily = groups.group_by("day", "group").agg(count=pl.len())
    order = by_frequency(daily.group_by("group").agg(pl.col("count").sum()), top=top, missing=missing)
    counted = daily.join(inside, on="day").group_by("window", "group").agg(pl.col("count").sum())
    totals = frame.group_by("day").agg(items=pl.len(), first=pl.col("day").first())
    totals = totals.join(inside, on="day").group_by("window").agg(pl.col("items").sum(), pl.col("first").min())

    result = windows.join(order, how="cross").join(counted, on=["window", "group"], how="left", nulls_equal=True)
    result = result.join(totals, on="window", how="left").with_columns(pl.col("count", "items").fill_null(0))
    result = _with_silence(result, published.join(inside, on="day"), each_series=by == "series")
    result = result.join(_issues(frame, published, inside, date, cumulative), on="window", how="left")
    known = "issue" in frame.columns
    result = result.with_columns(pl.col("issues").fill_null(0) if known else pl.lit(None, pl.UInt32).alias("issues"))
    if cumulative:
        running = [pl.col("count", "items", "issues").cum_sum(), pl.col("silent").cast(pl.Int8).cum_min()]
        result = result.sort("window").with_columns(total.over("group") for total in running)
        result = result.with_columns(pl.col("silent").cast(pl.Boolean)).drop("window_start", "complete")
        result = result.join(cumulated(windows, days if span is None else pl.Series([first])), on="window")
    result = result.with_columns(count=pl.when(~pl.col("silent")).then("count")).with_columns(
        share=pl.when(pl.col("items") > 0).then(pl.col("count") / pl.col("items")),
        per_issue=pl.when(pl.col("issues") > 0).then(pl.col("count") / pl.col("issues")),
    )
    result = result.sort("window", "order")
    if interval == "exact":
        lower, upper = _exact(result, normalise, confidence)
        result = result.with_columns(lower=pl.Series(lower, dtype=pl.Float64), upper=pl.Series(upper, dtype=pl.Float64))
        result = result.with_columns(pl.col("lower", "upper").fill_nan(None))
    else:
        drawn = _bootstrap(frame, groups, inside, order, normalise, confidence, replicates, seed)
        result = result.join(drawn, on=["window", "order"], how="left", maintain_order="left")
        result = result.with_columns(pl.when(~pl.col("silent")).then(pl.col("lower", "upper").fill_nan(None)))

    columns = ["window_start", "window_end", "group", "count", "items", "issues", "share", "per_issue"]
    columns += ["lower", "upper", "complete", "silent"]
    if label:
        place = {"left": "window_start", "right": "window_end", "datapoint": "first"}[label]
        result = result.with_columns(window_label=place)
        columns = ["window_label", *columns]
    if item_ids:
        ids = groups.join(inside, on="day").group_by("window", "group").agg(item_ids=pl.col("item_id").sort())
        result = result.join(ids, on=["window", "group"], how="left", nulls_equal=True, maintain_order="left")
        none = pl.lit([], pl.List(pl.String))
        result = result.with_columns(pl.when(~pl.col("silent")).then(pl.col("item_ids").fill_null(none)))
        columns.append("item_ids")
    return result.select(columns).rename({"window_label": "window"} if label else {})


def _published(items: Rows, date: str) -> pl.DataFrame:
    """Days on which an issue was published: `day`, `issue`, `group` (its series)."""
    table = items if items.issues is None else Rows(items.issues)
    if not {"published", "issue_id", "series"} <= set(table.columns):
        return pl.DataFrame(schema={"day": pl.Date, "issue": pl.String, "group": pl.String})
    frame = table.select(day="published", issue="issue_id", group="series").unique()
    return frame.with_columns(pl.col("day").cast(pl.Date, strict=False)).drop_nulls("day")


def _with_silence(result: pl.DataFrame, published: pl.DataFrame, *, each_series: bool) -> pl.DataFrame:
    keys = ["window", "group"] if each_series else ["window"]
    heard = published.select(keys).unique().with_columns(heard=True)
    found = pl.col("count") if each_series else pl.col("items")
    return result.join(heard, on=keys, how="left").with_columns(silent=(found == 0) & pl.col("heard").is_null())


def _issues(
    frame: pl.DataFrame, published: pl.DataFrame, inside: pl.DataFrame, date: str, cumulative: bool
) -> pl.DataFrame:
    """Distinct issues of each window: `window`, `issues`."""
    if "issue" not in frame.columns:
        return pl.DataFrame(schema={"window": inside.schema["window"], "issues": pl.UInt32})
    held = frame.select("day", "issue").unique()
    if date == "published":
        held = pl.concat([held, published.select("day", pl.col("issue").cast(held.schema["issue"]))]).unique()
    held = held.join(inside, on="day").select("window", "issue").unique()
    if cumulative:
        # Each issue counts from the first window that holds it.
        held = held.group_by("issue").agg(pl.col("window").min())
    return held.group_by("window").agg(issues=pl.len())


def _exact(result: pl.DataFrame, normalise: Normalise | None, confidence: float) -> intervals.Interval:
    count, items, issues = (
        result[c].cast(pl.Float64).fill_null(np.nan).to_numpy() for c in ("count", "items", "issues")
    )
    if normalise == "share":
        return intervals.wilson(count, items, confidence)
    lower, upper = intervals.poisson(count, confidence)
    if normalise == "per_issue":
        issues = np.where(issues > 0, issues, np.nan)
        return lower / issues, upper / issues
    return lower, upper


def _bootstrap(
    frame: pl.DataFrame,
    groups: pl.DataFrame,
    inside: pl.DataFrame,
    order: pl.DataFrame,
    normalise: Normalise | None,
    confidence: float,
    replicates: int,
    seed: int,
) -> pl.DataFrame:
    """Interval of each window and group by drawing issues: `window`, `order`, `lower`, `upper`."""
    if "issue" not in frame.columns:
        raise InvalidArgument("interval: expected a column 'issue_id' to draw issues by, found none")
    sizes = frame.join(inside, on="day").group_by("window", "issue").agg(size=pl.len())
    counts = groups.join(order, on="group", nulls_equal=True).join(inside, on="day")
    counts = counts.group_by("window", "issue", "order").agg(count=pl.len())
    sizes = sizes.sort("window", "issue").with_columns(place=pl.int_range(pl.len()).over("window"))
    counts = counts.join(sizes.select("window", "issue", "place"), on=["window", "issue"])
    by_window = counts.partition_by("window", as_dict=True)
    random = np.random.default_rng(seed)
    found: list[dict[str, Any]] = []
    for (window,), issues in sizes.partition_by("window", as_dict=True, maintain_order=True).items():
        matrix = np.zeros((issues.height, order.height))
        if (cells := by_window.get((window,))) is not None:
            matrix[cells["place"].to_numpy(), cells["order"].to_numpy()] = cells["count"].to_numpy()
        size = issues["size"].to_numpy().astype(np.float64)
        whole = {None: None, "share": size, "per_issue": np.ones_like(size)}[normalise]
        lower, upper = intervals.bootstrap(matrix, whole, confidence, replicates, random)
        found.append({"window": window, "order": order["order"], "lower": lower, "upper": upper})
    schema = {"window": pl.UInt32, "order": pl.UInt32, "lower": pl.Float64, "upper": pl.Float64}
    return pl.concat([pl.DataFrame(part, schema=schema) for part in [{}, *found]])


def _check(label: object, normalise: object, interval: object) -> None:
    for name, value, allowed in (
        ("label", label, (None, "left", "right", "datapoint")),
        ("normalise", normalise, (None, "share", "per_issue")),
        ("interval", interval, ("exact", "bootstrap")),
    ):
        if value not in allowed:
            raise InvalidArgument(f"{name}: expected {', '.join(map(repr, allowed))}, found {value!r}")


def _check_cumulative(cumulative: bool, period: str | None, rolling: int | None, interval: str, item_ids: bool) -> None:
    if rolling is not None and rolling < 1:
        raise InvalidArgument(f"rolling: expected a number of windows, found {rolling!r}")
    # Overlapping windows would count an item twice; the other two would grow with the square of the windows.
    others = {
        "period": period,
        "rolling": rolling,
        "interval='bootstrap'": interval == "bootstrap",
        "item_ids": item_ids,
    }
    for name, value in others.items():
        if cumulative and value:
            raise InvalidArgument(f"cumulative: expected without {name}, found both")
