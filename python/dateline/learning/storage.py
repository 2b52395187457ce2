"""A categorizer as a file: a zip archive of `model.json` and `features.parquet`, described in `docs/categories.md`.

Both parts are data that any language reads; loading runs nothing from the file and checks all of it.
"""

from __future__ import annotations

import io
import json
import math
import os
import zipfile
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import polars as pl

from .. import _core
from ..errors import InvalidArgument, SourceNotFound
from .features import BLOCKS, Features
from .model import Model

__all__ = ["load", "save"]

Lexicon: TypeAlias = "list[dict[str, str]] | None"

_FORMAT, _VERSION = "dateline-categorizer", 1
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same model gives the same bytes, whenever it is saved
_SCHEMA = pl.Schema(
    [("block", pl.String()), ("feature", pl.String()), ("idf", pl.Float64()), ("weights", pl.List(pl.Float64))]
)
_RELIABILITY = {
    "from": pl.Float64,
    "to": pl.Float64,
    "items": pl.UInt32,
    "predicted": pl.Float64,
    "observed": pl.Float64,
}


def save(path: Path, model: Model, lexicon: Lexicon) -> None:
    """Write the model, whole or not at all; `lexicon` are the rows of a user's own terms."""
    facts = {
        "format": _FORMAT,
        "version": _VERSION,
        "dateline": _core.__version__,
        "labels": model.labels,
        "constants": model.weights[:, 0].tolist(),
        "temperature": model.temperature,
        "brier": model.brier,
        "reliability": None if model.reliability is None else model.reliability.to_dicts(),
        "lexicon": lexicon,
    }
    table = pl.DataFrame(
        {
            "block": [block.name for block in BLOCKS for _ in model.features.names[block.name]],
            "feature": [name for block in BLOCKS for name in model.features.names[block.name]],
            "idf": np.concatenate([model.features.idf[block.name] for block in BLOCKS]),
            "weights": model.weights[:, 1:].T.tolist(),
        },
        schema=_SCHEMA,
    )
    parquet = io.BytesIO()
    table.write_parquet(parquet)
    partial = path.with_name(path.name + ".partial")
    with zipfile.ZipFile(partial, "w") as archive:
        for name, content in (
            ("model.json", json.dumps(facts, indent=1).encode()),
            ("features.parquet", parquet.getvalue()),
        ):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    os.replace(partial, path)


def load(path: Path) -> tuple[Model, Lexicon]:
    """The model and the user's own terms.

    Raises
    ------
    SourceNotFound
        When there is no such file.
    InvalidArgument
        When it is not what `save` writes; the message says what is amiss.
    """
    if not path.is_file():
        raise SourceNotFound(f"no file {str(path)!r}")
    try:
        with zipfile.ZipFile(path) as archive:
            facts = json.loads(archive.read("model.json"))
            table = pl.read_parquet(io.BytesIO(archive.read("features.parquet")))
    except (zipfile.BadZipFile, KeyError, ValueError, pl.exceptions.PolarsError) as error:
        message = f"{path}: expected a zip archive of model.json and features.parquet, found: {error}"
        raise InvalidArgument(message) from None
    try:
        return _checked(facts, table)
    except _Unfit as error:
        raise InvalidArgument(f"{path}: expected {error}") from None


class _Unfit(Exception):
    """What was expected of a part of the file, and found instead."""


def _expect(holds: bool, expected: str, found: object) -> None:
    if not holds:
        raise _Unfit(f"{expected}, found {found!r}"[:300])


def _checked(facts: Any, table: pl.DataFrame) -> tuple[Model, Lexicon]:
    _expect(isinstance(facts, dict), "an object in model.json", facts)
    _expect(facts.get("format") == _FORMAT, f"format {_FORMAT!r}", facts.get("format"))
    _expect(facts.get("version") == _VERSION, f"version {_VERSION}", facts.get("version"))
    labels, constants = facts.get("labels"), facts.get("constants")
    _expect(_strings(labels) and len(set(labels)) == len(labels) > 1, "two or more labels, each once", labels)
    _expect(_numbers(constants) and len(constants) == len(labels), "a constant for each label", constants)
    temperature, brier, lexicon = facts.get("temperature"), facts.get("brier"), facts.get("lexicon")
    _expect(_numbers([temperature]) and temperature > 0, "a temperature above 0", temperature)
    _expect(brier is None or _numbers([brier]), "a number or null as brier", brier)
    rows = lexicon is None or (isinstance(lexicon, list) and all(isinstance(row, dict) for row in lexicon))
    _expect(rows, "rows or null as lexicon", lexicon)
    _expect(table.schema == _SCHEMA, f"columns {', '.join(_SCHEMA)} in features.parquet", table.schema)
    _expect(sum(table.null_count().row(0)) == 0, "no missing values in features.parquet", table.null_count().row(0))
    blocks = [block.name for block in BLOCKS]
    order = table["block"].replace_strict(blocks, range(len(blocks)), default=-1, return_dtype=pl.Int64)
    _expect(
        bool((order >= 0).all()) and order.is_sorted(),
        f"blocks {', '.join(blocks)} in this order",
        table["block"].unique().to_list(),
    )
    _expect(
        bool(table.select("block", "feature").is_unique().all()), "each feature once in its block", "a repeated one"
    )
    widths = table["weights"].list.len()
    _expect(bool((widths == len(labels)).all()), "a weight for each label", widths.unique().to_list())
    learned = np.array(table["weights"].to_list(), dtype=np.float64).reshape(-1, len(labels))
    _expect(bool(np.isfinite(learned).all()) and bool(table["idf"].is_finite().all()), "finite numbers", "others")
    names = {name: table.filter(block=name)["feature"].to_list() for name in blocks}
    idf = {name: table.filter(block=name)["idf"].to_numpy() for name in blocks}
    weights = np.concatenate([np.array(constants, dtype=np.float64)[:, None], learned.T], axis=1)
    return Model(
        labels, Features(names, idf), weights, float(temperature), brier, _table(facts.get("reliability"))
    ), lexicon


def _table(rows: Any) -> pl.DataFrame | None:
    if rows is None:
        return None
    try:
        return pl.DataFrame(rows, schema=_RELIABILITY, strict=True)
    except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise _Unfit(f"rows of {', '.join(_RELIABILITY)} as reliability, found: {error}") from None


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _numbers(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, (int, float)) and not isinstance(one, bool) and math.isfinite(one) for one in value
    )
