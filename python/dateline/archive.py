"""What was read: the five tables, and the way back from each row to the text."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

import polars as pl

from . import _core, renditions, summary, writing
from .errors import InvalidArgument, MissingPackage, UnknownItem
from .evidence import evidence
from .originals import Originals
from .show import ItemView
from .vocabulary import shipped

if TYPE_CHECKING:
    import pandas as pd

    from .categorizer import Categorizer

__all__ = ["Archive", "Row"]

Row: TypeAlias = "str | Mapping[str, Any] | pl.DataFrame | Any"
"""An item id, or one row with a span: a mapping, a one-row frame, or a pandas series."""

TABLES = ("issues", "items", "citations", "mentions", "diagnostics")


class _Tables(Protocol):
    """What the core hands over, and what `deduplicate` makes of it: the five tables and the coverage."""

    @property
    def issues(self) -> pl.DataFrame: ...
    @property
    def items(self) -> pl.DataFrame: ...
    @property
    def citations(self) -> pl.DataFrame: ...
    @property
    def mentions(self) -> pl.DataFrame: ...
    @property
    def diagnostics(self) -> pl.DataFrame: ...
    @property
    def coverage(self) -> pl.DataFrame: ...


class Archive:
    """Tables of everything read in one call; made by `read`, `parse` and `sample`.

    Columns are described in the README. All offsets are half-open ranges of UTF-8 bytes into the decoded text of a
    document, which `text` returns; `excerpt` cuts them out.

    Examples
    --------
    >>> import dateline as dl
    >>> archive = dl.sample()
    >>> archive.items.height == archive.issues["items"].sum()
    True
    """

    def __init__(self, tables: _Tables, originals: Originals, vocabulary: _core.Vocabulary | None = None) -> None:
        self._frames: Mapping[str, pl.DataFrame] = {name: getattr(tables, name) for name in TABLES}
        self._coverage = tables.coverage
        self._originals = originals
        self._vocabulary = shipped() if vocabulary is None else vocabulary

    @property
    def issues(self) -> pl.DataFrame:
        """One row per issue: series, number, date, editors, declared labels, teasers, file."""
        return self._frames["issues"]

    @property
    def items(self) -> pl.DataFrame:
        """One row per news item: text, headline, note, and its category, country, source and date."""
        return self._frames["items"]

    @property
    def citations(self) -> pl.DataFrame:
        """One row per item, outlet and date cited."""
        return self._frames["citations"]

    @property
    def mentions(self) -> pl.DataFrame:
        """One row per country mentioned at a place of an item."""
        return self._frames["mentions"]

    @property
    def diagnostics(self) -> pl.DataFrame:
        """One row per thing in a document that was not understood."""
        return self._frames["diagnostics"]

    def coverage(self, *, by: Literal["archive", "document"] = "archive") -> pl.DataFrame:
        """What each byte was taken for.

        Parameters
        ----------
        by
            `"archive"` for all documents together, `"document"` for each.

        Returns
        -------
        polars.DataFrame
            `role` (`masthead`, `heading`, `headline`, `text`, `citation`, `note`, `boilerplate`, `unparsed`), `bytes`,
            `share` (of the archive, or of the document; adds up to 1.0), after `document` where asked for.

        Examples
        --------
        >>> import dateline as dl
        >>> round(dl.sample().coverage()["share"].sum(), 9)
        1.0
        """
        if by == "archive":
            counted = self._coverage.group_by("role", maintain_order=True).agg(pl.col("bytes").sum())
            return counted.with_columns(share=pl.col("bytes") / pl.col("bytes").sum())
        if by == "document":
            return self._coverage.with_columns(share=pl.col("bytes") / pl.col("bytes").sum().over("document"))
        raise InvalidArgument(f"by: expected 'archive' or 'document', found {by!r}")

    def text(self, document: str) -> str:
        """The decoded text of a document, into whose UTF-8 bytes all its offsets point.

        Files are read again and compared with what was read first.

        Raises
        ------
        UnknownDocument
            When the archive has none of this name. It is a `KeyError`.
        DocumentChanged
            When the file is no longer what was read.
        """
        return self._originals.text(document)

    def excerpt(self, row: Row) -> str:
        r"""The text of an item, or of any row with a span, exactly as printed.

        Parameters
        ----------
        row
            An item id; or a row of any table as a mapping (`frame.row(0, named=True)`), a one-row frame or a pandas
            series, with `byte_start` and `byte_end` beside `document` or `item_id`.

        Raises
        ------
        UnknownItem
            When there is no such item; it names the nearest ids.

        Examples
        --------
        >>> import dateline as dl
        >>> archive = dl.parse("Russia Reform Monitor No. 7\n\nRain fell. (CNN, May 4, 2020)\n")
        >>> archive.excerpt("russia-reform-monitor/7/1")
        'Rain fell. (CNN, May 4, 2020)'
        >>> archive.excerpt(archive.citations[0])
        '(CNN, May 4, 2020)'
        """
        cells = self.item(row) if isinstance(row, str) else _cells(row)
        if cells.get("byte_start") is None or cells.get("byte_end") is None:
            raise InvalidArgument("row: expected byte_start and byte_end, found a row without a span")
        document = cells.get("document")
        if document is None and cells.get("item_id") is not None:
            document = self.item(cells["item_id"])["document"]
        if document is None:
            raise InvalidArgument("row: expected document or item_id beside the span, found neither")
        start, end = int(cells["byte_start"]), int(cells["byte_end"])
        try:
            return self.text(document).encode()[start:end].decode()
        except UnicodeDecodeError:
            message = f"row: expected a span of {document!r}, found {start}..{end}, which cuts a character"
            raise InvalidArgument(message) from None

    def item(self, item_id: str) -> dict[str, Any]:
        """The row of an item as a dictionary.

        Raises
        ------
        UnknownItem
            When there is no such item; it names the nearest ids.
        """
        found = self.items.filter(pl.col("item_id") == item_id)
        if found.is_empty():
            raise UnknownItem(item_id, difflib.get_close_matches(item_id, self.items["item_id"].to_list(), cutoff=0.5))
        return found.row(0, named=True)

    def evidence(self, item_id: str) -> pl.DataFrame:
        r"""What in an item spoke for its countries, outlets, dates and categories, in order of place.

        Returns
        -------
        polars.DataFrame
            `kind` (`country`, `outlet`, `date`, `category`), `value` (iso3, outlet, ISO date or first/last date, label;
            null where nothing decided), `surface` (as printed), `rule` (of the mention, form of the citation, basis of
            the date, term of the lexicon), `weight` (of the term), `candidates` (list; null unless ambiguous), `field`
            (`headline`, `text`, `citation`, `note`), `byte_start`, `byte_end` (UTF-8 bytes into the text of the
            document; null for a date taken from the heading above).

        Notes
        -----
        Of categories it lists the terms of the lexicon. What `categorise` learned rests on all words of the item.

        Raises
        ------
        UnknownItem
            When there is no such item; it names the nearest ids.

        Examples
        --------
        >>> import dateline as dl
        >>> archive = dl.parse("Russia Reform Monitor No. 7\n\nRain fell in Kazan. (CNN, May 4, 2020)\n")
        >>> evidence = archive.evidence("russia-reform-monitor/7/1")
        >>> placed = evidence.filter(evidence["kind"] != "category")
        >>> for row in placed.select("kind", "surface", "value", "rule").iter_rows():
        ...     print(*row, sep=" | ")
        country | Kazan | RUS | only
        outlet | CNN | CNN | paren
        date | May 4, 2020 | 2020-05-04 | citation
        """
        item = self.item(item_id)
        mentions, citations = (self._frames[name].filter(item_id=item_id) for name in ("mentions", "citations"))
        return evidence(item, mentions, citations, self.text(item["document"]), self._vocabulary)

    def show(self, item_id: str) -> ItemView:
        r"""An item as printed, with countries, outlets, dates, terms, citations and note marked in place.

        Returns
        -------
        ItemView
            A notebook shows it with colours; `print` gives plain text, its method `ansi` text for a terminal.

        Raises
        ------
        UnknownItem
            When there is no such item; it names the nearest ids.

        Examples
        --------
        >>> import dateline as dl
        >>> archive = dl.parse("Russia Reform Monitor No. 7\n\nRain fell in Kazan. (CNN, May 4, 2020)\n")
        >>> print(archive.show("russia-reform-monitor/7/1"))  # doctest: +ELLIPSIS
        item_id         russia-reform-monitor/7/1
        ...
          country | Kazan | RUS | only | text
        ...
        Rain fell in Kazan. (CNN, May 4, 2020)
        """
        item = self.item(item_id)
        citations = self.citations.filter(item_id=item_id)
        return ItemView(item, self.excerpt(item), citations, self.evidence(item_id))

    def deduplicate(self) -> Archive:
        """The archive with one rendering of each issue: the fuller one, which `issues.duplicate_of` names.

        The rendering that is kept takes date, editors, teasers and declared labels from the ones left out where it has
        none of its own; a date taken so has the basis `rendering`. Items, citations, mentions and diagnostics of the
        renderings left out are dropped, as are documents that held nothing else. Ids do not change.
        """
        return Archive(renditions.merged(self._frames, self._coverage), self._originals, self._vocabulary)

    def categorise(self, categorizer: Categorizer | None = None) -> Archive:
        """The archive with its items' categories learned from what its own issues declare.

        An issue declares topics for all of its items together. Which item carries which is found out by a classifier
        that starts from the lexicon and learns from the whole archive (`docs/categories.md`): an item of an issue with
        topics gets none but these, and each of them is carried by some item, where there are enough. Items of issues
        without topics get the same classifier.

        Parameters
        ----------
        categorizer
            One that has learned elsewhere, perhaps another scheme, instead of one that learns from this archive.

        Returns
        -------
        Archive
            With new values in four columns of `items`: `category`; `categories`, it and others of probability 0.25 or
            more; `category_basis` (`declared`: its issue has one topic; `assigned`: learned, one of its issue's;
            `inferred`: learned, where the issue has none); `category_score`, now a probability: in nine of ten items
            with 0.9, the category is right.

        Examples
        --------
        >>> import dateline as dl
        >>> items = dl.sample().categorise().items
        >>> sorted(items["category_basis"].unique())
        ['assigned', 'inferred']
        """
        from .categorisation import categorised

        items = categorised(self._frames, self._vocabulary, categorizer)
        frames = {**self._frames, "items": items, "coverage": self._coverage}
        return Archive(SimpleNamespace(**frames), self._originals, self._vocabulary)

    def write(
        self,
        folder: str | os.PathLike[str],
        *,
        format: writing.Format = "parquet",
        storage_options: Mapping[str, Any] | None = None,
    ) -> list[Path] | list[str]:
        """Write the five tables into a folder, one file each, replacing files of the same name.

        Each file appears whole or not at all: it is written under a temporary name and renamed.

        Parameters
        ----------
        folder
            Made when it is missing. Addresses such as `"s3://bucket/tables"` go through fsspec.
        format
            `"parquet"`, `"csv"` (lists joined by `"; "`) or `"ndjson"`.
        storage_options
            As for `read`.

        Returns
        -------
        list of pathlib.Path, or of str
            The files written; addresses of objects.
        """
        return writing.write_tables(self._frames, os.fspath(folder), format, storage_options)

    def to_pandas(self) -> dict[str, pd.DataFrame]:
        """The five tables as pandas frames, by name.

        Raises
        ------
        MissingPackage
            When pandas or pyarrow is not installed.
        """
        try:
            import pandas as pd  # noqa: F401
            import pyarrow as pa  # noqa: F401
        except ImportError as error:
            raise MissingPackage(f"to_pandas needs {error.name}: pip install 'dateline[pandas]'") from None
        return {name: frame.to_pandas() for name, frame in self._frames.items()}

    def __repr__(self) -> str:
        return summary.as_text(self._frames, self._coverage)

    def _repr_html_(self) -> str:
        return summary.as_html(self._frames, self._coverage)


def _cells(row: Any) -> Mapping[str, Any]:
    if isinstance(row, Mapping):
        return row
    if isinstance(row, pl.DataFrame):
        if row.height != 1:
            raise InvalidArgument(f"row: expected one row, found {row.height}")
        return row.row(0, named=True)
    if hasattr(row, "to_dict"):
        cells: Mapping[str, Any] = row.to_dict()
        return cells
    raise InvalidArgument(f"row: expected an item id or a row, found {type(row).__name__}")
