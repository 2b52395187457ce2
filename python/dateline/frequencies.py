"""How often: features of items, counted as quanteda's `textstat_frequency` counts them."""

from __future__ import annotations

import polars as pl

from . import intervals
from .errors import InvalidArgument
from .tidy import Rows, exploded, grouped, verb

__all__ = ["frequency"]


@verb
def frequency(
    items: Rows,
    *,
    by: str = "country",
    groups: str | None = None,
    top: int | None = None,
    missing: bool = False,
    confidence: float = 0.95,
    item_ids: bool = False,
) -> pl.DataFrame:
    """How many items have each country, outlet, category or other feature.

    Parameters
    ----------
    items
        An `Archive` (one rendering of each issue is counted), or a Polars or pandas frame with the columns named. Any
        other table may be counted as well, as `archive.citations` by `outlet`: its rows take the place of items.
    by
        Column of the features. An item counts in each distinct element of a list column, so that shares add up to more
        than 1.
    groups
        Column to count within; an item counts in each distinct element of a list column.
    top
        The so many most frequent features of each group only, and those as frequent as the last of them.
    missing
        A row for the items without the feature too (feature null). They are in `total` in any case.
    confidence
        Of the interval of the share.
    item_ids
        Adds a column with the ids of the items in each count.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per group and feature, by group and rank: `feature`, `frequency` (items), `rank` (within the group, from
        1; equal ones share the best), `docfreq` (issues it occurs in; of a table without `issue_id`, items; null for
        one without both), `group` (`all` unless asked for), `total` (all items of the group, the denominator), `share`
        = frequency / total, `lower`, `upper`.

    Notes
    -----
    Names and ranks as in K. Benoit et al., "quanteda: An R package for the quantitative analysis of textual data",
    Journal of Open Source Software 3 (2018), 774. The interval is Wilson's (1927) for a share; it takes items as
    independent, which those of one issue are not quite.

    Examples
    --------
    >>> import dateline as dl
    >>> found = dl.frequency(dl.sample(), by="series")
    >>> found.select("feature", "rank").rows()[0][1], found["frequency"].sum() == found["total"][0]
    (1, True)
    """
    if top is not None and top < 1:
        raise InvalidArgument(f"top: expected a number of features, found {top!r}")
    unit = next((name for name in ("issue_id", "item_id") if name in items.columns), None)
    named = {"feature": by} | ({"group": groups} if groups else {}) | ({"unit": unit} if unit else {})
    frame = grouped(items.select(**named, **({"item_id": "item_id"} if item_ids else {})))
    totals = frame.group_by("group").agg(total=pl.len())
    features = exploded(frame, "feature").with_columns(pl.col("feature").cast(pl.String))
    units = pl.col("unit").n_unique() if unit else pl.lit(None, pl.UInt32)
    ids = [pl.col("item_id").sort().alias("item_ids")] if item_ids else []
    if unit and not item_ids:
        # Pairs of feature and unit first, then their number: counting distinct texts per group is slower.
        pairs = features.group_by("group", "feature", "unit").agg(frequency=pl.len())
        counted = pairs.group_by("group", "feature").agg(pl.col("frequency").sum(), docfreq=pl.len())
    else:
        counted = features.group_by("group", "feature").agg(pl.len().alias("frequency"), units.alias("docfreq"), *ids)
    if not missing:
        counted = counted.drop_nulls("feature")
    counted = counted.join(totals, on="group", nulls_equal=True).with_columns(
        rank=pl.col("frequency").rank("min", descending=True).over("group").cast(pl.UInt32),
        share=pl.col("frequency") / pl.col("total"),
    )
    if top is not None:
        counted = counted.filter(pl.col("rank") <= top)
    lower, upper = intervals.wilson(counted["frequency"].to_numpy(), counted["total"].to_numpy(), confidence)
    counted = counted.with_columns(lower=pl.Series(lower, dtype=pl.Float64), upper=pl.Series(upper, dtype=pl.Float64))
    columns = ["feature", "frequency", "rank", "docfreq", "group", "total", "share", "lower", "upper"]
    return counted.sort("group", "rank", "feature", nulls_last=True).select(columns + ["item_ids"] * item_ids)
