"""The recognisers alone, on any strings: which countries a text mentions, what it cites."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import polars as pl

from .errors import InvalidArgument
from .vocabulary import Table, build

__all__ = ["Texts", "as_list", "citations", "mentions"]

Texts: TypeAlias = "str | Iterable[str | None] | pl.Series | Any"
"""A string, an iterable of strings and nulls, a Polars or pandas series, or a pyarrow array."""


def mentions(
    texts: Texts,
    *,
    threads: int | None = None,
    gazetteer: Table | None = None,
    outlets: Table | None = None,
    lexicon: Table | None = None,
) -> pl.DataFrame:
    """Countries that texts mention, each with its place and the rule that decided it.

    Parameters
    ----------
    texts
        A string, or strings in any container; a null has no rows.
    threads
        Number of threads; all cores by default. The result does not depend on it.
    gazetteer, outlets, lexicon
        Own rows beside the shipped ones: a frame, or the path of a `.csv` or `.toml` file.

    Returns
    -------
    polars.DataFrame
        One row per mention: `text` (index of the string), `mention` (1-based), `kind` (`name`, `demonym`, `capital`,
        ...), `surface` (as printed), `country` (iso3; null while ambiguous), `candidates` (list of iso3), `rule`,
        `byte_start`, `byte_end` (UTF-8 bytes into the string).

    Examples
    --------
    >>> import dateline as dl
    >>> dl.mentions("Kenyan police met their Ugandan colleagues.").select("surface", "country").rows()
    [('Kenyan', 'KEN'), ('Ugandan', 'UGA')]
    """
    return _recognise(build(gazetteer, outlets, lexicon).mentions, texts, threads)


def citations(
    texts: Texts,
    *,
    threads: int | None = None,
    gazetteer: Table | None = None,
    outlets: Table | None = None,
    lexicon: Table | None = None,
) -> pl.DataFrame:
    """What texts cite: one row per outlet and date.

    Parameters
    ----------
    texts, threads, gazetteer, outlets, lexicon
        As for `mentions`.

    Returns
    -------
    polars.DataFrame
        `text` (index of the string), `citation` (1-based), `outlet` (as the authority file names it; null when
        unknown), `outlet_raw` (as printed), `outlet_country`, `outlet_kind`, `date`, `date_end`, `date_raw`,
        `date_precision`, `form` (`paren`, `prose`, ...), and the byte spans of the whole, the outlet and the date. A
        date without a printed year stays null: a lone string has no issue that could tell it.

    Examples
    --------
    >>> import dateline as dl
    >>> dl.citations("Talks were put off. (Reuters, May 4, 2020)").select("outlet", "date").rows()
    [('Reuters', datetime.date(2020, 5, 4))]
    """
    return _recognise(build(gazetteer, outlets, lexicon).citations, texts, threads)


def _recognise(recogniser: Any, texts: Texts, threads: int | None) -> pl.DataFrame:
    strings = as_list(texts)
    present = [index for index, text in enumerate(strings) if text is not None]
    found: pl.DataFrame = recogniser([strings[index] for index in present], threads)
    if len(present) < len(strings):
        indices = pl.Series(present, dtype=found.schema["text"])
        found = found.with_columns(text=indices.gather(found["text"]))
    return found


def as_list(texts: Texts) -> list[str | None]:
    """The strings of any container that Python users keep strings in; missing values become None.

    Raises
    ------
    InvalidArgument
        For anything that is neither a string nor missing.
    """
    if isinstance(texts, str):
        return [texts]
    if isinstance(texts, (bytes, bytearray)) or not isinstance(texts, Iterable):
        raise InvalidArgument(f"texts: expected strings, found {type(texts).__name__}")
    if hasattr(texts, "to_pylist"):  # pyarrow
        values = texts.to_pylist()
    elif hasattr(texts, "to_list"):  # Polars, pandas
        values = texts.to_list()
    else:
        values = list(texts)
    for index, value in enumerate(values):
        if not isinstance(value, str) and not _is_missing(value):
            raise InvalidArgument(f"texts[{index}]: expected a string or a missing value, found {type(value).__name__}")
    return [value if isinstance(value, str) else None for value in values]


def _is_missing(value: object) -> bool:
    # pandas' NA refuses comparison, and NaN differs from itself.
    return (
        value is None or type(value).__name__ in {"NAType", "NaTType"} or (isinstance(value, float) and value != value)
    )
