"""Tables for charts: the result of a verb as it is given or made now, and its rows as the values of a chart."""

from __future__ import annotations

import dataclasses
import re
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from ..errors import InvalidArgument
from ..tidy import Rows, UndatedItems
from .theme import alt

__all__ = ["Result", "embedded", "given", "plain", "result"]


@dataclasses.dataclass(frozen=True)
class Result:
    """The table of a verb for a chart."""

    frame: pl.DataFrame
    made: bool
    """Whether the verb was called for the chart, whose options are then known."""
    notes: list[str]
    """What else is to be said in the chart."""
    confidence: float | None
    """Of the intervals, where that is known."""

    @property
    def intervals(self) -> str:
        """What they are, as `95% intervals`."""
        return f"{self.confidence:.3g}% intervals" if self.confidence else "intervals"


def result(
    data: Any,
    verb: Callable[..., Any],
    columns: Mapping[str, Any],
    options: Mapping[str, Any],
    optional: Mapping[str, Any] | None = None,
) -> Result:
    """The table of a verb, which is given or made of a table of items.

    `columns` names those that the chart needs, each with its type, and `optional` others that it takes if they are
    there; a table that has all that are needed is taken for the result, and options for the verb are then an error.
    """
    rows = Rows(data)
    made = not set(columns) <= set(rows.columns)
    notes: list[str] = []
    if made:
        # The verb explains itself if these are no items either.
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            rows = Rows(_eager(verb(rows, **options)))
        for warning in caught:
            if isinstance(warning.message, UndatedItems):
                notes.append(plain(f"left out: {warning.message}".replace(" and are left out", "")))
            warnings.warn(warning.message, stacklevel=3)
        notes += [plain(f"dated by `{options['date']}`")] if "date" in options else []
    elif options:
        names = ", ".join(options)
        raise InvalidArgument(f"{names}: expected with items, found with a result of {verb.__name__}, which is counted")
    also = {name: dtype for name, dtype in (optional or {}).items() if name in rows.columns}
    confidence = 100 * float(options.get("confidence", 0.95)) if made else None
    return Result(given(rows, {**columns, **also}), made, notes, confidence)


def given(rows: Rows, columns: Mapping[str, Any]) -> pl.DataFrame:
    """Columns of a table as the types that the chart expects; pandas knows no dates and no missing integers."""
    frame = rows.select(**{name: name for name in columns})
    try:
        return frame.select(pl.col(name).cast(dtype) for name, dtype in columns.items())
    except pl.exceptions.PolarsError as error:
        raise InvalidArgument(f"{str(error).splitlines()[0]}; expected the table that the verb gave") from None


def embedded(frame: pl.DataFrame) -> alt.InlineData:
    """The rows as values inside the chart, however many: Altair's limit is for frames that are given unthinkingly.

    Days are written with a time, without which a browser takes them as UTC and shows the evening before.
    """
    days = [name for name, dtype in frame.schema.items() if dtype == pl.Date]
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    numbers = [name for name, dtype in frame.schema.items() if dtype.is_float()]
    rows = frame.with_columns(
        *(pl.col(name).dt.strftime("%Y-%m-%dT00:00:00") for name in days),
        *(pl.when(pl.col(name).is_finite()).then(pl.col(name).round_sig_figs(6)) for name in numbers),
        *(pl.col(name).str.replace_all(_MARKUP, "<\u2060$1") for name in texts),
    )
    data = alt.InlineData(values=[])
    # Set afterwards and as a tuple: Altair would check each row, and copy it with every step of building the chart.
    data["values"] = tuple(rows.to_dicts())
    return data


_MARKUP = r"<([/!sS])"


def plain(text: str) -> str:
    """Text that ends no script: Altair writes strings between script tags as they are.

    A word joiner, which is not seen, comes between the signs that would be taken for a tag.
    """
    return re.sub(_MARKUP, "<\u2060\\1", text)


def _eager(table: Any) -> pl.DataFrame:
    frame: pl.DataFrame = table.collect() if isinstance(table, pl.LazyFrame) else table
    return frame
