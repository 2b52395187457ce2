"""What is missing in a series."""

from __future__ import annotations

import polars as pl

from .tidy import Rows, verb

__all__ = ["gaps"]


@verb
def gaps(issues: Rows) -> pl.DataFrame:
    r"""Issue numbers that a series has not: runs between two numbers that it has.

    Parameters
    ----------
    issues
        An `Archive`, or a frame with `series`, `number` and `published`, as `Archive.issues` and `Archive.items` have.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per run: `series`, `first` and `last` missing number, `missing` (how many), `published_before` and
        `published_after` (dates of the issues around it; null where unknown), `days` between those. `days` is null
        where the later number has the earlier date: one of the two is wrong, most often one that was inferred
        (`published_basis` in `Archive.issues`), and no length follows from it.

    Examples
    --------
    >>> import dateline as dl
    >>> texts = [f"Russia Reform Monitor No. {n}\n\nRain fell. (CNN, May {n}, 2020)\n" for n in (4, 5, 8)]
    >>> dl.gaps(dl.parse(texts)).select("first", "last", "missing", "days").rows()
    [(6, 7, 2, 3)]
    """
    table = issues if issues.issues is None else Rows(issues.issues)
    known = table.select(series="series", number="number", published="published").drop_nulls(["series", "number"])
    known = known.group_by("series", "number").agg(pl.col("published").min()).sort("series", "number")
    following = known.with_columns(
        pl.col("number").cast(pl.Int64), published_before="published", first=pl.col("number").cast(pl.Int64) + 1
    ).with_columns(
        last=pl.col("number").shift(-1).over("series") - 1, published_after=pl.col("published").shift(-1).over("series")
    )
    return (
        following.filter(pl.col("last") >= pl.col("first"))
        .with_columns(
            missing=pl.col("last") - pl.col("first") + 1,
            days=(pl.col("published_after") - pl.col("published_before")).dt.total_days(),
        )
        .with_columns(pl.when(pl.col("days") >= 0).then("days"))
        .select("series", "first", "last", "missing", "published_before", "published_after", "days")
    )
