"""The columns of the tables and their types, declared once: by the core, which fills them."""

from __future__ import annotations

import functools

import polars as pl

from . import _core
from .errors import InvalidArgument
from .vocabulary import shipped

__all__ = ["TABLES", "checked_table", "schema"]

TABLES = ("issues", "items", "citations", "mentions", "diagnostics")


def schema(table: str = "items") -> pl.Schema:
    """Columns and types of one of the five tables.

    Parameters
    ----------
    table
        `"issues"`, `"items"`, `"citations"`, `"mentions"` or `"diagnostics"`.

    Returns
    -------
    polars.Schema
        Columns in order, each with its type. `read` and `scan` give tables of this schema, whatever they find.

    Raises
    ------
    InvalidArgument
        For the name of no table.

    Examples
    --------
    >>> import dateline as dl
    >>> dl.schema("items")["date"]
    Date
    """
    return pl.Schema(_schemas()[checked_table(table)])


def checked_table(table: str) -> str:
    """The name of a table, or an error that lists them."""
    if table not in TABLES:
        raise InvalidArgument(f"table: expected one of {', '.join(TABLES)}; found {table!r}")
    return table


@functools.cache
def _schemas() -> dict[str, pl.Schema]:
    tables = _core.parse([], [], _core.Facts({}, {}, {}), "auto", 1, None, shipped())
    return {table: getattr(tables, table).schema for table in TABLES}
