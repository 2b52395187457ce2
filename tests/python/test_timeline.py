"""Items in time windows: counts, denominators, silence, partial windows, intervals, and both kinds of frames."""

import itertools
import subprocess
import sys
from datetime import date, timedelta

import dateline as dl
import numpy as np
import polars as pl
import pytest
from dateline import intervals, quantiles
from dateline.namespace import VERBS, load
from polars.testing import assert_frame_equal
from scipy import stats

DAYS = [
    ("a/1", date(2020, 1, 5), "KEN"),
    ("a/1", date(2020, 1, 31), "UGA"),
    ("a/2", date(2020, 2, 1), "KEN"),
    ("a/2", date(2020, 2, 1), None),
    ("a/3", date(2020, 4, 30), "UGA"),
    ("a/3", date(2020, 4, 30), "UGA"),
]


@pytest.fixture
def items():
    frame = pl.DataFrame(DAYS, schema=["issue_id", "date", "country"], orient="row")
    return frame.with_columns(
        item_id=pl.format("{}/{}", "issue_id", pl.int_range(pl.len())),
        published=pl.col("date"),
        series=pl.lit("a"),
        countries=pl.concat_list("country", pl.lit("KEN"), pl.lit("KEN")),
    )


@pytest.fixture(scope="module")
def many():
    """Three years of items of 150 issues, with dates missing here and there."""
    random = np.random.default_rng(1)
    issue = np.sort(random.integers(0, 150, 2000))
    day = [date(2018, 1, 10) + timedelta(days=int(7 * n + random.integers(-5, 5))) for n in issue]
    country = random.choice(["KEN", "UGA", "TZA", "RWA"], 2000, p=[0.5, 0.3, 0.15, 0.05])
    return pl.DataFrame({"issue_id": [f"s/{n}" for n in issue], "date": day, "country": country}).with_columns(
        item_id=pl.format("{}/{}", "issue_id", pl.int_range(pl.len()))
    )


def test_windows_are_without_holes_and_the_silent_one_is_null(items):
    found = dl.timeline(items, every="1mo", by="country")
    assert found.columns == [
        *("window_start", "window_end", "group", "count", "items", "issues", "share", "per_issue"),
        *("lower", "upper", "complete", "silent"),
    ]
    assert found.select("window_start", "group", "count", "items", "issues", "complete", "silent").rows() == [
        (date(2020, 1, 1), "UGA", 1, 2, 1, False, False),
        (date(2020, 1, 1), "KEN", 1, 2, 1, False, False),
        (date(2020, 2, 1), "UGA", 0, 2, 1, True, False),
        (date(2020, 2, 1), "KEN", 1, 2, 1, True, False),
        (date(2020, 3, 1), "UGA", None, 0, 0, True, True),
        (date(2020, 3, 1), "KEN", None, 0, 0, True, True),
        (date(2020, 4, 1), "UGA", 2, 2, 1, True, False),
        (date(2020, 4, 1), "KEN", 0, 2, 1, True, False),
    ]
    assert found["share"].to_list() == [0.5, 0.5, 0, 0.5, None, None, 1, 0]
    assert found.filter("silent").select("share", "per_issue", "lower", "upper").null_count().row(0) == (2, 2, 2, 2)


def test_an_issue_published_in_a_window_makes_its_zero_a_zero(items):
    quiet = items.with_columns(published=pl.lit(date(2020, 3, 10)))
    march = dl.timeline(quiet, by="country").filter(window_start=date(2020, 3, 1))
    assert march.select("count", "items", "silent").unique().rows() == [(0, 0, False)]
    assert march["share"].null_count() == 2


def test_each_series_is_silent_for_itself(items):
    two = pl.concat([items, items.filter(pl.col("date").dt.month() != 2).with_columns(series=pl.lit("b"))])
    found = dl.timeline(two, by="series").filter(window_start=date(2020, 2, 1))
    assert dict(found.select("group", "count").rows()) == {"a": 2, "b": None}


def test_items_without_a_group_are_in_the_denominator_and_come_when_asked_for(items):
    found = dl.timeline(items, by="country", missing=True, every="1y")
    assert found.select("group", "count", "items").rows() == [("UGA", 3, 6), ("KEN", 2, 6), (None, 1, 6)]
    assert dl.timeline(items, by="country", top=1, every="1y")["group"].to_list() == ["UGA"]


