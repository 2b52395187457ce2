"""Texts to sparse features: words and pairs, letters within words, subjects, what is mentioned, what the lexicon says.

Each block is tf-idf with `1 + ln tf`, scaled to the block's own length, so that a text counts alike however long it is,
and a block however many features it has. The first feature of every text is a constant 1.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from .. import _core
from .sparse import Array, Index, Sparse
from .subjects import subjects
from .tokens import stem, tokens

__all__ = ["BLOCKS", "Block", "Features", "scores"]

_OPENING = 12  # words


@functools.lru_cache(maxsize=1 << 16)
def _letters(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    if len(padded) <= 3:
        return (padded,)
    return tuple(padded[at : at + n] for n in (3, 4, 5) for at in range(len(padded) - n + 1))


def _words(stems: Sequence[str]) -> Iterator[str]:
    """Stems, and ordered pairs of stems up to three words apart: a phrase with a word put in is still found."""
    yield from stems
    for distance in (1, 2, 3):
        yield from map("{} {}".format, stems, stems[distance:])


def _characters(words: Sequence[str]) -> Iterator[str]:
    """Runs of three to five letters within words, their edges marked: kin of a word that was never seen."""
    for word in words:
        if not word[0].isdigit():
            yield from _letters(word)


def _opening(stems: Sequence[str]) -> Iterator[str]:
    """The first words, and their subjects in brackets: they tell what an item is about."""
    first = stems[:_OPENING]
    yield from first
    yield from map("({})".format, subjects(first).elements())


@dataclass(frozen=True)
class Block:
    """Features of one kind: how many texts must hold one, and the length of the block in each text."""

    name: str
    least_texts: int
    length: float
    weighted: bool = True


BLOCKS = (
    Block("words", 2, 1.0),
    Block("characters", 2, 1.0),
    Block("subjects", 2, 0.6),
    Block("opening", 2, 0.6),
    Block("mentions", 2, 0.2),
    Block("terms", 1, 0.5),
    Block("scores", 1, 0.4, weighted=False),
)
"""`subjects` are those of `subjects.csv`, by how many different words of theirs occur; `opening` are the first words
and their subjects. `mentions` are the kinds of names that stand for countries, and the number of countries; not which
countries, as these tell of the affairs of a year. `terms` and `scores` come from the lexicon; `scores` are
`ln(1 + score)` of its categories, not tf-idf."""


@dataclass
class Features:
    """The features that a set of texts has shown, each with its inverse document frequency.

    `names` and `idf` are per block of `BLOCKS`, in the order of the columns after the constant.
    """

    names: dict[str, list[str]]
    idf: dict[str, Array]

    def __post_init__(self) -> None:
        self.width = 1
        self._index: dict[str, tuple[int, dict[str, int]]] = {}
        for block in BLOCKS:
            names = self.names[block.name]
            self._index[block.name] = (self.width, {name: place for place, name in enumerate(names)})
            self.width += len(names)

    @classmethod
    def learn(cls, texts: Sequence[str], vocabulary: _core.Vocabulary) -> Features:
        """The features of these texts that enough of them hold."""
        held: dict[str, Counter[str]] = {block.name: Counter() for block in BLOCKS}
        for counts in _counted(texts, vocabulary):
            for name, found in counts.items():
                held[name].update(found.keys())
        names, idf = {}, {}
        for block in BLOCKS:
            kept = sorted(name for name, count in held[block.name].items() if count >= block.least_texts)
            frequency = np.array([held[block.name][name] for name in kept], dtype=np.float64)
            names[block.name] = kept
            idf[block.name] = np.log((1 + len(texts)) / (1 + frequency)) + 1
        return cls(names, idf)

    def of(self, texts: Sequence[str], vocabulary: _core.Vocabulary) -> Sparse:
        """One row per text; features that were not learned are left out."""
        ends, columns, values = [0], [np.zeros(0, dtype=np.intp)], [np.zeros(0)]
        for counts in _counted(texts, vocabulary):
            row = [(np.zeros(1, dtype=np.intp), np.ones(1))]
            row.extend(filter(None, (self._block(block, counts[block.name]) for block in BLOCKS)))
            columns.extend(at for at, _ in row)
            values.extend(value for _, value in row)
            ends.append(ends[-1] + sum(len(at) for at, _ in row))
        return Sparse(np.array(ends), np.concatenate(columns), np.concatenate(values), self.width)

    def single_words(self) -> npt.NDArray[np.bool_]:
        """Which columns are neither pairs of words nor letters: a small part of what a text holds."""
        kept = [True]
        for block in BLOCKS:
            light = block.name != "characters"
            kept.extend(light and (block.name != "words" or " " not in name) for name in self.names[block.name])
        return np.array(kept)

    def _block(self, block: Block, counts: Mapping[str, float]) -> tuple[Index, Array] | None:
        start, index = self._index[block.name]
        known = [(index[name], count) for name, count in counts.items() if name in index]
        if not known:
            return None
        at = np.array([place for place, _ in known], dtype=np.intp)
        value = np.array([count for _, count in known])
        if block.weighted:
            value = (1 + np.log(value)) * self.idf[block.name][at]
        return at + start, block.length * value / np.linalg.norm(value)


def scores(texts: Sequence[str], labels: Sequence[str], vocabulary: _core.Vocabulary) -> Array:
    """Scores of the lexicon, `texts x labels`, as `docs/categories.md` defines them; 0 for labels it does not know."""
    column = {label: index for index, label in enumerate(labels)}
    found = np.zeros((len(texts), len(labels)))
    for text, category, _, weight, count in _terms(texts, vocabulary):
        if category in column:
            found[text, column[category]] += weight * (1 + math.log(count))
    return found


def _counted(texts: Sequence[str], vocabulary: _core.Vocabulary) -> Iterator[dict[str, Mapping[str, float]]]:
    """Per text and block, the features it holds with their counts (with their size, for `scores`)."""
    terms: list[dict[str, float]] = [{} for _ in texts]
    sums: list[dict[str, float]] = [{} for _ in texts]
    for text, category, term, weight, count in _terms(texts, vocabulary):
        terms[text][term] = count
        sums[text][category] = sums[text].get(category, 0.0) + weight * (1 + math.log(count))
    mentions = _mentions(texts, vocabulary)
    for one, named, found, score in zip(texts, mentions, terms, sums, strict=True):
        words = tokens(one)
        stems = [stem(word) for word in words]
        yield {
            "words": Counter(_words(stems)),
            "characters": Counter(_characters(words)),
            "subjects": subjects(stems),
            "opening": Counter(_opening(stems)),
            "mentions": named,
            "terms": found,
            "scores": {category: math.log1p(value) for category, value in score.items() if value > 0},
        }


def _mentions(texts: Sequence[str], vocabulary: _core.Vocabulary) -> list[dict[str, float]]:
    """Per text, its mentions by kind, and how many countries they name: `2 countries`, `4 countries` for any more."""
    kinds: list[dict[str, float]] = [{} for _ in texts]
    countries: list[set[str]] = [set() for _ in texts]
    for text, kind, country in vocabulary.mentions(list(texts)).select("text", "kind", "country").iter_rows():
        kinds[text][kind] = kinds[text].get(kind, 0.0) + 1.0
        if country is not None:
            countries[text].add(country)
    return [found | {f"{min(len(named), 4)} countries": 1.0} for found, named in zip(kinds, countries, strict=True)]


def _terms(texts: Sequence[str], vocabulary: _core.Vocabulary) -> Iterator[tuple[int, str, str, float, int]]:
    """Text, category, term, weight and number of occurrences, in the order of the texts."""
    found = vocabulary.terms(list(texts))
    counted = found.group_by("text", "category", "term", maintain_order=True).agg(pl.col("weight").first(), pl.len())
    yield from counted.iter_rows()
