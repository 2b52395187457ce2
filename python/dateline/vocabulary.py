"""The names and terms dateline knows, and a user's own beside them."""

from __future__ import annotations

import functools
import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from . import _core
from .errors import InvalidArgument, SourceNotFound, VocabularyError

__all__ = ["Table", "build", "categories", "countries", "outlets", "shipped"]

Table: TypeAlias = "pl.DataFrame | str | os.PathLike[str] | Any"
"""A user's own rows: a Polars or pandas frame, or the path of a `.csv` or `.toml` file."""

# Cells that hold several values are lists in a frame and joined text in the CSV files the core reads.
_SEPARATORS: Mapping[str, str] = {"gazetteer": "|", "outlets": ";", "lexicon": ";"}

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "gazetteer": ("surface", "country", "kind", "case", "rule", "from", "to"),
    "outlets": (
        *("name", "variants", "former", "country", "language", "kind"),
        *("state_controlled", "ground", "domain", "bracket_only"),
    ),
    "lexicon": ("category", "term", "weight"),
}
"""Columns a user's own table may have; those of the shipped files."""


def countries() -> pl.DataFrame:
    """Countries, territories and historical states, by ISO 3166-1 alpha-3.

    Returns
    -------
    polars.DataFrame
        `iso3`, `iso2`, `name`, `official_name`, `region`, `subregion`, `status` (`state`, `territory`, `disputed`,
        `historical`), `from`, `to` (years, of historical states), `successors` (list of iso3).

    Examples
    --------
    >>> import dateline as dl
    >>> dl.countries().filter(iso3="RUS").select("iso3", "iso2", "name").rows()
    [('RUS', 'RU', 'Russia')]
    """
    return shipped().countries()


def outlets() -> pl.DataFrame:
    """Publishers that citations are resolved to, with their printed forms.

    Returns
    -------
    polars.DataFrame
        `name`, `variants` (list), `former` (list), `country` (iso3), `language`, `kind` (`wire`, `newspaper`, ...),
        `state_controlled` (bool; null where unclear), `ground` (why), `domains` (list), `bracket_only` (list: forms
        that name the outlet in citations only).

    Examples
    --------
    >>> import dateline as dl
    >>> dl.outlets().filter(name="Reuters").select("name", "kind").rows()
    [('Reuters', 'wire')]
    """
    return shipped().outlets()


def categories() -> pl.DataFrame:
    """Category labels that digests declare, topical and geographical.

    Returns
    -------
    polars.DataFrame
        `label`, `kind` (`topic` or `region`), `countries` (list of iso3, of regions).

    Examples
    --------
    >>> import dateline as dl
    >>> "Energy Security" in dl.categories()["label"]
    True
    """
    return shipped().categories()


@functools.cache
def shipped() -> _core.Vocabulary:
    """The vocabulary without additions, built once."""
    return _core.Vocabulary()


def build(
    gazetteer: Table | None = None, outlets: Table | None = None, lexicon: Table | None = None
) -> _core.Vocabulary:
    """The shipped vocabulary with a user's own rows, which replace shipped rows of the same key.

    Raises
    ------
    VocabularyError
        When a row cannot be used; the message names table, line and what was expected.
    """
    own = {"gazetteer": gazetteer, "outlets": outlets, "lexicon": lexicon}
    if all(table is None for table in own.values()):
        return shipped()
    texts = {name: None if table is None else _as_csv(name, table) for name, table in own.items()}
    try:
        return _core.Vocabulary(**texts)
    except ValueError as error:
        raise VocabularyError(str(error)) from None


def _as_csv(name: str, table: Table) -> str:
    if isinstance(table, (str, os.PathLike)):
        return _file_as_csv(name, Path(table))
    if isinstance(table, pl.DataFrame):
        return _frame_as_csv(name, table)
    if hasattr(table, "to_dict") and hasattr(table, "columns"):
        return _frame_as_csv(name, pl.DataFrame(table.to_dict(orient="list")))
    message = f"{name}: expected a frame or the path of a .csv or .toml file, found {type(table).__name__}"
    raise InvalidArgument(message)


def _file_as_csv(name: str, path: Path) -> str:
    if not path.is_file():
        raise SourceNotFound(f"{name}: no file {str(path)!r}")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return path.read_text(encoding="utf-8-sig")
    if suffix == ".toml":
        return _frame_as_csv(name, _toml_rows(name, path))
    raise VocabularyError(f"{name}: expected a .csv or .toml file, found {str(path)!r}")


def _toml_rows(name: str, path: Path) -> pl.DataFrame:
    """Rows of a TOML file: one table per row under the vocabulary's name, as `[[outlets]]`."""
    toml = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        rows = toml.loads(path.read_text(encoding="utf-8")).get(name)
    except ValueError as error:
        raise VocabularyError(f"{path}: {error}") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise VocabularyError(f"{path}: expected tables headed [[{name}]], found none")
    cells = [{key: _cell(name, value) for key, value in row.items()} for row in rows]
    return pl.DataFrame(cells, infer_schema_length=None)


def _cell(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _SEPARATORS[name].join(str(part) for part in value)
    return "" if value is None else str(value)


def _frame_as_csv(name: str, frame: pl.DataFrame) -> str:
    # `outlets()` calls the column by what it holds, so that its own rows can be edited and handed back.
    frame = frame.rename({"domains": "domain"}, strict=False) if name == "outlets" else frame
    unknown = [column for column in frame.columns if column not in COLUMNS[name]]
    if unknown:
        raise VocabularyError(f"{name}: expected columns among {', '.join(COLUMNS[name])}, found {', '.join(unknown)}")
    return frame.select(_as_text(name, column, kind) for column, kind in frame.schema.items()).write_csv()


def _as_text(name: str, column: str, kind: pl.DataType) -> pl.Expr:
    cell = pl.col(column)
    if isinstance(kind, pl.List):
        return cell.cast(pl.List(pl.String)).list.join(_SEPARATORS[name])
    if kind == pl.Boolean:
        return pl.when(cell).then(pl.lit("yes")).when(~cell).then(pl.lit("no")).alias(column)
    if kind.is_float() and column in {"from", "to"}:  # years beside missing years, as pandas keeps them
        return cell.fill_nan(None).cast(pl.Int64).cast(pl.String)
    return cell.cast(pl.String)
