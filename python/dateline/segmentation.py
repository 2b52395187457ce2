"""Change points of Poisson counts with exposures: the best cuts, a penalty that keeps its promise, and intervals."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .quantiles import Floats

__all__ = ["Changes", "changes", "dispersion", "interval"]

_lgamma = np.vectorize(math.lgamma, otypes=[np.float64])


class Changes(NamedTuple):
    """First windows of the segments after the first, and the test that let them be."""

    places: list[int]
    p: float
    penalty: float


def changes(
    count: Floats, exposure: Floats, spread: float, false_alarm: float, simulations: int, random: np.random.Generator
) -> Changes:
    """The best segmentation under the least penalty that keeps the rate of false alarms.

    A series has a change if its critical penalty, at which the last one vanishes, is above that of all but a part
    `false_alarm` of the series drawn without a change.
    """
    if len(count) < 2 or count.sum() == 0:
        return Changes([], 1.0, math.inf)
    drawn = constant(count.sum(), exposure, spread, simulations, random)
    null = np.sort(critical(drawn, exposure))
    observed = float(critical(count[None, :], exposure)[0])
    # What is equal on paper counts as equal, against the observed series.
    p = float(1 + (null >= observed * (1 - 1e-9) - 1e-9).sum()) / (simulations + 1)
    allowed = math.floor(false_alarm * (simulations + 1)) - 1
    penalty = float(null[simulations - 1 - allowed])
    if p > false_alarm:
        return Changes([], p, penalty)
    return Changes(best(count[None, :], exposure, np.array([penalty]))[0], p, penalty)


def constant(total: float, exposure: Floats, spread: float, number: int, random: np.random.Generator) -> Floats:
    """Series without a change and with this total: multinomial, or Dirichlet-multinomial where they scatter more.

    Negative binomial counts of variance `spread` · mean are, given their sum, Dirichlet-multinomial with parameters
    mean / (spread - 1).
    """
    share = exposure / exposure.sum()
    if spread <= 1:
        even: Floats = random.multinomial(int(total), share, size=number).astype(np.float64)
        return even
    weights = random.dirichlet(share * total / (spread - 1), size=number)
    return np.asarray([random.multinomial(int(total), row) for row in weights], dtype=np.float64)


def critical(counts: Floats, exposure: Floats) -> Floats:
    """For each series the largest gain per change that any segmentation has: above that penalty none is made.

    Begins with the best single cut. A penalty of the best ratio so far either admits no segmentation, or one with a
    better ratio (W. Dinkelbach's method for ratios).
    """
    total = _gain(counts.sum(axis=1), exposure.sum())
    left, reach = np.cumsum(counts, axis=1)[:, :-1], np.cumsum(exposure)[:-1]
    single = _gain(left, reach) + _gain(counts.sum(axis=1)[:, None] - left, exposure.sum() - reach)
    ratio: Floats = np.maximum(0.0, single.max(axis=1) - total)
    open_ = np.arange(len(counts))
    while open_.size:
        cuts = best(counts[open_], exposure, ratio[open_] * (1 + 1e-9) + 1e-9)
        better = [place for place, cut in enumerate(cuts) if cut]
        for place in better:
            row, bounds = open_[place], [0, *cuts[place]]
            parts = _gain(np.add.reduceat(counts[row], bounds), np.add.reduceat(exposure, bounds))
            ratio[row] = (parts.sum() - total[row]) / len(cuts[place])
        open_ = open_[better]
    return ratio


def best(counts: Floats, exposure: Floats, penalty: Floats) -> list[list[int]]:
    """Cuts of the best segmentation of each series, by optimal partitioning; of equal ones, that with fewer cuts."""
    series, windows = counts.shape
    sums = np.concatenate([np.zeros((series, 1)), np.cumsum(counts, axis=1)], axis=1)
    reach = np.concatenate([[0.0], np.cumsum(exposure)])
    value = np.zeros((series, windows + 1))
    value[:, 0] = penalty
    origin = np.zeros((series, windows + 1), dtype=np.intp)
    for end in range(1, windows + 1):
        through = value[:, :end] - penalty[:, None]
        through = through + _gain(sums[:, end, None] - sums[:, :end], reach[end] - reach[:end])
        origin[:, end] = np.argmax(through, axis=1)
        value[:, end] = np.take_along_axis(through, origin[:, end, None], axis=1)[:, 0]
    return [_cuts(row) for row in origin]


def dispersion(count: Floats, exposure: Floats) -> float:
    """Variance over mean, at least 1, from the differences of neighbours, of which a change of rate moves but one.

    The mean of (y₁/e₁ - y₂/e₂)² / (r/e₁ + r/e₂) over neighbours, r the rate of all.
    """
    if len(count) < 3 or count.sum() == 0:
        return 1.0
    rate = count.sum() / exposure.sum()
    squares = np.diff(count / exposure) ** 2 / (rate / exposure[1:] + rate / exposure[:-1])
    return max(1.0, float(squares.mean()))


def interval(count: Floats, exposure: Floats, spread: float, confidence: float) -> tuple[int, int]:
    """First and last window at which the one change in a series may be, with equal tails of its posterior."""
    left, reach = np.cumsum(count)[:-1], np.cumsum(exposure)[:-1]
    parts = ((left, reach), (count.sum() - left, exposure.sum() - reach))
    # The integral of rate^(S - 1/2) exp(-rate E) over all rates; counts that scatter more tell less.
    logs = sum(_lgamma(s / spread + 0.5) - (s / spread + 0.5) * np.log(e / spread) for s, e in parts)
    weight = np.exp(logs - np.max(logs))
    reached = np.cumsum(weight) / weight.sum()
    tail = (1 - confidence) / 2
    return int(np.searchsorted(reached, tail)) + 1, int(np.searchsorted(reached, 1 - tail)) + 1


def _gain(count: Floats, exposure: Floats) -> Floats:
    """Maximal Poisson log-likelihood of a segment but for what all segmentations share: S ln(S/E)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = count * np.log(count / exposure)
    return np.asarray(np.where(count > 0, gain, 0.0), dtype=np.float64)


def _cuts(origin: npt.NDArray[np.intp]) -> list[int]:
    place, found = len(origin) - 1, []
    while place > 0:
        place = int(origin[place])
        found.append(place)
    return found[-2::-1]
