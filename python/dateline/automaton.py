"""Kleinberg's automaton: the cheapest sequence of burst levels for counts out of exposures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .quantiles import Floats

__all__ = ["binomial_cost", "cheapest", "episodes"]


def binomial_cost(count: Floats, exposure: Floats, shares: Floats) -> Floats:
    """-ln of the binomial probability, one row per window, one column per share; infinite where a share is not below 1.

    Without the binomial coefficient, which is the same for all shares.
    """
    possible = (shares > 0) & (shares < 1)
    p = np.where(possible, shares, 0.5)
    cost = -(count[:, None] * np.log(p) + (exposure - count)[:, None] * np.log1p(-p))
    # The base level always exists: of a group that is never or always there, no other level does.
    cost[:, 0] = np.where(possible[0], cost[:, 0], 0.0)
    cost[:, 1:] = np.where(possible[1:] & possible[0], cost[:, 1:], np.inf)
    return cost


def cheapest(cost: Floats, climb: float) -> npt.NDArray[np.intp]:
    """Level of each window, when each level up costs `climb`, none down; the lower one of equals."""
    windows, levels = cost.shape
    steps = climb * np.maximum(0, np.arange(levels)[None, :] - np.arange(levels)[:, None])
    best = steps[0] + cost[0] if windows else np.zeros(levels)
    origin = np.zeros((windows, levels), dtype=np.intp)
    for window in range(1, windows):
        through = best[:, None] + steps
        origin[window] = _lowest(through)
        best = np.take_along_axis(through, origin[window][None, :], axis=0)[0] + cost[window]
    path = np.zeros(windows, dtype=np.intp)
    if windows:
        path[-1] = _lowest(best[:, None])[0]
        for window in range(windows - 1, 0, -1):
            path[window - 1] = origin[window, path[window]]
    return path


def episodes(path: npt.NDArray[np.intp]) -> list[tuple[int, int, int]]:
    """Level, first and last window of each stretch at or above a level, by first window and level."""
    found = []
    for level in range(1, int(path.max(initial=0)) + 1):
        inside = np.concatenate([[False], path >= level, [False]])
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        found += [(level, int(first), int(end) - 1) for first, end in zip(edges[::2], edges[1::2], strict=True)]
    return sorted(found, key=lambda episode: (episode[1], episode[0]))


def _lowest(costs: Floats) -> npt.NDArray[np.intp]:
    # Sums that are equal on paper differ in their last digits.
    least = costs.min(axis=0)
    lowest: npt.NDArray[np.intp] = np.argmax(costs <= least + 1e-9 * np.maximum(1.0, np.abs(least)), axis=0)
    return lowest
