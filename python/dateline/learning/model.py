"""A learned categorizer: its labels, features, weights and temperature; how it is learned from items and from bags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from .. import _core
from . import bags as bags_of
from . import calibration, logistic
from .features import Features, scores
from .inputs import Bagged, Labelled
from .sparse import Array, Index, Sparse

__all__ = ["BELIEF", "Model", "from_bags", "from_items"]

BELIEF = 2.0
"""How much `ln(1 + score)` of the lexicon adds to the logit of a label it knows, before anything is learned."""

_STRENGTH = 30.0
_FOLDS = 3


@dataclass
class Model:
    """What `Categorizer` saves. `weights` is `labels x (1 + features)`, the constant first."""

    labels: list[str]
    features: Features
    weights: Array
    temperature: float
    brier: float | None = None
    reliability: pl.DataFrame | None = None

    def probabilities(self, texts: Sequence[str], vocabulary: _core.Vocabulary) -> Array:
        """`texts x labels`, calibrated."""
        if not texts:
            return np.zeros((0, len(self.labels)))
        logits = self.features.of(texts, vocabulary).times(self.weights) + beliefs(texts, self.labels, vocabulary)
        return calibration.tempered(logistic.softmax(logits), self.temperature)


def beliefs(texts: Sequence[str], labels: Sequence[str], vocabulary: _core.Vocabulary) -> Array:
    """What the lexicon says beforehand, as logits; 0 for labels it does not know."""
    return BELIEF * np.log1p(np.maximum(scores(texts, labels, vocabulary), 0.0))


def from_items(given: Labelled, vocabulary: _core.Vocabulary) -> Model:
    """Learn from texts with one label each."""
    texts, truth, labels = given
    features = Features.learn(texts, vocabulary)
    rows, offset = features.of(texts, vocabulary), beliefs(texts, labels, vocabulary)
    # Neighbours in time tell of the same affairs, so that folds drawn at random would flatter.
    folds = np.arange(len(texts)) * _FOLDS // max(1, len(texts))
    weights, unseen, temperature = _learned(rows, truth, len(labels), offset, folds)
    brier, reliability = calibration.brier(unseen, truth), calibration.reliability(unseen, truth, 10)
    return Model(labels, features, weights, temperature, brier, reliability)


def from_bags(given: Bagged, vocabulary: _core.Vocabulary) -> tuple[Model, Array]:
    """Learn from texts of which only the labels of their bag are known.

    Single words find out which text carries which label; then all features learn from that as from known labels.

    Returns
    -------
    Model
    numpy.ndarray
        Calibrated probabilities of the texts themselves, `texts x labels`, from models that have not seen their bag.
    """
    texts, allowed, bags, labels = given
    features = Features.learn(texts, vocabulary)
    rows, offset = features.of(texts, vocabulary), beliefs(texts, labels, vocabulary)
    guess = bags_of.expected(rows.narrowed(features.single_words()), allowed, bags, offset)
    nearest = bags_of.assigned(guess, allowed, bags)
    weights, unseen, temperature = _learned(rows, nearest, len(labels), offset, bags % _FOLDS)
    return Model(labels, features, weights, temperature), unseen


def _learned(rows: Sparse, truth: Index, labels: int, offset: Array, folds: Index) -> tuple[Array, Array, float]:
    """Weights; calibrated probabilities of each row by a model of the other folds; the temperature they needed."""
    targets = np.eye(labels)[truth]
    weights = logistic.fit(rows, targets, strength=_STRENGTH, offset=offset)
    unseen = logistic.softmax(offset)
    for fold in range(_FOLDS):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if len(train) and len(test):
            found = logistic.fit(
                rows.take(train), targets[train], strength=_STRENGTH, offset=offset[train], steps=40, tolerance=1e-2
            )
            unseen[test] = logistic.softmax(rows.take(test).times(found) + offset[test])
    temperature = calibration.temperature(unseen, targets)
    return weights, calibration.tempered(unseen, temperature), temperature
