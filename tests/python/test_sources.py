"""How old news is when it appears, and on how few outlets a digest leans."""

from datetime import date, timedelta

import dateline as dl
import numpy as np
import polars as pl
import pytest
from dateline.sources import shannon, simpson
from scipy import stats

DAY = date(2020, 6, 1)


def dated(lags, **columns):
    published = [DAY] * len(lags)
    days = [DAY - timedelta(days=lag) for lag in lags]
    return pl.DataFrame({"date": days, "published": published, **columns})


def test_days_from_citation_to_publication():
    lags = [1, 2, 3, 4, 5, -2, 90]
    row = dl.lag(dated(lags, source=["CNN"] * 7)).row(0, named=True)
    assert row["group"] == "CNN"
    assert (row["items"], row["min"], row["max"], row["negative"], row["outliers"]) == (7, -2, 90, 1, 1)
    assert (row["mean"], row["median"]) == (pytest.approx(np.mean(lags)), 3)
    assert (row["q1"], row["q3"]) == tuple(np.quantile(lags, [0.25, 0.75]))


def test_outliers_are_listed():
    items = dated([1, 2, 3, 4, 5, 90], item_id=[f"s/1/{n}" for n in range(6)], source=["CNN"] * 6)
    found = dl.lag(items, outliers=True)
    assert found.select("group", "item_id", "lag").rows() == [("CNN", "s/1/5", 90)]
    spread = stats.iqr([1, 2, 3, 4, 5, 90])
    assert found["upper"][0] == pytest.approx(np.quantile([1, 2, 3, 4, 5, 90], 0.75) + 3 * spread)


def test_lag_over_time():
    early, late = dated([1, 3]), dated([10]).with_columns(pl.all().dt.offset_by("1y"))
    found = dl.lag(pl.concat([early, late]), by=None, every="1y")
    assert found.select("window_start", "group", "items", "median").rows() == [
        (date(2020, 1, 1), "all", 2, 2.0),
        (date(2021, 1, 1), "all", 1, 10.0),
    ]


def test_dates_that_rest_on_each_other_are_left_out_and_told(sample):
    items = dated([1, 0], date_basis=["citation", "issue"])
    with pytest.warns(dl.UndatedItems, match="1 of 2") as caught:
        assert dl.lag(items, by=None)["items"].to_list() == [1]
    assert caught[0].filename == __file__
    with pytest.warns(dl.UndatedItems):
        found = dl.lag(sample, by=None)
    kept = sample.deduplicate()
    declared = kept.issues.filter(pl.col("published_basis") != "cited")["issue_id"]
    usable = kept.items.filter(pl.col("issue_id").is_in(declared.implode()), pl.col("date_basis") != "issue")
    assert found["items"].to_list() == [usable.drop_nulls(["date", "published"]).height]


@pytest.fixture(scope="module")
def outlets():
    random = np.random.default_rng(5)
    issue = np.repeat(np.arange(40), 25)
    names = np.array(["CNN", "BBC", "Reuters", "Dawn"])
    return pl.DataFrame(
        {
            "issue_id": [f"s/{n}" for n in issue],
            "published": [date(2020, 1, 1) + timedelta(days=int(n)) for n in issue],
            "source": random.choice(names, 1000, p=[0.4, 0.3, 0.2, 0.1]),
        }
    )


def test_indices_are_those_of_scipy_but_for_their_bias(outlets):
    row = dl.concentration(outlets, every=None).row(0, named=True)
    counts = outlets["source"].value_counts()["count"].to_numpy()
    n = counts.sum()
    assert row["entropy"] == pytest.approx(stats.entropy(counts) + 3 / 2000)
    assert row["hhi"] == pytest.approx((((counts / n) ** 2).sum() - 1 / n) * n / (n - 1))
    assert row["effective"] == pytest.approx(np.exp(row["entropy"]))
    assert row["hhi_lower"] < 0.3 < row["hhi_upper"]
    assert (row["items"], row["issues"], row["outlets"], row["top"]) == (1000, 40, 4, "CNN")


def test_intervals_hold_the_truth_as_often_as_they_say():
    random = np.random.default_rng(8)
    shares = np.array([0.4, 0.3, 0.2, 0.1])
    truth = {"hhi": (shares**2).sum(), "entropy": stats.entropy(shares)}
    held = dict.fromkeys(truth, 0)
    for _ in range(200):
        source = random.choice(np.array(["a", "b", "c", "d"]), 300, p=shares)
        frame = pl.DataFrame(
            {"source": source, "published": [DAY] * 300, "issue_id": [f"s/{n // 10}" for n in range(300)]}
        )
        row = dl.concentration(frame, every=None).row(0, named=True)
        for name, value in truth.items():
            held[name] += row[f"{name}_lower"] <= value <= row[f"{name}_upper"]
    for hits in held.values():
        assert stats.binomtest(hits, 200, 0.95).pvalue > 0.01


def test_indices_of_few_items_have_no_bias():
    random = np.random.default_rng(9)
    shares = np.array([0.4, 0.3, 0.2, 0.1])
    drawn = random.multinomial(20, shares, size=4000).astype(float)
    assert simpson(drawn).mean() == pytest.approx((shares**2).sum(), abs=0.005)
    assert shannon(drawn).mean() == pytest.approx(stats.entropy(shares), abs=0.02)


def test_newcomers_and_dropouts():
    rows = [("CNN", 2019), ("CNN", 2020), ("Dawn", 2020), ("Dawn", 2021), ("Dawn", 2022), ("BBC", 2022)]
    items = pl.DataFrame({"source": [name for name, _ in rows], "published": [date(year, 5, 1) for _, year in rows]})
    found = dl.concentration(items)
    assert found["newcomers"].to_list() == [None, ["Dawn"], [], ["BBC"]]
    assert found["newcomer_share"].to_list() == [None, 0.5, 0.0, 0.5]
    assert found["dropouts"].to_list() == [[], ["CNN"], [], None]
    assert found["issues"].to_list() == [None] * 4
    assert found["hhi_lower"].null_count() == 4


def test_a_window_without_items_has_no_indices(outlets):
    later = outlets.with_columns(pl.col("published").dt.offset_by("2y"))
    found = dl.concentration(pl.concat([outlets, later]))
    assert found["items"].to_list() == [1000, 0, 1000]
    assert found["hhi"].is_null().to_list() == [False, True, False]
    assert found["newcomers"].to_list() == [None, None, []]
    assert dl.concentration(dl.parse([])).schema == dl.concentration(dl.sample()).schema


def test_the_same_from_pandas(outlets):
    pandas = dl.concentration(outlets.to_pandas(), every="1mo")
    assert pandas["hhi"].tolist() == dl.concentration(outlets, every="1mo")["hhi"].to_list()
