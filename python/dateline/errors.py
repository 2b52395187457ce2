"""What can stop a call.

Problems inside documents are not here: they are rows of `Archive.diagnostics`. Every class below is also the built-in
exception that fits, so `except FileNotFoundError` works as well as `except SourceNotFound`.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "DatelineError",
    "DocumentChanged",
    "DocumentError",
    "FileError",
    "InvalidArgument",
    "MissingPackage",
    "SourceNotFound",
    "StoreBusy",
    "StoreChanged",
    "StoreError",
    "UnknownDocument",
    "UnknownItem",
    "VocabularyError",
]


class DatelineError(Exception):
    """Any error that dateline raises on purpose."""


class SourceNotFound(DatelineError, FileNotFoundError):
    """A path or glob given as a source leads nowhere; the message names it."""


class FileError(DatelineError, OSError):
    """A source, or a file to be written, that the operating system refuses."""


class StoreError(DatelineError, OSError):
    """A store that cannot be opened or updated; the message says why and what to do."""


class StoreBusy(StoreError):
    """Another process is updating the store."""


class StoreChanged(StoreError):
    """A store was updated twice since it was opened, so the tables that were asked for are gone. Open it again."""


class InvalidArgument(DatelineError, ValueError):
    """An argument that cannot mean anything: says what was expected and what was found."""


class VocabularyError(InvalidArgument):
    """A user's own gazetteer, outlets or lexicon has a row that cannot be used."""


class MissingPackage(DatelineError, ImportError):
    """An optional package is needed; the message says how to get it."""


class _Unknown(DatelineError, KeyError):
    # KeyError shows its argument in quotes, which spoils a sentence.
    def __str__(self) -> str:
        return str(self.args[0])


class UnknownItem(_Unknown):
    """No item has this id; `nearest` holds the ids most like it."""

    def __init__(self, item_id: str, nearest: Sequence[str] = ()) -> None:
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no item {item_id!r} in this archive{hint}")
        self.item_id = item_id
        self.nearest = list(nearest)


class UnknownDocument(_Unknown):
    """No document of the archive has this name."""

    def __init__(self, document: str, nearest: Sequence[str] = ()) -> None:
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no document {document!r} in this archive{hint}")
        self.document = document
        self.nearest = list(nearest)


class DocumentChanged(DatelineError):
    """A file is no longer what was read, so byte offsets into it mean nothing. Read the archive again."""

    def __init__(self, document: str, path: str) -> None:
        super().__init__(
            f"{path}: changed since it was read as {document!r}; read the archive again, or update its store"
        )
        self.document = document
        self.path = path


class DocumentError(DatelineError, ValueError):
    """With `strict=True`: documents hold problems of severity `error`; `problems` lists each as one line."""

    SHOWN = 5

    def __init__(self, problems: Sequence[str]) -> None:
        more = len(problems) - self.SHOWN
        lines = list(problems[: self.SHOWN]) + ([f"... and {more} more"] if more > 0 else [])
        noun = "problem" if len(problems) == 1 else "problems"
        super().__init__(f"{len(problems)} {noun} of severity error:\n  " + "\n  ".join(lines))
        self.problems = list(problems)
