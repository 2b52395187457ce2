"""What occurs together: pairs of features of the same item, and the graph they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from .association import likelihood_ratio
from .errors import InvalidArgument, MissingPackage
from .tidy import Rows, exploded, verb

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["as_graph", "cooccurrence"]


@verb
def cooccurrence(
    items: Rows,
    *,
    of: str = "countries",
    measure: Literal["count", "npmi", "lr"] = "count",
    min_count: int = 1,
    top: int | None = None,
    item_ids: bool = False,
) -> pl.DataFrame:
    """Pairs of countries, outlets or other features that stand in the same items.

    Parameters
    ----------
    items
        An `Archive` (one rendering of each issue is counted), or a Polars or pandas frame with the list column.
    of
        A list column, as `countries`, `sources` or `categories`.
    measure
        What `score` is: `"count"`; `"npmi"`, from -1 (never together) over 0 (as often as by chance) to 1 (never
        apart); `"lr"`, the log-likelihood ratio, negative for a pair that is rarer than by chance.
    min_count
        Pairs in fewer items are left out.
    top
        So many pairs with the highest score only.
    item_ids
        Adds a column with the ids of the items of each pair.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per unordered pair, by score: `feature_1`, `feature_2` (in alphabetical order), `count` (items with
        both), `count_1`, `count_2` (items with each), `items` (all items, also those without any: the denominator of
        all measures), `expected` = count_1 · count_2 / items, `score`. Only pairs that occur are listed.

    Notes
    -----
    npmi = ln(p₁₂ / p₁p₂) / -ln p₁₂ with p = count / items: G. Bouma, "Normalized (pointwise) mutual information in
    collocation extraction", Proceedings of GSCL (2009), 31-40. It favours rare pairs; set `min_count`. lr = 2 Σ O
    ln(O/E) over the four cells of the table of both, one, the other, neither: T. Dunning, "Accurate methods for the
    statistics of surprise and coincidence", Computational Linguistics 19 (1993), 61-74. Both take items as independent.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> items = pl.DataFrame({"countries": [["KEN", "UGA"], ["KEN", "UGA", "TZA"], ["KEN"], []]})
    >>> dl.cooccurrence(items).select("feature_1", "feature_2", "count", "expected").rows()
    [('KEN', 'UGA', 2, 1.5), ('KEN', 'TZA', 1, 0.75), ('TZA', 'UGA', 1, 0.5)]
    """
    if measure not in ("count", "npmi", "lr"):
        raise InvalidArgument(f"measure: expected 'count', 'npmi' or 'lr', found {measure!r}")
    frame = items.select(feature=of, **({"item_id": "item_id"} if item_ids else {})).with_row_index("row")
    if not isinstance(frame.schema["feature"], (pl.List, pl.Array)):
        raise InvalidArgument(f"of: expected a list column as 'countries', found {frame.schema['feature']} in {of!r}")
    total = frame.height
    features = exploded(frame, "feature").drop_nulls("feature").with_columns(pl.col("feature").cast(pl.String))
    # Numbers in the order of the names are joined and counted faster than the names.
    names = features.group_by("feature").agg(n=pl.len()).sort("feature").with_row_index("code")
    coded = features.join(names, on="feature").select("row", "code", *(["item_id"] if item_ids else []))
    pairs = coded.join(coded.select("row", other="code"), on="row").filter(pl.col("code") < pl.col("other"))
    ids = [pl.col("item_id").sort().alias("item_ids")] if item_ids else []
    counted = pairs.group_by("code", "other").agg(pl.len().alias("count"), *ids).filter(pl.col("count") >= min_count)
    first = names.select("code", feature_1="feature", count_1="n")
    second = names.select(other="code", feature_2="feature", count_2="n")
    counted = counted.join(first, on="code").join(second, on="other").with_columns(items=pl.lit(total, pl.UInt32))
    counted = counted.with_columns(expected=pl.col("count_1").cast(pl.Float64) * pl.col("count_2") / pl.col("items"))
    counted = counted.with_columns(score=_score(measure))
    counted = counted.sort("score", "count", "feature_1", "feature_2", descending=[True, True, False, False])
    counted = counted.head(counted.height if top is None else top)
    columns = ["feature_1", "feature_2", "count", "count_1", "count_2", "items", "expected", "score"]
    return counted.select(columns + ["item_ids"] * item_ids)


def as_graph(pairs: Any) -> nx.Graph[str]:
    """The pairs of `cooccurrence` as an undirected graph.

    Parameters
    ----------
    pairs
        What `cooccurrence` gave, as a Polars or pandas frame.

    Returns
    -------
    networkx.Graph
        A node for each feature, with `count`; an edge for each pair, with `count`, `expected`, `score` and, for the
        algorithms that look for it, `weight` = score.

    Raises
    ------
    MissingPackage
        When networkx is not installed.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> items = pl.DataFrame({"countries": [["KEN", "UGA"], ["KEN", "TZA"]]})
    >>> sorted(dl.as_graph(dl.cooccurrence(items)).degree)
    [('KEN', 2), ('TZA', 1), ('UGA', 1)]
    """
    try:
        import networkx as nx
    except ImportError:
        raise MissingPackage("as_graph needs networkx: pip install 'dateline[network]'") from None
    names = ("feature_1", "feature_2", "count", "count_1", "count_2", "expected", "score")
    rows = Rows(pairs).select(**{name: name for name in names})
    graph: nx.Graph[str] = nx.Graph()
    for row in rows.iter_rows(named=True):
        one, other = row["feature_1"], row["feature_2"]
        graph.add_node(one, count=row["count_1"])
        graph.add_node(other, count=row["count_2"])
        edge = {"count": row["count"], "expected": row["expected"], "score": row["score"], "weight": row["score"]}
        graph.add_edge(one, other, **edge)
    return graph


def _score(measure: str) -> pl.Expr:
    both, one, other, total, expected = (
        pl.col(name).cast(pl.Float64) for name in ("count", "count_1", "count_2", "items", "expected")
    )
    if measure == "count":
        return both
    if measure == "npmi":
        # Where every item has the pair, both logarithms are 0: it is never apart.
        return pl.when(both == total).then(1.0).otherwise((both / expected).log() / -(both / total).log())
    return likelihood_ratio(both, one, other, total)
