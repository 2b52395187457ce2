"""Tables into files, each of which appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

import polars as pl
from polars import selectors

from .errors import FileError, InvalidArgument
from .remote import filesystem, is_address

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


def write_tables(
    frames: Mapping[str, pl.DataFrame], folder: str, format: str, options: Mapping[str, Any] | None = None
) -> list[Path] | list[str]:
    """One file per table, named after it; the paths of the files, or their addresses."""
    if format not in _WRITERS:
        raise InvalidArgument(f"format: expected one of {', '.join(_WRITERS)}, found {format!r}")
    if is_address(folder):
        return _write_behind(frames, folder, format, options)
    return _write_into(frames, Path(folder), format)


def _write_behind(
    frames: Mapping[str, pl.DataFrame], address: str, format: str, options: Mapping[str, Any] | None
) -> list[str]:
    """An object appears when all of it is there: so it is written here first, and sent in one piece."""
    system, folder = filesystem(address, options)
    written = []
    with tempfile.TemporaryDirectory() as scratch:
        for path in _write_into(frames, Path(scratch), format):
            target = f"{folder.rstrip('/')}/{path.name}"
            try:
                system.makedirs(folder, exist_ok=True)
                system.put_file(str(path), target)
            except OSError as error:
                raise FileError(f"cannot write {system.unstrip_protocol(target)}: {error}") from None
            written.append(system.unstrip_protocol(target))
    return written


def _write_into(frames: Mapping[str, pl.DataFrame], folder: Path, format: str) -> list[Path]:
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
