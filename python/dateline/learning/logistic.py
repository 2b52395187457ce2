"""Multinomial logistic regression on soft targets, by L-BFGS.

The targets are a distribution over labels per row: one label for labelled texts, a share of each declared label for the
items of a bag. Deterministic: the start is zero (or given) and nothing is drawn.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np

from .sparse import Array, Sparse

__all__ = ["fit", "softmax"]

FEW = 20
_MEMORY = 8  # pairs of steps L-BFGS keeps


def softmax(logits: Array) -> Array:
    """Rows of logits to rows of probabilities."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: Array = raised / raised.sum(axis=1, keepdims=True)
    return probabilities


def fit(
    rows: Sparse,
    targets: Array,
    *,
    strength: float,
    offset: Array | float = 0.0,
    start: Array | None = None,
    steps: int = 150,
    tolerance: float = 1e-3,
) -> Array:
    """Weights (`labels x columns`) that minimise cross entropy + |weights|^2 / (2 strength).

    Parameters
    ----------
    rows
        Features, the first of them a constant.
    targets
        `rows x labels`; each row adds up to 1.
    strength
        How far the data may pull the weights (scikit-learn's C); less where there are fewer than `FEW` rows to one of
        it, so that a handful of texts does not drown what `offset` says.
    offset
        Logits that are known beforehand, `rows x labels`.
    start
        Weights to start from.
    steps, tolerance
        Stops after so many steps, or once the largest slope has fallen to this share of the first.
    """
    labels = targets.shape[1]
    penalty = 1 / min(strength, max(1, rows.height) / FEW)

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(labels, rows.width)
        logits = rows.times(weights) + offset
        logits -= logits.max(axis=1, keepdims=True)
        logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        shrunk = penalty * weights
        value = -(targets * logs).sum() + 0.5 * (shrunk * weights).sum()
        return float(value), (rows.transposed_times(np.exp(logs) - targets) + shrunk).ravel()

    begin = np.zeros(labels * rows.width) if start is None else start.ravel()
    return _minimum(loss, begin, steps, tolerance).reshape(labels, rows.width)


def _minimum(loss: Callable[[Array], tuple[float, Array]], at: Array, steps: int, tolerance: float) -> Array:
    """L-BFGS with a backtracking line search (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 3.1)."""
    moves: deque[tuple[Array, Array, float]] = deque(maxlen=_MEMORY)
    value, slope = loss(at)
    enough = tolerance * float(np.abs(slope).max())
    for _ in range(steps):
        if float(np.abs(slope).max()) <= enough:
            break
        direction = _direction(slope, moves)
        descent = _dot(slope, direction)
        length = 1.0 if moves else 1.0 / max(1.0, float(np.abs(slope).sum()) ** 0.5)
        while True:
            step = length * direction
            next_value, next_slope = loss(at + step)
            if next_value <= value + 1e-4 * length * descent or length < 1e-8:
                break
            length *= 0.5
        change = next_slope - slope
        curvature = _dot(step, change)
        if curvature > 1e-12:
            moves.append((step, change, curvature))
        at, value, slope = at + step, next_value, next_slope
    return at


def _direction(slope: Array, moves: deque[tuple[Array, Array, float]]) -> Array:
    """Downhill, by the curvature that the last moves have shown."""
    direction = -slope
    shares = []
    for step, change, curvature in reversed(moves):
        share = _dot(step, direction) / curvature
        shares.append(share)
        direction -= share * change
    if moves:
        _, change, curvature = moves[-1]
        direction *= curvature / _dot(change, change)
    for (step, change, curvature), share in zip(moves, reversed(shares), strict=True):
        direction += step * (share - _dot(change, direction) / curvature)
    return direction


def _dot(one: Array, other: Array) -> float:
    # Not by BLAS, whose threads and order of adding differ between machines.
    return float(np.einsum("i,i->", one, other))
