"""Cited outlets that the authority file does not know, and rows that would make them known."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
        numbers from 0 to 1, parallel to it), `entry` (TOML for a file given as `outlets=`: the nearest outlet's row
        with this form as a variant from a similarity of 0.7 up, else a new row to be completed).

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
    rows = {name: index for index, name in enumerate(known["name"])}
    entries = []
    for form, alike in zip(forms["outlet_raw"], found, strict=True):
        close = bool(alike) and alike[0][1] >= VARIANT
        entries.append(_variant(known.row(rows[alike[0][0]], named=True), form) if close else _new(form))
    return forms.drop("candidates").with_columns(
        pl.Series("nearest", [[name for name, _ in alike] for alike in found], pl.List(pl.String)),
        pl.Series("similarity", [[score for _, score in alike] for alike in found], pl.List(pl.Float64)),
        pl.Series("entry", entries, pl.String),
    )


def _nearest(forms: Sequence[str], known: pl.DataFrame, count: int) -> list[list[tuple[str, float]]]:
    """For each form the known outlets most like it, with their similarity."""
    names, grams = [], []
    for name, others in _known_forms(known):
        names.append(name)
        grams.append(_trigrams(others))
    frequency = Counter(gram for each in grams for gram in each)
    most = max(3.0, _COMMON * len(grams))
    number = {gram: index for index, (gram, held) in enumerate(frequency.items()) if held <= most}
    weights = pl.DataFrame(
        {"gram": list(number.values()), "held": [frequency[gram] for gram in number]},
        schema={"gram": pl.UInt32, "held": pl.Float64},
    ).select("gram", weight=(len(grams) / pl.col("held")).log() + 1)
    # A trigram that no known form has still makes a form unlike all of them: as much as one that a single form has.
    unheard = float(pl.select(pl.lit(float(max(len(grams), 1))).log() + 1).item())
    postings = _postings(grams, number).join(weights, on="gram")
    totals = postings.group_by("row").agg(total=pl.col("weight").sum()).rename({"row": "known"})

    found: list[list[tuple[str, float]]] = [[] for _ in forms]
    for start in range(0, len(forms), _BATCH):
        asked = [_trigrams(form) for form in forms[start : start + _BATCH]]
        own = _postings(asked, number).join(weights, on="gram")
        extra = [unheard * sum(gram not in frequency for gram in each) for each in asked]
        sizes = pl.DataFrame({"row": range(len(asked)), "extra": extra}, schema={"row": pl.UInt32, "extra": pl.Float64})
        sizes = sizes.join(own.group_by("row").agg(total=pl.col("weight").sum()), on="row", how="left")
        shared = own.join(postings.select("gram", known="row"), on="gram").group_by("row", "known")
        alike = (
            shared.agg(pl.col("weight").sum())
            .join(totals.rename({"total": "theirs"}), on="known")
            .join(sizes, on="row")
            .select("row", "known", score=2 * pl.col("weight") / (pl.col("theirs") + pl.col("total") + pl.col("extra")))
            .join(pl.DataFrame({"known": range(len(names)), "name": names}, schema_overrides={"known": pl.UInt32}), on="known")
            .group_by("row", "name")
            .agg(pl.col("score").max().round(3))
            .sort("row", "score", "name", descending=[False, True, False])
            .group_by("row", maintain_order=True)
            .head(count)
        )
        for row, name, score in alike.select("row", "name", "score").iter_rows():
            found[start + row].append((name, score))
    return found


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


def _variant(outlet: Mapping[str, Any], form: str) -> str:
    """The row of a known outlet with one more form: a user's row replaces the shipped one, so it repeats all cells."""
    cells = {"domain" if name == "domains" else name: value for name, value in outlet.items() if value not in (None, [])}
    cells["variants"] = [*(outlet["variants"] or []), form]
    return _toml(cells)


def _new(form: str) -> str:
    return _toml({"name": form, "variants": [], "country": "", "language": "", "kind": ""})


def _toml(cells: Mapping[str, Any]) -> str:
    return "\n".join(["[[outlets]]", *(f"{name} = {_value(value)}" for name, value in cells.items())])


def _value(value: Any) -> str:
    # Strings, lists of strings and booleans are written alike in JSON and TOML, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
