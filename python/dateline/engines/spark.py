r"""Items, citations and mentions of Spark data frames.

Spark reads the storage, plans, retries and commits; the kernel of `dateline.arrow` turns its Arrow batches of documents
into Arrow batches of rows (`DataFrame.mapInArrow`). The rows are those of `dl.read`, in no order.

    from pyspark.sql import SparkSession
    from dateline.engines import spark

    session = SparkSession.builder.getOrCreate()
    documents = spark.files(session, "s3a://bucket/archive/")
    items = spark.items(documents, text="content", name="name")
    items.write.mode("overwrite").parquet("s3a://bucket/items/")

`overwrite` and the committer that Spark has by default make a job that died and was started again write every row once;
readers of what may be unfinished look for `_SUCCESS`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from .. import _core
from ..arrow import ArrowTable, facts_arrow, frame_of, settle_arrow, table_arrow
from ..errors import InvalidArgument, MissingPackage
from ..schemas import checked_table, schema

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["citations", "files", "items", "mentions", "schema_of", "table"]

Batches = Iterator["pa.RecordBatch"]


def items(documents: DataFrame, *, text: str = "text", name: str = "name", whole: bool = True) -> DataFrame:
    """The items of documents.

    Parameters
    ----------
    documents
        One document a row.
    text
        The column that holds them: strings, or bytes of files. A null is left out.
    name
        The column that holds their names, each once: the `document` of the rows. A name that reads like a file's
        (`rrm-no-2567.txt`) tells series and number where the text does not.
    whole
        Read the documents twice, so that ids look for other renderings of an issue and years for its neighbours, as in
        `read`. Without it every issue settles itself: once through the data, and right where issues print their dates
        and occur once.

    Returns
    -------
    pyspark.sql.DataFrame
        The columns of `dl.schema("items")`; integers without sign, which Spark has not, are `bigint`. With `whole` the
        first reading runs as a job of its own when this function is called.

    Raises
    ------
    InvalidArgument
        When the columns are not there, or the texts are neither strings nor bytes.
    MissingPackage
        Without pyspark or pyarrow.
    """
    return table(documents, "items", text=text, name=name, whole=whole)


def citations(documents: DataFrame, *, text: str = "text", name: str = "name", whole: bool = True) -> DataFrame:
    """The citations of documents, as `items`, with the columns of `dl.schema("citations")`."""
    return table(documents, "citations", text=text, name=name, whole=whole)


def mentions(documents: DataFrame, *, text: str = "text", name: str = "name", whole: bool = True) -> DataFrame:
    """The mentions of documents, as `items`, with the columns of `dl.schema("mentions")`."""
    return table(documents, "mentions", text=text, name=name, whole=whole)


def table(documents: DataFrame, table: str, *, text: str = "text", name: str = "name", whole: bool = True) -> DataFrame:
    """Any of the five tables of documents, as `items`."""
    _require()
    checked_table(table)
    types = dict(documents.dtypes)
    for column, kinds in ((text, {"string", "binary"}), (name, {"string"})):
        if types.get(column) not in kinds:
            found = f"{column} {types[column]}" if column in types else ", ".join(types)
            raise InvalidArgument(f"documents: expected {' or '.join(sorted(kinds))} in {column!r}, found {found}")
    documents = documents.select(text, name)
    settled = _settled(documents, text, name) if whole else None
    return documents.mapInArrow(_rows_of(table, text, name, settled), schema_of(table))


def files(session: SparkSession, folder: str, **options: str) -> DataFrame:
    """The files below a folder, of any storage that Spark reads, as documents.

    Parameters
    ----------
    session
        Where they are read.
    folder
        A path or address; all below it is read.
    options
        Of Spark's `binaryFile` source, as `pathGlobFilter="*.txt"`.

    Returns
    -------
    pyspark.sql.DataFrame
        `name` (the path below the folder, as `read` calls it) and `content` (bytes).
    """
    _require()
    from pyspark.sql import functions as F  # noqa: N812

    found = session.read.format("binaryFile").options(recursiveFileLookup="true", **options).load(folder)
    # Storages spell one address in several ways (`file:/a`, `file:///a`): the folder is told by its last part.
    root = folder.rstrip("/").rsplit("://", 1)[-1].lstrip("/")
    name = F.substring_index(F.col("path"), root + "/", -1) if root else F.col("path")
    return found.select(name.alias("name"), "content")


def schema_of(table: str) -> str:
    """Columns and types of one of the five tables, as Spark writes them.

    Examples
    --------
    >>> from dateline.engines.spark import schema_of
    >>> schema_of("mentions")[:38]
    '`item_id` string, `mention` bigint, `d'
    """
    return _spelled(schema(table))


_TYPES: Mapping[str, tuple[str, str]] = {
    "String": ("string", "string"),
    "List(String)": ("array<string>", "list<string>"),
    "Date": ("date", "date32"),
    "Float32": ("float", "float32"),
    "UInt32": ("bigint", "int64"),
    "UInt64": ("bigint", "int64"),
}
"""What Spark calls a type of a column, and as what Arrow hands it over."""


def _spelled(columns: Mapping[str, Any]) -> str:
    return ", ".join(f"`{name}` {_TYPES[str(kind)][0]}" for name, kind in columns.items())


def _given(found: ArrowTable | pl.DataFrame) -> pa.Table:
    """Rows as Spark takes them: without string views and integers without sign."""
    import pyarrow as pa

    frame = found if isinstance(found, pl.DataFrame) else frame_of(found)
    kinds = {"list<string>": pa.list_(pa.string()), "date32": pa.date32(), "float32": pa.float32()}
    kinds |= {"string": pa.string(), "int64": pa.int64()}
    fields = [(name, kinds[_TYPES[str(kind)][1]]) for name, kind in frame.schema.items()]
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.schema(fields))


def _rows_of(table: str, text: str, name: str, settled: bytes | None) -> Callable[[Batches], Batches]:
    """What a worker does with its batches. It is one of as many as there are cores: one thread each."""

    def rows(batches: Batches) -> Batches:
        known = None if settled is None else _core.Settled(pl.read_ipc(io.BytesIO(settled)))
        for batch in batches:
            found = table_arrow(batch, table, text=text, name=name, settled=known, threads=1)
            yield from _given(found).to_batches()

    return rows


def _settled(documents: DataFrame, text: str, name: str) -> bytes | None:
    """What the archive knows better than its issues: facts of all of them, settled series by series, as an IPC file."""

    def facts(batches: Batches) -> Batches:
        for batch in batches:
            yield from _given(_keyed(facts_arrow(batch, text=text, name=name, threads=1))).to_batches()

    def settle(group: pa.Table) -> pa.Table:
        return _given(settle_arrow(group))

    empty = pl.DataFrame(schema=dict.fromkeys((text, name), pl.String))
    nothing = facts_arrow(empty, text=text, name=name)
    columns = frame_of(settle_arrow(nothing)).schema
    found = documents.mapInArrow(facts, _spelled(_keyed(nothing).schema))
    settled = pl.DataFrame(found.groupBy("key").applyInArrow(settle, _spelled(columns)).toArrow())
    if settled.is_empty():
        return None
    out = io.BytesIO()
    settled.cast(columns).write_ipc(out)
    return out.getvalue()


def _keyed(facts: ArrowTable) -> pl.DataFrame:
    """Facts with what groups those that may bear on each other: the series, else the content."""
    return frame_of(facts).with_columns(key=pl.coalesce("slug", "content_hash"))


def _require() -> None:
    try:
        import pyarrow  # noqa: F401
        import pyspark  # noqa: F401
    except ImportError as error:
        raise MissingPackage(f"dateline.engines.spark needs {error.name}: pip install 'dateline[spark]'") from None
