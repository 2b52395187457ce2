"""Pairs that occur in the same items, their scores and their graph."""

import dateline as dl
import numpy as np
import polars as pl
import pytest
from scipy import stats


@pytest.fixture(scope="module")
def items():
    random = np.random.default_rng(3)
    names = ["KEN", "UGA", "TZA", "RWA"]
    lists = [[name for name in names if random.random() < 0.4] for _ in range(300)]
    # One list names a country twice, which is one item all the same.
    return pl.DataFrame({"item_id": [f"s/{n}" for n in range(300)], "countries": [["KEN", "KEN", "UGA"], *lists[1:]]})


def table(items, one, other):
    has = [items["countries"].list.contains(name) for name in (one, other)]
    return np.array(
        [[(has[0] & has[1]).sum(), (has[0] & ~has[1]).sum()], [(~has[0] & has[1]).sum(), (~has[0] & ~has[1]).sum()]]
    )


def test_each_pair_is_counted_out_of_all_items(items):
    found = dl.cooccurrence(items, item_ids=True)
    assert found.height == 6
    for row in found.iter_rows(named=True):
        cells = table(items, row["feature_1"], row["feature_2"])
        assert row["feature_1"] < row["feature_2"]
        assert (row["count"], row["count_1"], row["count_2"]) == (cells[0, 0], cells[0].sum(), cells[:, 0].sum())
        assert row["items"] == 300
        assert row["expected"] == pytest.approx(stats.contingency.expected_freq(cells)[0, 0])
        assert len(row["item_ids"]) == row["count"]
    assert found["score"].is_sorted(descending=True)


def test_the_likelihood_ratio_agrees_with_scipy(items):
    for row in dl.cooccurrence(items, measure="lr").iter_rows(named=True):
        cells = table(items, row["feature_1"], row["feature_2"])
        ratio = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
        sign = 1 if row["count"] >= row["expected"] else -1
        assert row["score"] == pytest.approx(sign * ratio)


def test_npmi_is_0_by_chance_and_1_for_what_is_never_apart():
    chance = pl.DataFrame({"countries": [["KEN", "UGA"], ["KEN"], ["UGA"], []]})
    assert dl.cooccurrence(chance, measure="npmi")["score"].to_list() == [0.0]
    for lists in ([["KEN", "UGA"], []], [["KEN", "UGA"], ["KEN", "UGA"]]):
        inseparable = pl.DataFrame({"countries": lists})
        assert dl.cooccurrence(inseparable, measure="npmi")["score"].to_list() == [1.0]
    # p = 1/4, 1/2 and 3/8 of eight items: ln(0.25 / 0.1875) / -ln 0.25.
    eight = pl.DataFrame({"countries": [["KEN", "UGA"]] * 2 + [["KEN"]] * 2 + [["UGA"]] + [[]] * 3})
    expected = np.log(0.25 / (0.5 * 0.375)) / -np.log(0.25)
    assert dl.cooccurrence(eight, measure="npmi")["score"].to_list() == pytest.approx([expected])


def test_rare_pairs_can_be_left_out(items):
    counts = dl.cooccurrence(items)["count"].sort()
    assert dl.cooccurrence(items, min_count=counts[2])["count"].min() == counts[2]
    assert dl.cooccurrence(items, top=2).height == 2


def test_pairs_as_a_graph(items):
    found = dl.cooccurrence(items, measure="lr")
    for pairs in (found, found.to_pandas()):
        graph = dl.as_graph(pairs)
        assert set(graph) == {"KEN", "UGA", "TZA", "RWA"}
        assert graph.number_of_edges() == found.height
        row = found.row(0, named=True)
        assert graph.edges[row["feature_2"], row["feature_1"]] == {
            "count": row["count"],
            "expected": row["expected"],
            "score": row["score"],
            "weight": row["score"],
        }
        assert graph.nodes[row["feature_1"]]["count"] == row["count_1"]


def test_only_lists_make_pairs(sample):
    with pytest.raises(dl.errors.InvalidArgument, match="a list column"):
        dl.cooccurrence(sample, of="country")
    with pytest.raises(dl.errors.InvalidArgument, match="measure"):
        dl.cooccurrence(sample, measure="pmi")
    assert dl.cooccurrence(dl.parse([])).schema == dl.cooccurrence(sample).schema
