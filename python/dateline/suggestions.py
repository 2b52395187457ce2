"""Cited outlets that the authority file does not know, and rows that would make them known."""

from __future__ import annotations

import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from .archive import Archive
from .errors import InvalidArgument

__all__ = ["suggest_outlets"]

VARIANT = 0.7
"""Similarity from which a printed form is suggested as a variant of the nearest outlet, not as a new one."""

# A trigram of more than this share of all known forms (`new`, `ews`) says nothing and costs the most.
_COMMON = 0.03
_BATCH = 1000
_COMPARED = 50


def suggest_outlets(archive: Archive, *, nearest: int = 3) -> pl.DataFrame:
    r"""Printed sources that were not resolved to an outlet, the most cited first.

    Parameters
    ----------
    archive
        What was read, with a user's own outlets if it was read with them.
    nearest
        How many known outlets to compare with each form.

    Returns
    -------
    polars.DataFrame
        One row per form: `outlet_raw` (as printed), `citations`, `items` (counts), `first_date`, `last_date` (of its
        citations), `nearest` (list of known outlets; for an ambiguous form those that share it), `similarity` (list of
        numbers from 0 to 1, parallel to it), `entry` (TOML for a file given as `outlets=`: from a similarity of
        0.7 up the nearest outlet's row with this form, and others like it, as variants; else a new row to be
        completed). `entry.unique(maintain_order=True)`, one below the other, is a whole file.

    Notes
    -----
    Similarity is the Dice coefficient of the character trigrams of two forms in lower case and without diacritics,
    each trigram weighted by the logarithm of its rarity among the known forms. An outlet counts by its likest form.

    Examples
    --------
    >>> import dateline as dl
    >>> archive = dl.parse("Russia Reform Monitor No. 7\\n\\nRain fell. (Kazan Harbour Gazette, May 4, 2020)\\n")
    >>> dl.suggest_outlets(archive).select("outlet_raw", "citations").rows()
    [('Kazan Harbour Gazette', 1)]
    >>> print(dl.suggest_outlets(archive)["entry"].item())
    [[outlets]]
    name = "Kazan Harbour Gazette"
    variants = []
    country = ""
    language = ""
    kind = ""
    """
    if not isinstance(nearest, int) or nearest < 1:
        raise InvalidArgument(f"nearest: expected a number from 1 up, found {nearest!r}")
    unresolved = archive.citations.filter(pl.col("outlet").is_null() & pl.col("outlet_raw").is_not_null())
    forms = (
        unresolved.group_by("outlet_raw")
        .agg(
            citations=pl.len(),
            items=pl.col("item_id").n_unique(),
            first_date=pl.col("date").min(),
            last_date=pl.col("date").max(),
            candidates=pl.col("candidates").drop_nulls().first(),
        )
        .sort("citations", "outlet_raw", descending=[True, False])
    )
    known = archive._vocabulary.outlets()  # with the user's own rows
    found = _nearest(forms["outlet_raw"].to_list(), known, nearest)
    # Forms that several outlets share have these as their nearest, whatever else looks like them.
    for index, candidates in enumerate(forms["candidates"].to_list()):
        if candidates:
            found[index] = [(name, 1.0) for name in candidates]
    entries = _entries(forms["outlet_raw"].to_list(), found, known)
    return forms.drop("candidates").with_columns(
        pl.Series("nearest", [[name for name, _ in alike] for alike in found], pl.List(pl.String)),
        pl.Series("similarity", [[score for _, score in alike] for alike in found], pl.List(pl.Float64)),
        pl.Series("entry", entries, pl.String),
    )


def _nearest(forms: Sequence[str], known: pl.DataFrame, count: int) -> list[list[tuple[str, float]]]:
    """For each form the known outlets most like it, with their similarity."""
    names, theirs = [], []
    for name, form in _known_forms(known):
        names.append(name)
        theirs.append(_trigrams(form))
    frequency = Counter(gram for grams in theirs for gram in grams)
    weight = {gram: math.log(len(theirs) / held) + 1 for gram, held in frequency.items()}
    # A trigram that no known form has makes a form unlike all of them: as much as one that a single form has.
    unheard = math.log(max(len(theirs), 1)) + 1

    def mass(grams: Iterable[str]) -> float:
        return sum(weight.get(gram, unheard) for gram in grams)

    masses = [mass(grams) for grams in theirs]
    found = []
    asked = [_trigrams(form) for form in forms]
    for grams, candidates in zip(asked, _sharing(asked, theirs, weight, frequency), strict=True):
        own = mass(grams)
        best: dict[str, float] = {}
        for index in candidates:
            score = round(2 * mass(grams & theirs[index]) / (own + masses[index]), 3)
            best[names[index]] = max(score, best.get(names[index], 0.0))
        found.append(sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:count])
    return found


