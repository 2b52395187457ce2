"""Whom a digest rests on: how old its news is, and on how few outlets it leans."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from . import intervals
from .quantiles import Floats
from .tidy import Rows, grouped, verb
from .windows import Span, contains, grid

__all__ = ["concentration", "lag"]


@verb
def lag(
    items: Rows,
    *,
    by: str | None = "source",
    every: str | None = None,
    fence: float = 3.0,
    min_items: int = 1,
    outliers: bool = False,
) -> pl.DataFrame:
    """Days from the day a source is dated to the day the issue appeared.

    Parameters
    ----------
    items
        An `Archive`, or a frame with `date` and `published`.
    by
        Column of the groups, by default the outlet; None for all items together.
    every
        Also by window of publication, as `"1y"`.
    fence
        An outlier lies more than so many interquartile ranges below the first or above the third quartile of its group.
    min_items
        Groups with fewer items are left out.
    outliers
        Lists the outliers instead of counting them.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per group (and window, with `window_start` and `window_end`), the largest first: `group`, `items`,
        `mean`, `median`, `q1`, `q3`, `min`, `max` (days), `negative` (items cited with a date after that of the
        issue), `outliers` (items).

        With `outliers=True` one row per outlier, the longest lag first: `group`, `item_id` (where the table has it),
        `date`, `published`, `lag`, `lower`, `upper` (the fences, in days).

    Warns
    -----
    UndatedItems
        When items lack one of the two dates, with their number.

    Notes
    -----
    Dates that rest on each other tell nothing and are left out: items dated by their issue (`date_basis` is `issue`),
    and, on an `Archive`, issues dated by what they cite (`published_basis` is `cited`). The warning counts them too.
    Quartiles by linear interpolation (type 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages",
    American Statistician 50, 1996, 361-365); fences after J. W. Tukey, "Exploratory Data Analysis" (1977), whose outer
    ones lie 3 interquartile ranges out.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> from datetime import date
    >>> items = pl.DataFrame({"date": [date(2020, 5, 1), date(2020, 5, 4)], "published": [date(2020, 5, 8)] * 2})
    >>> dl.lag(items, by=None).select("group", "items", "mean", "min", "max").rows()
    [('all', 2, 5.5, 4, 7)]
    """
    named = {"group": by} if by else {}
    for optional in ("item_id", "date_basis", "issue_id"):
        named |= {optional: optional} if optional in items.columns else {}
    frame = items.on_days(
        {"day": "date", "published": "published"}, named, "`date` and `published` of their own", _independent(items)
    )
    frame = grouped(frame).with_columns(lag=(pl.col("published") - pl.col("day")).dt.total_days())
    keys = ["group"]
    if every is not None:
        windows = grid(frame["published"], every=every)
        inside = contains(windows, frame["published"], "left").rename({"day": "published"})
        frame = frame.join(inside, on="published").join(windows, on="window")
        keys = ["window_start", "window_end", "group"]
    q1, q3 = (pl.col("lag").quantile(q, "linear") for q in (0.25, 0.75))
    fences = frame.group_by("group").agg(lower=q1 - fence * (q3 - q1), upper=q3 + fence * (q3 - q1), order=pl.len())
    frame = frame.join(fences.filter(pl.col("order") >= min_items), on="group", nulls_equal=True)
    out = ~pl.col("lag").is_between("lower", "upper")
    if outliers:
        columns = ["group", *(["item_id"] if "item_id" in frame.columns else []), "day", "published", "lag"]
        found = frame.filter(out).select(*columns, "lower", "upper").rename({"day": "date"})
        return found.sort("lag", "group", descending=[True, False], nulls_last=True)
    counted = frame.group_by(*keys, "order").agg(
        items=pl.len(),
        mean=pl.col("lag").mean(),
        median=pl.col("lag").median(),
        q1=q1,
        q3=q3,
        min=pl.col("lag").min(),
        max=pl.col("lag").max(),
        negative=(pl.col("lag") < 0).sum(),
        outliers=out.sum(),
    )
    first = [key for key in keys if key != "group"]
    descending = [False] * len(first) + [True, False]
    return counted.sort(*first, "order", "group", descending=descending, nulls_last=True).drop("order")


@verb
def concentration(
    items: Rows,
    *,
    by: str = "source",
    every: str | None = "1y",
    date: str = "published",
    span: Span | None = None,
    confidence: float = 0.95,
) -> pl.DataFrame:
    """On how few outlets a digest leans, per window, and which are new and which are gone.

    A country that rises together with a new outlet may have been found by the editor, not by the news.

    Parameters
    ----------
    items
        An `Archive` or a frame with `by`, `date` and, for the intervals, `issue_id`.
    by
        Column of the outlets, or of anything else shares are of; a list column counts each distinct element.
    every
        Windows, as in `timeline`; None for one window over everything.
    date
        Column of the day.
    span
        First and last day that the windows cover, as in `timeline`.
    confidence
        Of the intervals.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per window: `window_start`, `window_end`, `items` (with an outlet; the denominator), `issues` (null
        without `issue_id`), `outlets` (distinct), `top`, `top_share` (the largest and its share), `hhi`, `hhi_lower`,
        `hhi_upper`, `entropy`, `entropy_lower`, `entropy_upper` (in nats), `effective` = exp(entropy) (that many equal
        outlets would have the same entropy), `newcomers` (list: not seen before; null in the first window),
        `newcomer_share` (of the items), `dropouts` (list: not seen again; null in the last window), `complete`. In a
        window without items all of them are null but the counts.

    Warns
    -----
    UndatedItems
        When items have no date, with their number.

    Notes
    -----
    hhi = Σ n(n-1) / N(N-1), the chance that two items rest on the same outlet, which unlike Σ(n/N)² does not grow as
    items get fewer: E. H. Simpson, "Measurement of diversity", Nature 163 (1949), 688. entropy = -Σ (n/N) ln(n/N) +
    (K-1)/2N with K outlets: G. A. Miller, "Note on the bias of information estimates" (1955); with few items for each
    outlet it is still too low. The intervals are jackknifed by issue (Efron, 1982), since items of one issue are not
    independent; null for fewer than two issues. Shares of single outlets: `timeline(by="source", normalise="share")`.

    Examples
    --------
    >>> import dateline as dl
    >>> found = dl.concentration(dl.sample(), by="series", every=None)
    >>> found.select("outlets", "newcomers").rows()
    [(3, None)]
    """
    frame = items.dated(date, group=by, **items.issue_column())
    with_issue = "issue" in frame.columns
    if not with_issue:
        frame = frame.with_columns(issue=pl.int_range(pl.len()))
    frame = grouped(frame).drop_nulls("group")
    windows = grid(frame["day"], every=every or "1d", span=span)
    if every is None and windows.height:
        whole = windows.select(pl.col("window_start").first(), pl.col("window_end").last(), complete=True)
        windows = whole.with_row_index("window")
    inside = contains(windows, frame["day"], "left")
    cells = frame.join(inside, on="day").group_by("window", "issue", "group").agg(count=pl.len())
    counts = cells.group_by("window", "group").agg(pl.col("count").sum()).sort("window", "group")
    by_window = {key[0]: part for key, part in cells.partition_by("window", as_dict=True).items()}
    rows = [_indices(by_window.get(window), with_issue, confidence) for window in windows["window"]]
    schema = {"issues": pl.UInt32} | dict.fromkeys(_INDICES, pl.Float64)
    measured = pl.DataFrame(rows, schema=schema, orient="row").with_columns(window=windows["window"])
    seen = counts.group_by("group").agg(first=pl.col("window").min(), last=pl.col("window").max())
    counts = counts.join(seen, on="group")
    n, new = pl.col("count"), pl.col("first") == pl.col("window")
    outlets = (
        counts.sort("window", "count", "group", descending=[False, True, False])
        .group_by("window")
        .agg(
            items=n.sum(),
            outlets=pl.len(),
            top=pl.col("group").first(),
            top_share=n.max() / n.sum(),
            newcomers=pl.col("group").filter(new).sort(),
            newcomer_share=n.filter(new).sum() / n.sum(),
            dropouts=pl.col("group").filter(pl.col("last") == pl.col("window")).sort(),
        )
    )
    result = windows.join(outlets, on="window", how="left").join(measured, on="window", how="left").sort("window")
    heard = pl.col("window").filter(pl.col("items") > 0)
    opening, closing = pl.col("window") == heard.min(), pl.col("window") == heard.max()
    result = result.with_columns(
        pl.col("items", "outlets").fill_null(0),
        effective=pl.col("entropy").exp(),
        newcomers=pl.when(~opening).then("newcomers"),
        newcomer_share=pl.when(~opening).then("newcomer_share"),
        dropouts=pl.when(~closing).then("dropouts"),
    )
    columns = ["window_start", "window_end", "items", "issues", "outlets", "top", "top_share", *_INDICES, "effective"]
    return result.select(*columns, "newcomers", "newcomer_share", "dropouts", "complete")


_INDICES = ["hhi", "hhi_lower", "hhi_upper", "entropy", "entropy_lower", "entropy_upper"]


def simpson(counts: Floats) -> Floats:
    """Σ n(n-1) / N(N-1) of each row."""
    total = counts.sum(axis=1)
    return np.asarray((counts * (counts - 1)).sum(axis=1) / (total * (total - 1)), dtype=np.float64)


def shannon(counts: Floats) -> Floats:
    """-Σ (n/N) ln(n/N) + (K-1)/2N of each row."""
    total = counts.sum(axis=1)
    share = counts / total[:, None]
    plain = -(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=1)
    return np.asarray(plain + ((counts > 0).sum(axis=1) - 1) / (2 * total), dtype=np.float64)


def _indices(cells: pl.DataFrame | None, with_issue: bool, confidence: float) -> list[Any]:
    if cells is None:
        return [0 if with_issue else None] + [None] * len(_INDICES)
    codes = cells.select(pl.col("issue", "group").rank("dense").cast(pl.Int64) - 1)
    issues, groups = codes["issue"].to_numpy(), codes["group"].to_numpy()
    counts = np.zeros((issues.max() + 1, groups.max() + 1))
    counts[issues, groups] = cells["count"].to_numpy()
    left = counts.sum() - counts.sum(axis=1)
    row: list[Any] = [len(counts) if with_issue else None]
    for index, least, most in ((simpson, 2, 1.0), (shannon, 1, np.inf)):
        if counts.sum() < least:
            row += [None] * 3
            continue
        # Without its largest issue the window must still hold the items that an index takes.
        usable = counts if with_issue and left.min() >= least else counts.sum(axis=0, keepdims=True)
        value, lower, upper = intervals.jackknife(usable, index, confidence)
        bounds = (None if np.isnan(bound) else float(np.clip(bound, 0.0, most)) for bound in (lower, upper))
        row += [value, *bounds]
    return row


def _independent(items: Rows) -> pl.Expr:
    """Rows whose two dates do not rest on each other."""
    condition = pl.lit(True)
    if "date_basis" in items.columns:
        condition &= pl.col("date_basis").fill_null("") != "issue"
    if items.issues is not None:
        cited = items.issues.filter(pl.col("published_basis") == "cited")["issue_id"]
        condition &= ~pl.col("issue_id").is_in(cited.implode())
    return condition