def test_lists_count_an_item_once_for_each_distinct_element(items):
    found = dl.timeline(items, by="countries", every="1y")
    assert dict(found.select("group", "count").rows()) == {"KEN": 6, "UGA": 3}


def test_items_without_a_date_are_told(items):
    some = items.with_columns(date=pl.when(pl.col("country") == "KEN").then(None).otherwise("date"))
    with pytest.warns(dl.UndatedItems, match="2 of 6 items have no `date`") as caught:
        found = dl.timeline(some)
    assert (caught[0].message.count, caught[0].message.total) == (2, 6)
    assert caught[0].filename == __file__
    assert found["count"].sum() == 4


# Months moved back are left out: there Polars goes on from the day of the month of the first window and loses days.
@pytest.mark.parametrize(
    ("every", "offset"),
    [
        *itertools.product(["1d", "5d", "1w", "2w", "1mo", "1q", "1y"], [None, "3d"]),
        *itertools.product(["1d", "5d", "1w", "2w", "1y"], ["-1w"]),
    ],
)
@pytest.mark.parametrize("closed", ["left", "right"])
def test_windows_agree_with_group_by_dynamic(many, every, closed, offset):
    expected = (
        many.sort("date")
        .group_by_dynamic("date", every=every, offset=offset, closed=closed)
        .agg(count=pl.len(), issues=pl.col("issue_id").n_unique())
    )
    found = dl.timeline(many, every=every, closed=closed, offset=offset).filter(pl.col("count") > 0)
    assert_frame_equal(found.select(date="window_start", count="count", issues="issues"), expected, check_dtypes=False)


def test_moved_months_lose_no_day(many):
    found = dl.timeline(many, every="1mo", offset="-2d")
    assert found["count"].sum() == many.height
    assert found["window_start"][1:].to_list() == found["window_end"][:-1].to_list()
    assert date(2018, 2, 27) in found["window_start"]


@pytest.mark.parametrize("closed", ["left", "right", "both", "none"])
def test_overlapping_windows_hold_what_lies_between_their_ends(many, closed):
    found = dl.timeline(many, every="1mo", period="3mo", closed=closed, by="country", item_ids=True)
    for row in found.sample(20, seed=0).iter_rows(named=True):
        inside = many.filter(pl.col("date").is_between(row["window_start"], row["window_end"], closed=closed))
        group = inside.filter(country=row["group"])
        assert (row["count"], row["items"]) == (group.height, inside.height)
        assert row["issues"] == inside["issue_id"].n_unique()
        assert row["item_ids"] == sorted(group["item_id"])


def test_rolling_windows_are_overlapping_ones_named_by_their_end(many):
    rolling = dl.timeline(many, rolling=3, by="country", normalise="share").filter("complete")
    periods = dl.timeline(many, period="3mo", by="country", normalise="share").filter("complete")
    assert rolling.height > 100
    assert_frame_equal(rolling, periods, check_row_order=False)


def test_a_running_total_ends_at_the_whole(many):
    running = dl.timeline(many, by="country", cumulative=True)
    last = running.tail(4)
    assert dict(last.select("group", "count").rows()) == dict(many["country"].value_counts().rows())
    assert set(last.select("items", "issues").rows()) == {(2000, many["issue_id"].n_unique())}
    plain = dl.timeline(many, by="country")
    for group in ("KEN", "RWA"):
        counts = running.filter(group=group)["count"].to_list()
        assert counts == plain.filter(group=group)["count"].fill_null(0).cum_sum().to_list()
    assert running["complete"].to_list() == [True] * (running.height - 4) + [False] * 4


def test_a_span_says_what_is_complete_and_what_is_counted(many):
    found = dl.timeline(many, span=("2018-12-01", "2019-03-15"))
    assert found["window_start"].to_list() == [date(2018, 12, 1), *(date(2019, month, 1) for month in (1, 2, 3))]
    assert found["complete"].to_list() == [True, True, True, False]
    assert found["count"].sum() == many.filter(pl.col("date").is_between(date(2018, 12, 1), date(2019, 3, 15))).height


def test_labels(items):
    for label, first in (("left", date(2020, 1, 1)), ("right", date(2020, 2, 1)), ("datapoint", date(2020, 1, 5))):
        assert dl.timeline(items, label=label)["window"][0] == first


