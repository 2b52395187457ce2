"""Frames of any kind in, the same kind out: what the verbs over tables have in common.

A verb is written once, over `Rows`, and gives a Polars frame. `verb` makes of it a function that takes an `Archive`, a
Polars frame (eager or lazy), a pandas frame, a pyarrow table, or anything else with the Arrow C interface, and gives
back the same kind (Polars for an `Archive` and for what only reads Arrow). Nothing that is given is changed.
"""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, overload

import polars as pl

from .archive import Archive
from .errors import InvalidArgument, MissingPackage

__all__ = ["Rows", "UndatedItems", "verb"]

ALL = "all"
"""The group when no column is named."""

P = ParamSpec("P")
FrameT = TypeVar("FrameT")


class UndatedItems(UserWarning):
    """Items without the date that was asked for, which no window can hold.

    `count` says how many were left out, `total` out of how many.
    """

    def __init__(self, count: int, total: int, what: str) -> None:
        super().__init__(f"{count:,} of {total:,} items have no {what} and are left out")
        self.count = count
        self.total = total


class Rows:
    """A table of items, read column by column and only as far as a verb asks.

    Of an `Archive`, one rendering of each issue is taken, and `issues` holds its issues; of a frame, all rows are taken
    as they are and `issues` is None.
    """

    def __init__(self, data: Any) -> None:
        self.issues: pl.DataFrame | None = None
        if isinstance(data, Archive):
            # Two renderings of an issue would count each of its items twice.
            archive = data.deduplicate() if data.issues["duplicate_of"].count() else data
            self._frame: Any = archive.items
            self.issues = archive.issues
        elif isinstance(data, (pl.DataFrame, pl.LazyFrame)) or _is_pandas(data):
            self._frame = data
        elif hasattr(data, "__arrow_c_stream__"):
            self._frame = pl.DataFrame(data)
        else:
            expected = "an Archive, a Polars or pandas frame, or an Arrow table"
            raise InvalidArgument(f"items: expected {expected}, found {type(data).__name__}")
        lazy = isinstance(self._frame, pl.LazyFrame)
        self.columns: list[str] = self._frame.collect_schema().names() if lazy else list(self._frame.columns)

    def select(self, **named: str) -> pl.DataFrame:
        """Columns under the names that a verb has for them: `select(day="date")`."""
        for name in named.values():
            if name not in self.columns:
                raise InvalidArgument(f"items: expected a column {name!r}, found {', '.join(map(str, self.columns))}")
        wanted = list(dict.fromkeys(named.values()))
        expressions = [pl.col(column).alias(name) for name, column in named.items()]
        if isinstance(self._frame, pl.LazyFrame):
            collected: pl.DataFrame = self._frame.select(expressions).collect()
            return collected
        frame = self._frame
        if not isinstance(frame, pl.DataFrame):
            try:
                frame = pl.DataFrame(pl.from_pandas(frame[wanted]))
            except ImportError as error:
                raise MissingPackage(f"pandas frames need {error.name}: pip install 'dateline[pandas]'") from None
        return frame.select(expressions)

    def dated(self, date: str, **named: str) -> pl.DataFrame:
        """As `select`, with the date as `day`, without the rows that have none, whose number is told by a warning."""
        return self.on_days({"day": date}, named, f"`{date}`")

    def on_days(
        self, days: dict[str, str], named: dict[str, str], what: str, usable: pl.Expr | None = None
    ) -> pl.DataFrame:
        """As `select`, with columns that must hold a date, in rows that are `usable` besides."""
        frame = self.select(**days, **named)
        frame = frame.with_columns(_as_date(frame[name], column) for name, column in days.items())
        present = frame.drop_nulls(list(days))
        present = present if usable is None else present.filter(usable)
        if present.height < frame.height:
            warnings.warn(UndatedItems(frame.height - present.height, frame.height, what), stacklevel=_depth())
        return present

    def issue_column(self) -> dict[str, str]:
        """What tells the issues apart, as arguments of `select`; empty where the table does not say."""
        return {"issue": "issue_id"} if "issue_id" in self.columns else {}


