"""A store as an archive whose tables are read when they are asked for."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Mapping

import polars as pl

from .. import _core
from ..archive import Archive
from ..errors import InvalidArgument, StoreChanged
from ..limits import settings
from ..originals import Files
from ..vocabulary import shipped
from .layout import TABLES, Layout
from .manifest import Manifest, opened

__all__ = ["StoredArchive", "open"]

# `coverage` is a table of the store and a method of archives.
_FIVE = TABLES[:-1]


class _Tables(Mapping[str, pl.DataFrame]):
    """The five tables by name, each read once, when it is asked for."""

    def __init__(self, layout: Layout, manifest: Manifest) -> None:
        self._layout = layout
        self._manifest = manifest
        self._read: dict[str, pl.DataFrame] = {}

    def __getitem__(self, table: str) -> pl.DataFrame:
        if table not in self._read:
            self._read[table] = self.lazy(table).collect()
        return self._read[table]

    def __iter__(self) -> Iterator[str]:
        return iter(_FIVE)

    def __len__(self) -> int:
        return len(_FIVE)

    def lazy(self, table: str) -> pl.LazyFrame:
        if table not in TABLES:
            raise KeyError(table)
        paths = [self._layout.table(part, table) for part in self._manifest.parts]
        if not all(path.exists() for path in paths):
            self._changed()
        return pl.scan_parquet(paths)

    def files(self) -> pl.DataFrame:
        path = self._layout.index(self._manifest.update, "files")
        if not path.exists():
            self._changed()
        return pl.read_parquet(path)

    def _changed(self) -> None:
        raise StoreChanged(f"{self._layout.folder}: updated since it was opened; open it again")


class _Originals:
    """The files that a store was made from."""

    def __init__(self, tables: _Tables, manifest: Manifest) -> None:
        self._tables = tables
        self._manifest = manifest

    @functools.cached_property
    def _files(self) -> Files:
        bounds = settings(self._manifest.limits, self._manifest.text_column)
        return Files(self._tables["issues"], self._tables["diagnostics"], bounds)

    def text(self, document: str) -> str:
        return self._files.text(document)


class StoredArchive(Archive):
    """An archive in a store; made by `open`.

    It shows one state of the store, however often that is updated afterwards, as long as its files are there: tables
    that were not read yet are gone after the second update (`StoreChanged`).
    """

    def __init__(self, layout: Layout, manifest: Manifest) -> None:
        self._tables = _Tables(layout, manifest)
        self._manifest = manifest
        self._frames = self._tables
        self._originals = _Originals(self._tables, manifest)

    @functools.cached_property
    def _coverage(self) -> pl.DataFrame:  # type: ignore[override]  # read when asked for
        return self._tables["coverage"]

    @functools.cached_property
    def _vocabulary(self) -> _core.Vocabulary:  # type: ignore[override]
        own = self._manifest.own
        return _core.Vocabulary(**own) if own else shipped()

    @property
    def version(self) -> int:
        """How many updates had changed the store."""
        return self._manifest.version

    @property
    def files(self) -> pl.DataFrame:
        """The files that were read, and those that are gone.

        Columns `file`, `path`, `bytes` (of the file), `content_hash` (BLAKE3; null where it could not be read),
        `status` (`present`; `kept`: gone, its documents kept; `removed`: gone) and `version` (of the store when it got
        this content or this status).
        """
        return self._tables.files()

    def scan(self, table: str) -> pl.LazyFrame:
        """A table as a lazy frame over the store's Parquet files, for queries that need only a part of it.

        Parameters
        ----------
        table
            `"issues"`, `"items"`, `"citations"`, `"mentions"`, `"diagnostics"` or `"coverage"`.

        Raises
        ------
        InvalidArgument
            For the name of no table.
        StoreChanged
            When the store was updated twice since it was opened. Collect the frame before that.
        """
        if table not in TABLES:
            raise InvalidArgument(f"table: expected one of {', '.join(TABLES)}; found {table!r}")
        return self._tables.lazy(table)


def open(store: str | os.PathLike[str]) -> StoredArchive:  # noqa: A001  (as `gzip.open`)
    r"""Open a store of tables that `update` made.

    Parameters
    ----------
    store
        The folder.

    Returns
    -------
    StoredArchive
        An `Archive` that reads each table when it is asked for, with `scan`, `files` and `version` besides. `text`,
        `excerpt` and `evidence` read the original documents, which must still be where they were.

    Raises
    ------
    StoreError
        When there is no store, or one of another form; the message says what to do.

    Examples
    --------
    >>> import dateline as dl, polars as pl, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("Russia Reform Monitor No. 9\n\nGrain was sold. (CNN, May 4, 2020)\n")
    >>> _ = dl.update(folder / "a.txt", folder / "store")
    >>> archive = dl.open(folder / "store")
    >>> archive.scan("items").filter(pl.col("source") == "CNN").select("item_id", "date").collect().rows()
    [('russia-reform-monitor/9/1', datetime.date(2020, 5, 4))]
    >>> archive.excerpt("russia-reform-monitor/9/1")
    'Grain was sold. (CNN, May 4, 2020)'
    """
    layout = Layout(store)
    return StoredArchive(layout, opened(layout))
