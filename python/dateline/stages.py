"""What each column of the tables rests on, as data: a stage that no wanted column rests on does not run.

Stages of a document: `items` (its body: items with their citations), `countries` (mentions, and the countries of
items), `categories` (terms of the lexicon). Without any of them mastheads are read alone. What only the whole archive
can tell: `ids` (which of several renderings of an issue has the plain id) and `dates` (years from the dates of others).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["ARCHIVE", "DECIDED_EARLY", "stages_of"]

ARCHIVE = frozenset({"ids", "dates"})
"""Stages that look at all issues before the first row is made."""

DECIDED_EARLY = frozenset({"document", "path", "series", "number", "published"})
"""Columns whose value for all rows of an issue its masthead may tell."""

_TABLE: Mapping[str, frozenset[str]] = {
    "issues": frozenset(),
    "items": frozenset({"items"}),
    "citations": frozenset({"items"}),
    "mentions": frozenset({"items", "countries"}),
    "diagnostics": frozenset({"items", "ids", "dates"}),
}
"""What any row of the table rests on."""

_COLUMNS: Mapping[str, Mapping[str, Iterable[str]]] = {
    "issues": {
        "issue_id": ["ids"],
        "duplicate_of": ["ids"],
        "published": ["items", "dates"],
        "published_basis": ["items", "dates"],
        "published_earliest": ["items", "dates"],
        "published_latest": ["dates"],
        "items": ["items"],
        "note": ["items"],
    },
    "items": {
        "item_id": ["ids"],
        "issue_id": ["ids"],
        "continues": ["ids"],
        "date": ["dates"],
        "date_end": ["dates"],
        "date_raw": ["dates"],
        "date_basis": ["dates"],
        "year_basis": ["dates"],
        "published": ["dates"],
        "country": ["countries"],
        "countries": ["countries"],
        "country_basis": ["countries"],
        "category": ["categories"],
        "categories": ["categories"],
        "category_basis": ["categories"],
        "category_score": ["categories"],
    },
    "citations": {
        "item_id": ["ids"],
        "date": ["dates"],
        "date_end": ["dates"],
        "date_basis": ["dates"],
        "year_basis": ["dates"],
    },
    "mentions": {"item_id": ["ids"]},
    "diagnostics": {},
}
"""What single columns rest on besides."""


def stages_of(table: str, columns: Iterable[str]) -> frozenset[str]:
    """Everything that some columns of a table rest on."""
    return _TABLE[table].union(*(_COLUMNS[table].get(column, ()) for column in columns))
