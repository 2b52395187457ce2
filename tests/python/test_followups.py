"""Follow-ups: links to earlier items on what both name, and the threads they make."""

import datetime as dt
import random

import dateline as dl
import polars as pl
import pytest

SYLLABLES = (
    "bar",
    "dov",
    "el",
    "gor",
    "hin",
    "kaz",
    "lur",
    "mir",
    "nek",
    "os",
    "pel",
    "rud",
    "sva",
    "tol",
    "ush",
    "zev",
)


def invented(seed, stories=60, length=4, others=400):
    """Items of stories, each with two names and two things of its own, among others; all of the same common words."""
    source = random.Random(seed)

    def word(parts):
        return "".join(source.choice(SYLLABLES) for _ in range(parts))

    common = [word(2) for _ in range(800)]
    weights = [1 / rank for rank in range(1, len(common) + 1)]

    def sentences(own):
        words = [*source.choices(common, weights, k=45), *own]
        source.shuffle(words)
        return " ".join(words)

    rows = []
    for story in range(stories):
        own = [word(3).capitalize(), word(3).capitalize(), word(4), word(4)]
        day = dt.date(2012, 1, 1) + dt.timedelta(source.randrange(700))
        for item in range(length):
            rows.append((f"story-{story}/{item}", sentences(source.sample(own, 3)), day))
            day += dt.timedelta(source.randrange(1, 40))
    for item in range(others):
        day = dt.date(2012, 1, 1) + dt.timedelta(source.randrange(700))
        rows.append((f"other-{item}/0", sentences([word(3).capitalize(), word(4)]), day))
    source.shuffle(rows)
    return pl.DataFrame(rows, schema=["item_id", "text", "date"], orient="row")


def story(column):
    return pl.col(column).str.split("/").list.first()


def test_known_follow_ups_are_found_and_little_else(figures):
    items = invented(1)
    links = dl.threads(items)
    right = links.filter(story("item_1") == story("item_2"))
    expected = items.filter(pl.col("item_id").str.starts_with("story")).height - 60
    precision, recall = right.height / links.height, right["item_2"].n_unique() / expected
    figures.append(f"threads: {precision:.3f} of the links are right, {recall:.3f} of the follow-ups are found")
    assert precision > 0.95
    assert recall > 0.95
    threads = dl.threads(items, result="threads")
    whole = threads.filter(pl.col("items") == 4, pl.col("item_ids").list.eval(story("")).list.n_unique() == 1)
    assert whole.height > 50


def test_an_item_goes_on_from_one_earlier_item_within_the_window():
    items = invented(2)
    links = dl.threads(items, window="20d")
    days = dict(items.select("item_id", "date").iter_rows())
    assert links["item_2"].is_unique().all()
    for row in links.iter_rows(named=True):
        assert row["days"] == (days[row["item_2"]] - days[row["item_1"]]).days
        assert 0 <= row["days"] <= 20
    every = dl.threads(items, window="20d", links="all")
    assert every.height > links.height
    best = every.group_by("item_2").agg(pl.col("score").max()).sort("item_2")
    assert best.equals(links.select("item_2", "score").sort("item_2"))


def test_the_score_is_the_cosine_of_rare_terms_with_decay():
    texts = ["ship Zarya sank", "ship Zarya found", "wheat rose", "wheat fell; ship"]
    days = ["2020-05-01", "2020-05-11", "2020-05-02", "2020-05-03"]
    items = pl.DataFrame({"item_id": list("abcd"), "text": texts, "date": days})
    links = dl.threads(items, window="60d", threshold=0.01, shared=1, links="all")
    # ship: 3 of 4 items; zarya and wheat: 2 of 4. The other words stand once and do not count.
    ship, two = pl.select(pl.lit(4 / 3).log() ** 2).item(), pl.select(pl.lit(2.0).log() ** 2).item()
    scores = {(a, b): score for a, b, score in links.select("item_1", "item_2", "score").iter_rows()}
    assert scores["a", "b"] == pytest.approx(1.0 * (1 - 10 / 61))
    assert scores["c", "d"] == pytest.approx(two / (two**0.5 * (two + ship) ** 0.5) * (1 - 1 / 61))
    assert scores["a", "d"] == pytest.approx(ship / ((ship + two) ** 0.5 * (two + ship) ** 0.5) * (1 - 2 / 61))
    assert links.filter(item_2="b", item_1="a")["shared"].to_list() == [["zarya", "ship"]]


def test_outlets_make_no_link_and_countries_do():
    texts = ["Interfax writes of dust", "storms, Interfax writes", "one", "two", "three"]
    base = {"item_id": list("abcde"), "text": texts, "date": ["2020-05-01"] * 5}
    assert dl.threads(pl.DataFrame(base))["shared"].to_list() == [["interfax", "writes"]]
    sources = pl.DataFrame({**base, "sources": [["Interfax"], ["Interfax"], [], [], []]})
    assert dl.threads(sources, shared=1)["shared"].to_list() == [["writes"]]
    texts = ["dust", "storms", "", "", ""]
    countries = pl.DataFrame({**base, "text": texts, "countries": [["NRU"], ["NRU"], [], [], []]})
    assert dl.threads(countries, shared=1)["shared"].to_list() == [["NRU"]]


def test_a_term_of_many_items_and_a_single_one_make_no_link():
    texts = [f"alpha beta x{'abcdefghijklmnopqrst'[n]}z" for n in range(20)]
    items = pl.DataFrame({"item_id": [str(n) for n in range(20)], "text": texts, "date": ["2020-05-01"] * 20})
    several = pl.concat(
        [items, pl.DataFrame({"item_id": ["r", "s"], "text": ["gamma delta"] * 2, "date": ["2020-05-02"] * 2})]
    )
    assert dl.threads(several).select("item_1", "item_2").rows() == [("r", "s")]
    assert dl.threads(several, rare=1.0, threshold=0.01).height > 1
    assert dl.threads(several, shared=3).is_empty()


def test_names_of_several_words_are_one_term():
    texts = ["Floods fill Nizhny Novgorod.", "Nizhny Novgorod drains after floods.", "Rain.", "Snow."]
    items = pl.DataFrame({"item_id": list("abcd"), "text": texts, "date": ["2020-05-01"] * 4})
    shared = dl.threads(items)["shared"].explode().to_list()
    assert "nizhny novgorod" in shared
    assert "nizhny" not in shared


def test_order_kind_and_repetition_change_nothing(sample):
    items = invented(3, stories=20, others=100)
    links = dl.threads(items)
    assert links.equals(dl.threads(items))
    assert links.equals(items.dateline.threads())
    assert pl.from_pandas(dl.threads(items.to_pandas()))["item_2"].equals(links["item_2"])
    whole = items.unique("date", maintain_order=True)  # items of one day go by the order of the table
    reordered = dl.threads(whole.sort("item_id"))
    assert set(dl.threads(whole)["item_2"]) == set(reordered["item_2"])
    assert dl.threads(sample).height > 0
    assert dl.threads(dl.parse([])).schema == links.schema
    assert dl.threads(dl.parse([]), result="threads").schema == dl.threads(items, result="threads").schema


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"window": "1mo"}, "window"),
        ({"threshold": 0}, "threshold"),
        ({"rare": 2}, "rare"),
        ({"shared": 0}, "shared"),
        ({"links": "some"}, "links"),
        ({"text": "body"}, "body"),
    ],
)
def test_a_mistake_is_told(options, message):
    with pytest.raises(dl.errors.InvalidArgument, match=message):
        dl.threads(invented(4, stories=2, others=2), **options)
