"""The names and terms dateline knows, and a user's own beside them."""

from __future__ import annotations

import functools

import polars as pl

from . import _core
from .entries import Table, entries
from .errors import VocabularyError

__all__ = ["Table", "build", "categories", "countries", "outlets", "shipped"]


def countries() -> pl.DataFrame:
    """Countries, territories and historical states, by ISO 3166-1 alpha-3.

    Returns
    -------
    polars.DataFrame
        `iso3`, `iso2`, `name`, `official_name`, `region`, `subregion`, `status` (`state`, `territory`, `disputed`,
        `historical`), `from`, `to` (years, of historical states), `successors` (list of iso3).

    Examples
    --------
    >>> import dateline as dl
    >>> dl.countries().filter(iso3="RUS").select("iso3", "iso2", "name").rows()
    [('RUS', 'RU', 'Russia')]
    """
    return shipped().countries()


def outlets() -> pl.DataFrame:
    """Publishers that citations are resolved to, with their printed forms.

    Returns
    -------
    polars.DataFrame
        `name`, `variants` (list), `former` (list), `country` (iso3), `language`, `kind` (`wire`, `newspaper`, ...),
        `state_controlled` (bool; null where unclear), `ground` (why), `domains` (list), `bracket_only` (list: forms
        that name the outlet in citations only).

    Examples
    --------
    >>> import dateline as dl
    >>> dl.outlets().filter(name="Reuters").select("name", "kind").rows()
    [('Reuters', 'wire')]
    """
    return shipped().outlets()


def categories() -> pl.DataFrame:
    """Category labels that digests declare, topical and geographical.

    Returns
    -------
    polars.DataFrame
        `label`, `kind` (`topic` or `region`), `countries` (list of iso3, of regions).

    Examples
    --------
    >>> import dateline as dl
    >>> "Energy Security" in dl.categories()["label"]
    True
    """
    return shipped().categories()


@functools.cache
def shipped() -> _core.Vocabulary:
    """The vocabulary without additions, built once."""
    return _core.Vocabulary()


def build(
    gazetteer: Table | None = None, outlets: Table | None = None, lexicon: Table | None = None
) -> _core.Vocabulary:
    """The shipped vocabulary with a user's own rows, which replace shipped rows of the same key.

    Raises
    ------
    VocabularyError
        When a row cannot be used; the message names file, line and column, and what was expected.
    """
    given = {"gazetteer": gazetteer, "outlets": outlets, "lexicon": lexicon}
    own = {name: entries(name, table) for name, table in given.items() if table is not None}
    if not own:
        return shipped()
    try:
        return _core.Vocabulary(**{name: rows.text() for name, rows in own.items()})
    except ValueError as error:
        message = str(error)
        name = message.split(",", 1)[0]
        raise VocabularyError(own[name].explained(message) if name in own else message) from None


def as_csv(name: str, table: Table) -> str:
    """A user's rows for one vocabulary as the CSV text that the core reads, their shape checked."""
    return entries(name, table).text()
