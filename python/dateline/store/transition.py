"""From one state of a store to the next: what is new is read, what depends on it is settled again, the rest stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Literal

import polars as pl

from .. import _core
from ..errors import DocumentError, FileError, StoreError
from ..places import heading
from .layout import TABLES, Layout
from .manifest import SCHEMA, Manifest, current
from .parts import PART_BYTES, Document, Part, by_name, divided
from .survey import FILES, Survey, surveyed

__all__ = ["Transition"]

DOCUMENTS = {"file": pl.String, "document": pl.String, "bytes": pl.UInt64, "part": pl.String}
"""Columns of the index of documents, which stands in the order of the archive."""


class _Reading:
    """Some files of the source, read as far as each can be read alone."""

    def __init__(
        self, holdings: _core.Holdings, entries: Sequence[int], report: Callable[[int, int], object] | None = None
    ) -> None:
        self.entries = list(entries)
        self._unsettled = holdings.read(self.entries, report)
        self.facts = self._unsettled.facts().drop("entry")
        names = [name for name, _, _ in holdings.files()]
        self.documents = [
            (names[entry], document, size) for entry, document, size in self._unsettled.documents().iter_rows()
        ]

    def tables(self, settled: _core.Settled) -> dict[str, pl.DataFrame]:
        """The rows of the documents; they can be had once."""
        tables = self._unsettled.tables(settled)
        return {name: getattr(tables, name) for name in TABLES}


class Transition:
    """One update. Used as a context, within the store's lock: at its end, what belongs to no state is removed."""

    def __init__(self, layout: Layout, holdings: _core.Holdings, found: Manifest | None, wanted: Manifest) -> None:
        self._layout = layout
        self._holdings = holdings
        self._manifest = found
        # Of a store of an older form nothing is taken over; it stays until the new state is there.
        self._before = found if found is not None and found.schema == SCHEMA else None
        self._next = replace(wanted, version=found.version + 1 if found is not None else 1)

    @property
    def version(self) -> int:
        """Of the store as it is."""
        return self._manifest.version if self._manifest is not None else 0

    def __enter__(self) -> Transition:
        self._sweep()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._sweep()

    def _sweep(self) -> None:
        # As it is on the disk: an error may have come just before or just after the step to the new state.
        found = current(self._layout)
        if found is None or found.schema == SCHEMA:
            self._layout.sweep(found.kept(self._layout) if found is not None else set())

    def run(
        self, removed: Literal["drop", "keep"], strict: bool, report: Callable[[int, int], object] | None
    ) -> tuple[Survey, int]:
        """Bring the store to its next state, if there is one.

        Returns
        -------
        tuple of Survey and int
            What differed, and how many unchanged files were read again.
        """
        again = self._before is None or self._before.reading != self._next.reading
        known = self._index("files", pl.Schema(FILES))
        survey = surveyed(self._holdings, known, self._next.version, again=again, removed=removed)
        if not again and not survey.differs:
            return survey, 0
        stored = self._index("documents", pl.Schema(DOCUMENTS))
        held = stored.filter(pl.col("file").is_in(list(survey.held)))
        if again and held.height:
            advice = "pass the options that the store was made with, or removed='drop'"
            raise StoreError(f"{self._layout.folder}: {held.height:,} documents have no files to read again; {advice}")
        first = _Reading(self._holdings, survey.fresh, report)
        files = self._as_read(survey)
        old = self._index("facts", first.facts.schema)
        facts = _ordered(pl.concat([old.join(held, on="document", how="semi"), first.facts]))
        settled = _core.settle(facts)
        bears_on = _differing(_core.settle(old), settled)
        affected = held.filter(pl.col("document").is_in(bears_on), pl.col("file").is_in(list(survey.entries)))["file"]
        second = _Reading(self._holdings, sorted({survey.entries[file] for file in affected}))
        self._check_still(survey, second.entries)
        rows = _joined([one.tables(_core.Settled(settled)) for one in (first, second)])
        if strict:
            _check_errors(rows["diagnostics"])
        documents = _documents(stored, held, first.documents + second.documents)
        gone = stored.filter(~pl.col("document").is_in([document.name for document in documents]))
        parts = divided(documents, set(gone["part"]), PART_BYTES)
        self._write(files, parts, facts, rows)
        return survey, len(second.entries)

    def _index(self, name: str, schema: pl.Schema) -> pl.DataFrame:
        if self._before is None:
            return schema.to_frame()
        return pl.read_parquet(self._layout.index(self._before.update, name))

    def _as_read(self, survey: Survey) -> pl.DataFrame:
        """The index of files; one that changed while it was read has no hash, and is read again the next time."""
        now = dict(zip(survey.fresh, self._holdings.hashes(survey.fresh), strict=True))
        then = dict(survey.files.select("file", "content_hash").iter_rows())
        moved = [name for name, entry in survey.entries.items() if entry in now and now[entry] != then[name]]
        hashes = pl.when(pl.col("file").is_in(moved)).then(None).otherwise("content_hash")
        return survey.files.with_columns(content_hash=hashes)

    def _check_still(self, survey: Survey, entries: Sequence[int]) -> None:
        hashes = dict(survey.files.select("file", "content_hash").iter_rows())
        names = {entry: name for name, entry in survey.entries.items()}
        for entry, now in zip(entries, self._holdings.hashes(list(entries)), strict=True):
            if now != hashes[names[entry]]:
                raise FileError(f"{names[entry]}: changed while it was read; run the update again")

    def _write(
        self, files: pl.DataFrame, parts: Sequence[Part], facts: pl.DataFrame, rows: Mapping[str, pl.DataFrame]
    ) -> None:
        layout, update = self._layout, self._next.update
        named = [part.name or f"{update}/{number:03}" for number, part in enumerate(parts)]
        written = [number for number, part in enumerate(parts) if part.name is None]
        places = pl.DataFrame(
            [(document.name, number) for number in written for document in parts[number].documents if document.fresh],
            schema={"document": pl.String, "_part": pl.Int64},
            orient="row",
        )
        for table, frame in rows.items():
            placed = frame.join(places, on="document", maintain_order="left")
            fresh = placed.partition_by("_part", as_dict=True, include_key=False)
            for number in written:
                of_part = self._rows(table, parts[number], fresh.get((number,), frame.clear()))
                layout.write(layout.table(named[number], table), of_part)
        documents = pl.DataFrame(
            [(d.file, d.name, d.bytes, name) for name, part in zip(named, parts, strict=True) for d in part.documents],
            schema=DOCUMENTS,
            orient="row",
        )
        for index, frame in (("files", files), ("documents", documents), ("facts", facts)):
            layout.write(layout.index(update, index), frame)
        previous = self._before.parts if self._before is not None else ()
        state = replace(self._next, parts=tuple(named), previous=previous)
        layout.commit(update, state.text())
        self._manifest = state

    def _rows(self, table: str, part: Part, fresh: pl.DataFrame) -> pl.DataFrame:
        """A table of a part: the rows that stay and the fresh ones, in the order of their documents."""
        staying = [document for document in part.documents if not document.fresh]
        homes = dict.fromkeys(document.part for document in staying if document.part is not None)
        order = pl.DataFrame({"document": [document.name for document in part.documents]}, schema=_NAME)
        old = [pl.read_parquet(self._layout.table(home, table)) for home in homes]
        names = pl.DataFrame({"document": [document.name for document in staying]}, schema=_NAME)
        rows = pl.concat([*(frame.join(names, on="document", how="semi") for frame in old), fresh])
        ranked = rows.join(order.with_row_index("_rank"), on="document", maintain_order="left")
        return ranked.sort("_rank", maintain_order=True).drop("_rank")


