"""Where the decoded text of a document comes from again, so that an archive need not keep all texts in memory."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping, Sequence
from typing import Protocol

import polars as pl

from . import _core
from .errors import DocumentChanged, FileError, SourceNotFound, UnknownDocument
from .remote import RemoteFile, fetched

__all__ = ["Addresses", "Files", "Originals", "Strings"]


class Originals(Protocol):
    """Gives the decoded text of a document by its name."""

    def text(self, document: str) -> str:
        """The text that byte offsets of this document index into."""


class Strings:
    """Texts that the caller handed over."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def text(self, document: str) -> str:
        """The text as it was given."""
        try:
            return self._texts[document]
        except KeyError:
            raise UnknownDocument(document, difflib.get_close_matches(document, self._texts)) from None


class Files:
    """Files, read again when asked for and compared with what was read first."""

    AHEAD = 16 << 20
    """Bytes of a container that are read beyond a document: what is asked for next mostly stands there."""

    def __init__(self, issues: pl.DataFrame, diagnostics: pl.DataFrame, settings: _core.Settings) -> None:
        self._settings = settings
        self._paths: dict[str, str] = {}
        self._hashes: dict[str, str] = {}
        for row in diagnostics.select("document", "path").unique().iter_rows():
            self._paths[row[0]] = row[1]
        for document, path, content_hash in issues.select("document", "path", "content_hash").iter_rows():
            self._paths[document] = path
            self._hashes[document] = content_hash
        # Texts and hashes by path: of the document asked for last, and of its neighbours in the same container.
        self._read: dict[str, tuple[str, str]] = {}

    def text(self, document: str) -> str:
        """The text of the document now, decoded as it was then.

        Raises
        ------
        DocumentChanged
            When the file holds other bytes than were read.
        """
        path = self._paths.get(document)
        if path is None:
            raise UnknownDocument(document, difflib.get_close_matches(document, self._paths))
        if path not in self._read:
            self._read = self._read_again(path, document)
        if path not in self._read:
            raise DocumentChanged(document, path)
        text, content_hash = self._read[path]
        if self._hashes.get(document, content_hash) != content_hash:
            self._read = {}
            raise DocumentChanged(document, path)
        return text

    def _read_again(self, path: str, document: str) -> dict[str, tuple[str, str]]:
        try:
            found = _core.texts_from(path, self.AHEAD, self._settings)
        except OSError as error:
            if not os.path.exists(path):
                raise SourceNotFound(f"{path}: not there any more, though it was read as {document!r}") from None
            raise FileError(str(error)) from None
        return {path: (text, content_hash) for path, text, content_hash in found}


class Addresses:
    """Documents of a store, fetched again when asked for and compared with what was read first."""

    def __init__(self, files: Sequence[RemoteFile], tables: _core.Tables, settings: _core.Settings) -> None:
        self._files = {file.address: file for file in files}
        self._settings = settings
        self._paths: dict[str, str] = dict(tables.diagnostics.select("document", "path").unique().iter_rows())
        self._paths |= dict(tables.issues.select("document", "path").iter_rows())
        self._hashes: dict[str, str] = dict(tables.issues.select("document", "content_hash").iter_rows())

    def text(self, document: str) -> str:
        """The text of the document now, decoded as it was then.

        Raises
        ------
        DocumentChanged
            When the store holds other bytes than were read.
        """
        path = self._paths.get(document)
        if path is None:
            raise UnknownDocument(document, difflib.get_close_matches(document, self._paths))
        # The way into a container goes on behind the address of its file.
        ways = [path[:end] for end, mark in enumerate(path) if mark in "!#"] + [path]
        file = next(self._files[way] for way in ways if way in self._files)
        with fetched([file]) as (copy,):
            found = _core.texts_from(copy + path.removeprefix(file.address), 0, self._settings)
        text, content_hash = found[0][1:] if found else ("", "")
        if not found or self._hashes.get(document, content_hash) != content_hash:
            raise DocumentChanged(document, path)
        return text
