"""Conditions of a query taken apart, so that what a masthead can decide is decided before the body is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import polars as pl

__all__ = ["conjuncts", "undecided"]


def conjuncts(predicate: pl.Expr, columns: Collection[str]) -> list[pl.Expr]:
    """The conditions joined by `&` in a predicate that are about these columns alone.

    A row that fails one of them fails the predicate, whatever its other columns hold.
    """
    roots = set(predicate.meta.root_names())
    if roots and roots <= set(columns):
        return [predicate]
    parts = predicate.meta.pop()
    # What an expression is made of can be taken out of it, what joins it cannot be asked: so it is joined again.
    if len(parts) == 2 and (parts[1] & parts[0]).meta.eq(predicate):
        return [*conjuncts(parts[1], columns), *conjuncts(parts[0], columns)]
    return []


def undecided(facts: pl.DataFrame, conditions: Sequence[pl.Expr]) -> pl.Series:
    """For each issue whether it can have rows that fulfil all conditions.

    A missing `published` is not known yet rather than missing: only what an issue prints of its own date is a fact.
    """
    return facts.select(pl.all_horizontal(_may_hold(conditions))).to_series()


def _may_hold(conditions: Iterable[pl.Expr]) -> list[pl.Expr]:
    return [
        condition.fill_null(value=False) | pl.col("published").is_null()
        if "published" in condition.meta.root_names()
        else condition.fill_null(value=False)
        for condition in conditions
    ]
