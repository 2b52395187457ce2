"""Items that go on with a story: each linked with the earlier one it has most in common with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

from .errors import InvalidArgument
from .linking import components
from .reprints import days_of
from .tidy import Rows, verb
from .vocabulary import shipped

__all__ = ["threads"]

WORD = r"\p{L}{3,}"
SHOWN = 8
"""How many shared terms a link names."""
ALWAYS_RARE = 10
"""So many items may have a term for it to be rare, however few there are in all."""
COMMON = 200
"""A term that more items of two windows have tells nothing there."""


@verb
def threads(
    items: Rows,
    *,
    window: str = "60d",
    threshold: float = 0.15,
    rare: float = 0.01,
    shared: int = 2,
    text: str = "text",
    date: str = "date",
    links: Literal["best", "all"] = "best",
    result: Literal["links", "threads"] = "links",
) -> pl.DataFrame:
    """Follow-ups: items linked with earlier ones by the names and rare words they share.

    Parameters
    ----------
    items
        An `Archive` (one rendering of each issue is looked at), or a Polars or pandas frame with `item_id` and the
        columns that `text` and `date` name. Columns `countries` and `sources` are used where they are there.
    window
        The most days between two items, as `"60d"` or `"8w"`.
    threshold
        The least score of a link, above 0 and up to 1.
    rare
        The largest share of the items that may have a term for it to count; ten items may in any case.
    shared
        The least number of terms that two linked items share. One rare word is often chance, two seldom.
    text, date
        Columns with the texts and days.
    links
        `"best"`: an item goes on from one earlier item at most, so that threads are chains that may branch, and do not
        run together over items that touch two stories. `"all"`: every pair that reaches the threshold.
    result
        `"links"`, or `"threads"`: what hangs together by links.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        Links: `item_1` (the earlier) and `item_2`, `score`, `days` (between them), `shared` (list: up to eight terms
        that both have, the weightiest first), `thread` (the first item of their thread), in the order of `item_2`.
        Threads: `thread`, `items` (how many), `item_ids` (list, by time), `first` and `last` (days).

    Notes
    -----
    The terms of an item are its words of three letters or more, the names of several words that `mentions` finds in it,
    and its `countries`, without the words of its outlets' names. They count when they are rare, and when another item
    has them. A term weighs w = ln(N / n), for n of N items that have it. The score of two items d days apart, in a
    window of D days, is

        (sum of w² over shared terms) / (|a| |b|) · (1 - d / (D + 1)),   |a|² = sum of w² over the terms of a:

    the cosine of link detection (J. Allan, R. Papka, V. Lavrenko, "On-line new event detection and tracking", SIGIR
    1998) with the linear decay of Y. Yang, T. Pierce, J. Carbonell, "A study of retrospective and on-line event
    detection", SIGIR 1998. Of equal scores the later item is taken. A term that more than 200 items of two windows have
    does not count as shared there: work grows with the number of items.

    Weights come from the items that are given: the same pair scores otherwise in another archive. Items without a date
    are left out, with a warning. Of invented follow-ups that share two or three of four rare names and words with the
    item before, nearly all are found, and nearly all links are right (`tests/python/test_followups.py`). Real ones
    often share less. Items that are printed twice (`duplicates`) are linked too.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> texts = ["The trawler Zarya ran aground.", "The price of wheat rose.", "Divers reached the trawler Zarya."]
    >>> days = ["2020-05-01", "2020-05-02", "2020-05-09"]
    >>> items = pl.DataFrame({"item_id": ["a", "b", "c"], "text": texts, "date": days})
    >>> dl.threads(items).select("item_1", "item_2", "days", "shared").rows()
    [('a', 'c', 8, ['trawler', 'zarya'])]
    """
    for name, share in (("threshold", threshold), ("rare", rare)):
        if not 0 < share <= 1:
            raise InvalidArgument(f"{name}: expected a share above 0 and up to 1, found {share!r}")
    if isinstance(shared, bool) or not isinstance(shared, int) or shared < 1:
        raise InvalidArgument(f"shared: expected a number of terms from 1 up, found {shared!r}")
    for name, value, known in (("links", links, ("best", "all")), ("result", result, ("links", "threads"))):
        if value not in known:
            raise InvalidArgument(f"{name}: expected {known[0]!r} or {known[1]!r}, found {value!r}")
    most = days_of(window, "window")
    beside = {name: name for name in ("countries", "sources") if name in items.columns}
    frame = items.dated(date, item="item_id", text=text, **beside)
    frame = frame.with_columns(pl.col("text").cast(pl.String)).sort("day", maintain_order=True).with_row_index("row")
    terms = _weighed(_terms(frame), frame.height, rare)
    least = _Least(threshold, shared, links == "best")
    found = pl.concat([_NONE, *_linked(frame.select("row", "day"), terms, most, least)])
    found = found.sort("later", "earlier")
    found = found.with_columns(
        thread=components(frame.height, found["earlier"].to_list(), found["later"].to_list(), found["later"].to_list())
    )
    named = frame.select("row", "item", "day")
    if result == "threads":
        return _threads(found, named)
    return (
        found.join(named.select("row", item_1="item"), left_on="earlier", right_on="row", maintain_order="left")
        .join(named.select("row", item_2="item"), left_on="later", right_on="row", maintain_order="left")
        .join(named.select("row", name="item"), left_on="thread", right_on="row", maintain_order="left")
        .select("item_1", "item_2", "score", "days", "shared", thread="name")
    )


_NONE = pl.DataFrame(
    schema={
        "earlier": pl.UInt32,
        "later": pl.UInt32,
        "score": pl.Float64,
        "days": pl.Int64,
        "shared": pl.List(pl.String),
    }
)


def _terms(frame: pl.DataFrame) -> pl.DataFrame:
    """`row`, `term`: what each item is about, each term once."""
    words = frame.select("row", term=pl.col("text").str.to_lowercase().str.extract_all(WORD)).explode("term")
    found = shipped().mentions(frame["text"].fill_null("").to_list())
    surface = pl.col("surface").str.to_lowercase()
    names = found.filter(surface.str.contains(" ", literal=True)).select(row="text", term=surface)
    # A name of several words is one term, not one and its words besides.
    inside = names.select("row", term=pl.col("term").str.extract_all(WORD)).explode("term")
    parts = [words.join(inside, on=["row", "term"], how="anti"), names]
    if "countries" in frame.columns:
        parts.append(frame.select("row", term="countries").explode("term"))
    terms = pl.concat(parts).drop_nulls().unique()
    if "sources" in frame.columns:
        outlets = frame.select("row", term="sources").explode("term").with_columns(pl.col("term").str.to_lowercase())
        of_names = outlets.select("row", term=pl.col("term").str.extract_all(WORD)).explode("term")
        terms = terms.join(pl.concat([outlets, of_names]), on=["row", "term"], how="anti")
    return terms


def _weighed(terms: pl.DataFrame, items: int, rare: float) -> pl.DataFrame:
    """The terms that count, with their squared `weight` and the `length` of their item."""
    count = pl.len().over("term")
    counting = terms.filter(count > 1, count <= max(ALWAYS_RARE, rare * items))
    weighed = counting.with_columns(weight=(items / count).log() ** 2).filter(pl.col("weight") > 0)
    # In one order, for sums of floats depend on theirs.
    return weighed.sort("row", "term").with_columns(length=pl.col("weight").sum().over("row").sqrt())


@dataclass(frozen=True)
class _Least:
    """What makes a link."""

    score: float
    shared: int
    best: bool


def _linked(days: pl.DataFrame, terms: pl.DataFrame, most: int, least: _Least) -> Iterator[pl.DataFrame]:
    """Links into each window, from it and the one before."""
    first = days["day"].min()
    bucket = ((pl.col("day") - pl.lit(first, pl.Date)).dt.total_days() // (most + 1)).alias("bucket")
    placed = terms.join(days.with_columns(bucket), on="row", maintain_order="left")
    by_bucket = placed.partition_by("bucket", as_dict=True, include_key=False, maintain_order=True)
    for (number,), later in sorted(by_bucket.items()):
        before = by_bucket.get((number - 1,), later.clear())
        both = pl.concat([before, later])
        telling = both.group_by("term").len().filter(pl.col("len").is_between(2, COMMON)).select("term")
        pairs = (
            later.join(telling, on="term", how="semi")
            .join(both, on="term", suffix="_1")
            .filter(pl.col("row_1") < pl.col("row"), (pl.col("day") - pl.col("day_1")).dt.total_days() <= most)
        )
        yield _scored(pairs, most, least)


def _scored(pairs: pl.DataFrame, most: int, least: _Least) -> pl.DataFrame:
    """The links among pairs, which have a row for each term that they share."""
    days = (pl.col("day") - pl.col("day_1")).dt.total_days()
    cosine = pl.col("weight").sum() / (pl.col("length").first() * pl.col("length_1").first())
    links = (
        pairs.sort("row", "row_1", "weight", "term", descending=[False, False, True, False])
        .group_by("row", "row_1", maintain_order=True)
        .agg(cosine=cosine, days=days.first(), terms=pl.len(), shared=pl.col("term").head(SHOWN))
        .with_columns(score=pl.col("cosine") * (1 - pl.col("days") / (most + 1)))
        .filter(pl.col("score") >= least.score, pl.col("terms") >= least.shared)
    )
    if least.best:
        ranked = links.sort("row", "score", "row_1", descending=[False, True, True])
        links = ranked.unique("row", keep="first", maintain_order=True)
    return links.select("days", "shared", "score", earlier="row_1", later="row").select(_NONE.columns)


def _threads(links: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    members = pl.concat([links.select("thread", row="earlier"), links.select("thread", row="later")]).unique()
    placed = members.join(named, on="row").sort("thread", "row")
    gathered = placed.group_by("thread", maintain_order=True).agg(
        name=pl.col("item").first(),
        items=pl.len(),
        item_ids=pl.col("item"),
        first=pl.col("day").min(),
        last=pl.col("day").max(),
    )
    return gathered.select("items", "item_ids", "first", "last", thread="name").select(
        "thread", "items", "item_ids", "first", "last"
    )
