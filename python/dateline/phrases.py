"""The words of items: counted alone and in phrases, for a whole table or within groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import polars as pl

from . import _core
from .association import likelihood_ratio, share_ratio
from .errors import InvalidArgument
from .tidy import Rows, grouped, verb

__all__ = ["Lengths", "Stop", "counted", "terms"]

Lengths: TypeAlias = "int | Iterable[int]"
Stop: TypeAlias = "str | Iterable[str] | None"

LONGEST = 5


@verb
def terms(
    items: Rows,
    *,
    ngrams: Lengths = (1, 2),
    stop: Stop = "english",
    groups: str | None = None,
    stem: bool = False,
    text: str = "text",
    min_frequency: int = 1,
    top: int | None = None,
    item_ids: bool = False,
    threads: int | None = None,
) -> pl.DataFrame:
    """Words and phrases of the items, how often each occurs, and whether the words of a phrase belong together.

    Parameters
    ----------
    items
        An `Archive` (one rendering of each issue is counted), or a Polars or pandas frame with the columns named.
    ngrams
        Lengths of phrases, each from 1 to 5 words: `2`, `(1, 2)`, `(1, 3)` for words and phrases of three.
    stop
        Words that are left out: `"english"`, a list of function words; any words of your own; None for none. A phrase
        may have them inside (`board of trade`), not at its ends.
    groups
        Column to count within; an item counts in each distinct element of a list column.
    stem
        Count the stems of English words (Porter's second algorithm, of the Snowball project), without `'s`.
    text
        Column of the text.
    min_frequency
        Rarer ones are left out of the result, not of the totals.
    top
        The so many most frequent of each group and length only, and those as frequent as the last of them.
    item_ids
        Adds a column with the ids of the items that each occurs in.
    threads
        Number of threads; all cores by default. The result does not depend on it.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per group and phrase, by group, length and rank: `feature` (in lower case), `frequency` (occurrences),
        `rank` (within group and length, from 1; equal ones share the best), `docfreq` (items it occurs in), `group`
        (`all` unless asked for), `total` (all words, or all phrases of the length, in the group, with those that are
        left out), `share` = frequency / total, `n` (number of words); for phrases `expected` (frequency if words
        followed each other by chance), `lr` (log-likelihood ratio, negative for what is rarer than by chance) and `pmi`
        (log₂ of frequency / expected); these are null for words.

    Notes
    -----
    Words are those of Unicode (UAX 29) that hold a letter or a digit: `U.S` and `don't` are one word, `long-term` is
    two. They are compared in lower case, with straight apostrophes, without soft hyphens. A phrase does not go over
    punctuation or the end of a paragraph, only over white space, quotation marks, apostrophes, `%`, `&`, signs of
    currency, hyphens within a word, and a full stop that ends an abbreviation (`U.S. forces`) or comes before a small
    letter.

    For two words `expected` = (phrases that begin with the first) · (phrases that end with the second) / total, and
    `lr` is that of the table of these counts: T. Dunning, "Accurate methods for the statistics of surprise and
    coincidence", Computational Linguistics 19 (1993), 61-74. For more words `expected` = total · Π share of each word,
    and `lr` that of a binomial count. `pmi` is that of K. W. Church and P. Hanks, "Word association norms, mutual
    information, and lexicography", Computational Linguistics 16 (1990), 22-29. It favours rare words without measure:
    two that occur once, together, have the highest value there is. Rank by `lr`, or set `min_frequency`. No interval is
    given: words of a text are not independent, so that one from a binomial would be too narrow.

    Memory grows with the number of distinct phrases, about 50 bytes each and thread, not with the length of the texts;
    with `item_ids` also with the number of items that each occurs in.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> items = pl.DataFrame({"text": ["The gas pipeline burst. Gas is scarce.", "A gas pipeline is planned."]})
    >>> found = dl.terms(items, min_frequency=2)
    >>> found.select("feature", "frequency", "docfreq", "total").rows()
    [('gas', 3, 2, 12), ('pipeline', 2, 2, 12), ('gas pipeline', 2, 2, 9)]
    """
    if top is not None and top < 1:
        raise InvalidArgument(f"top: expected a number of features, found {top!r}")
    named = {"text": text} | ({"group": groups} if groups else {}) | ({"item_id": "item_id"} if item_ids else {})
    found, _ = counted(grouped(items.select(**named)), ngrams, stop, stem, min_frequency, threads)
    if top is not None:
        found = found.filter(pl.col("rank") <= top)
    ratio = likelihood_ratio(pl.col("frequency"), pl.col("opening"), pl.col("closing"), pl.col("total"))
    if found["n"].max() in (3, 4, 5):
        longer = share_ratio(pl.col("frequency"), pl.col("total"), pl.col("expected"))
        ratio = pl.when(pl.col("n") > 2).then(longer).otherwise(ratio)
    found = found.with_columns(
        share=pl.col("frequency") / pl.col("total"),
        lr=pl.when(pl.col("n") > 1).then(ratio),
        pmi=(pl.col("frequency") / pl.col("expected")).log(2),
    )
    columns = ["feature", "frequency", "rank", "docfreq", "group", "total", "share", "n", "expected", "lr", "pmi"]
    return found.select(columns + ["item_ids"] * item_ids)


def counted(
    frame: pl.DataFrame, ngrams: Lengths, stop: Stop, stem: bool, min_frequency: int, threads: int | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Phrases of the texts of each group, and how many there are in all.

    Parameters
    ----------
    frame
        `text`, `group` and, where ids are asked for, `item_id`.
    ngrams, stop, stem, min_frequency, threads
        As for `terms`.

    Returns
    -------
    tuple of polars.DataFrame
        `group`, `n`, `feature`, `frequency`, `rank`, `docfreq`, `total`, `opening`, `closing`, `expected` and, with
        `item_id` in the frame, `item_ids`; by group, length and rank. And `group`, `n`, `total`, for each group with a
        text.
    """
    if frame.schema["text"] not in (pl.String, pl.Null):
        raise InvalidArgument(f"text: expected a column of strings, found {frame.schema['text']}")
    names = frame.select("group").unique().sort("group", nulls_last=True).with_row_index("code")
    if names.height == 1:
        frame = frame.with_columns(code=pl.lit(0, pl.UInt32))
    else:
        frame = frame.join(names, on="group", nulls_equal=True, maintain_order="left").sort("code", maintain_order=True)
    texts = frame["text"].cast(pl.String)
    lengths, words, places = _lengths(ngrams), _stop_words(stop), "item_id" in frame.columns
    found, totals = _core.count_terms(texts, frame["code"], lengths, words, stem, min_frequency, places, threads)
    if places:
        found = found.with_columns(_ids(found["rows"], frame["item_id"])).drop("rows")
    found, totals = (table.with_columns(names["group"].gather(table["group"])) for table in (found, totals))
    return found, totals.filter(pl.col("n").is_in(lengths))


def _ids(rows: pl.Series, ids: pl.Series) -> pl.Series:
    """The ids of lists of rows, sorted."""
    lengths = rows.list.len()
    flat = pl.DataFrame({"row": pl.int_range(rows.len(), eager=True, dtype=pl.UInt32).repeat_by(lengths).explode()})
    flat = flat.drop_nulls().with_columns(ids.gather(rows.drop_nulls().explode().drop_nulls()).alias("id"))
    return flat.group_by("row").agg(pl.col("id").sort()).sort("row")["id"].alias("item_ids")


def _lengths(ngrams: Lengths) -> list[int]:
    lengths = [ngrams] if isinstance(ngrams, int) else list(ngrams)
    if not lengths or not all(isinstance(n, int) and 1 <= n <= LONGEST for n in lengths):
        raise InvalidArgument(f"ngrams: expected lengths from 1 to {LONGEST} as (1, 2), found {ngrams!r}")
    return sorted(set(lengths))


def _stop_words(stop: Stop) -> list[str]:
    if stop is None:
        return []
    if isinstance(stop, str):
        if stop != "english":
            raise InvalidArgument(f"stop: expected 'english', words of your own or None, found {stop!r}")
        return _core.stop_words()
    words = list(stop)
    if not all(isinstance(word, str) for word in words):
        raise InvalidArgument("stop: expected words, found other values among them")
    return [word.lower().replace("’", "'") for word in words]
