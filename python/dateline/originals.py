"""Where the decoded text of a document comes from again, so that an archive need not keep all texts in memory."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping, Sequence
from typing import Protocol

import polars as pl

from . import _core
from .errors import DocumentChanged, FileError, SourceNotFound, UnknownDocument
from .remote import RemoteFile

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

    def __init__(self, issues: pl.DataFrame, diagnostics: pl.DataFrame) -> None:
        self._paths: dict[str, str] = {}
        self._hashes: dict[str, str] = {}
        for row in diagnostics.select("document", "path").unique().iter_rows():
            self._paths[row[0]] = row[1]
        for document, path, content_hash in issues.select("document", "path", "content_hash").iter_rows():
            self._paths[document] = path
            self._hashes[document] = content_hash
        # The row of an excerpt is mostly followed by its neighbour's.
        self._last: tuple[str, str] | None = None

    def text(self, document: str) -> str:
        """The text of the file now, decoded as it was then.

        Raises
        ------
        DocumentChanged
            When the file holds other bytes than were read.
        """
        if self._last is not None and self._last[0] == document:
            return self._last[1]
        path = self._paths.get(document)
        if path is None:
            raise UnknownDocument(document, difflib.get_close_matches(document, self._paths))
        try:
            text, content_hash = _core.text_of(path)
        except OSError as error:
            if not os.path.exists(path):
                raise SourceNotFound(f"{path}: not there any more, though it was read as {document!r}") from None
            raise FileError(str(error)) from None
        if self._hashes.get(document, content_hash) != content_hash:
            raise DocumentChanged(document, path)
        self._last = (document, text)
        return text


class Addresses:
    """Files of a store, fetched again when asked for and compared with what was read first."""

    def __init__(self, files: Sequence[RemoteFile], issues: pl.DataFrame) -> None:
        self._files = {file.name: file for file in files}
        self._hashes = dict(issues.select("document", "content_hash").iter_rows())

    def text(self, document: str) -> str:
        """The text of the file now, decoded as it was then.

        Raises
        ------
        DocumentChanged
            When the file holds other bytes than were read.
        """
        file = self._files.get(document)
        if file is None:
            raise UnknownDocument(document, difflib.get_close_matches(document, self._files))
        try:
            data: bytes = file.system.cat_file(file.path)
        except FileNotFoundError:
            raise SourceNotFound(f"{file.address}: not there any more, though it was read as {document!r}") from None
        except OSError as error:
            raise FileError(f"cannot read {file.address}: {error}") from None
        text, content_hash = _core.text_in(data)
        if self._hashes.get(document, content_hash) != content_hash:
            raise DocumentChanged(document, file.address)
        return text
