"""`pl.col(...).dateline`: the same rows as the functions, beside the texts."""

import dateline as dl
import polars as pl
import pytest
from dateline.errors import InvalidArgument
from polars.testing import assert_frame_equal

TEXTS = [
    "Kenyan police met their Ugandan colleagues. (Reuters, May 4, 2020)",
    None,
    "",
    "Russia Reform Monitor No. 9\n\nGrain left Odesa. (TASS, May 4, 2020)\n\nGas did not. (Interfax, May 5, 2020)\n",
    "Beijing's missiles and warships were seen off Taiwan. (Xinhua, June 1, 2019; The Times, June 2)",
]


@pytest.fixture
def frame():
    return pl.DataFrame({"row": range(len(TEXTS)), "text": TEXTS})


def of(name):
    return getattr(pl.col("text").dateline, name)().alias("found")


def rows(frame, name):
    """The lists as rows, with the index of their text."""
    found = frame.select(pl.col("row").cast(pl.UInt32), of(name))
    return found.filter(pl.col("found").list.len() > 0).explode("found").unnest("found")


@pytest.mark.parametrize("name", ["citations", "mentions"])
def test_lists_hold_what_the_functions_give(frame, name):
    assert_frame_equal(rows(frame, name), getattr(dl, name)(TEXTS).rename({"text": "row"}))


def test_items_are_those_of_each_text_alone(frame):
    expected = [
        dl.parse(text).items.select(pl.lit(index, pl.UInt32).alias("row"), pl.all().exclude("document"))
        for index, text in enumerate(TEXTS)
        if text
    ]
    assert_frame_equal(rows(frame, "items"), pl.concat(expected))


def test_countries_are_those_of_the_mentions_the_most_telling_first(sample):
    texts = sample.items.head(200).select("text").drop_nulls()
    found = texts.select(pl.col("text").dateline.countries())["text"]
    mentioned = dl.mentions(texts["text"]).drop_nulls("country").group_by("text").agg(pl.col("country").unique())
    assert mentioned.height > 150
    for row, countries in mentioned.iter_rows():
        assert sorted(found[row]) == sorted(countries)
    telling = pl.Series("text", ["Oman and Iran met. " + "Rain fell. " * 30 + "Iran agreed, said Iran."]).to_frame()
    assert telling.select(pl.col("text").dateline.countries())["text"][0].to_list() == ["IRN", "OMN"]


def test_countries_with_a_small_share_of_the_focus_are_left_out():
    text = "Oman and Oman and Oman and Iran. " + "Rain fell. " * 20 + "Iran spoke to Oman and to Iraq."
    frame = pl.DataFrame({"text": [text, "", None]})

    def about(least):
        return frame.select(pl.col("text").dateline.countries(least=least))["text"].to_list()

    # Scores: Oman 3 x 2 + 1, Iran 2 + 1, Iraq 1.
    assert about(0) == [["OMN", "IRN", "IRQ"], [], None]
    assert about(0.25) == [["OMN", "IRN"], [], None]
    assert about(1) == [["OMN"], [], None]


@pytest.mark.parametrize("least", [-0.1, 1.1, float("nan"), "0.5", None, True])
def test_a_share_that_is_none_is_refused(least):
    with pytest.raises(InvalidArgument, match="least: expected a share of the highest score, from 0 to 1"):
        pl.col("text").dateline.countries(least=least)


def test_categories_are_those_of_an_item_without_declared_ones():
    text = "The navy tested a ballistic missile, and the army a new tank. (Reuters, May 4, 2020)"
    found = pl.DataFrame({"text": [text]}).select(pl.col("text").dateline.categories())["text"][0].to_list()
    assert found
    assert found == dl.parse(text).items["categories"][0].to_list()


@pytest.mark.parametrize("name", ["items", "citations", "mentions", "countries", "categories"])
def test_a_null_gives_a_null_and_a_bare_text_an_empty_list(name):
    found = pl.DataFrame({"text": [None, "", "Nothing."]}).select(of(name))["found"]
    assert found.is_null().to_list() == [True, False, False]
    assert found.list.len().to_list()[1] == 0


@pytest.mark.parametrize("name", ["items", "citations", "mentions", "countries", "categories"])
def test_lazy_and_streaming_queries_give_the_same(frame, name):
    many = pl.concat([frame] * 200)
    eager = many.select("row", of(name))
    lazy = many.lazy().select("row", of(name))
    assert lazy.collect_schema() == eager.schema
    assert_frame_equal(lazy.collect(), eager)
    assert_frame_equal(lazy.collect(engine="streaming"), eager)
    assert_frame_equal(lazy.head(3).collect(), eager.head(3))


def test_an_expression_is_one_in_filters_and_groups(frame):
    kenya = frame.filter(pl.col("text").dateline.countries().list.contains("KEN"))
    assert kenya["row"].to_list() == [0]
    grouped = frame.group_by("row", maintain_order=True).agg(of("countries").explode())
    assert grouped["found"].to_list()[0] == ["KEN", "UGA"]


def test_own_rows_count(frame):
    own = pl.DataFrame({"surface": ["colleagues"], "country": ["RUS"], "kind": ["name"]})
    found = frame.select(pl.col("text").dateline.countries(gazetteer=own))
    assert "RUS" in found["text"][0]


def test_texts_may_be_categories_and_nothing_else(frame):
    assert frame.select(pl.col("text").cast(pl.Categorical).dateline.countries())["text"][0].to_list() == ["KEN", "UGA"]
    with pytest.raises((InvalidArgument, pl.exceptions.ComputeError), match="row: expected strings, found Int64"):
        frame.select(pl.col("row").dateline.countries())
