"""What in an item spoke for its countries, outlets, dates and categories, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from . import _core

__all__ = ["SCHEMA", "evidence"]

SCHEMA = pl.Schema(
    {
        "kind": pl.String(),
        "value": pl.String(),
        "surface": pl.String(),
        "rule": pl.String(),
        "weight": pl.Float64(),
        "candidates": pl.List(pl.String),
        "field": pl.String(),
        "byte_start": pl.UInt32(),
        "byte_end": pl.UInt32(),
    }
)

_IN_BRACKETS = ("paren", "trailing")


def evidence(
    item: Mapping[str, Any],
    mentions: pl.DataFrame,
    citations: pl.DataFrame,
    original: str,
    vocabulary: _core.Vocabulary,
) -> pl.DataFrame:
    """The evidence of one item; `Archive.evidence` says what its columns hold.

    Parameters
    ----------
    item
        A row of `items`.
    mentions, citations
        Those of the item.
    original
        The text of its document.
    vocabulary
        Knows the terms of the lexicon.
    """
    parts = [
        _countries(mentions),
        _outlets(item, citations),
        _dates(item, citations),
        _terms(item, original, vocabulary),
    ]
    found = pl.concat([SCHEMA.to_frame(), *parts], how="diagonal")
    # A date taken from the heading above the item has no place in it and comes first.
    return found.unique(maintain_order=True).sort("byte_start", "byte_end", maintain_order=True, nulls_last=False)


def _countries(mentions: pl.DataFrame) -> pl.DataFrame:
    return mentions.select(
        "surface",
        "rule",
        "candidates",
        "field",
        "byte_start",
        "byte_end",
        kind=pl.lit("country"),
        value="country",
    )


def _outlets(item: Mapping[str, Any], citations: pl.DataFrame) -> pl.DataFrame:
    return citations.filter(pl.col("outlet_start").is_not_null()).select(
        "candidates",
        kind=pl.lit("outlet"),
        value="outlet",
        surface="outlet_raw",
        # The name needs no explanation; an outlet known by the address behind it does.
        rule=pl.when(pl.col("outlet_basis") == "domain").then(pl.format("{}; domain", "form")).otherwise("form"),
        field=_field(item, pl.col("outlet_start"), in_brackets=pl.col("form").is_in(_IN_BRACKETS)),
        byte_start="outlet_start",
        byte_end="outlet_end",
    )


def _dates(item: Mapping[str, Any], citations: pl.DataFrame) -> pl.DataFrame:
    last = pl.when(pl.col("date_end").is_not_null()).then(pl.format("/{}", "date_end")).otherwise(pl.lit(""))
    # What is printed needs no explanation; a year taken from elsewhere does.
    inferred = pl.col("year_basis").is_not_null() & (pl.col("year_basis") != "printed")
    year = pl.when(inferred).then(pl.format("; year: {}", "year_basis")).otherwise(pl.lit(""))
    in_brackets = pl.col("form").is_in(_IN_BRACKETS)
    printed = pl.col("date_start").is_not_null()
    return citations.filter(printed | pl.col("date").is_not_null()).select(
        kind=pl.lit("date"),
        value=pl.col("date").cast(pl.String) + last,
        surface="date_raw",
        rule=pl.col("date_basis") + year,
        field=pl.when(printed).then(_field(item, pl.col("date_start"), in_brackets=in_brackets)),
        byte_start="date_start",
        byte_end="date_stop",
    )


def _terms(item: Mapping[str, Any], original: str, vocabulary: _core.Vocabulary) -> pl.DataFrame:
    start, end = int(item["byte_start"]), int(item["byte_end"])
    printed = original.encode()[start:end]
    found = vocabulary.terms([printed.decode()], None)
    # As in the other tables a line break within a form is a blank.
    surfaces = [
        " ".join(printed[first:last].decode().split())
        for first, last in found.select("byte_start", "byte_end").iter_rows()
    ]
    placed = found.with_columns((pl.col("byte_start", "byte_end") + start).cast(pl.UInt32))
    return placed.select(
        "byte_start",
        "byte_end",
        kind=pl.lit("category"),
        value="category",
        surface=pl.Series(surfaces, dtype=pl.String),
        rule="term",
        weight=pl.col("weight").cast(pl.Float64),
        field=_field(item, pl.col("byte_start"), in_brackets=pl.lit(False)),
    ).filter(pl.col("field") != "note")  # a note is not the item's own text and speaks for no category


def _field(item: Mapping[str, Any], at: pl.Expr, *, in_brackets: pl.Expr) -> pl.Expr:
    def within(name: str) -> pl.Expr:
        start, end = item[f"{name}_start"], item[f"{name}_end"]
        return pl.lit(False) if start is None else (at >= start) & (at < end)

    field = pl.when(within("headline")).then(pl.lit("headline")).when(within("note")).then(pl.lit("note"))
    return field.when(in_brackets).then(pl.lit("citation")).otherwise(pl.lit("text"))
