"""Archives as lazy frames: only what a query asks for is read, in batches, whatever the size of the archive."""

from __future__ import annotations

import inspect
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any, Protocol

import polars as pl
from polars.io.plugins import register_io_source

from . import _core
from .limits import Limits, settings
from .predicates import conjuncts, undecided
from .reading import Date, Source, are_addresses, core_arguments, core_errors
from .remote import RemoteBatches, listed
from .schemas import checked_table, schema
from .stages import ARCHIVE, DECIDED_EARLY, stages_of
from .vocabulary import Table

__all__ = ["scan"]

_FIRST_BYTES = 1 << 20
_BYTES_PER_THREAD = 1 << 21


def scan(
    source: Source,
    table: str = "items",
    *,
    published: Date | Mapping[str, Date] | None = None,
    series: str | Mapping[str, str] | None = None,
    headlines: Sequence[str] | Mapping[str, Sequence[str]] | None = None,
    profile: str = "auto",
    threads: int | None = None,
    gazetteer: Table | None = None,
    outlets: Table | None = None,
    lexicon: Table | None = None,
    limits: Limits | Mapping[str, int] | None = None,
    text_column: str = "text",
    batch_bytes: int | None = None,
    storage_options: Mapping[str, Any] | None = None,
) -> pl.LazyFrame:
    r"""One table of an archive as a lazy frame, for archives larger than memory and for questions about a part.

    Parameters
    ----------
    source, published, series, headlines, profile, threads, gazetteer, outlets, lexicon, limits, text_column
        As for `read`. Folders are listed by this call; files are opened when the query is collected, each time.
    table
        `"issues"`, `"items"`, `"citations"`, `"mentions"` or `"diagnostics"`.
    batch_bytes
        Bytes of documents that are read before their rows are handed on; two million for each thread when `None`. A
        larger file is a batch of its own, a container with all that is in it. The rows of a batch take some five times
        as many bytes of memory, and a sink holds several batches.
    storage_options
        As for `read`; what lies behind an address is fetched batch by batch.

    Returns
    -------
    polars.LazyFrame
        With the rows of `read(source)`'s table, in its order. `sink_parquet` and the like write it in bounded memory.

    Raises
    ------
    SourceNotFound, InvalidArgument, VocabularyError
        As for `read`, when the frame is made.

    Notes
    -----
    Columns that a query does not ask for cost nothing: without `country` and `countries` no places are looked for,
    without `category` and its fellows no terms, and columns of `issues` that mastheads tell leave bodies unread.

    A filter on `document`, `path`, `series`, `number` or `published` that is a condition of its own (one side of an
    `&`, or a `filter` of its own) skips documents that cannot hold such rows, before their bodies are read. A limit on
    rows stops the reading.

    Ids and dates of an issue depend on the others: which of several renderings is the fullest, which year a date
    without one has. Where they are asked for, a first pass reads all mastheads, and the bodies only of issues that
    print no date or share their number, and keeps some 90 bytes per issue; then the rows are made. It costs between a
    tenth of a reading (all issues are dated and numbered once) and most of one (none is), and goes through all
    documents whatever the filter or limit. Files must not change in the meantime.

    Examples
    --------
    >>> import dateline as dl, polars as pl, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "note.txt").write_text(
    ...     "Russia Reform Monitor No. 9\n\nExports of grain fell. (Reuters, May 4, 2020)\n"
    ... )
    >>> dl.scan(folder).filter(pl.col("number") == 9).select("source", "date").collect().rows()
    [('Reuters', datetime.date(2020, 5, 4))]
    """
    checked_table(table)
    sources, facts, profile, threads, vocabulary = core_arguments(
        source, published, series, headlines, profile, threads, gazetteer, outlets, lexicon
    )
    bounds = settings(limits, text_column)
    batches: _Batches
    if are_addresses(sources):
        batches = RemoteBatches(listed(sources, storage_options), facts, profile, bounds, threads, vocabulary)
    else:
        with core_errors():
            batches = _core.Batches.files(sources, facts, profile, bounds, threads, vocabulary)
    if batch_bytes is None:
        batch_bytes = _BYTES_PER_THREAD * (threads or os.cpu_count() or 1)
    reader = _Reader(batches, table, max(1, batch_bytes))
    # Asked twice in one query, an archive is the same: Polars then reads it once. Older versions cannot be told.
    known = inspect.signature(register_io_source).parameters
    options: dict[str, Any] = {"is_pure": True, "explain_name": "dateline"}
    options = {name: value for name, value in options.items() if name in known}
    return register_io_source(reader.read, schema=schema(table), **options)


class _Batches(Protocol):
    """Documents by index, read part by part."""

    def __len__(self) -> int: ...
    def parts(self, documents: Sequence[int], first: int, most: int) -> list[tuple[int, int]]: ...
    def facts(self, documents: Sequence[int], items: bool) -> pl.DataFrame: ...
    def rows(
        self, documents: Sequence[int], table: str, stages: Collection[str], settled: _core.Settled | None = None
    ) -> pl.DataFrame: ...


class _Reader:
    """Reads one table of an archive as a query wants it."""

    def __init__(self, batches: _Batches, table: str, batch_bytes: int) -> None:
        self._batches = batches
        self._table = table
        self._bytes = batch_bytes

    def read(
        self, columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, _batch_rows: int | None
    ) -> Iterator[pl.DataFrame]:
        """Frames of the wanted columns, as Polars asks for them: the limit counts rows before the filter."""
        wanted = columns if columns is not None else schema(self._table).names()
        asked = wanted if predicate is None else [*wanted, *predicate.meta.root_names()]
        stages = stages_of(self._table, asked)
        early = [] if predicate is None or rows is not None else conjuncts(predicate, DECIDED_EARLY)
        documents, settled = self._survey(stages & ARCHIVE, early)
        left = rows
        for start, stop in self._batches.parts(documents, min(_FIRST_BYTES, self._bytes), self._bytes):
            if left == 0:
                return
            with core_errors():
                frame = self._batches.rows(documents[start:stop], self._table, stages - ARCHIVE, settled)
            if left is not None:
                frame = frame.head(left)
                left -= frame.height
            if predicate is not None:
                frame = frame.filter(predicate)
            yield _core.compact(frame.select(wanted))

    def _survey(self, archive: frozenset[str], early: Sequence[pl.Expr]) -> tuple[Sequence[int], _core.Settled | None]:
        """The documents that may hold wanted rows, and what the archive knows of its issues."""
        everything = range(len(self._batches))
        if not archive and not early:
            return everything, None
        survey, wanted = _core.Survey(), bytearray(b"\1") * len(everything)
        for start, stop in self._batches.parts(everything, _FIRST_BYTES, self._bytes):
            with core_errors():
                part = self._batches.facts(everything[start:stop], False)
            if early:
                hopeful = part.select("entry", hopeful=undecided(part, early))
                by_entry = hopeful.group_by("entry").agg(pl.col("hopeful").any())
                for entry in by_entry.filter(~pl.col("hopeful"))["entry"]:
                    wanted[entry] = False
            if archive:
                survey.add(part)
        documents = list(compress(everything, wanted)) if early else everything
        if not archive:
            return documents, None
        self._read_unsure(survey, archive)
        return documents, survey.settled()

    def _read_unsure(self, survey: _core.Survey, archive: frozenset[str]) -> None:
        """Reads the bodies of those issues that mastheads alone do not settle."""
        entries = survey.take_unsure("dates" in archive)
        for start, stop in self._batches.parts(entries, self._bytes, self._bytes):
            with core_errors():
                survey.add(self._batches.facts(entries[start:stop], True))
