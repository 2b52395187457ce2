"""Texts to sparse features: words and word pairs, letters within words, terms of the lexicon and its scores.

Each block is tf-idf with `1 + ln tf`, scaled to the block's own length, so that a text counts alike however long it is and
a block however many features it has. The first feature of every text is a constant 1.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .. import _core
from .sparse import Sparse

__all__ = ["BLOCKS", "Block", "Features"]

_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,]*")
_ENDINGS = ("ations", "ation", "ings", "ing", "ed", "es", "s", "e")
_STEM = 4  # letters that an ending must leave


@functools.lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    if word[0].isdigit():
        return "0" * sum(map(str.isdigit, word))  # how large a number is tells more than which
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


@functools.lru_cache(maxsize=1 << 16)
def _letters(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    if len(padded) <= 3:
        return (padded,)
    return tuple(padded[at : at + n] for n in (3, 4, 5) for at in range(len(padded) - n + 1))


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _TOKEN.findall("".join(ch for ch in plain if not unicodedata.combining(ch)) if not plain.isascii() else plain)


def _words(tokens: Sequence[str]) -> Iterator[str]:
    """Stems, and ordered pairs of stems up to three words apart: a phrase with a word put in is still found."""
    stems = [_stem(token) for token in tokens]
    yield from stems
    for distance in (1, 2, 3):
        yield from map("{} {}".format, stems, stems[distance:])


def _characters(tokens: Sequence[str]) -> Iterator[str]:
    """Runs of three to five letters within words, their edges marked: kin of a word that was never seen."""
    for token in tokens:
        if not token[0].isdigit():
            yield from _letters(token)


@dataclass(frozen=True)
class Block:
    """Features of one kind: how many texts must hold one, and the length of the block in each text."""

    name: str
    least_texts: int
    length: float
    of: Callable[[Sequence[str]], Iterable[str]] | None = None


BLOCKS = (
    Block("words", 2, 1.0, _words),
    Block("characters", 2, 1.0, _characters),
    Block("terms", 1, 0.5),
    Block("scores", 1, 0.4),
)
"""`terms` and `scores` come from the lexicon; `scores` are `ln(1 + score)` of its categories, not tf-idf."""


@dataclass
class Features:
    """The features that a set of texts has shown, each with its inverse document frequency.

    `names` and `idf` are per block of `BLOCKS`, in the order of the columns after the constant.
    """

    names: dict[str, list[str]]
    idf: dict[str, npt.NDArray[np.float64]]
    _index: dict[str, dict[str, int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        start = 1
        self._index = {}
        for block in BLOCKS:
            names = self.names[block.name]
            self._index[block.name] = dict(zip(names, range(start, start + len(names)), strict=True))
            start += len(names)
        self.width = start

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
        ends, columns, values = [0], [], []
        for counts in _counted(texts, vocabulary):
            columns.append(np.zeros(1, dtype=np.intp))
            values.append(np.ones(1))
            size = 1
            for block in BLOCKS:
                index, found = self._index[block.name], counts[block.name]
                known = [(index[name], count) for name, count in found.items() if name in index]
                if known:
                    at, count = (np.array(part) for part in zip(*known, strict=True))
                    first = next(iter(index.values()))
                    weight = (1 + np.log(count)) * self.idf[block.name][at - first] if block.of or block.name == "terms" else count
                    columns.append(at.astype(np.intp))
                    values.append(block.length * weight / np.linalg.norm(weight))
                    size += len(known)
            ends.append(ends[-1] + size)
        if not columns:
            return Sparse(np.array(ends), np.zeros(0, dtype=np.intp), np.zeros(0), self.width)
        return Sparse(np.array(ends), np.concatenate(columns), np.concatenate(values), self.width)


def _counted(texts: Sequence[str], vocabulary: _core.Vocabulary) -> Iterator[dict[str, dict[str, float]]]:
    """Per text and block, the features it holds with their counts (with their size, for `scores`)."""
    terms: list[Counter[str]] = [Counter() for _ in texts]
    scores: list[dict[str, float]] = [{} for _ in texts]
    for text, category, term, weight, count in _terms(texts, vocabulary):
        terms[text][term] = count
        scores[text][category] = scores[text].get(category, 0.0) + weight * (1 + float(np.log(count)))
    for text, found, score in zip(texts, terms, scores, strict=True):
        tokens = _tokens(text)
        counts: dict[str, dict[str, float]] = {block.name: Counter(block.of(tokens)) for block in BLOCKS if block.of}
        counts["terms"] = found
        counts["scores"] = {category: float(np.log1p(value)) for category, value in score.items() if value > 0}
        yield counts


def _terms(texts: Sequence[str], vocabulary: _core.Vocabulary) -> Iterator[tuple[int, str, str, float, int]]:
    found = vocabulary.terms(list(texts))
    grouped = found.group_by("text", "category", "term", maintain_order=True).agg(weight=found["weight"].first(), count=found["text"].len())
    yield from grouped.iter_rows()
