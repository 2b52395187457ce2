"""Stems to the subjects they belong to: what a word is about, known before any text was learned from.

A few hundred texts show few of the words for a storm. `subjects.csv` says that *typhoon* and *landfall* belong with
*hurricane*, so that the first text with one of them is judged by all that were seen with another. Its rows are a
subject and its words, and a word stands under as many subjects as it serves. They are no categories: which subject
speaks for which category is learned.
"""

from __future__ import annotations

import csv
import functools
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import resources

from .tokens import stem

__all__ = ["subjects"]


def subjects(stems: Iterable[str]) -> Counter[str]:
    """How many different words of each subject occur."""
    known = _table()
    return Counter(subject for one in dict.fromkeys(stems) for subject in known.get(one, ()))


@functools.cache
def _table() -> Mapping[str, tuple[str, ...]]:
    """Stem to subjects, in the order of the file."""
    known: dict[str, tuple[str, ...]] = {}
    source = resources.files(__package__).joinpath("subjects.csv")
    for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines()):
        for one in {stem(word): None for word in row["words"].split()}:
            known[one] = (*known.get(one, ()), row["subject"])
    return known
