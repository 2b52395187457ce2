"""`pl.col("text").dateline`: the reader and the recognisers as expressions over columns of text."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import polars as pl

from . import _core
from .errors import InvalidArgument
from .vocabulary import Table, build, shipped

__all__ = ["Expressions"]


@pl.api.register_expr_namespace("dateline")
class Expressions:
    """What texts hold, as lists beside them: `pl.col("text").dateline.mentions()`.

    Each text is looked at alone, in lazy and streaming queries too, and on all cores. A null gives a null, a text
    without anything an empty list. `explode` and `unnest` make rows and columns of the lists.

    Parameters
    ----------
    expression
        Of strings.

    Examples
    --------
    >>> import dateline, polars as pl
    >>> frame = pl.DataFrame({"text": ["Kenyan police met Ugandans. (Reuters, May 4, 2020)", None]})
    >>> frame.select(pl.col("text").dateline.countries())["text"].to_list()
    [['KEN', 'UGA'], None]
    >>> rows = frame.select(pl.col("text").dateline.citations()).explode("text").drop_nulls().unnest("text")
    >>> rows.select("outlet", "date").rows()
    [('Reuters', datetime.date(2020, 5, 4))]
    """

    def __init__(self, expression: pl.Expr) -> None:
        self._expression = expression

    def items(
        self,
        *,
        profile: str = "auto",
        gazetteer: Table | None = None,
        outlets: Table | None = None,
        lexicon: Table | None = None,
    ) -> pl.Expr:
        """The items of each text, read as a document of its own.

        Ids and dates are those of `dl.parse` of the one text: nothing is taken from the rows beside it.

        Parameters
        ----------
        profile, gazetteer, outlets, lexicon
            As for `read`.

        Returns
        -------
        polars.Expr
            List of structs: the columns of `items` without `document`.
        """
        return self._of_each("items", build(gazetteer, outlets, lexicon), profile)

    def citations(
        self, *, gazetteer: Table | None = None, outlets: Table | None = None, lexicon: Table | None = None
    ) -> pl.Expr:
        """What each text cites.

        Returns
        -------
        polars.Expr
            List of structs: the columns of `dl.citations` without `text`.
        """
        return self._of_each("citations", build(gazetteer, outlets, lexicon))

    def mentions(
        self, *, gazetteer: Table | None = None, outlets: Table | None = None, lexicon: Table | None = None
    ) -> pl.Expr:
        """Countries that each text mentions, at each place.

        Returns
        -------
        polars.Expr
            List of structs: the columns of `dl.mentions` without `text`.
        """
        return self._of_each("mentions", build(gazetteer, outlets, lexicon))

    def countries(
        self,
        *,
        least: float = 0.0,
        gazetteer: Table | None = None,
        outlets: Table | None = None,
        lexicon: Table | None = None,
    ) -> pl.Expr:
        """Countries that each text mentions, the one it is most about first (by the rule of `items.countries`).

        Parameters
        ----------
        least
            Share of the highest score of focus, 0 to 1, from which a country is listed. 0 lists all that are mentioned,
            0.25 those that the text is about, as editors label it (`docs/recognition.md`), 1 those at the top.
        gazetteer, outlets, lexicon
            As for `read`.

        Returns
        -------
        polars.Expr
            List of ISO 3166-1 alpha-3 codes.

        Raises
        ------
        InvalidArgument
            When `least` is not a number from 0 to 1.

        Examples
        --------
        >>> import dateline, polars as pl
        >>> told = "Kenya votes. Kenyan parties hold rallies in Nairobi, and Kenya's courts are busy. Uganda looks on."
        >>> frame = pl.DataFrame({"text": [told]})
        >>> frame.select(
        ...     mentioned=pl.col("text").dateline.countries(), about=pl.col("text").dateline.countries(least=0.3)
        ... ).row(0)
        (['KEN', 'UGA'], ['KEN'])
        """
        if isinstance(least, bool) or not isinstance(least, (int, float)) or not 0 <= least <= 1:
            raise InvalidArgument(f"least: expected a share of the highest score, from 0 to 1, found {least!r}")
        return self._of_each("countries", build(gazetteer, outlets, lexicon), least=least)

    def categories(
        self, *, gazetteer: Table | None = None, outlets: Table | None = None, lexicon: Table | None = None
    ) -> pl.Expr:
        """Categories of each text by the terms of the lexicon, the likeliest first.

        Returns
        -------
        polars.Expr
            List of labels.
        """
        return self._of_each("categories", build(gazetteer, outlets, lexicon))

    def _of_each(self, wanted: str, vocabulary: _core.Vocabulary, profile: str = "auto", least: float = 0.0) -> pl.Expr:
        return self._expression.map_batches(
            _function(wanted, vocabulary, profile, least), return_dtype=_dtype(wanted), is_elementwise=True
        )


def _function(
    wanted: str, vocabulary: _core.Vocabulary, profile: str, least: float
) -> Callable[[pl.Series], pl.Series]:
    def of_each(texts: pl.Series) -> pl.Series:
        if texts.dtype in (pl.Null, pl.Categorical, pl.Enum):
            texts = texts.cast(pl.String)
        elif texts.dtype != pl.String:
            raise InvalidArgument(f"{texts.name}: expected strings, found {texts.dtype}")
        return _core.of_each(texts, wanted, profile, least, None, vocabulary)

    return of_each


@functools.cache
def _dtype(wanted: str) -> Any:
    return _core.of_each(pl.Series([], dtype=pl.String), wanted, "auto", 0.0, 1, shipped()).dtype
