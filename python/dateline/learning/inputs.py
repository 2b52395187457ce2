"""Frames to what models learn from: texts, labels by number, bags by number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import polars as pl

from ..errors import InvalidArgument
from ..recognition import as_list
from .sparse import Array, Index

__all__ = ["Bagged", "Columns", "Labelled", "bagged", "indicators", "labelled", "table", "texts"]

Columns: TypeAlias = "str | Sequence[str]"


class Labelled(NamedTuple):
    """Texts with one label each."""

    texts: list[str]
    truth: Index
    labels: list[str]


class Bagged(NamedTuple):
    """Texts of which the labels of the bag are known: `allowed` is `texts x labels`, 1 or 0."""

    texts: list[str]
    allowed: Array
    bags: Index
    labels: list[str]


def table(frame: Any) -> pl.DataFrame:
    """A Polars frame of a Polars or pandas one."""
    if isinstance(frame, pl.DataFrame):
        return frame
    if isinstance(frame, pl.LazyFrame):
        return frame.collect()
    if hasattr(frame, "to_dict") and hasattr(frame, "columns"):
        cells = {str(name): [_present(value) for value in values] for name, values in frame.to_dict("list").items()}
        return pl.DataFrame(cells, strict=False)
    raise InvalidArgument(f"frame: expected a Polars or pandas frame, found {type(frame).__name__}")


def texts(frame: pl.DataFrame, text: Columns) -> list[str | None]:
    """One text per row, of one column or of several; None where all are missing or blank."""
    names = [text] if isinstance(text, str) else list(text)
    columns = [as_list(_column(frame, "text", name)) for name in names]
    joined = ("\n".join(part for part in parts if part and part.strip()) for parts in zip(*columns, strict=True))
    return [one or None for one in joined]


def labelled(frame: pl.DataFrame, text: Columns, label: str, among: Sequence[str] | None = None) -> Labelled:
    """The rows with a text and a label; `among` are the labels it may have, all that occur by default."""
    given = _column(frame, "labels", label)
    if given.dtype != pl.String and not isinstance(given.dtype, (pl.Categorical, pl.Enum)):
        raise InvalidArgument(f"labels: expected strings in column {label!r}, found {given.dtype}")
    pairs = zip(texts(frame, text), given.cast(pl.String).to_list(), strict=True)
    rows = [(one, name) for one, name in pairs if one and name]
    names = list(among) if among is not None else _names(label, {name for _, name in rows})
    place = {name: index for index, name in enumerate(names)}
    unknown = sorted({name for _, name in rows} - place.keys())
    if unknown:
        raise InvalidArgument(f"labels: expected labels that were learned, found {', '.join(map(repr, unknown))}")
    return Labelled([one for one, _ in rows], np.array([place[name] for _, name in rows], dtype=np.intp), names)


def bagged(frame: pl.DataFrame, text: Columns, labels: str, bags: str) -> Bagged:
    """The rows with a text whose bag has labels."""
    given = _column(frame, "labels", labels)
    if given.dtype != pl.List(pl.String):
        raise InvalidArgument(f"labels: expected a list of strings in column {labels!r}, found {given.dtype}")
    rows = zip(texts(frame, text), given.to_list(), _column(frame, "bags", bags).to_list(), strict=True)
    kept = [
        (one, [label for label in some if label], bag) for one, some, bag in rows if one and some and bag is not None
    ]
    kept = [row for row in kept if row[1]]
    of_bag: dict[Any, list[str]] = {}
    for _, some, bag in kept:
        first = of_bag.setdefault(bag, some)
        if set(first) != set(some):
            raise InvalidArgument(f"labels: expected one list for all of bag {bag!r}, found {first} and {some}")
    names = _names(labels, {label for _, some, _ in kept for label in some})
    number = {bag: index for index, bag in enumerate(of_bag)}
    numbers = np.array([number[bag] for _, _, bag in kept], dtype=np.intp)
    return Bagged([one for one, _, _ in kept], indicators([some for _, some, _ in kept], names), numbers, names)


def indicators(lists: Sequence[Sequence[str]], names: Sequence[str]) -> Array:
    """`rows x names`: 1 where the row's list holds the name; other names in it count for nothing."""
    place = {name: index for index, name in enumerate(names)}
    held = np.zeros((len(lists), len(names)))
    for row, some in enumerate(lists):
        held[row, [place[name] for name in some if name in place]] = 1.0
    return held


def _column(frame: pl.DataFrame, argument: str, name: str) -> pl.Series:
    if name not in frame.columns:
        raise InvalidArgument(f"{argument}: expected a column among {', '.join(frame.columns)}, found {name!r}")
    return frame[name]


def _names(column: str, found: set[str]) -> list[str]:
    if len(found) < 2:
        raise InvalidArgument(f"labels: expected at least two in column {column!r}, found {sorted(found)}")
    return sorted(found)


def _present(value: Any) -> Any:
    """None for what pandas keeps where a value is missing."""
    missing = type(value).__name__ in {"NAType", "NaTType"} or (isinstance(value, float) and math.isnan(value))
    return None if missing else value
