"""Labels of bags to labels of items: which item of an issue carries which of the labels the issue declares.

In: what a model gives each item, the labels its bag allows, and the bag of each item. Two facts are known of a bag: its
items carry none but its labels, and each of these labels is carried by some item, where there are enough items.
"""

from __future__ import annotations

import numpy as np

from . import logistic
from .sparse import Array, Index, Sparse

__all__ = ["assigned", "covered", "expected"]

_ROUNDS = 10
_FOLDS = 5
_SCALINGS = 20
_STRENGTH = 10.0


def covered(probabilities: Array, allowed: Array, bags: Index) -> Array:
    """Probabilities of items, given what is known of their bags.

    Labels the bag does not declare are struck out. Then labels that amount to less than one item in their bag (less
    than their even share, in a bag with fewer items than labels) are scaled up to it, and items back to 1, in turn.

    Parameters
    ----------
    probabilities, allowed
        `items x labels`; `allowed` holds 1 for the labels of the item's bag, else 0.
    bags
        The bag of each item, numbered from 0.
    """
    items = np.bincount(bags)
    first = np.unique(bags, return_index=True)[1]
    least = np.minimum(1.0, items / allowed[first].sum(axis=1))[:, None]
    share = _shares(probabilities * allowed + 1e-9 * allowed)
    order = np.argsort(bags, kind="stable")
    starts = np.concatenate(([0], np.cumsum(items)[:-1]))
    for _ in range(_SCALINGS):
        carried = np.add.reduceat(share[order], starts, axis=0)
        scale = np.where(carried > 0, np.maximum(1.0, least / np.maximum(carried, 1e-12)), 1.0)
        share = _shares(share * scale[bags])
    return share


def expected(rows: Sparse, allowed: Array, bags: Index, offset: Array) -> Array:
    """Probabilities of items by models that have not seen their bag, `items x labels`.

    Expectation-maximisation over the unknown labels. It starts from `offset`, what is known of the items beforehand. In
    each round, a model of the other bags says what it expects of an item (one that has seen the item would only repeat
    the last guess); what it expects of everything is divided out, or the commonest label would swallow the others; and
    the bag's labels correct what is left. In the first half of the rounds differences are sharpened, so that a start
    without knowledge comes loose.
    """
    folds = [(np.flatnonzero(bags % _FOLDS != fold), np.flatnonzero(bags % _FOLDS == fold)) for fold in range(_FOLDS)]
    parts = [(seen, held, rows.take(seen), rows.take(held)) for seen, held in folds if len(seen) and len(held)]
    found = logistic.softmax(offset)
    targets = covered(found, allowed, bags)
    weights: list[Array | None] = [None] * len(parts)
    for step in range(_ROUNDS):
        for part, (seen, held, train, test) in enumerate(parts):
            # A few steps from the last round's weights are enough: the targets are about to move again.
            learned = logistic.fit(
                train,
                targets[seen],
                strength=_STRENGTH,
                offset=offset[seen],
                start=weights[part],
                steps=8 if step else 25,
                tolerance=1e-2,
            )
            weights[part] = learned
            found[held] = logistic.softmax(test.times(learned) + offset[held])
        sharper = (found / found.mean(axis=0)) ** (3.0 if step < _ROUNDS // 2 else 1.0)
        targets = covered(_shares(sharper), allowed, bags)
    return found


def assigned(probabilities: Array, allowed: Array, bags: Index) -> Index:
    """The likeliest label of each item such that every label of a bag is carried, where there are enough items."""
    chosen = np.zeros(len(bags), dtype=np.intp)
    for bag in range(int(bags.max()) + 1 if len(bags) else 0):
        items = np.flatnonzero(bags == bag)
        if not len(items):
            continue
        labels = np.flatnonzero(allowed[items[0]])
        logs = np.log(np.maximum(probabilities[np.ix_(items, labels)], 1e-300))
        best = logs.argmax(axis=1)
        if len(items) >= len(labels):
            loss = logs.max(axis=1, keepdims=True) - logs
            for label, item in enumerate(_matching(loss.T)):
                best[item] = label
        chosen[items] = labels[best]
    return chosen


def _matching(cost: Array) -> Index:
    """A column for each row, no column twice, at the least sum (Kuhn's method with shortest augmenting paths)."""
    height, width = cost.shape
    row_price, column_price = np.zeros(height), np.zeros(width)
    row_of = np.full(width, -1)
    for start in range(height):
        distance = np.full(width, np.inf)
        before = np.full(width, -1)
        done = np.zeros(width, dtype=bool)
        row, column, reached = start, -1, 0.0
        while row >= 0:
            through = reached + cost[row] - row_price[row] - column_price
            closer = ~done & (through < distance)
            distance[closer], before[closer] = through[closer], column
            column = int(np.where(done, np.inf, distance).argmin())
            reached = float(distance[column])
            done[column] = True
            row = int(row_of[column])
        row_price[start] += reached
        tree = done & (row_of >= 0)
        row_price[row_of[tree]] += reached - distance[tree]
        column_price[done] -= reached - distance[done]
        while column >= 0:
            previous = int(before[column])
            row_of[column] = start if previous < 0 else row_of[previous]
            column = previous
    chosen = np.empty(height, dtype=np.intp)
    chosen[row_of[row_of >= 0]] = np.flatnonzero(row_of >= 0)
    return chosen


def _shares(values: Array) -> Array:
    shares: Array = values / values.sum(axis=1, keepdims=True)
    return shares
