"""Bursts and change points: optima against all alternatives, published series, and the rate of false alarms."""

import itertools
import math
from datetime import date, timedelta

import dateline as dl
import numpy as np
import polars as pl
import pytest
from dateline import automaton, segmentation
from scipy import special, stats

# Coal-mining disasters in Britain by year, 1851 to 1962: R. G. Jarrett, "A note on the intervals between coal-mining
# disasters", Biometrika 66 (1979), 191-193; 191 in all.
DISASTERS = [
    *(4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1),
    *(3, 2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0),
    *(1, 1, 0, 2, 3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0),
]


def monthly(shares, size=20, country="KEN"):
    """Items of consecutive months, of which so many of `size` are about the country."""
    days = [date(2000 + n // 12, n % 12 + 1, 1 + k) for n in range(len(shares)) for k in range(size)]
    countries = [country if k < share else "UGA" for share in shares for k in range(size)]
    return pl.DataFrame({"date": days, "country": countries})


@pytest.mark.parametrize("seed", range(8))
def test_no_other_sequence_of_levels_is_cheaper(seed):
    random = np.random.default_rng(seed)
    exposure = random.integers(5, 30, 7).astype(float)
    count = random.binomial(exposure.astype(int), random.choice([0.1, 0.5], 7)).astype(float)
    base = count.sum() / exposure.sum()
    shares = np.minimum(base * 1.8 ** np.arange(3), 0.99)
    climb = 0.7 * np.log(7)
    path = automaton.cheapest(automaton.binomial_cost(count, exposure, shares), climb)

    def cost(levels):
        fit = -stats.binom.logpmf(count, exposure, shares[list(levels)]).sum()
        return fit + climb * sum(max(0, b - a) for a, b in zip((0, *levels), levels, strict=False))

    least = min(itertools.product(range(3), repeat=7), key=cost)
    assert cost(tuple(path)) == pytest.approx(cost(least))


def test_a_burst_has_levels_bounds_and_weight():
    found = dl.bursts(monthly([1] * 10 + [6] * 3 + [18] * 3 + [6] * 3 + [1] * 20), by="country", date="date")
    found = found.filter(group="KEN")
    assert found["level"].to_list() == [1, 2]
    assert found["window_start"].to_list() == [date(2000, 11, 1), date(2001, 2, 1)]
    assert found["window_end"].to_list() == [date(2001, 8, 1), date(2001, 5, 1)]
    assert found.select("windows", "count", "items").rows() == [(9, 90, 180), (3, 54, 60)]
    base = found["base_share"][0]
    assert base == pytest.approx((30 + 90) / (39 * 20))
    loglik = [stats.binom.logpmf([6] * 3 + [18] * 3 + [6] * 3, 20, p).sum() for p in (base, 2 * base)]
    assert found["weight"][0] == pytest.approx(loglik[1] - loglik[0])
    assert not found["open_start"].any()


def test_a_burst_may_be_the_first_window_and_the_last():
    found = dl.bursts(monthly([18, 18, *[1] * 30, 18, 18]), by="country", levels=1).filter(group="KEN")
    assert found.select("window_start", "windows", "open_start", "open_end").rows() == [
        (date(2000, 1, 1), 2, True, False),
        (date(2002, 9, 1), 2, False, True),
    ]


def test_a_constant_share_and_a_tie_have_no_burst():
    assert dl.bursts(monthly([5] * 24), by="country").height == 0
    # Two levels that cost the same: the lower one is taken.
    assert automaton.cheapest(np.zeros((5, 3)), 0.0).tolist() == [0] * 5
    # Of a group that is always there, or never, nothing is unusual.
    assert automaton.cheapest(automaton.binomial_cost(np.full(4, 9.0), np.full(4, 9.0), np.array([1, 2])), 1).sum() == 0


def test_silent_windows_neither_begin_nor_end_a_burst():
    items = monthly([1] * 12 + [15] * 6 + [1] * 12)
    items = items.filter(pl.col("date").dt.strftime("%Y-%m") != "2001-03")
    found = dl.bursts(items, by="country", levels=1).filter(group="KEN")
    assert found.select("window_start", "windows", "count").rows() == [(date(2001, 1, 1), 6, 75)]


def series(counts, first=1851):
    """An item on a day of its own for each event of each year, and an issue of the year."""
    days = [date(first + n, 1, 1) + timedelta(days=k) for n, count in enumerate(counts) for k in range(count)]
    return pl.DataFrame({"date": days}, schema={"date": pl.Date})


def test_the_coal_mining_disasters_changed_about_1890():
    # Raftery and Akman (1986), who look for one change, put it on 10 March 1890 and with probability 0.95 between
    # 15 May 1887 and 3 August 1895. Counted by year, 41 years at the old rate are likeliest: B. P. Carlin, A. E.
    # Gelfand and A. F. M. Smith, "Hierarchical Bayesian analysis of changepoint problems", Applied Statistics 41
    # (1992), 389-405. Where P. J. Green allows several, the next is about 1947: "Reversible jump Markov chain Monte
    # Carlo computation and Bayesian model determination", Biometrika 82 (1995), 711-732.
    exposure = np.ones(112)
    count = np.array(DISASTERS, dtype=float)
    assert count.sum() == 191
    found = segmentation.changes(count, exposure, False, 0.05, 199, np.random.default_rng(0))
    assert [1851 + place for place in found.places] == [1851 + 41, 1947]
    assert found.p == pytest.approx(1 / 200)
    low, high = segmentation.interval(count, exposure, math.inf, 0.95)
    assert 1851 + low == 1887
    # Years are coarser than the days that Raftery and Akman have.
    assert 1851 + high == pytest.approx(1895.6, abs=1.5)
    # The same from the rates integrated out numerically: probability of k years at the old rate.
    years = np.arange(1, 112)
    old = np.cumsum(count)[:-1]
    rates = np.linspace(0.01, 8, 4000)
    log_old = stats.poisson.logpmf(old[:, None], rates * years[:, None]) - special.xlogy(old, years)[:, None]
    log_new = stats.poisson.logpmf(191 - old[:, None], rates * (112 - years)[:, None])
    log_new -= special.xlogy(191 - old, 112 - years)[:, None]
    prior = -0.5 * np.log(rates)
    log_fact = special.gammaln(old + 1) + special.gammaln(192 - old)
    weight = special.logsumexp(log_old + prior, axis=1) + special.logsumexp(log_new + prior, axis=1) + log_fact
    reached = np.cumsum(special.softmax(weight))
    assert (low, high) == (years[reached >= 0.025][0], years[reached >= 0.975][0])


@pytest.mark.parametrize("size", [math.inf, 0.8, 20.0])
@pytest.mark.parametrize("seed", range(6))
def test_no_other_segmentation_is_better(seed, size):
    random = np.random.default_rng(seed)
    exposure = random.uniform(1, 5, 8)
    count = random.poisson(exposure * random.choice([1, 6], 8)).astype(float)

    def value(cuts, penalty):
        bounds = [0, *cuts, 8]
        return sum(likelihood(slice(a, b)) for a, b in itertools.pairwise(bounds)) - penalty * len(cuts)

    def likelihood(part):
        mean = exposure[part] * count[part].sum() / exposure[part].sum()
        if math.isinf(size):
            return stats.poisson.logpmf(count[part], mean).sum()
        units = size * exposure[part]
        return stats.nbinom.logpmf(count[part], units, units / (units + mean)).sum()

    every = [cuts for k in range(8) for cuts in itertools.combinations(range(1, 8), k)]
    for penalty in (0.5, 2.0, 5.0):
        found = segmentation.best(count[None, :], exposure, np.array([penalty]), np.array([size]))[0]
        assert value(found, penalty) == pytest.approx(max(value(cuts, penalty) for cuts in every))
    whole = value((), 0)
    largest = max((value(cuts, 0) - whole) / len(cuts) for cuts in every if cuts)
    assert segmentation.critical(count[None, :], exposure, np.array([size]))[0] == pytest.approx(largest)


def test_at_most_one_constant_series_in_twenty_shows_a_change():
    random = np.random.default_rng(20)
    alarms = total = 0
    for rate, windows in ((0.3, 40), (2.0, 24), (10.0, 36), (50.0, 12)):
        for _ in range(150):
            exposure = random.integers(1, 6, windows).astype(float)
            count = random.poisson(rate * exposure).astype(float)
            found = segmentation.changes(count, exposure, False, 0.05, 199, random)
            alarms += bool(found.places)
            total += 1
    assert alarms / total <= 0.05
    # The promise is kept without being empty.
    assert alarms / total > 0.02


def test_scattered_counts_need_the_negative_binomial():
    random = np.random.default_rng(4)
    exposure = np.ones(36)
    alarms = {False: 0, True: 0}
    for _ in range(100):
        count = random.negative_binomial(20 / 3, 0.25, 36).astype(float)  # mean 20, variance 4 times that
        for scattered in alarms:
            alarms[scattered] += bool(segmentation.changes(count, exposure, scattered, 0.05, 99, random).places)
    assert alarms[False] > 60
    assert alarms[True] <= 5


def test_at_most_one_constant_scattered_series_in_twenty_shows_a_change():
    random = np.random.default_rng(20)
    alarms = total = 0
    for size, rate, windows in ((2, 2.0, 40), (5, 10.0, 36), (4, 0.5, 60), (10, 20.0, 36)):
        for _ in range(75):
            exposure = random.integers(1, 6, windows).astype(float)
            count = random.negative_binomial(size * exposure, size / (size + rate)).astype(float)
            alarms += bool(segmentation.changes(count, exposure, True, 0.05, 199, random).places)
            total += 1
    assert alarms / total <= 0.05
    assert alarms / total > 0.02


def test_scattered_counts_show_their_changes():
    random = np.random.default_rng(6)
    rate = np.repeat([3.0, 12.0, 4.0], 20)
    found = [
        segmentation.changes(
            random.negative_binomial(5, 5 / (5 + rate)).astype(float), np.ones(60), True, 0.05, 99, random
        )
        for _ in range(20)
    ]
    near = [changes.places for changes in found if len(changes.places) == 2]
    assert len(near) >= 16
    assert np.abs(np.median(near, axis=0) - [20, 40]).max() <= 1


def test_the_interval_of_a_change_of_scattered_counts_agrees_with_integration():
    random = np.random.default_rng(3)
    size, exposure = 2.5, random.uniform(1, 3, 12)
    count = random.negative_binomial(size * exposure, size / (size + np.repeat([2.0, 5.0], 6))).astype(float)
    q = np.linspace(0, 1, 40_001)[1:-1]  # k / (k + rate), with Jeffreys' prior for it

    def evidence(part):
        units = size * exposure[part]
        log = stats.nbinom.logpmf(count[part][:, None], units[:, None], q).sum(axis=0)
        return special.logsumexp(log - np.log(q) - 0.5 * np.log1p(-q))

    weight = special.softmax([evidence(slice(0, n)) + evidence(slice(n, 12)) for n in range(1, 12)])
    reached = np.cumsum(weight)
    low, high = segmentation.interval(count, exposure, size, 0.9)
    assert (low, high) == (np.searchsorted(reached, 0.05) + 1, np.searchsorted(reached, 0.95) + 1)
    assert low < high


def test_dispersion_is_variance_over_mean():
    random = np.random.default_rng(2)
    exposure = random.uniform(1, 3, 5000)
    assert segmentation.dispersion(random.poisson(4 * exposure).astype(float), exposure) == pytest.approx(1, abs=0.1)
    scattered = random.negative_binomial(2 * exposure, 1 / 3).astype(float)
    assert segmentation.dispersion(scattered, exposure) == pytest.approx(3, rel=0.1)
    assert segmentation.unit_size(scattered, exposure) == pytest.approx(2, rel=0.1)


def test_changes_of_items_with_dates_rates_and_intervals():
    items = series([3] * 10 + [9] * 10 + [2] * 10, first=1990)
    found = dl.changepoints(items, every="1y", per="windows")
    assert found["date"].to_list() == [date(2000, 1, 1), date(2010, 1, 1)]
    assert found["rate_before"].to_list() == [3.0, 9.0]
    assert found["ratio"].to_list() == pytest.approx([3, 2 / 9])
    assert (found["lower"] <= found["date"]).all()
    assert (found["upper"] >= found["date"]).all()
    assert found["p"].unique().to_list() == [1 / 200]
    assert dl.changepoints(series([3] * 20), every="1y", per="windows").height == 0


def test_more_issues_are_no_change_of_the_rate_per_issue():
    days = [
        date(2000 + year, 1, 1) + timedelta(days=issue) for year in range(20) for issue in range(2 if year < 10 else 8)
    ]
    items = pl.DataFrame({"date": days, "issue_id": [f"s/{n}" for n in range(len(days))]})
    assert dl.changepoints(items, every="1y", per="windows")["date"].to_list() == [date(2010, 1, 1)]
    assert dl.changepoints(items, every="1y", per="issues").height == 0


def test_what_cannot_be_meant_is_refused(sample):
    for wrong in ({"per": "days"}, {"model": "normal"}, {"false_alarm": 0.001}):
        with pytest.raises(dl.errors.InvalidArgument):
            dl.changepoints(sample, **wrong)
    for wrong in ({"ratio": 1}, {"gamma": -1}, {"levels": 0}):
        with pytest.raises(dl.errors.InvalidArgument):
            dl.bursts(sample, by="country", **wrong)
    with pytest.raises(dl.errors.InvalidArgument, match="issue_id"):
        dl.changepoints(series([3] * 5))


def test_empty_tables_give_the_same_columns(sample):
    nothing = dl.parse([])
    assert dl.bursts(nothing, by="country").schema == dl.bursts(sample, by="country", every="1y").schema
    assert dl.changepoints(nothing).schema == dl.changepoints(sample, every="1y").schema
