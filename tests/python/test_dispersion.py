"""How evenly features are spread: the published example, and the definitions computed anew."""

import dateline as dl
import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

# The corpus of St. Th. Gries (2008), section 2, five parts of 9, 10, 10, 10 and 11 words.
PARTS = [
    "b a m n i b e u p",
    "b a s a t b e w q n",
    "b c a g a b e s t a",
    "b a g h a b e a a t",
    "b a h a a b e a x a t",
]


def test_the_published_example():
    items = pl.DataFrame({"issue_id": list("12345"), "text": PARTS})
    found = dl.dispersion(items, stop=None).filter(feature="a").row(0, named=True)
    assert (found["frequency"], found["range"], found["parts"], found["total"]) == (15, 5, 5, 50)
    # Gries gives 0.18, Lijffijt and Gries 0.2195 after their correction, Gries (2020) 0.785.
    assert found["dp"] == pytest.approx(0.18)
    assert found["dp_norm"] == pytest.approx(0.2195, abs=5e-5)
    assert found["juilland_d"] == pytest.approx(0.785, abs=5e-4)


def measures(counts, sizes):
    v, s, p = counts / counts.sum(), sizes / sizes.sum(), counts / sizes
    dp = np.abs(v - s).sum() / 2
    return dp, dp / (1 - s.min()), 1 - p.std() / p.mean() / np.sqrt(len(sizes) - 1)


def test_the_measures_are_those_of_the_definitions(sample):
    items = sample.deduplicate().items
    found = dl.dispersion(items, ngrams=(1, 2), min_frequency=5)
    counted = dl.terms(items, groups="issue_id", ngrams=(1, 2))
    issues = items["issue_id"].unique().sort().to_list()
    for n in (1, 2):
        every = dl.terms(items, groups="issue_id", ngrams=n, stop=None).unique("group")
        sizes = every.select("group", "total").to_pandas().set_index("group")["total"].reindex(issues, fill_value=0)
        sizes = sizes[sizes > 0]
        for row in (
            found.filter(pl.col("feature").str.count_matches(" ") == n - 1).gather_every(37).iter_rows(named=True)
        ):
            part = counted.filter(feature=row["feature"]).to_pandas().set_index("group")["frequency"]
            counts = part.reindex(sizes.index, fill_value=0).to_numpy(dtype=float)
            assert (row["frequency"], row["range"]) == (counts.sum(), (counts > 0).sum())
            assert (row["parts"], row["total"]) == (len(sizes), sizes.sum())
            assert (row["dp"], row["dp_norm"], row["juilland_d"]) == pytest.approx(
                measures(counts, sizes.to_numpy(dtype=float)), abs=1e-9
            )


def test_values_of_a_column_over_windows_lead_back_to_their_items(sample):
    items = sample.deduplicate().items.drop_nulls("date")
    found = dl.dispersion(items, by="countries", every="1y", item_ids=True)
    years = items["date"].dt.year()
    sizes = years.value_counts(sort=False).sort("date")
    for row in found.head(20).iter_rows(named=True):
        having = items.filter(pl.col("countries").list.contains(row["feature"]))
        assert row["item_ids"] == having["item_id"].sort().to_list()
        counts = np.array([(having["date"].dt.year() == year).sum() for year in sizes["date"]], dtype=float)
        assert row["dp"] == pytest.approx(measures(counts, sizes["count"].to_numpy().astype(float))[0])
        assert row["parts"] == sizes.height


def test_one_part_has_no_norm_and_missing_parts_are_one():
    one = dl.dispersion(pl.DataFrame({"issue_id": ["x"], "text": ["gas"]}))
    assert one.select("dp", "dp_norm", "juilland_d").rows() == [(0.0, None, None)]
    items = pl.DataFrame({"issue_id": ["x", None, None], "text": ["gas", "oil", "oil"]})
    assert dl.dispersion(items).select("feature", "range", "parts").rows() == [("oil", 1, 2), ("gas", 1, 2)]


def test_items_without_a_date_are_told():
    items = pl.DataFrame({"date": ["2020-01-01", None], "text": ["gas", "oil"]})
    with pytest.warns(dl.UndatedItems, match="1 of 2"):
        assert dl.dispersion(items, every="1mo")["feature"].to_list() == ["gas"]


def test_the_same_from_pandas_and_namespace_and_nothing_from_nothing(sample):
    items = sample.items.select("issue_id", "text")
    expected = dl.dispersion(items, top=30)
    assert_frame_equal(items.dateline.dispersion(top=30), expected)
    assert dl.dispersion(items.to_pandas(), top=30)["feature"].tolist() == expected["feature"].to_list()
    assert dl.dispersion(items.clear()).schema == expected.schema
    with pytest.raises(dl.errors.InvalidArgument, match="single values"):
        dl.dispersion(sample, parts="countries")