def test_the_same_from_polars_lazy_pandas_and_namespace(many):
    expected = dl.timeline(many, by="country", normalise="share")
    before = many.clone()
    assert_frame_equal(dl.timeline(many.lazy(), by="country", normalise="share").collect(), expected)
    assert_frame_equal(many.dateline.timeline(by="country", normalise="share"), expected)
    pandas = dl.timeline(many.to_pandas(), by="country", normalise="share")
    assert type(pandas).__module__.startswith("pandas")
    assert pandas["count"].tolist() == expected["count"].to_list()
    assert pandas["lower"].tolist() == expected["lower"].to_list()
    assert_frame_equal(many, before)


def test_dates_as_text_and_as_times(many):
    expected = dl.timeline(many)
    assert_frame_equal(dl.timeline(many.with_columns(pl.col("date").cast(pl.String))), expected)
    assert_frame_equal(dl.timeline(many.with_columns(pl.col("date").cast(pl.Datetime))), expected)
    with pytest.raises(dl.errors.InvalidArgument, match="dates as 2023-02-20"):
        dl.timeline(many.with_columns(date=pl.lit("May 4")))


def test_an_archive_counts_one_rendering_of_each_issue(sample):
    found = dl.timeline(sample, every="1y", date="published")
    kept = sample.deduplicate()
    assert kept.items.height < sample.items.height
    assert (found["count"].sum(), found["issues"].sum()) == (kept.items.height, kept.issues.height)


def test_empty_tables_give_the_same_columns(many):
    full = dl.timeline(many, by="country", item_ids=True)
    assert dl.timeline(many.clear(), by="country", item_ids=True).schema == full.schema
    assert dl.timeline(dl.parse([]), by="country").height == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"every": "1h"},
        {"every": "month"},
        {"by": "continent"},
        {"normalise": "percent"},
        {"top": 0},
        {"rolling": 0},
        {"cumulative": True, "rolling": 2},
        {"span": ("2020-02-01", "2020-01-01")},
        {"confidence": 95},
        {"closed": "middle"},
    ],
)
def test_what_cannot_be_meant_is_refused(items, wrong):
    with pytest.raises(dl.errors.InvalidArgument):
        dl.timeline(items, **wrong)


def test_intervals_are_of_what_is_normalised(many):
    row = dl.timeline(many, by="country", every="1y").row(0, named=True)
    low, high = stats.gamma.ppf(0.025, row["count"]), stats.gamma.ppf(0.975, row["count"] + 1)
    assert (row["lower"], row["upper"]) == pytest.approx((low, high))
    per_issue = dl.timeline(many, by="country", every="1y", normalise="per_issue").row(0, named=True)
    assert (per_issue["lower"], per_issue["upper"]) == pytest.approx((low / row["issues"], high / row["issues"]))
    share = dl.timeline(many, by="country", every="1y", normalise="share").row(0, named=True)
    expected = stats.binomtest(row["count"], row["items"]).proportion_ci(method="wilson")
    assert (share["lower"], share["upper"]) == pytest.approx((expected.low, expected.high))


def test_bootstrap_intervals_draw_issues_not_items(many):
    # Every issue twice as thick with the same country: half as much is known as the items pretend.
    clustered = many.with_columns(country=pl.col("country").first().over("issue_id"))
    options = {"by": "country", "every": "1y", "normalise": "share"}
    exact = dl.timeline(clustered, **options).head(4)
    drawn = dl.timeline(clustered, **options, interval="bootstrap").head(4)
    assert ((drawn["upper"] - drawn["lower"]) > 1.5 * (exact["upper"] - exact["lower"])).all()
    assert_frame_equal(drawn, dl.timeline(clustered, **options, interval="bootstrap").head(4))
    first = clustered.filter(pl.col("date").dt.year() == 2018)
    by_issue = first.group_by("issue_id").agg(k=(pl.col("country") == drawn["group"][0]).sum(), n=pl.len())

    def share(index):
        part = by_issue[index]
        return part["k"].sum() / part["n"].sum()

    reference = stats.bootstrap(
        (np.arange(by_issue.height),), share, method="percentile", n_resamples=2000, vectorized=False, rng=0
    ).confidence_interval
    assert (drawn["lower"][0], drawn["upper"][0]) == pytest.approx((reference.low, reference.high), abs=0.025)