class Verb(Protocol[P]):
    """A function of a table that gives a table of the same kind."""

    @overload
    def __call__(self, items: Archive | Rows, /, *args: P.args, **kwargs: P.kwargs) -> pl.DataFrame: ...
    @overload
    def __call__(self, items: FrameT, /, *args: P.args, **kwargs: P.kwargs) -> FrameT: ...


def verb(function: Callable[Concatenate[Rows, P], pl.DataFrame]) -> Verb[P]:
    """Let a function of `Rows` take any table and give back the same kind."""

    @functools.wraps(function)
    def call(items: Any, /, *args: P.args, **kwargs: P.kwargs) -> Any:
        result = function(items if isinstance(items, Rows) else Rows(items), *args, **kwargs)
        if isinstance(items, pl.LazyFrame):
            return result.lazy()
        if _is(items, "pyarrow", "Table"):
            return result.to_arrow(compat_level=pl.CompatLevel.oldest())
        return result.to_pandas() if _is_pandas(items) else result

    return call


def exploded(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """One row per distinct element of a list column, null for an empty list; other columns stay as they are."""
    if not isinstance(frame.schema[column], (pl.List, pl.Array)):
        return frame
    # Lists of one element cannot repeat it, and sorting out the others is slow: only they are looked through.
    several = pl.col(column).list.len() > 1
    one = frame.filter(~several.fill_null(False)).with_columns(pl.col(column).list.first())
    more = frame.filter(several).with_row_index("_row").explode(column).unique(["_row", column], maintain_order=True)
    return pl.concat([one, more.drop("_row")])


def grouped(frame: pl.DataFrame) -> pl.DataFrame:
    """The column `group` as text, one row per element where it holds lists; `all` where there is none."""
    if "group" not in frame.columns:
        return frame.with_columns(group=pl.lit(ALL))
    return exploded(frame, "group").with_columns(pl.col("group").cast(pl.String))


def by_frequency(totals: pl.DataFrame, *, top: int | None, missing: bool) -> pl.DataFrame:
    """Groups of a table `group`, `count`, the largest first and equal ones by name, as `group` and `order`.

    The group of missing values comes last, if at all, and is not one of the `top`.
    """
    if top is not None and top < 1:
        raise InvalidArgument(f"top: expected a number of groups, found {top!r}")
    ranked = totals.sort(["count", "group"], descending=[True, False], nulls_last=True)
    present = ranked.drop_nulls("group").head(ranked.height if top is None else top)
    absent = ranked.filter(pl.col("group").is_null()) if missing else ranked.clear()
    return pl.concat([present, absent]).select("group").with_row_index("order")


def _as_date(values: pl.Series, column: str) -> pl.Series:
    if values.dtype == pl.String:
        try:
            return values.str.to_date("%Y-%m-%d").rename(values.name)
        except pl.exceptions.PolarsError:
            raise InvalidArgument(f"items: expected dates as 2023-02-20 in {column!r}, found other text") from None
    if values.dtype.is_temporal() or values.dtype == pl.Null:
        return values.cast(pl.Date)
    raise InvalidArgument(f"items: expected dates in {column!r}, found {values.dtype}")


def _depth() -> int:
    """How far up the call came from outside this package, for warnings that point there."""
    depth, frame = 1, sys._getframe(1)
    own = __name__.partition(".")[0]
    while frame.f_back is not None and str(frame.f_globals.get("__name__", "")).partition(".")[0] == own:
        depth, frame = depth + 1, frame.f_back
    return depth


def _is_pandas(data: Any) -> bool:
    return _is(data, "pandas", "DataFrame")


def _is(data: Any, package: str, name: str) -> bool:
    """Told by name, for the packages are not imported for it."""
    return type(data).__module__.partition(".")[0] == package and type(data).__name__ == name
