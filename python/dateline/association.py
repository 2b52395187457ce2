"""Scores of tables of two by two, and what their p-values are worth together.

Scores are expressions over columns of counts, p and q are columns. Each says its formula and where it is from.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl

__all__ = ["adjusted", "chi_squared", "likelihood_ratio", "log_odds", "share_ratio", "two_sided"]


def likelihood_ratio(both: pl.Expr, one: pl.Expr, other: pl.Expr, total: pl.Expr) -> pl.Expr:
    """Log-likelihood ratio of a table of two by two, negative where `both` is rarer than by chance.

    2 Σ O ln(O/E) over the cells both, one without other, other without one, neither. T. Dunning, "Accurate methods for
    the statistics of surprise and coincidence", Computational Linguistics 19 (1993), 61-74.
    """
    both, one, other, total = (value.cast(pl.Float64) for value in (both, one, other, total))
    cells = [
        (both, one * other / total),
        (one - both, one * (total - other) / total),
        (other - both, other * (total - one) / total),
        (total - one - other + both, (total - one) * (total - other) / total),
    ]
    # Where both agree to the last bits, rounding must not make a ratio below 0.
    ratio = (2 * pl.sum_horizontal([_gain(seen, chance) for seen, chance in cells])).clip(lower_bound=0.0)
    return pl.when(both < one * other / total).then(-ratio).otherwise(ratio)


def share_ratio(count: pl.Expr, total: pl.Expr, expected: pl.Expr) -> pl.Expr:
    """Log-likelihood ratio of a count against its expectation, both out of `total`; signed.

    2 (O ln(O/E) + (N-O) ln((N-O)/(N-E))): the binomial case of the same ratio.
    """
    count, total = count.cast(pl.Float64), total.cast(pl.Float64)
    gains = [_gain(count, expected), _gain(total - count, total - expected)]
    ratio = (2 * pl.sum_horizontal(gains)).clip(lower_bound=0.0)
    return pl.when(count < expected).then(-ratio).otherwise(ratio)


def chi_squared(both: pl.Expr, one: pl.Expr, other: pl.Expr, total: pl.Expr) -> pl.Expr:
    """χ² of a table of two by two with Yates' correction, negative where `both` is rarer than by chance.

    N (|ad - bc| - N/2)² / (rows · columns), 0 where |ad - bc| is below N/2. F. Yates, "Contingency tables involving
    small numbers and the χ² test", Supplement to the Journal of the Royal Statistical Society 1 (1934), 217-235.
    """
    both, one, other, total = (value.cast(pl.Float64) for value in (both, one, other, total))
    difference = both * total - one * other  # the same as ad - bc
    corrected = (difference.abs() - total / 2).clip(lower_bound=0.0)
    product = one * (total - one) * other * (total - other)
    score = pl.when(product > 0).then(total * corrected**2 / product).otherwise(0.0)
    return pl.when(difference < 0).then(-score).otherwise(score)


def log_odds(one: pl.Expr, one_total: pl.Expr, other: pl.Expr, other_total: pl.Expr, prior: pl.Expr) -> pl.Expr:
    """Difference of log-odds of a word on two sides, in standard errors, under an informative Dirichlet prior.

    (ln((y₁+a) / (n₁+A-y₁-a)) - ln((y₂+a) / (n₂+A-y₂-a))) / √(1/(y₁+a) + 1/(y₂+a)), with a the share of the word on both
    sides together times the size A of the prior. B. L. Monroe, M. P. Colaresi and K. M. Quinn, "Fightin' words:
    lexical feature selection and evaluation for identifying the content of political conflict", Political Analysis 16
    (2008), 372-403.
    """
    one, one_total, other, other_total = (value.cast(pl.Float64) for value in (one, one_total, other, other_total))
    weight = prior * (one + other) / (one_total + other_total)
    first, second = one + weight, other + weight
    odds = (first / (one_total + prior - first)).log() - (second / (other_total + prior - second)).log()
    # What fills both sides has no odds.
    return (odds / (1 / first + 1 / second).sqrt()).fill_nan(0.0)


def two_sided(normal: pl.Series) -> pl.Series:
    """Probability of a standard normal value at least so far from 0: erfc(|z| / √2)."""
    tails = [math.erfc(abs(value) / math.sqrt(2)) for value in normal.to_list()]
    return pl.Series(normal.name, tails, dtype=pl.Float64)


def adjusted(p: pl.Series) -> pl.Series:
    """q-values: the least false discovery rate at which each of the p-values is among the discoveries.

    The i-th smallest of n becomes the least of p·n/i over it and all larger ones. Y. Benjamini and Y. Hochberg,
    "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57 (1995), 289-300.
    """
    values = p.to_numpy()
    order = np.argsort(values)[::-1]
    scaled = values[order] * (len(values) / np.arange(len(values), 0, -1))
    least = np.empty_like(values)
    least[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return pl.Series(p.name, least, dtype=pl.Float64)


def _gain(seen: pl.Expr, chance: pl.Expr) -> pl.Expr:
    return pl.when(seen > 0).then(seen * (seen / chance).log()).otherwise(0.0)
