"""What marks some items against others: words, or any other features, that are more frequent in one table."""

from __future__ import annotations

from typing import Any, Literal

import polars as pl

from . import phrases
from .association import adjusted, chi_squared, likelihood_ratio, log_odds, two_sided
from .errors import InvalidArgument
from .phrases import Lengths, Stop
from .tidy import Rows, exploded, verb

__all__ = ["keyness"]

SIDES = ("target", "reference")


@verb
def keyness(
    target: Rows,
    reference: Any,
    *,
    measure: Literal["lr", "chi2", "log_odds"] = "lr",
    by: str | None = None,
    unit: Literal["words", "items"] = "words",
    ngrams: Lengths = 1,
    stop: Stop = "english",
    stem: bool = False,
    text: str = "text",
    min_frequency: int = 5,
    prior: float = 0.1,
    top: int | None = None,
    item_ids: bool = False,
) -> pl.DataFrame:
    """What is more frequent in some items, and what is rarer, than in others.

    Parameters
    ----------
    target, reference
        Two tables that share no items: two periods, a country and the rest. Each an `Archive`, or a Polars or pandas
        frame with the columns named.
    measure
        What `score` is: `"lr"`, the log-likelihood ratio; `"chi2"`, χ² with Yates' correction; `"log_odds"`, the
        difference of log-odds under an informative prior, in standard errors. All are positive for what is more
        frequent in the target.
    by
        None compares the words of the text. The name of a column compares its values, as `"sources"`: an item counts in
        each distinct element of a list.
    unit
        What is counted: `"words"`, each occurrence; `"items"`, each item that a word occurs in. Words come in bursts:
        one that a single item repeats ten times looks key by occurrences, not by items.
    ngrams, stop, stem, text
        As for `terms`.
    min_frequency
        Those that occur fewer times on both sides together are left out. They are in the totals.
    prior
        For `"log_odds"`: how much is taken as known beforehand, as a part of what the smaller side counts, spread as
        on both sides together. The larger it is, the less do rare words count.
    top
        So many of the most key features of each side only.
    item_ids
        Adds a column with the ids of the items of the target that hold each feature.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per feature, by score from the most typical of the target to the least: `feature`, `score` (signed),
        `effect` (log₂ of the ratio of shares; a count of 0 is taken as a half), `p` (two-sided, of the score), `q`
        (Benjamini-Hochberg, over all features not rarer than `min_frequency`), `target`, `reference` (counts),
        `target_total`, `reference_total` (all words, also stop words; phrases of the same length; or items). No rows
        where a side is empty.

    Notes
    -----
    Likelihood ratio and χ² are of the table of two by two of feature and side; P. Rayson and R. Garside, "Comparing
    corpora using frequency profiling", Proceedings of the Workshop on Comparing Corpora (2000), 1-6, leave out of the
    former the two cells of other words, which for rare ones are near 0. Formulas and sources of scores and q-values
    stand in `dateline.association`. `effect` is the log ratio of A. Hardie, "Log Ratio: an informal introduction"
    (2014). All p-values take what is counted as independent, which words are not: read them as an order, prefer
    `unit="items"` where they matter, and look at `effect`.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> gas = pl.DataFrame({"text": ["The gas pipeline burst."] * 9})
    >>> wheat = pl.DataFrame({"text": ["The wheat harvest failed."] * 9})
    >>> found = dl.keyness(gas, wheat)
    >>> found.select("feature", "target", "target_total", "reference", "reference_total").row(0)
    ('burst', 9, 36, 0, 36)
    """
    _check(measure=(measure, ("lr", "chi2", "log_odds")), unit=(unit, ("words", "items")))
    if not prior > 0 or (top is not None and top < 1):
        raise InvalidArgument(f"keyness: expected a prior above 0 and at least one feature, found {prior!r}, {top!r}")
    sides = [target, reference if isinstance(reference, Rows) else Rows(reference)]
    named = {"value": by or text} | ({"item_id": "item_id"} if item_ids else {})
    tables = [rows.select(**named).with_columns(side=pl.lit(side)) for rows, side in zip(sides, SIDES, strict=True)]
    counts = _words(tables, unit, ngrams, stop, stem) if by is None else _values(tables)
    counts = counts.filter(pl.col("target") + pl.col("reference") >= min_frequency)
    counts = counts.filter((pl.col("target_total") > 0) & (pl.col("reference_total") > 0))
    scored = counts.with_columns(score=_score(measure, prior), effect=_effect())
    normal = pl.col("score") if measure == "log_odds" else pl.col("score").abs().sqrt()
    scored = scored.with_columns(two_sided(scored.select(p=normal).to_series()))
    scored = scored.with_columns(q=adjusted(scored["p"])).sort("score", "feature", descending=[True, False])
    if top is not None:
        most = pl.col("score").rank("ordinal", descending=True) <= top
        least = pl.col("score").rank("ordinal") <= top
        scored = scored.filter((most & (pl.col("score") > 0)) | (least & (pl.col("score") < 0)))
    columns = ["feature", "score", "effect", "p", "q", *SIDES, "target_total", "reference_total"]
    return scored.select(columns + ["item_ids"] * item_ids)


