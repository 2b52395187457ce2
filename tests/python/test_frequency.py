"""How often: features with ranks, denominators and intervals."""

import dateline as dl
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy import stats


@pytest.fixture
def items():
    return pl.DataFrame(
        {
            "item_id": ["a/1/1", "a/1/2", "a/1/3", "b/1/1", "b/1/2"],
            "issue_id": ["a/1", "a/1", "a/1", "b/1", "b/1"],
            "series": ["a", "a", "a", "b", "b"],
            "country": ["KEN", "KEN", "UGA", None, "UGA"],
            "countries": [["KEN", "UGA"], ["KEN", "KEN"], ["UGA"], [], ["UGA", "TZA"]],
        }
    )


def test_counts_ranks_and_denominators(items):
    found = dl.frequency(items, by="country", item_ids=True)
    columns = ["feature", "frequency", "rank", "docfreq", "group", "total", "share", "lower", "upper", "item_ids"]
    assert found.columns == columns
    assert found.select(columns[:7]).rows() == [("KEN", 2, 1, 1, "all", 5, 0.4), ("UGA", 2, 1, 2, "all", 5, 0.4)]
    assert found["item_ids"].to_list() == [["a/1/1", "a/1/2"], ["a/1/3", "b/1/2"]]


def test_lists_count_an_item_once_for_each_distinct_element(items):
    found = dl.frequency(items, by="countries")
    assert found.select("feature", "frequency", "rank", "docfreq").rows() == [
        ("UGA", 3, 1, 2),
        ("KEN", 2, 2, 1),
        ("TZA", 1, 3, 1),
    ]


def test_groups_have_their_own_ranks_and_denominators(items):
    found = dl.frequency(items, by="country", groups="series", missing=True)
    assert found.select("group", "feature", "frequency", "rank", "total").rows() == [
        ("a", "KEN", 2, 1, 3),
        ("a", "UGA", 1, 2, 3),
        ("b", "UGA", 1, 1, 2),
        ("b", None, 1, 1, 2),
    ]
    assert dl.frequency(items, by="country", groups="series", top=1)["feature"].to_list() == ["KEN", "UGA"]


def test_ids_do_not_change_the_counts(sample):
    for groups in (None, "series"):
        plain = dl.frequency(sample, by="sources", groups=groups)
        found = dl.frequency(sample, by="sources", groups=groups, item_ids=True)
        assert_frame_equal(found.drop("item_ids"), plain)
        assert found["item_ids"].list.len().to_list() == plain["frequency"].to_list()


def test_intervals_agree_with_scipy(sample):
    for row in dl.frequency(sample, by="source", confidence=0.9).iter_rows(named=True):
        expected = stats.binomtest(row["frequency"], row["total"]).proportion_ci(0.9, "wilson")
        assert (row["lower"], row["upper"]) == pytest.approx((expected.low, expected.high))


def test_of_other_tables_rows_take_the_place_of_items(sample):
    found = dl.frequency(sample.citations, by="outlet")
    expected = sample.citations.filter(outlet=found["feature"][0])
    assert found["frequency"][0] == expected.height
    assert found["docfreq"][0] == expected["item_id"].n_unique()
    assert found["total"][0] == sample.citations.height
    assert dl.frequency(pl.DataFrame({"country": ["KEN"]}))["docfreq"].to_list() == [None]


def test_the_same_from_polars_lazy_pandas_and_namespace(items):
    expected = dl.frequency(items, by="countries")
    assert_frame_equal(items.dateline.frequency(by="countries"), expected)
    assert_frame_equal(items.lazy().dateline.frequency(by="countries").collect(), expected)
    pandas = dl.frequency(items.to_pandas(), by="countries")
    assert pandas["feature"].tolist() == expected["feature"].to_list()
    assert dl.frequency(items.clear(), by="countries").schema == expected.schema


def test_what_is_no_table_or_no_column_is_refused(items):
    with pytest.raises(dl.errors.InvalidArgument, match="a column 'continent', found item_id"):
        dl.frequency(items, by="continent")
    with pytest.raises(dl.errors.InvalidArgument, match="found list"):
        dl.frequency([1])
