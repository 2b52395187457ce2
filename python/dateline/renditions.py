"""The same issue printed twice: which rows stay, and what the one that stays takes from the others."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import polars as pl

__all__ = ["merged"]

# Lists of the masthead that a rendering may lack as a whole.
_LISTS = ("editors", "headlines", "categories", "regions")

# A date printed in the masthead or given by the user, rather than concluded.
_FIRM = ("declared", "given")


def merged(frames: Mapping[str, pl.DataFrame], coverage: pl.DataFrame) -> Any:
    """The tables without the rows of renderings that `issues.duplicate_of` marks."""
    issues = frames["issues"]
    dropped = issues.filter(pl.col("duplicate_of").is_not_null())
    kept = _completed(issues.filter(pl.col("duplicate_of").is_null()), dropped)
    gone = dropped["issue_id"].implode()
    items = frames["items"].filter(~pl.col("issue_id").is_in(gone))
    items = items.drop("published").join(kept.select("issue_id", "published"), on="issue_id", how="left")
    items = items.select(frames["items"].columns)
    emptied = set(dropped["document"]) - set(kept["document"])
    diagnostics = frames["diagnostics"].filter(
        (~pl.col("issue_id").is_in(gone)).fill_null(True)
        & ~pl.col("document").is_in(list(emptied))
        & (pl.col("code") != "duplicate-issue")
    )
    return SimpleNamespace(
        issues=kept,
        items=items,
        citations=frames["citations"].join(items, on="item_id", how="semi", maintain_order="left"),
        mentions=frames["mentions"].join(items, on="item_id", how="semi", maintain_order="left"),
        diagnostics=diagnostics,
        coverage=coverage.filter(~pl.col("document").is_in(list(emptied))),
    )


def _completed(kept: pl.DataFrame, dropped: pl.DataFrame) -> pl.DataFrame:
    """Issues with what only another rendering prints: the first one in input order that has it."""
    declared = pl.col("published").filter(pl.col("published_basis").is_in(_FIRM)).first().alias("_published")
    lists = [pl.col(name).filter(pl.col(name).list.len() > 0).first().alias(f"_{name}") for name in _LISTS]
    others = dropped.group_by("duplicate_of").agg(declared, *lists)
    joined = kept.join(others, left_on="issue_id", right_on="duplicate_of", how="left", maintain_order="left")
    # A date that is printed anywhere is better than one that was concluded.
    taken = pl.col("_published").is_not_null() & ~pl.col("published_basis").is_in(_FIRM).fill_null(False)

    def dated(column: str, value: pl.Expr) -> pl.Expr:
        return pl.when(taken).then(value).otherwise(pl.col(column)).alias(column)

    joined = joined.with_columns(
        dated("published", pl.col("_published")),
        dated("published_earliest", pl.col("_published")),
        dated("published_latest", pl.col("_published")),
        dated("published_basis", pl.lit("rendering")),
        *(
            pl.when(pl.col(name).list.len() > 0).then(name).otherwise(pl.coalesce(f"_{name}", name)).alias(name)
            for name in _LISTS
        ),
    )
    return joined.select(kept.columns)
