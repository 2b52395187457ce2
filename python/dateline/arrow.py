r"""Arrow in, Arrow out: the reader as a kernel for any engine that speaks the Arrow C interface.

A batch is any object with `__arrow_c_stream__` or `__arrow_c_array__`: a `pyarrow.RecordBatch` or `Table`, a Polars or
pandas frame, a DuckDB relation. What comes back has `__arrow_c_stream__`: `pyarrow.table(found)` and
`polars.DataFrame(found)` take it without a copy, and so do all that take a pyarrow table.

    >>> import dateline as dl, polars as pl
    >>> batch = pl.DataFrame({"text": ["Russia Reform Monitor No. 7\n\nRain fell. (CNN, May 4, 2020)\n"]})
    >>> found = dl.items_arrow(batch)
    >>> pl.DataFrame(found).select("item_id", "source").rows()
    [('russia-reform-monitor/7/1', 'CNN')]
"""

from __future__ import annotations

from typing import Any

import polars as pl
from polars import selectors

from . import _core
from .errors import InvalidArgument
from .reading import core_errors
from .schemas import checked_table, schema
from .stages import ARCHIVE, stages_of
from .vocabulary import shipped

__all__ = [
    "ArrowTable",
    "citations_arrow",
    "facts_arrow",
    "items_arrow",
    "mentions_arrow",
    "settle_arrow",
    "table_arrow",
]


class ArrowTable:
    """A table behind the Arrow PyCapsule interface, and nothing else.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> len(dl.items_arrow(pl.DataFrame({"text": ["Rain fell. (CNN, May 4, 2020)"]})))
    1
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows as a capsule `arrow_array_stream`; a schema that is asked for is not followed, as it may be."""
        return self._frame.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return self._frame.height

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._frame.height:,} rows, {self._frame.width} columns)"


def items_arrow(
    batch: Any, *, text: str = "text", name: str | None = None, settled: Any = None, threads: int | None = None
) -> ArrowTable:
    """The items of a batch of documents.

    Parameters
    ----------
    batch
        Documents, one a row.
    text
        The column that holds them: strings, or bytes of files. A null is left out.
    name
        The column that holds their names, each once in the archive; without it they are `text-1`, `text-2`, ... in the
        order of the batch. A name that reads like a file's (`rrm-no-2567`) tells series and number where the text does
        not.
    settled
        What `settle_arrow` gave for the archive that the batch is a part of. Without it every issue settles itself: its
        id does not look for other renderings, its years not for neighbours.
    threads
        Number of threads; all cores by default.

    Returns
    -------
    ArrowTable
        With the columns of `dl.schema("items")`.

    Raises
    ------
    InvalidArgument
        When the batch is no table, or lacks a column, or the column holds neither strings nor bytes.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> batch = pl.DataFrame({"body": ["Rain fell in Kazan. (CNN, May 4, 2020)"], "file": ["rrm-no-7.txt"]})
    >>> pl.DataFrame(dl.items_arrow(batch, text="body", name="file"))["item_id"].to_list()
    ['russia-reform-monitor/7/1']
    """
    return table_arrow(batch, "items", text=text, name=name, settled=settled, threads=threads)


def citations_arrow(
    batch: Any, *, text: str = "text", name: str | None = None, settled: Any = None, threads: int | None = None
) -> ArrowTable:
    """The citations of a batch of documents, as `items_arrow`, with the columns of `dl.schema("citations")`."""
    return table_arrow(batch, "citations", text=text, name=name, settled=settled, threads=threads)


def mentions_arrow(
    batch: Any, *, text: str = "text", name: str | None = None, settled: Any = None, threads: int | None = None
) -> ArrowTable:
    """The mentions of a batch of documents, as `items_arrow`, with the columns of `dl.schema("mentions")`."""
    return table_arrow(batch, "mentions", text=text, name=name, settled=settled, threads=threads)


def table_arrow(
    batch: Any,
    table: str,
    *,
    text: str = "text",
    name: str | None = None,
    settled: Any = None,
    threads: int | None = None,
) -> ArrowTable:
    """Any of the five tables of a batch of documents, as `items_arrow`."""
    stages = stages_of(checked_table(table), schema(table))
    known = (
        settled
        if settled is None or isinstance(settled, _core.Settled)
        else _core.Settled(_narrowed(frame_of(settled)))
    )
    documents = _documents(batch, text, name, threads)
    with core_errors():
        return ArrowTable(documents.rows(range(len(documents)), table, stages - ARCHIVE, known))


def facts_arrow(batch: Any, *, text: str = "text", name: str | None = None, threads: int | None = None) -> ArrowTable:
    """What the issues of a batch contribute to what only the whole archive can tell: ids of renderings, years.

    Facts of all batches together go through `settle_arrow`, whose result the kernels take as `settled`; so an archive
    in any number of parts gives what it gives as a whole.

    Returns
    -------
    ArrowTable
        One row per issue, some 200 bytes each. `slug` is that of its series: issues of different series, or with none,
        have no bearing on each other, unless both lack number and series.
    """
    documents = _documents(batch, text, name, threads)
    with core_errors():
        return ArrowTable(documents.facts(range(len(documents)), True).drop("entry", "path"))


def settle_arrow(facts: Any) -> ArrowTable:
    """Settles an archive.

    Parameters
    ----------
    facts
        Of all its issues, in any order, from `facts_arrow`.

    Returns
    -------
    ArrowTable
        One row for each issue of which the others tell more than it does itself; often there are none.
    """
    return ArrowTable(_core.settle(_narrowed(frame_of(facts)).sort("document", "nth")))


def frame_of(data: Any) -> pl.DataFrame:
    """A Polars frame of the same buffers, of anything that speaks the Arrow C interface.

    Raises
    ------
    InvalidArgument
        For anything else.
    """
    if isinstance(data, ArrowTable):
        return data._frame
    if isinstance(data, pl.DataFrame):
        return data
    if hasattr(data, "__arrow_c_stream__") or hasattr(data, "__arrow_c_array__"):
        return pl.DataFrame(data)
    expected = "a table with __arrow_c_stream__ or __arrow_c_array__"
    raise InvalidArgument(f"batch: expected {expected}, found {type(data).__name__}")


def _narrowed(frame: pl.DataFrame) -> pl.DataFrame:
    """Facts as the core has them: engines without unsigned integers widen them."""
    return frame.with_columns(selectors.integer().cast(pl.UInt32))


def _documents(batch: Any, text: str, name: str | None, threads: int | None) -> _core.Batches:
    frame = frame_of(batch)
    for column in (text, name):
        if column is not None and column not in frame.columns:
            raise InvalidArgument(f"batch: expected a column {column!r}, found {', '.join(frame.columns)}")
    cells = frame[text]
    if cells.dtype == pl.Null:
        cells = cells.cast(pl.String)
    if cells.dtype not in (pl.String, pl.Binary):
        raise InvalidArgument(f"batch: expected strings or bytes in {text!r}, found {cells.dtype}")
    names = pl.Series([f"text-{n}" for n in range(1, frame.height + 1)]) if name is None else frame[name]
    present = cells.is_not_null()
    labels = names.cast(pl.String).fill_null("").filter(present).to_list()
    facts = _core.Facts({}, {}, {})
    with core_errors():
        return _core.Batches.cells(cells.filter(present), labels, facts, "auto", threads, shipped())
