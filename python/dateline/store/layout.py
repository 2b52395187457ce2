"""What lies where in the folder of a store, and how its files are written so that a crash cannot spoil them.

    store/
        manifest.json                 the one file that says which of the others count
        lock                          held by the process that updates
        data/000012/items-003.parquet a table of a part of the archive, written by the twelfth update
        data/000012/facts.parquet     what issues contribute to their archive; `documents` and `files` beside it

A file of data is written once, under a name that was never used, and never changed. A new state begins when the
manifest is replaced, which the file system does at once or not at all.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from ..errors import FileError

__all__ = ["INDEXES", "TABLES", "Layout"]

TABLES = ("issues", "items", "citations", "mentions", "diagnostics", "coverage")
"""Tables that are kept part by part."""

INDEXES = ("files", "documents", "facts")
"""Tables that are kept whole: one row for each file, document and issue."""


class Layout:
    """The paths of a store."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(os.path.abspath(os.path.expanduser(os.fspath(folder))))
        self.manifest = self.folder / "manifest.json"
        self.lock = self.folder / "lock"
        self.data = self.folder / "data"

    def table(self, part: str, table: str) -> Path:
        """The file of a table of a part; parts are named `<update>/<number>`."""
        update, number = part.split("/")
        return self.data / update / f"{table}-{number}.parquet"

    def index(self, update: str, index: str) -> Path:
        """The file of an index."""
        return self.data / update / f"{index}.parquet"

    def files(self, parts: Iterable[str], update: str) -> set[Path]:
        """Every file of data of one state of the store."""
        tables = {self.table(part, table) for part in parts for table in TABLES}
        return tables | {self.index(update, index) for index in INDEXES}

    def is_empty(self) -> bool:
        """Whether nothing is there that an update could destroy."""
        return not self.folder.exists() or {path.name for path in self.folder.iterdir()} <= {
            "lock",
            "data",
            "manifest.tmp",
        }

    def sweep(self, kept: set[Path]) -> None:
        """Remove all files of data but these: those of former states, and leftovers of updates that were cut short."""
        folders = {path.parent for path in kept}
        for folder in self.data.iterdir() if self.data.exists() else ():
            if folder not in folders:
                # A reader on Windows may hold a file open; the next update tries again.
                shutil.rmtree(folder, ignore_errors=True)
                continue
            for path in folder.iterdir():
                if path not in kept:
                    with contextlib.suppress(OSError):
                        path.unlink()
        self.manifest.with_suffix(".tmp").unlink(missing_ok=True)

    def write(self, path: Path, frame: pl.DataFrame) -> None:
        """Write a table that is on the disk when this returns, if not yet its name."""
        with self._worded():
            path.parent.mkdir(parents=True, exist_ok=True)
            frame.write_parquet(path)
            _flush(path)

    def commit(self, update: str, manifest: str) -> None:
        """Put a new manifest in the place of the old, when all that it names is on the disk."""
        temporary = self.manifest.with_suffix(".tmp")
        with self._worded():
            for folder in (self.data / update, self.data):
                _flush(folder)
            temporary.write_text(manifest, encoding="utf-8")
            _flush(temporary)
            os.replace(temporary, self.manifest)
            _flush(self.folder)

    @contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise FileError(f"cannot write into {str(self.folder)!r}: {error.strerror or error}") from None


def _flush(path: Path) -> None:
    """Wait until the disk has it. Folders cannot be opened on Windows, which keeps names safe by itself."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
