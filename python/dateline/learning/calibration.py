"""Whether a probability of 0.7 is right seven times in ten: the number that corrects it, and the table that shows it.

Probabilities are raised to `1 / temperature` and scaled back to 1 (Guo et al., On Calibration of Modern Neural
Networks, 2017). One number cannot change which label is likeliest; it is learned from predictions for unseen texts.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from .sparse import Array, Index

__all__ = ["brier", "reliability", "temperature", "tempered"]

_LEAST, _MOST = 0.2, 5.0
_HALVINGS = 40


def tempered(probabilities: Array, by: float) -> Array:
    """Probabilities at another temperature: above 1 they draw together, below 1 apart."""
    logs = np.log(np.maximum(probabilities, 1e-300)) / by
    raised = np.exp(logs - logs.max(axis=1, keepdims=True))
    scaled: Array = raised / raised.sum(axis=1, keepdims=True)
    return scaled


def temperature(probabilities: Array, targets: Array) -> float:
    """The temperature at which the targets are likeliest, between 0.2 and 5; 1 where there is nothing to learn from."""
    if not len(targets):
        return 1.0
    logs = np.log(np.maximum(probabilities, 1e-300))

    def slope(sharpness: float) -> float:
        """Of the cross entropy, which is convex in 1 / temperature."""
        return float(((tempered(probabilities, 1 / sharpness) - targets) * logs).sum())

    low, high = 1 / _MOST, 1 / _LEAST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return 2 / (low + high)


def brier(probabilities: Array, truth: Index) -> float:
    """Mean over texts of the squared distance to the truth: 0 is perfect, 2 the worst (Brier, 1950)."""
    wanted = np.zeros_like(probabilities)
    wanted[np.arange(len(truth)), truth] = 1.0
    return float(((probabilities - wanted) ** 2).sum(axis=1).mean())


def reliability(probabilities: Array, truth: Index, bins: int) -> pl.DataFrame:
    """Texts by the probability of their likeliest label: how probable it was held, how often it was right."""
    score = probabilities.max(axis=1)
    bin_of = np.minimum((score * bins).astype(np.intp), bins - 1)
    table = pl.DataFrame({"bin": bin_of, "score": score, "right": probabilities.argmax(axis=1) == truth})
    grouped = table.group_by("bin").agg(
        items=pl.len(), predicted=pl.col("score").mean(), observed=pl.col("right").mean()
    )
    return grouped.sort("bin").select(
        (pl.col("bin") / bins).alias("from"), ((pl.col("bin") + 1) / bins).alias("to"), "items", "predicted", "observed"
    )