@pytest.mark.parametrize("probability", [0.005, 0.025, 0.5, 0.975, 0.995])
def test_quantiles_agree_with_scipy(probability):
    shapes = np.array([1, 2, 3, 5, 10, 37, 100, 1000, 1e4, 1e6])
    expected = stats.gamma.ppf(probability, shapes)
    np.testing.assert_allclose(quantiles.gamma_quantile(probability, shapes), expected, rtol=1e-9)
    a, b = np.meshgrid([1, 2, 5, 20, 300, 1e4], [1, 2, 5, 20, 300, 1e4, 1e6])
    expected = stats.beta.ppf(probability, a, b)
    np.testing.assert_allclose(quantiles.beta_quantile(probability, a, b), expected, rtol=1e-9)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_shares_agree_with_scipy(confidence):
    for count, total in ((0, 5), (5, 5), (3, 17), (200, 1000)):
        test = stats.binomtest(count, total)
        for ours, method in ((intervals.wilson, "wilson"), (intervals.binomial, "exact")):
            expected = test.proportion_ci(confidence, method)
            assert ours(count, total, confidence) == pytest.approx((expected.low, expected.high), abs=1e-9)
    assert np.isnan(intervals.wilson(0, 0)).all()


def test_rate_ratio_as_in_the_documentation_of_poisson_test_of_r():
    # R 4, example of ?poisson.test: poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)) prints these.
    lower, upper = intervals.rate_ratio(11, 800, 21, 3011)
    assert (lower, upper) == pytest.approx((0.8584264, 4.2772659), abs=5e-8)


def test_contrast_of_two_periods(items):
    found = dl.contrast(
        items, before=("2020-01-01", "2020-02-29"), after=("2020-03-01", "2020-04-30"), by="country", item_ids=True
    )
    assert found.select("group", "count_before", "total_before", "count_after", "total_after").rows() == [
        ("UGA", 1, 4, 2, 2),
        ("KEN", 2, 4, 0, 2),
    ]
    assert found["ratio"].to_list() == [4.0, 0.0]
    assert found["items_after"].to_list() == [["a/3/4", "a/3/5"], []]
    assert found["lower"][1] == 0
    days = dl.contrast(items, before=("2020-01-01", "2020-02-29"), after=("2020-03-01", "2020-04-30"), per="days")
    assert days.select("total_before", "total_after", "ratio").row(0) == (60, 61, pytest.approx(2 / 61 / (4 / 60)))


def test_gaps_are_runs_of_missing_numbers():
    day = date(2020, 1, 1)
    numbers = [("a", 3), ("a", 4), ("a", 7), ("a", 7), ("b", 1), ("b", 3), ("b", None), (None, 9)]
    issues = pl.DataFrame(numbers, schema={"series": pl.String, "number": pl.UInt32}, orient="row")
    issues = issues.with_columns(published=day + pl.duration(days=pl.col("number")))
    assert dl.gaps(issues).rows() == [
        ("a", 5, 6, 2, date(2020, 1, 5), date(2020, 1, 8), 3),
        ("b", 2, 2, 1, date(2020, 1, 2), date(2020, 1, 4), 2),
    ]


def test_a_gap_that_would_end_before_it_began_has_no_length():
    issues = pl.DataFrame(
        {"series": ["s"] * 4, "number": [1, 3, 5, 7], "published": ["2020-01-05", "2020-01-01", "2020-01-01", None]}
    ).with_columns(pl.col("published").str.to_date())
    assert dl.gaps(issues).select("first", "days").rows() == [(2, None), (4, 0), (6, None)]


def test_gaps_of_the_sample_are_the_numbers_that_are_not_there(sample):
    found = dl.gaps(sample)
    for series, part in sample.issues.drop_nulls(["series", "number"]).group_by("series"):
        numbers = set(part["number"])
        missing = set(range(min(numbers), max(numbers) + 1)) - numbers
        assert found.filter(series=series[0])["missing"].sum() == len(missing)


def test_importing_the_package_does_not_load_numpy():
    code = "import dateline, sys; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_no_verb_is_hidden_by_a_module():
    for verb in VERBS:
        assert load(verb) is getattr(dl, verb)
        assert callable(getattr(dl, verb))
        assert verb in dl.__all__
