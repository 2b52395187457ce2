"""Confidence intervals for counts, shares, ratios of rates and indices.

Numpy arrays in, numpy arrays out; each function says its formula and where it is from.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from .errors import InvalidArgument
from .quantiles import Floats, beta_quantile, gamma_quantile

__all__ = ["binomial", "bootstrap", "jackknife", "poisson", "rate_ratio", "wilson"]

Interval: TypeAlias = "tuple[Floats, Floats]"


def wilson(count: npt.ArrayLike, total: npt.ArrayLike, confidence: float = 0.95) -> Interval:
    """Interval of a share, by Wilson's score; NaN where `total` is 0.

    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) with p = count / total, n = total. E. B. Wilson, "Probable
    inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212.
    """
    z = NormalDist().inv_cdf(0.5 + _checked(confidence) / 2)
    k, n = (np.asarray(value, dtype=np.float64) for value in (count, total))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = k / n
        centre = p + z * z / (2 * n)
        half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        lower, upper = (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)
    # At the ends the formula gives exactly 0 and 1, arithmetic only nearly.
    return np.where(k == 0, np.minimum(lower, 0.0), lower), np.where(k == n, np.maximum(upper, 1.0), upper)


def poisson(count: npt.ArrayLike, confidence: float = 0.95) -> Interval:
    """Exact interval of the mean of a Poisson count.

    From the α/2 quantile of Gamma(count) to the 1 - α/2 quantile of Gamma(count + 1). F. Garwood, "Fiducial limits for
    the Poisson distribution", Biometrika 28 (1936), 437-442.
    """
    tail = (1 - _checked(confidence)) / 2
    k = np.asarray(count, dtype=np.float64)
    distinct, place = np.unique(k, return_inverse=True)
    # A silent window has no count, and its quantile would not converge.
    unknown = np.isnan(distinct)
    known = np.where(unknown, 0, distinct)
    lower = np.where(known > 0, gamma_quantile(tail, np.maximum(known, 1)), known)
    lower = np.where(unknown, np.nan, lower)
    upper = np.where(unknown, np.nan, gamma_quantile(1 - tail, known + 1))
    return lower[place].reshape(k.shape), upper[place].reshape(k.shape)


def binomial(count: npt.ArrayLike, total: npt.ArrayLike, confidence: float = 0.95) -> Interval:
    """Exact interval of a share; from 0 to 1 where `total` is 0.

    From the α/2 quantile of Beta(k, n-k+1) to the 1 - α/2 quantile of Beta(k+1, n-k). C. J. Clopper and E. S. Pearson,
    "The use of confidence or fiducial limits", Biometrika 26 (1934), 404-413.
    """
    tail = (1 - _checked(confidence)) / 2
    k, n = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in (count, total)))
    lower = np.where(k > 0, beta_quantile(tail, np.maximum(k, 1), n - k + 1), 0.0)
    upper = np.where(k < n, beta_quantile(1 - tail, k + 1, np.maximum(n - k, 1)), 1.0)
    return lower, upper


def rate_ratio(
    count: npt.ArrayLike,
    exposure: npt.ArrayLike,
    base_count: npt.ArrayLike,
    base_exposure: npt.ArrayLike,
    confidence: float = 0.95,
) -> Interval:
    """Exact interval of (count / exposure) / (base_count / base_exposure) for two Poisson counts.

    Given their sum the first count is binomial, and its Clopper-Pearson interval (p, q) turns into
    p / (1-p) · base_exposure / exposure. J. Przyborowski and H. Wilenski, "Homogeneity of results in testing samples
    from Poisson series", Biometrika 31 (1940), 313-323.
    """
    a, b = (np.asarray(value, dtype=np.float64) for value in (count, base_count))
    scale = np.asarray(base_exposure, dtype=np.float64) / np.asarray(exposure, dtype=np.float64)
    low, high = binomial(a, a + b, confidence)
    with np.errstate(divide="ignore"):
        return low / (1 - low) * scale, np.where(high < 1, high / (1 - high), np.inf) * scale


def bootstrap(
    counts: Floats, sizes: Floats | None, confidence: float, replicates: int, random: np.random.Generator
) -> Interval:
    """Percentile interval of a total over issues, drawing whole issues with replacement; NaN for fewer than two.

    Parameters
    ----------
    counts
        One row per issue, one column per group.
    sizes
        Items of each issue: the interval is of Σ counts / Σ sizes; None for Σ counts.
    confidence, replicates, random
        Of the interval; how many draws, and from what.

    Notes
    -----
    B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979), 1-26. Issues and not
    items are drawn because items of one issue are not independent: one editor chose them in one week.
    """
    number, groups = counts.shape
    tail = (1 - _checked(confidence)) / 2
    if number < 2:
        return np.full(groups, np.nan), np.full(groups, np.nan)
    places = random.integers(0, number, size=(replicates, number)) + number * np.arange(replicates)[:, None]
    drawn = np.bincount(places.ravel(), minlength=replicates * number).reshape(replicates, number).astype(np.float64)
    statistic = drawn @ counts
    if sizes is not None:
        statistic = statistic / (drawn @ sizes)[:, None]
    lower, upper = np.quantile(statistic, [tail, 1 - tail], axis=0)
    return lower, upper


def jackknife(
    counts: Floats, statistic: Callable[[Floats], Floats], confidence: float = 0.95
) -> tuple[float, float, float]:
    """Statistic of the totals over issues, and its interval from leaving out one issue at a time.

    Parameters
    ----------
    counts
        One row per issue, one column per group.
    statistic
        From rows of totals per group to one number for each row.
    confidence
        Of the interval, which is NaN for fewer than two issues.

    Notes
    -----
    θ ± z √((n-1)/n Σ (θ₍ᵢ₎ - mean)²) with n issues and θ₍ᵢ₎ the statistic without the i-th. B. Efron, "The Jackknife,
    the Bootstrap and Other Resampling Plans" (1982), chapter 3.
    """
    number = counts.shape[0]
    total = counts.sum(axis=0)
    value = float(statistic(total[None, :])[0])
    if number < 2:
        return value, math.nan, math.nan
    without = statistic(total - counts)
    error = math.sqrt((number - 1) / number * float(((without - without.mean()) ** 2).sum()))
    half = NormalDist().inv_cdf(0.5 + _checked(confidence) / 2) * error
    return value, value - half, value + half


def _checked(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise InvalidArgument(f"confidence: expected a number between 0 and 1 as 0.95, found {confidence!r}")
    return confidence
