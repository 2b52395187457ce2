"""Tables into files, each of which appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

import polars as pl
from polars import selectors

from .errors import FileError, InvalidArgument

__all__ = ["Format", "format_of", "write_table", "write_tables"]

Format: TypeAlias = Literal["parquet", "csv", "ndjson"]

LIST_SEPARATOR = "; "


def _write_csv(frame: pl.DataFrame, path: Path) -> None:
    frame.with_columns(selectors.by_dtype(pl.List(pl.String)).list.join(LIST_SEPARATOR)).write_csv(path)


_WRITERS: Mapping[str, Callable[[pl.DataFrame, Path], object]] = {
    "parquet": pl.DataFrame.write_parquet,
    "csv": _write_csv,
    "ndjson": pl.DataFrame.write_ndjson,
}


def write_tables(frames: Mapping[str, pl.DataFrame], folder: Path, format: str) -> list[Path]:
    """One file per table, named after it."""
    if format not in _WRITERS:
        raise InvalidArgument(f"format: expected one of {', '.join(_WRITERS)}, found {format!r}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"cannot write into {str(folder)!r}: {error.strerror}") from None
    paths = [folder / f"{name}.{format}" for name in frames]
    for path, frame in zip(paths, frames.values(), strict=True):
        write_table(frame, path)
    return paths


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """One table, in the format that the file's extension names.

    Raises
    ------
    InvalidArgument
        For an extension that names no format.
    FileError
        When the operating system refuses; nothing is left behind.
    """
    writer = _WRITERS[format_of(path)]
    # In the same folder, for a rename is atomic only within one file system.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        writer(frame, temporary)
        os.replace(temporary, path)
    except OSError as error:
        raise FileError(f"cannot write {str(path)!r}: {error.strerror or error}") from None
    finally:
        temporary.unlink(missing_ok=True)


def format_of(path: Path) -> str:
    """The format that a file name stands for."""
    name = path.suffix.removeprefix(".").lower()
    if name not in _WRITERS:
        raise InvalidArgument(f"{str(path)!r}: expected a name ending in .parquet, .csv or .ndjson")
    return name
