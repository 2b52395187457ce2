"""Items that are printed twice: pairs of texts that are nearly the same."""

from __future__ import annotations

import re
from typing import Literal

import polars as pl

from . import _core
from .errors import InvalidArgument
from .linking import components
from .tidy import Rows, verb

__all__ = ["days_of", "duplicates"]

REACH = 100
"""With how many earlier texts that hold the same rare words one is compared at most."""

_DURATION = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?")


@verb
def duplicates(
    items: Rows,
    *,
    window: str | None = "14d",
    threshold: float = 0.8,
    shingle: int = 3,
    text: str = "text",
    date: str = "date",
    result: Literal["pairs", "clusters"] = "pairs",
    threads: int | None = None,
) -> pl.DataFrame:
    r"""Near-identical items, across issues and series. Nothing is deleted.

    Parameters
    ----------
    items
        An `Archive` (one rendering of each issue is looked at), or a Polars or pandas frame with `item_id` and the
        columns that `text` and `date` name.
    window
        The most days between two items, as `"14d"` or `"2w"`; None for any, also for items without a date.
    threshold
        The least similarity, above 0 and up to 1.
    shingle
        Length k of the runs of words that are compared. One word changed in the middle of a text of n leaves a
        similarity of about (n - 2k) / n: longer runs are stricter.
    text, date
        Columns with the texts and days.
    result
        `"pairs"`, or `"clusters"`: items that hang together by pairs.
    threads
        Number of threads; all cores by default. The result does not depend on it.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        Pairs: `item_1` (the earlier) and `item_2`, `similarity`, `days` (from the one to the other; null without
        dates), `cluster` (the earliest item of their cluster), in the order of `item_2`, then `item_1`. Clusters:
        `cluster`, `items` (how many), `item_ids` (list, by time), `first` and `last` (days).

    Notes
    -----
    Similarity is Jaccard's: of the distinct runs of `shingle` words that two texts have, the share that both have (A.
    Z. Broder, "On the resemblance and containment of documents", Sequences 1997). Case, diacritics and punctuation do
    not count. It is exact, not estimated, and every pair of the threshold is found: two texts that similar share one of
    the rarest runs of each, which are looked up in an index (R. J. Bayardo, Y. Ma, R. Srikant, "Scaling up all pairs
    similarity search", WWW 2007).

    For each of these runs, a text is compared with the 100 latest of the earlier texts that have it. So work grows with
    the number of items, and pairs are left out only where more than 100 items of one window share their rarest runs: in
    a cluster of 1,000 copies each is paired with the 100 before it, and the cluster still holds all.

    Items without text are similar to nothing. Items without a date are left out, with a warning, unless `window` is
    None.

    Examples
    --------
    >>> import dateline as dl
    >>> news = "The port of Murmansk shipped its first coal of the year to the south of China, officials say"
    >>> page = "{} Reform Monitor No. 7\n\n{} (Reuters, May {}, 2020)\n"
    >>> archive = dl.parse([page.format("Russia", news + ".", 3), page.format("China", news + "!", 5)])
    >>> dl.duplicates(archive).select("item_1", "item_2", "similarity", "days").rows()
    [('russia-reform-monitor/7/1', 'china-reform-monitor/7/1', 1.0, 2)]
    """
    if not 0 < threshold <= 1:
        raise InvalidArgument(f"threshold: expected a share above 0 and up to 1, found {threshold!r}")
    if isinstance(shingle, bool) or not isinstance(shingle, int) or shingle < 1:
        raise InvalidArgument(f"shingle: expected a number of words from 1 up, found {shingle!r}")
    if result not in ("pairs", "clusters"):
        raise InvalidArgument(f"result: expected 'pairs' or 'clusters', found {result!r}")
    most = None if window is None else days_of(window, "window")
    if window is None and date not in items.columns:
        frame = items.select(item="item_id", text=text).with_columns(day=pl.lit(None, pl.Date))
    elif window is None:
        frame = items.select(item="item_id", text=text, day=date).with_columns(pl.col("day").cast(pl.Date))
    else:
        frame = items.dated(date, item="item_id", text=text)
    frame = frame.with_columns(pl.col("text").cast(pl.String)).sort("day", maintain_order=True)
    numbers = frame["day"].to_physical().fill_null(0).to_list()
    found = _core.resembling(frame["text"], numbers, shingle, threshold, most, REACH, threads)
    pairs = found.with_columns(
        cluster=components(
            frame.height, found["earlier"].to_list(), found["later"].to_list(), found["earlier"].to_list()
        )
    )
    named = frame.with_row_index("row").select("row", "item", "day")
    if result == "clusters":
        return _clusters(pairs, named)
    return (
        pairs.join(named.rename({"item": "item_1", "day": "day_1"}), left_on="earlier", right_on="row")
        .join(named.rename({"item": "item_2", "day": "day_2"}), left_on="later", right_on="row")
        .join(named.select("row", name="item"), left_on="cluster", right_on="row")
        .sort("later", "earlier")
        .with_columns(days=(pl.col("day_2") - pl.col("day_1")).dt.total_days())
        .select("item_1", "item_2", "similarity", "days", cluster="name")
    )


def _clusters(pairs: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    members = pl.concat([pairs.select("cluster", row="earlier"), pairs.select("cluster", row="later")]).unique()
    placed = members.join(named, on="row").sort("cluster", "row")
    return (
        placed.group_by("cluster", maintain_order=True)
        .agg(
            pl.col("item").first().alias("name"),
            items=pl.len(),
            item_ids=pl.col("item"),
            first=pl.col("day").min(),
            last=pl.col("day").max(),
        )
        .select("items", "item_ids", "first", "last", cluster="name")
        .select("cluster", "items", "item_ids", "first", "last")
    )


def days_of(duration: str, name: str) -> int:
    """The days of a duration in weeks and days."""
    found = _DURATION.fullmatch(duration) if isinstance(duration, str) and duration else None
    if found is None:
        raise InvalidArgument(f"{name}: expected days or weeks as '14d' or '2w', found {duration!r}")
    weeks, days = (int(part or 0) for part in found.groups())
    return 7 * weeks + days
