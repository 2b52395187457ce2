"""Near-identical items: pairs and clusters, against a brute search."""

import datetime as dt
import random

import dateline as dl
import polars as pl
import pytest
from dateline.reprints import REACH


def reprinted(seed, count=150, copies=4):
    """Texts of 40 words of a small stock, each copied with more and more words changed, over 60 days."""
    source = random.Random(seed)
    stock = [f"word{n}" for n in range(60)]
    rows = []
    for text in range(count):
        words = source.choices(stock, k=40)
        for copy in range(copies):
            day = dt.date(2015, 3, 1) + dt.timedelta(source.randrange(60))
            rows.append((f"text-{text}/{copy}", " ".join(words), day))
            for _ in range(source.randrange(3)):
                words[source.randrange(40)] = source.choice(stock)
    source.shuffle(rows)
    return pl.DataFrame(rows, schema=["item_id", "text", "date"], orient="row")


def shingles(text, length):
    words = text.lower().split()
    return {tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1))}


def brute(items, threshold, days, length=3):
    rows = [(name, shingles(text, length), day) for name, text, day in items.iter_rows()]
    found = {}
    for at, (name, words, day) in enumerate(rows):
        for other, others, then in rows[:at]:
            similarity = len(words & others) / len(words | others)
            if similarity >= threshold and abs((day - then).days) <= days:
                found[frozenset((name, other))] = similarity
    return found


@pytest.mark.parametrize(("threshold", "days", "length"), [(0.8, 14, 3), (0.4, 60, 3), (0.6, 5, 2), (1.0, 60, 5)])
def test_every_pair_of_a_brute_search_is_found_with_its_similarity(threshold, days, length):
    items = reprinted(1)
    expected = brute(items, threshold, days, length)
    found = dl.duplicates(items, window=f"{days}d", threshold=threshold, shingle=length)
    assert len(expected) > 20
    assert {frozenset(pair) for pair in found.select("item_1", "item_2").iter_rows()} == set(expected)
    assert found.height == len(expected)
    for one, other, similarity in found.select("item_1", "item_2", "similarity").iter_rows():
        assert similarity == pytest.approx(expected[frozenset((one, other))])


def test_the_earlier_item_stands_first_and_days_are_between_them():
    items = reprinted(2)
    day = dict(items.select("item_id", "date").iter_rows())
    for row in dl.duplicates(items).iter_rows(named=True):
        assert row["days"] == (day[row["item_2"]] - day[row["item_1"]]).days >= 0


def test_clusters_are_what_pairs_join():
    items = reprinted(3)
    pairs = dl.duplicates(items)
    clusters = dl.duplicates(items, result="clusters")
    homes = {item: row["cluster"] for row in clusters.iter_rows(named=True) for item in row["item_ids"]}
    assert set(homes) == {*pairs["item_1"], *pairs["item_2"]}
    for row in pairs.iter_rows(named=True):
        assert homes[row["item_1"]] == homes[row["item_2"]] == row["cluster"]
    assert clusters["items"].to_list() == clusters["item_ids"].list.len().to_list()
    assert (clusters["item_ids"].list.first() == clusters["cluster"]).all()


def test_a_huge_cluster_gives_few_pairs_and_stays_one():
    text = "No bulletin was published today because of the holiday in the capital"
    count = 3 * REACH
    items = pl.DataFrame(
        {"item_id": [f"n/{n}" for n in range(count)], "text": text, "date": [dt.date(2020, 1, 1)] * count}
    )
    assert dl.duplicates(items).height == REACH * (count - REACH) + REACH * (REACH - 1) // 2
    clusters = dl.duplicates(items, result="clusters")
    assert clusters["items"].to_list() == [count]


def test_threads_kind_and_case_change_nothing(sample):
    items = reprinted(4)
    found = dl.duplicates(items, threads=1)
    assert found.equals(dl.duplicates(items, threads=3))
    assert found.equals(items.dateline.duplicates())
    assert found.equals(pl.from_pandas(dl.duplicates(items.to_pandas())).cast(dict(found.schema)))
    assert found.equals(dl.duplicates(items.with_columns(pl.col("text").str.to_uppercase() + "!")))
    assert dl.duplicates(sample, threshold=0.5).schema == found.schema
    assert dl.duplicates(dl.parse([])).schema == found.schema


def test_items_without_text_or_date_resemble_nothing():
    items = pl.DataFrame(
        {"item_id": list("abcd"), "text": [None, "", "— !", "one two three"], "date": ["2020-01-01"] * 3 + [None]}
    )
    with pytest.warns(dl.UndatedItems, match="1 of 4"):
        assert dl.duplicates(items).is_empty()
    undated = pl.DataFrame({"item_id": ["a", "b"], "text": ["one two three four"] * 2})
    assert dl.duplicates(undated, window=None).select("item_1", "item_2", "days").rows() == [("a", "b", None)]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"window": "1mo"}, "window"),
        ({"window": ""}, "window"),
        ({"threshold": 0}, "threshold"),
        ({"shingle": 0}, "shingle"),
        ({"result": "all"}, "result"),
    ],
)
def test_a_mistake_is_told(options, message):
    with pytest.raises(dl.errors.InvalidArgument, match=message):
        dl.duplicates(reprinted(5, count=2), **options)