def _words(tables: list[pl.DataFrame], unit: str, ngrams: Lengths, stop: Stop, stem: bool) -> pl.DataFrame:
    """Counts of words on both sides: `feature`, `target`, `reference` and totals."""
    frame = pl.concat(tables, how="vertical_relaxed").rename({"value": "text", "side": "group"})
    found, totals = phrases.counted(frame, ngrams, stop, stem, 1)
    if unit == "items":
        sizes = {side: table.height for side, table in zip(SIDES, tables, strict=True)}
        found = found.with_columns(frequency="docfreq")
        totals = totals.with_columns(total=pl.col("group").replace_strict(sizes, return_dtype=pl.UInt32))
    return _beside(found, totals)


def _values(tables: list[pl.DataFrame]) -> pl.DataFrame:
    """Counts of items with each value of a column on both sides."""
    found, totals = [], []
    for table in tables:
        features = (
            exploded(table, "value")
            .drop_nulls("value")
            .select(pl.all().exclude("value"), feature=pl.col("value").cast(pl.String))
        )
        ids = [pl.col("item_id").sort().alias("item_ids")] if "item_id" in table.columns else []
        found.append(features.group_by("feature", group="side").agg(pl.len().alias("frequency"), *ids))
        totals.append(table.group_by(group="side").agg(total=pl.len()))
    counts, sizes = (pl.concat(parts).with_columns(n=pl.lit(1, pl.UInt32)) for parts in (found, totals))
    return _beside(counts, sizes)


def _beside(found: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """Rows per side to columns per side; what one side lacks is 0 there."""
    one, other = (
        found.filter(group=side).select(
            "feature", "n", pl.col("frequency").alias(side), *(["item_ids"] if "item_ids" in found.columns else [])
        )
        for side in SIDES
    )
    both = one.join(other.drop("item_ids", strict=False), on=["feature", "n"], how="full", coalesce=True)
    for side in SIDES:
        sizes = totals.filter(group=side).select("n", pl.col("total").alias(f"{side}_total"))
        both = both.join(sizes, on="n", how="left")
    both = both.with_columns(pl.selectors.numeric().exclude("n").cast(pl.UInt64).fill_null(0))
    if "item_ids" in both.columns:
        both = both.with_columns(pl.col("item_ids").fill_null(pl.lit([], both.schema["item_ids"])))
    return both


def _score(measure: str, prior: float) -> pl.Expr:
    one, other, one_total, other_total = (
        pl.col(name) for name in ("target", "reference", "target_total", "reference_total")
    )
    if measure == "log_odds":
        size = prior * pl.min_horizontal(one_total, other_total)
        return log_odds(one, one_total, other, other_total, size)
    score = likelihood_ratio if measure == "lr" else chi_squared
    return score(one, one_total, one + other, one_total + other_total)


def _effect() -> pl.Expr:
    shares = [
        pl.when(pl.col(side) > 0).then(pl.col(side).cast(pl.Float64)).otherwise(0.5) / pl.col(f"{side}_total")
        for side in SIDES
    ]
    return (shares[0] / shares[1]).log(2)


def _check(**given: tuple[object, tuple[str, ...]]) -> None:
    for name, (value, allowed) in given.items():
        if value not in allowed:
            raise InvalidArgument(f"{name}: expected {', '.join(map(repr, allowed))}, found {value!r}")
