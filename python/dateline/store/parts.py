"""A store's documents in parts: runs of neighbours in the order of the archive, each with its own files.

An update writes the parts anew that hold documents which came, went or changed, and leaves the others alone. Since
parts are runs of one order, their tables one behind the other are those of a full reading.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["PART_BYTES", "Document", "Part", "by_name", "divided"]

PART_BYTES = 4 << 20
"""Bytes of text that a part is meant to hold; twice as many at most, unless one document has more."""


@dataclass(frozen=True)
class Document:
    """A document as a part sees it."""

    name: str
    file: str
    """The file it is in: itself, or its container."""
    bytes: int
    part: str | None
    """The part it lies in; None for one that came with this update."""
    fresh: bool
    """Whether its rows are made by this update."""


@dataclass(frozen=True)
class Part:
    """A run of documents that lies in one set of files."""

    documents: Sequence[Document]
    name: str | None
    """Of a part that stays as it is; None for one that is to be written."""


def by_name(document: str) -> tuple[str, int]:
    """The order of documents, as the core has it: by characters, but numbers of members by their value."""
    before, mark, number = document.rpartition("#")
    return (before, int(number)) if mark and number.isascii() and number.isdigit() else (document, 0)


def divided(documents: Sequence[Document], dwindled: set[str], size: int) -> list[Part]:
    """The parts of an archive.

    Parameters
    ----------
    documents
        All documents, in their order.
    dwindled
        Parts that documents have left.
    size
        Bytes of a part.

    Returns
    -------
    list of Part
        At least one, if an empty one.
    """
    parts: list[Part] = []
    pending: list[Document] = []
    for name, run in _runs(documents):
        if name is None or name in dwindled or any(document.fresh for document in run):
            pending += run
            continue
        held = sum(document.bytes for document in run)
        if pending and sum(document.bytes for document in pending) + held <= size:
            # Too little for a part of its own: parts would grow ever smaller.
            pending += run
            continue
        parts += _cut(pending, size)
        pending = []
        parts.append(Part(run, name))
    parts += _cut(pending, size)
    return parts or [Part([], None)]


def _runs(documents: Sequence[Document]) -> Iterator[tuple[str | None, list[Document]]]:
    """Documents with the part they lie in; those that came join the one before them, or the first."""
    known = next((document.part for document in documents if document.part is not None), None)
    home: list[str | None] = []
    for document in documents:
        known = document.part if document.part is not None else known
        home.append(known)
    placed = zip(home, documents, strict=True)
    for name, run in itertools.groupby(placed, key=lambda pair: pair[0]):
        yield name, [document for _, document in run]


def _cut(documents: Sequence[Document], size: int) -> Iterator[Part]:
    """Parts of about equal size."""
    total = sum(document.bytes for document in documents)
    count = -(-total // size) if total > 2 * size else 1
    start = held = done = 0
    for index, document in enumerate(documents[:-1] if count > 1 else ()):
        held += document.bytes
        if held * count >= (done + 1) * total:
            yield Part(documents[start : index + 1], None)
            start, done = index + 1, held * count // total
    if documents:
        yield Part(documents[start:], None)