def _sharing(
    asked: Sequence[set[str]],
    known: Sequence[set[str]],
    weight: Mapping[str, float],
    frequency: Mapping[str, int],
) -> Iterator[list[int]]:
    """For each asked set the known ones that share most of its rare trigrams: few enough to be compared one by one."""
    most = max(3.0, _COMMON * len(known))
    number = {gram: index for index, (gram, held) in enumerate(frequency.items()) if held <= most}
    weights = pl.DataFrame(
        [(index, weight[gram]) for gram, index in number.items()],
        schema={"gram": pl.UInt32, "weight": pl.Float64},
        orient="row",
    )
    postings = _postings(known, number).rename({"row": "known"})
    for start in range(0, len(asked), _BATCH):
        batch = asked[start : start + _BATCH]
        shared = (
            _postings(batch, number)
            .join(weights, on="gram")
            .join(postings, on="gram")
            .group_by("row", "known")
            .agg(pl.col("weight").sum().round(6))
            .sort("row", "weight", "known", descending=[False, True, False])
            .group_by("row", maintain_order=True)
            .agg(pl.col("known").head(_COMPARED))
        )
        candidates: dict[int, list[int]] = dict(shared.iter_rows())
        yield from (candidates.get(row, []) for row in range(len(batch)))


def _known_forms(known: pl.DataFrame) -> Iterator[tuple[str, str]]:
    for row in known.select("name", "variants", "former", "bracket_only").iter_rows(named=True):
        former = (form.rsplit(" (", 1)[0] for form in row["former"] or [])
        for form in (row["name"], *(row["variants"] or []), *former, *(row["bracket_only"] or [])):
            yield row["name"], form


def _trigrams(form: str) -> set[str]:
    folded = "".join(c for c in unicodedata.normalize("NFKD", form.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in folded).split()
    # An article is not what tells outlets apart.
    text = f" {' '.join(words[1:] if words[:1] == ['the'] else words)} "
    return {text[at : at + 3] for at in range(len(text) - 2)}


def _postings(grams: Sequence[set[str]], number: Mapping[str, int]) -> pl.DataFrame:
    pairs = [(row, number[gram]) for row, each in enumerate(grams) for gram in sorted(each) if gram in number]
    return pl.DataFrame(pairs, schema={"row": pl.UInt32, "gram": pl.UInt32}, orient="row")


def _entries(forms: Sequence[str], found: Sequence[Sequence[tuple[str, float]]], known: pl.DataFrame) -> list[str]:
    close = [alike[0][0] if alike and alike[0][1] >= VARIANT else None for alike in found]
    variants: dict[str, list[str]] = {}
    for form, outlet in zip(forms, close, strict=True):
        if outlet is not None:
            variants.setdefault(outlet, []).append(form)
    rows = {row["name"]: row for row in known.filter(pl.col("name").is_in(list(variants))).iter_rows(named=True)}
    return [
        _new(form) if outlet is None else _extended(rows[outlet], variants[outlet])
        for form, outlet in zip(forms, close, strict=True)
    ]


def _new(form: str) -> str:
    return _toml({"name": form, "variants": [], "country": "", "language": "", "kind": ""})


def _extended(outlet: Mapping[str, Any], forms: Sequence[str]) -> str:
    """The row of a known outlet with more forms: a user's row replaces the shipped one, so it repeats all cells."""
    cells = {
        "domain" if name == "domains" else name: value for name, value in outlet.items() if value not in (None, [])
    }
    before = outlet["variants"] or []
    cells["variants"] = [*before, *(form for form in forms if form not in before)]
    return _toml(cells)


def _toml(cells: Mapping[str, Any]) -> str:
    return "\n".join(["[[outlets]]", *(f"{name} = {_value(value)}" for name, value in cells.items())])


def _value(value: Any) -> str:
    # Strings, lists of strings and booleans are written alike in JSON and TOML, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
