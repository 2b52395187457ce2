"""Quantiles of the gamma and beta distributions, for exact intervals of counts and shares.

Found by Newton's method, kept inside a bracket, on the incomplete gamma and beta functions, which are summed as in the
NIST Digital Library of Mathematical Functions (DLMF, https://dlmf.nist.gov). Parameters are at least 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Floats", "beta_quantile", "gamma_quantile"]

Floats: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.intp]
_Of: TypeAlias = Callable[[Floats, Places], Floats]

_TINY = 1e-300
_EPSILON = 1e-16
_lgamma = np.vectorize(math.lgamma, otypes=[np.float64])


def gamma_quantile(probability: float, shape: npt.ArrayLike) -> Floats:
    """Quantile of the gamma distribution with scale 1, for shapes of at least 1."""
    a = np.atleast_1d(np.asarray(shape, dtype=np.float64))
    # E. B. Wilson and M. M. Hilferty (1931): the cube root of a gamma variable is nearly normal.
    z = NormalDist().inv_cdf(probability)
    start = a * np.maximum(1 - 1 / (9 * a) + z / (3 * np.sqrt(a)), 0.05) ** 3
    constant = _lgamma(a)

    def density(x: Floats, at: Places) -> Floats:
        return _floats(np.exp((a[at] - 1) * np.log(x) - x - constant[at]))

    def excess(x: Floats, at: Places) -> Floats:
        return gamma_distribution(a[at], x) - probability

    high = a + 12 * np.sqrt(a) * (1 + abs(z)) + 40 * (1 + abs(z))
    return _solve(excess, density, start, np.zeros_like(a), high)


def gamma_distribution(a: Floats, x: Floats) -> Floats:
    """Regularised lower incomplete gamma function P(a, x) for a ≥ 1, x > 0."""
    front = np.exp(a * np.log(x) - x - _lgamma(a))
    series = x < a + 1
    result = np.empty_like(x)
    # Series: DLMF 8.7.1.
    aa, xx = a[series], x[series]
    total = term = 1 / aa
    step = 0
    while term.size and (term > total * _EPSILON).any():
        step += 1
        term = term * xx / (aa + step)
        total = total + term
    result[series] = total * front[series]
    # Continued fraction: DLMF 8.9.2, its even part, by W. J. Lentz's method.
    aa, xx = a[~series], x[~series]
    fraction = _lentz(
        lambda n: n * (aa - n),
        lambda n: xx + 2 * n + 1 - aa,
        aa,
    )
    result[~series] = 1 - front[~series] / fraction
    return result


def beta_quantile(probability: float, a: npt.ArrayLike, b: npt.ArrayLike) -> Floats:
    """Quantile of the beta distribution, for parameters of at least 1."""
    p, q = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in (a, b)))
    shape = p.shape
    p, q = p.ravel(), q.ravel()
    constant = _log_beta(p, q)

    def density(x: Floats, at: Places) -> Floats:
        return _floats(np.exp((p[at] - 1) * np.log(x) + (q[at] - 1) * np.log1p(-x) - constant[at]))

    def excess(x: Floats, at: Places) -> Floats:
        return beta_distribution(p[at], q[at], x) - probability

    start = p / (p + q)
    return _solve(excess, density, start, np.zeros_like(p), np.ones_like(p)).reshape(shape)


def beta_distribution(a: Floats, b: Floats, x: Floats) -> Floats:
    """Regularised incomplete beta function I(x; a, b) for 0 < x < 1."""
    # Beyond the mean the fraction converges slowly, and I(x; a, b) = 1 - I(1-x; b, a).
    swap = x > (a + 1) / (a + b + 2)
    p, q, y = np.where(swap, b, a), np.where(swap, a, b), np.where(swap, 1 - x, x)
    front = np.exp(p * np.log(y) + q * np.log1p(-y) - _log_beta(p, q)) / p

    def coefficient(n: int) -> Floats:
        m = n // 2
        if n % 2:
            return _floats(-(p + m) * (p + q + m) * y / ((p + 2 * m) * (p + 2 * m + 1)))
        return _floats(m * (q - m) * y / ((p + 2 * m - 1) * (p + 2 * m)))

    value = front / _lentz(coefficient, lambda n: np.ones_like(y), p)
    return _floats(np.where(swap, 1 - value, value))


def _log_beta(a: Floats, b: Floats) -> Floats:
    # Three logarithms of gamma functions would cancel most of their digits: only what Stirling's formula leaves of each
    # is subtracted (DLMF 5.11.1), the rest is put together first.
    total = a + b
    remainders = _stirling_remainder(a) + _stirling_remainder(b) - _stirling_remainder(total)
    main = (a - 0.5) * np.log(a / total) + b * np.log1p(-a / total) + 0.5 * np.log(2 * math.pi / b)
    return _floats(main + remainders)


def _stirling_remainder(x: Floats) -> Floats:
    small = np.minimum(x, 16)
    exact = _lgamma(small) - ((small - 0.5) * np.log(small) - small + 0.5 * math.log(2 * math.pi))
    large = np.maximum(x, 16)
    square = 1 / (large * large)
    series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / large
    return np.where(x < 16, exact, series)


def _lentz(numerator: Callable[[int], Floats], denominator: Callable[[int], Floats], like: Floats) -> Floats:
    """b₀ + a₁/(b₁ + a₂/(b₂ + ...)), evaluated from the front."""
    value = np.where(denominator(0) == 0, _TINY, denominator(0))
    c, d = value, np.zeros_like(like)
    step = 0
    while like.size:
        step += 1
        a, b = numerator(step), denominator(step)
        d = b + a * d
        d = 1 / np.where(d == 0, _TINY, d)
        c = b + a / c
        c = np.where(c == 0, _TINY, c)
        value = value * c * d
        if (np.abs(c * d - 1) < 4 * _EPSILON).all() or step > 100_000:
            break
    return value


def _solve(excess: _Of, slope: _Of, start: Floats, low: Floats, high: Floats) -> Floats:
    """Where each rising function is 0: Newton's steps, and the middle of the bracket whenever one leaves it.

    Both are asked only for the places in an array that are not settled yet.
    """
    x = np.clip(start, low + 1e-12 * (high - low), high)
    open_ = np.arange(x.size)
    for _ in range(200):
        here = x[open_]
        value = excess(here, open_)
        low[open_], high[open_] = np.where(value < 0, here, low[open_]), np.where(value >= 0, here, high[open_])
        with np.errstate(divide="ignore", invalid="ignore"):
            step = here - value / slope(here, open_)
        inside = (step > low[open_]) & (step < high[open_])
        x[open_] = np.where(inside, step, (low[open_] + high[open_]) / 2)
        open_ = open_[np.abs(x[open_] - here) > 1e-12 * here]
        if not open_.size:
            break
    return x


def _floats(values: Any) -> Floats:
    return np.asarray(values, dtype=np.float64)
