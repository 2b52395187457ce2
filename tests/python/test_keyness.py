"""What marks one side against another: scores against scipy and the published formulas."""

import dateline as dl
import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy import special, stats


def texts(counts, size):
    """One item per word, the rest filled up."""
    words = [word for word, count in counts.items() for _ in range(count)]
    return pl.DataFrame({"text": words + ["filler"] * (size - len(words))})


@pytest.fixture(scope="module")
def sides():
    random = np.random.default_rng(5)
    names = [f"w{n}" for n in range(60)]
    one = {name: int(count) for name, count in zip(names, random.poisson(random.gamma(0.7, 8, 60)), strict=True)}
    other = {name: int(count) for name, count in zip(names, random.poisson(random.gamma(0.7, 20, 60)), strict=True)}
    return texts(one, 900), texts(other, 2500)


def table(row):
    a, b = row["target"], row["reference"]
    return np.array([[a, row["target_total"] - a], [b, row["reference_total"] - b]])


@pytest.mark.parametrize(
    ("measure", "options"), [("lr", {"correction": False, "lambda_": "log-likelihood"}), ("chi2", {"correction": True})]
)
def test_scores_and_p_values_agree_with_scipy(sides, measure, options):
    found = dl.keyness(*sides, measure=measure, min_frequency=1)
    assert found.height > 50
    for row in found.iter_rows(named=True):
        expected = stats.chi2_contingency(table(row), **options)
        sign = 1 if row["target"] >= expected.expected_freq[0, 0] else -1
        assert row["score"] == pytest.approx(sign * expected.statistic, abs=1e-9)
        assert row["p"] == pytest.approx(expected.pvalue)
    assert found["q"].to_list() == pytest.approx(stats.false_discovery_control(found["p"].to_numpy()))
    assert found["score"].is_sorted(descending=True)


def test_log_odds_are_those_of_the_formulas(sides):
    found = dl.keyness(*sides, measure="log_odds", min_frequency=1, prior=0.5)
    y = found.select("target", "reference").to_numpy().astype(float).T
    n = np.array([900.0, 2500.0])
    size = 0.5 * 900
    alpha = y.sum(axis=0) / n.sum() * size
    odds = np.log((y + alpha) / (n[:, None] + size - y - alpha))
    z = (odds[0] - odds[1]) / np.sqrt((1 / (y + alpha)).sum(axis=0))
    assert found["score"].to_list() == pytest.approx(z.tolist())
    assert found["p"].to_list() == pytest.approx((2 * stats.norm.sf(abs(z))).tolist())


def test_a_published_example():
    # P. Rayson's log-likelihood of the two cells of the word itself, for 125 of 10,000 against 80 of 12,000 words; the
    # other two cells add less than a part in twenty here, and make the ratio that of Dunning.
    a, b, c, d = 125, 80, 10_000, 12_000
    found = dl.keyness(texts({"gas": a}, c), texts({"gas": b}, d)).filter(feature="gas").row(0, named=True)
    expected = c * (a + b) / (c + d), d * (a + b) / (c + d)
    two_cells = 2 * (a * np.log(a / expected[0]) + b * np.log(b / expected[1]))
    assert found["score"] == pytest.approx(two_cells, rel=0.05)
    assert found["effect"] == pytest.approx(np.log2((a / c) / (b / d)))
    assert found["p"] == pytest.approx(special.erfc(np.sqrt(found["score"] / 2)))


def test_what_one_side_lacks_has_a_finite_effect():
    found = dl.keyness(texts({"gas": 8}, 100), texts({"wheat": 6}, 400))
    rows = {row["feature"]: row for row in found.iter_rows(named=True)}
    assert (rows["gas"]["target"], rows["gas"]["reference"]) == (8, 0)
    assert rows["gas"]["effect"] == pytest.approx(np.log2((8 / 100) / (0.5 / 400)))
    assert rows["wheat"]["score"] < 0
    assert rows["wheat"]["effect"] == pytest.approx(np.log2((0.5 / 100) / (6 / 400)))


def test_rare_ones_are_neither_listed_nor_part_of_the_family(sides):
    whole = dl.keyness(*sides, min_frequency=1)
    found = dl.keyness(*sides, min_frequency=30)
    kept = whole.filter(pl.col("target") + pl.col("reference") >= 30)
    assert_frame_equal(found.drop("q"), kept.drop("q"))
    assert (found["q"] <= kept["q"]).all()
    top = dl.keyness(*sides, top=3)
    assert (top["score"] > 0).sum() == 3
    assert (top["score"] < 0).sum() == 3


def test_items_may_be_counted_in_place_of_words(sample):
    items = sample.deduplicate().items
    one, other = items.filter(country="RUS"), items.filter(pl.col("country").ne_missing("RUS"))
    found = dl.keyness(one, other, unit="items", ngrams=(1, 2), item_ids=True)
    assert found["target_total"].unique().to_list() == [one.height]
    assert found["reference_total"].unique().to_list() == [other.height]
    assert (found["target"] == found["item_ids"].list.len()).all()
    assert set(found["item_ids"].explode().drop_nulls()) <= set(one["item_id"])
    assert found["feature"][0] in ("russian", "moscow", "russia")


def test_values_of_a_column_are_compared_out_of_items(sample):
    items = sample.deduplicate().items
    one, other = items.filter(pl.col("number") % 2 == 0), items.filter(pl.col("number") % 2 == 1)
    found = dl.keyness(one, other, by="sources", item_ids=True)
    for row in found.iter_rows(named=True):
        holds = pl.col("sources").list.contains(row["feature"])
        assert row["item_ids"] == one.filter(holds)["item_id"].sort().to_list()
        assert row["target"] == len(row["item_ids"])
        assert row["reference"] == other.filter(holds).height
        assert (row["target_total"], row["reference_total"]) == (one.height, other.height)


def test_phrases_are_out_of_phrases_of_their_length():
    one = pl.DataFrame({"text": ["gas pipeline burst"] * 5})
    other = pl.DataFrame({"text": ["wheat harvest"] * 5})
    found = dl.keyness(one, other, ngrams=(1, 2))
    totals = dict(zip(found["feature"], found.select("target_total", "reference_total").rows(), strict=True))
    assert totals["gas"] == totals["wheat"] == (15, 10)
    assert totals["gas pipeline"] == totals["wheat harvest"] == (10, 5)


def test_the_same_from_pandas_and_namespace_and_nothing_from_nothing(sides):
    expected = dl.keyness(*sides)
    assert_frame_equal(sides[0].dateline.keyness(sides[1]), expected)
    pandas = dl.keyness(sides[0].to_pandas(), sides[1].to_pandas())
    assert pandas["feature"].tolist() == expected["feature"].to_list()
    for empty in (dl.keyness(sides[0], sides[1].clear()), dl.keyness(sides[0].clear(), sides[1])):
        assert empty.height == 0
        assert empty.schema == expected.schema


@pytest.mark.parametrize("wrong", [{"measure": "g2"}, {"unit": "docs"}, {"prior": 0}, {"top": 0}, {"by": "continent"}])
def test_what_cannot_be_meant_is_refused(sides, wrong):
    with pytest.raises(dl.errors.InvalidArgument):
        dl.keyness(*sides, **wrong)
