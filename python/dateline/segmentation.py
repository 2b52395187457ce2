"""Change points of counts with exposures: the best cuts, a penalty that keeps its promise, and intervals.

Counts are negative binomial. One with exposure E and rate m has the mean m·E and the variance m·E·(1 + m/k): it is that
of E independent units, whose counts have the size k. Where k is infinite they are Poisson.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .quantiles import Floats

__all__ = ["Changes", "changes", "dispersion", "interval", "unit_size"]

POISSON = 1e9
"""A size that leaves counts as good as Poisson."""

_lgamma = np.vectorize(math.lgamma, otypes=[np.float64])


class Changes(NamedTuple):
    """First windows of the segments after the first, and the test that let them be."""

    places: list[int]
    p: float
    penalty: float


def changes(
    count: Floats, exposure: Floats, scattered: bool, false_alarm: float, simulations: int, random: np.random.Generator
) -> Changes:
    """The best segmentation under the least penalty that keeps the rate of false alarms.

    A series has a change if its critical penalty, at which the last one vanishes, is above that of all but a part
    `false_alarm` of the series drawn without a change. Where counts are `scattered`, the size of a unit is estimated
    from each of these as it is from the series itself, so that the test allows for the error of the estimate.
    """
    if len(count) < 2 or count.sum() == 0:
        return Changes([], 1.0, math.inf)
    size = unit_size(count, exposure) if scattered else np.array(math.inf)
    drawn = constant(count.sum(), exposure, float(size), simulations, random)
    sizes = unit_size(drawn, exposure) if scattered else np.full(simulations, math.inf)
    null = np.sort(critical(drawn, exposure, sizes))
    observed = float(critical(count[None, :], exposure, size[None])[0])
    # What is equal on paper counts as equal, against the observed series.
    p = float(1 + (null >= observed * (1 - 1e-9) - 1e-9).sum()) / (simulations + 1)
    allowed = math.floor(false_alarm * (simulations + 1)) - 1
    penalty = float(null[simulations - 1 - allowed])
    if p > false_alarm:
        return Changes([], p, penalty)
    return Changes(best(count[None, :], exposure, np.array([penalty]), size[None])[0], p, penalty)


def constant(total: float, exposure: Floats, size: float, number: int, random: np.random.Generator) -> Floats:
    """Series without a change and with this total: multinomial, or Dirichlet-multinomial where they scatter more.

    Negative binomial counts of one rate are, given their sum, Dirichlet-multinomial with parameters size · exposure.
    """
    share = exposure / exposure.sum()
    if size >= POISSON:
        even: Floats = random.multinomial(int(total), share, size=number).astype(np.float64)
        return even
    weights = random.dirichlet(size * exposure, size=number)
    return np.asarray([random.multinomial(int(total), row) for row in weights], dtype=np.float64)


def critical(counts: Floats, exposure: Floats, size: Floats) -> Floats:
    """For each series the largest gain per change that any segmentation has: above that penalty none is made.

    Begins with the best single cut. A penalty of the best ratio so far either admits no segmentation, or one with a
    better ratio (W. Dinkelbach's method for ratios).
    """
    total = _gain(counts.sum(axis=1), exposure.sum(), size)
    left, reach = np.cumsum(counts, axis=1)[:, :-1], np.cumsum(exposure)[:-1]
    right = counts.sum(axis=1)[:, None] - left
    single = _gain(left, reach, size[:, None]) + _gain(right, exposure.sum() - reach, size[:, None])
    ratio: Floats = np.maximum(0.0, single.max(axis=1) - total)
    open_ = np.arange(len(counts))
    while open_.size:
        cuts = best(counts[open_], exposure, ratio[open_] * (1 + 1e-9) + 1e-9, size[open_])
        better = [place for place, cut in enumerate(cuts) if cut]
        for place in better:
            row, bounds = open_[place], [0, *cuts[place]]
            parts = _gain(np.add.reduceat(counts[row], bounds), np.add.reduceat(exposure, bounds), size[row])
            ratio[row] = (parts.sum() - total[row]) / len(cuts[place])
        open_ = open_[better]
    return ratio


def best(counts: Floats, exposure: Floats, penalty: Floats, size: Floats) -> list[list[int]]:
    """Cuts of the best segmentation of each series, by optimal partitioning; of equal ones, that with fewer cuts."""
    series, windows = counts.shape
    sums = np.concatenate([np.zeros((series, 1)), np.cumsum(counts, axis=1)], axis=1)
    reach = np.concatenate([[0.0], np.cumsum(exposure)])
    value = np.zeros((series, windows + 1))
    value[:, 0] = penalty
    origin = np.zeros((series, windows + 1), dtype=np.intp)
    for end in range(1, windows + 1):
        through = value[:, :end] - penalty[:, None]
        through = through + _gain(sums[:, end, None] - sums[:, :end], reach[end] - reach[:end], size[:, None])
        origin[:, end] = np.argmax(through, axis=1)
        value[:, end] = np.take_along_axis(through, origin[:, end, None], axis=1)[:, 0]
    return [_cuts(row) for row in origin]


def dispersion(count: Floats, exposure: Floats) -> Floats:
    """Variance over mean of each series, at least 1, from differences of neighbours, of which a change moves but one.

    The mean of (y₁/e₁ - y₂/e₂)² / (r/e₁ + r/e₂) over neighbours, r the rate of all.
    """
    if len(exposure) < 3:
        return np.ones(count.shape[:-1])
    rate = count.sum(axis=-1, keepdims=True) / exposure.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.diff(count / exposure) ** 2 / (rate / exposure[1:] + rate / exposure[:-1])
    return np.asarray(np.maximum(1.0, np.nan_to_num(squares.mean(axis=-1), nan=1.0)))


def unit_size(count: Floats, exposure: Floats) -> Floats:
    """Size of a unit of exposure, rate / (`dispersion` - 1), of each series; as of Poisson counts where that is 1."""
    excess = dispersion(count, exposure) - 1
    rate = count.sum(axis=-1) / exposure.sum()
    return np.asarray(np.where(excess > rate / POISSON, rate / np.maximum(excess, 1e-300), POISSON))


def interval(count: Floats, exposure: Floats, size: float, confidence: float) -> tuple[int, int]:
    """First and last window at which the one change in a series may be, with equal tails of its posterior."""
    left, reach = np.cumsum(count)[:-1], np.cumsum(exposure)[:-1]
    parts = ((left, reach), (count.sum() - left, exposure.sum() - reach))
    if size >= POISSON:
        # The integral of rate^(S - 1/2) exp(-rate E) over all rates.
        logs = sum(_lgamma(s + 0.5) - (s + 0.5) * np.log(e) for s, e in parts)
    else:
        # That of q^(kE - 1) (1 - q)^(S - 1/2) with q = k / (k + rate).
        logs = sum(_lgamma(s + 0.5) + _lgamma(size * e) - _lgamma(size * e + s + 0.5) for s, e in parts)
    weight = np.exp(logs - np.max(logs))
    reached = np.cumsum(weight) / weight.sum()
    tail = (1 - confidence) / 2
    return int(np.searchsorted(reached, tail)) + 1, int(np.searchsorted(reached, 1 - tail)) + 1


def _gain(count: Floats, exposure: Floats, size: Floats) -> Floats:
    """Maximal log-likelihood of a segment but for what all segmentations share.

    S ln m for Poisson counts, S ln m - (S + kE) ln(1 + m/k) for negative binomial ones, with m = S/E.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = count / exposure
        gain = count * np.log(rate)
        if np.isfinite(size).all():
            gain = gain - (count + size * exposure) * np.log1p(rate / size)
    return np.asarray(np.where(count > 0, gain, 0.0), dtype=np.float64)


def _cuts(origin: npt.NDArray[np.intp]) -> list[int]:
    place, found = len(origin) - 1, []
    while place > 0:
        place = int(origin[place])
        found.append(place)
    return found[-2::-1]
