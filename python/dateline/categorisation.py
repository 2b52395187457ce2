"""The categories of an archive's items, learned from what its issues declare.

In: the tables `issues` and `items`. Out: `items` with new values in `category`, `categories`, `category_basis` and
`category_score`. Everything else stays as read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from . import _core
from .learning import bags as bags_of
from .learning import inputs, model
from .learning.logistic import softmax
from .learning.sparse import Array, Index

if TYPE_CHECKING:
    from .categorizer import Categorizer

__all__ = ["LEAST_SHARE", "MOST_ITEMS", "categorised"]

MOST_ITEMS = 4000
"""Items that are learned from at most, in whole issues spread evenly over the archive, so that time stays bounded."""

LEAST_SHARE = 0.25
"""Probability from which a category beside the principal one is listed."""


def categorised(
    frames: Mapping[str, pl.DataFrame], vocabulary: _core.Vocabulary, categorizer: Categorizer | None
) -> pl.DataFrame:
    """The items with their categories, in the same order.

    Where no categorizer is given, one is learned from the issues that declare topics; where they declare fewer than
    two in all, the lexicon decides alone.
    """
    declared = frames["issues"].select("issue_id", "duplicate_of", declared="categories")
    items = frames["items"].select("issue_id", "headline", "text")
    items = items.join(declared, on="issue_id", how="left", maintain_order="left")
    texts = [text or "" for text in inputs.texts(items, ["headline", "text"])]
    lists = [labels or [] for labels in items["declared"].to_list()]
    bags = _numbered(items["issue_id"].to_numpy())
    if categorizer is None:
        # A second rendering of an issue would let a model see what it is asked about.
        usable = np.array([bool(some and text) for some, text in zip(lists, texts, strict=True)], dtype=np.bool_)
        usable &= items["duplicate_of"].is_null().to_numpy()
        labels, found = _learned(texts, lists, bags, np.flatnonzero(usable), vocabulary)
    else:
        labels, found = categorizer.labels, categorizer._probabilities(texts)
    return _filled(frames["items"], lists, bags, labels, found)


def _learned(
    texts: list[str], lists: list[list[str]], bags: Index, usable: Index, vocabulary: _core.Vocabulary
) -> tuple[list[str], Array]:
    """Labels, and the probabilities of all items by models that have not seen their issue."""
    labels = sorted({label for row in usable for label in lists[row]})
    if len(labels) < 2:
        labels = vocabulary.categories().filter(kind="topic")["label"].to_list()
        return labels, softmax(model.beliefs(texts, labels, vocabulary))
    every = -(-len(usable) // MOST_ITEMS)
    kept = usable[np.isin(bags[usable], np.unique(bags[usable])[::every])]
    allowed = inputs.indicators([lists[row] for row in kept], labels)
    bagged = inputs.Bagged([texts[row] for row in kept], allowed, _numbered(bags[kept]), labels)
    learned, unseen = model.from_bags(bagged, vocabulary)
    found = np.zeros((len(texts), len(labels)))
    others = np.setdiff1d(np.arange(len(texts)), kept)
    found[kept] = unseen
    found[others] = learned.probabilities([texts[row] for row in others], vocabulary)
    return labels, found


def _filled(items: pl.DataFrame, lists: list[list[str]], bags: Index, labels: list[str], found: Array) -> pl.DataFrame:
    allowed = inputs.indicators(lists, labels)
    declared = allowed.sum(axis=1)
    bound = np.flatnonzero(declared)
    chosen, share = found.argmax(axis=1), found.copy()
    if len(bound):
        known = found[bound], allowed[bound], _numbered(bags[bound])
        chosen[bound], share[bound] = bags_of.assigned(*known), bags_of.covered(*known)
    ranked = []
    for first, row in zip(chosen, share, strict=True):
        others = (at for at in np.argsort(-row, kind="stable") if at != first and row[at] >= LEAST_SHARE)
        ranked.append([labels[first], *(labels[at] for at in others)])
    basis = np.select([declared == 1, declared > 1], ["declared", "assigned"], "inferred")
    schema = items.schema
    return items.with_columns(
        pl.Series("category", [labels[at] for at in chosen], dtype=schema["category"]),
        pl.Series("categories", ranked, dtype=schema["categories"]),
        pl.Series("category_basis", basis.tolist(), dtype=schema["category_basis"]),
        pl.Series("category_score", share[np.arange(len(chosen)), chosen], dtype=schema["category_score"]),
    )


def _numbered(names: npt.NDArray[Any]) -> Index:
    """Each name by its place among the distinct ones in order."""
    numbers: Index = np.unique(names, return_inverse=True)[1].astype(np.intp)
    return numbers