_NAME = {"document": pl.String}


def _ordered(facts: pl.DataFrame) -> pl.DataFrame:
    """Facts in the order of the archive, on which ties between renderings depend."""
    names = pl.Series("document", sorted(facts["document"].unique(), key=by_name), pl.String)
    order = names.to_frame().with_row_index("rank")
    return facts.join(order, on="document").sort("rank", "nth").drop("rank")


def _differing(old: pl.DataFrame, new: pl.DataFrame) -> list[str]:
    """Documents of which the archive knew something else before."""
    pairs = ((old, new), (new, old))
    changed = [one.join(other, on=one.columns, how="anti", nulls_equal=True)["document"] for one, other in pairs]
    return pl.concat(changed).unique().to_list()


def _joined(tables: Sequence[Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    return {name: pl.concat([one[name] for one in tables]) for name in TABLES}


def _check_errors(diagnostics: pl.DataFrame) -> None:
    errors = diagnostics.filter(severity="error")
    if errors.height:
        raise DocumentError([heading(row) for row in errors.iter_rows(named=True)])


def _documents(stored: pl.DataFrame, held: pl.DataFrame, read: Sequence[tuple[str, str, int]]) -> list[Document]:
    """All documents in their order: those that stay, and those whose rows are made by this update."""
    homes = dict(stored.select("document", "part").iter_rows())
    fresh = {name: Document(name, file, size, homes.get(name), True) for file, name, size in read}
    again = {document.file for document in fresh.values()}
    staying = [
        Document(name, file, size, part, False)
        for file, name, size, part in held.select("file", "document", "bytes", "part").iter_rows()
        if file not in again
    ]
    return sorted([*staying, *fresh.values()], key=lambda document: by_name(document.name))
