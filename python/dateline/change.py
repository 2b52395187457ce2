"""When it changed: bursts and change points of counts in time windows, given how much was published."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import polars as pl

from . import automaton, segmentation
from .errors import InvalidArgument
from .quantiles import Floats
from .tidy import Rows, verb
from .timelines import timeline
from .windows import Span

__all__ = ["bursts", "changepoints"]


@verb
def bursts(
    items: Rows,
    *,
    by: str,
    every: str = "1mo",
    date: str = "date",
    ratio: float = 2.0,
    gamma: float = 1.0,
    levels: int = 3,
    span: Span | None = None,
    top: int | None = None,
) -> pl.DataFrame:
    """Times in which a group has an unusual share of the items.

    Parameters
    ----------
    items, by, every, date, span, top
        As for `timeline`: the counts of each group out of the items of each window.
    ratio
        Factor between the shares of one level and the next (Kleinberg's s).
    gamma
        Cost of going up a level: the higher, the fewer bursts.
    levels
        Highest level looked for. Levels at which the share would reach 1 do not exist.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per burst, by group, start and level: `group`, `level` (from 1), `window_start` (of its first window),
        `window_end` (of its last), `windows` (number), `count`, `items`, `share` (in the burst), `base_share`
        (overall), `weight` (by how much, in units of log-likelihood, the level below fits worse), `open_start`,
        `open_end` (whether it lasts from the first window or to the last, so that its true bound is unknown). Bursts of
        a higher level lie within those of the lower ones. A silent window has no evidence for any level.

    Warns
    -----
    UndatedItems
        When items have no date, with their number.

    Notes
    -----
    J. Kleinberg, "Bursty and hierarchical structure in streams", Data Mining and Knowledge Discovery 7 (2003), 373-397,
    section 4 (batched arrivals): of n windows the t-th has r of d items; level i costs -ln of the binomial
    probability of r out of d with share p₀ · ratioⁱ, p₀ = Σr / Σd, and going up from i to j costs
    (j - i) · gamma · ln n. The cheapest sequence of levels is found by dynamic programming; before the first window the
    level is 0, and of two sequences that cost the same the lower is taken.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> from datetime import date
    >>> months = [date(2020, month, 1) for month in range(1, 13) for _ in range(20)]
    >>> country = ["KEN" if n % 20 < (15 if 80 <= n < 120 else 2) else "UGA" for n in range(240)]
    >>> found = dl.bursts(pl.DataFrame({"date": months, "country": country}), by="country")
    >>> found.select("group", "level", "window_start", "window_end", "count").rows()[0]
    ('KEN', 1, datetime.date(2020, 5, 1), datetime.date(2020, 7, 1), 30)
    """
    if ratio <= 1 or gamma < 0 or levels < 1:
        expected = "ratio above 1, gamma not below 0 and at least one level"
        raise InvalidArgument(f"bursts: expected {expected}, found {ratio}, {gamma}, {levels}")
    table, counts, exposures, groups = _series(items, every, by, date, span, top, "items")
    total = exposures.sum()
    rows = []
    for group, count in zip(groups, counts, strict=True):
        base = count.sum() / total
        cost = automaton.binomial_cost(count, exposures, base * ratio ** np.arange(levels + 1))
        path = automaton.cheapest(cost, gamma * np.log(len(count)))
        for level, first, last in automaton.episodes(path):
            inside = slice(first, last + 1)
            r, d = float(count[inside].sum()), float(exposures[inside].sum())
            weight = float((cost[inside, level - 1] - cost[inside, level]).sum())
            edges = (first == 0, last == len(count) - 1)
            rows.append([group, level, first, last, last - first + 1, int(r), int(d), r / d, base, weight, *edges])
    schema = {"group": pl.String, "level": pl.UInt32, "first": pl.UInt32, "last": pl.UInt32, "windows": pl.UInt32}
    schema |= {"count": pl.UInt32, "items": pl.UInt32, "share": pl.Float64, "base_share": pl.Float64}
    schema |= {"weight": pl.Float64, "open_start": pl.Boolean, "open_end": pl.Boolean}
    found = pl.DataFrame(rows, schema=schema, orient="row")
    found = found.join(table.select(first="window", window_start="window_start"), on="first", maintain_order="left")
    found = found.join(table.select(last="window", window_end="window_end"), on="last", maintain_order="left")
    return found.select("group", "level", "window_start", "window_end", *list(schema)[4:])


@verb
def changepoints(
    items: Rows,
    *,
    by: str | None = None,
    every: str = "1mo",
    date: str = "date",
    per: Literal["items", "issues", "windows"] = "issues",
    model: Literal["poisson", "negative_binomial"] = "poisson",
    false_alarm: float = 0.05,
    confidence: float = 0.95,
    simulations: int = 199,
    seed: int = 0,
    span: Span | None = None,
    top: int | None = 10,
) -> pl.DataFrame:
    """Dates at which the rate of a group changed for good.

    Parameters
    ----------
    items, by, every, date, span, top
        As for `timeline`.
    per
        What the rate is out of, in each window: its items, its issues, or the window itself.
    model
        `"poisson"`, or `"negative_binomial"` for counts that scatter more than Poisson counts do, by a factor estimated
        from neighbouring windows.
    false_alarm
        In at most this part of series without any change is one found.
    confidence
        Of the interval of each date.
    simulations, seed
        Series without a change that are drawn to find the penalty.

    Returns
    -------
    polars.DataFrame or pandas.DataFrame
        One row per change, by group and date: `group`, `date` (start of the first window at the new rate), `lower`,
        `upper` (starts of the earliest and the latest window that it may be), `rate_before`, `rate_after`, `ratio`,
        `p` (that any change is found in a series without one; the same for all changes of a group), `penalty`. Groups
        without a change have no row.

    Warns
    -----
    UndatedItems
        When items have no date, with their number.

    Notes
    -----
    The counts are cut into the segments that maximise the log-likelihood less penalty · (segments - 1): B. Jackson et
    al., "An algorithm for optimal partitioning of data on an interval", IEEE Signal Processing Letters 12 (2005),
    105-108. With S the count, E the exposure and m = S/E the rate of a segment, its log-likelihood is S ln m for
    Poisson counts and S ln m - (S+kE) ln(1 + m/k) for negative binomial ones, of variance mE (1 + m/k), but for terms
    that no cut changes. k is the rate of all / (φ - 1), with φ the ratio of variance to mean that the squared
    differences of neighbouring windows show. The penalty is the least at which no change is found in all but
    `false_alarm` of series drawn with the same total and exposures and no change, a Monte Carlo test that is exact for
    Poisson counts (G. A. Barnard, 1963); for negative binomial ones k is estimated from each drawn series anew, so that
    the test allows for the error of k (of 24 windows with a variance of 6 times the mean, 8 % still showed a change in
    place of 5 %). The interval is that of the posterior of the date between its
    neighbouring changes, under a flat prior for the date and Jeffreys' for the rates, after A. E. Raftery and V. E.
    Akman, "Bayesian analysis of a Poisson process with a change-point", Biometrika 73 (1986), 85-89. Silent windows
    have no exposure.

    Examples
    --------
    >>> import dateline as dl, polars as pl
    >>> from datetime import date
    >>> months = [date(2020, m, d) for m in range(1, 13) for d in range(1, 4 if m < 7 else 28)]
    >>> found = dl.changepoints(pl.DataFrame({"date": months}), per="windows")
    >>> found.select("date", "rate_before", "rate_after").rows()
    [(datetime.date(2020, 7, 1), 3.0, 27.0)]
    """
    for name, value, allowed in (
        ("per", per, ("items", "issues", "windows")),
        ("model", model, ("poisson", "negative_binomial")),
    ):
        if value not in allowed:
            raise InvalidArgument(f"{name}: expected {', '.join(map(repr, allowed))}, found {value!r}")
    if not 1 / (simulations + 1) < false_alarm < 1:
        raise InvalidArgument(f"false_alarm: expected more than 1 / ({simulations} + 1), found {false_alarm!r}")
    table, counts, exposures, groups = _series(items, every, by, date, span, top, per)
    heard = exposures > 0
    starts = table["window_start"].to_numpy()[heard]
    rows = []
    for group, count in zip(groups, counts, strict=True):
        observed, exposure = count[heard], exposures[heard]
        random = np.random.default_rng(seed)
        scattered = model == "negative_binomial"
        size = float(segmentation.unit_size(observed, exposure)) if scattered else math.inf
        found = segmentation.changes(observed, exposure, scattered, false_alarm, simulations, random)
        bounds = [0, *found.places, len(observed)]
        for before, place, after in zip(bounds, bounds[1:], bounds[2:], strict=False):
            low, high = segmentation.interval(observed[before:after], exposure[before:after], size, confidence)
            old, new = (
                float(observed[one:other].sum() / exposure[one:other].sum())
                for one, other in ((before, place), (place, after))
            )
            factor = new / old if old > 0 else float("inf")
            dates = [starts[place].item(), starts[before + low].item(), starts[before + high].item()]
            rows.append([group, *dates, old, new, factor, found.p, found.penalty])
    schema: dict[str, type[pl.DataType]] = {"group": pl.String} | dict.fromkeys(("date", "lower", "upper"), pl.Date)
    schema |= dict.fromkeys(("rate_before", "rate_after", "ratio", "p", "penalty"), pl.Float64)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _series(
    items: Rows, every: str, by: str | None, date: str, span: Span | None, top: int | None, per: str
) -> tuple[pl.DataFrame, list[Floats], Floats, list[str]]:
    """Windows, a count for each of them and each group, their exposures, and the groups."""
    table = timeline(items, every=every, by=by, date=date, span=span, top=top)
    if per == "issues" and table["issues"].null_count():
        raise InvalidArgument("per: expected a column 'issue_id' to count issues by, found none")
    windows = (
        table.select("window_start", "window_end", "items", "issues", "silent")
        .unique("window_start")
        .sort("window_start")
        .with_row_index("window")
    )
    exposure = {"items": pl.col("items"), "issues": pl.col("issues"), "windows": (~pl.col("silent")).cast(pl.UInt32)}
    exposures = windows.select(exposure[per].cast(pl.Float64)).to_series().to_numpy()
    groups = table["group"].unique(maintain_order=True).to_list()
    parts = table.partition_by("group", maintain_order=True)
    counts = [part["count"].fill_null(0).cast(pl.Float64).to_numpy() for part in parts]
    return windows, counts, exposures, groups
