"""Words in context: which places are found, what is printed around them, how they are shown."""

import re

import dateline as dl
import polars as pl
import pytest
from polars.testing import assert_frame_equal


@pytest.fixture
def items():
    return pl.DataFrame(
        {
            "item_id": ["a/1/1", "a/1/2", "a/1/3"],
            "text": [
                "“Gas,” he said.\n\nThe gas pipeline of\nRussia’s Gazprom burst; gasoline is scarce.",
                None,
                "No U.S. troops, no <b>gas</b>.",
            ],
            "source": ["Reuters", "CNN", None],
        }
    )


def test_each_place_has_its_words_and_its_item(items):
    found = dl.kwic(items, "gas", window=2)
    assert found.columns == ["docname", "from", "to", "pre", "keyword", "post", "pattern", "date", "source", "country"]
    assert found.select("docname", "from", "to", "pre", "keyword", "post", "source").rows() == [
        ("a/1/1", 1, 1, "“", "Gas", ",” he said", "Reuters"),
        ("a/1/1", 5, 5, "said. The", "gas", "pipeline of", "Reuters"),
        ("a/1/3", 6, 6, "no <b>", "gas", "</b>.", None),
    ]
    assert found["date"].null_count() == 3


def test_every_place_that_a_slow_search_finds_is_found(sample):
    items = sample.deduplicate().items
    found = dl.kwic(items, "minist*", window=0)
    slow = [
        (row["item_id"], match.group())
        for row in items.iter_rows(named=True)
        for match in re.finditer(r"\bminist\w*(?:['’]\w+)?", row["text"], re.IGNORECASE)
    ]
    assert len(slow) > 100
    assert found.select("docname", "keyword").rows() == slow
    for row in found.head(50).join(items, left_on="docname", right_on="item_id").iter_rows(named=True):
        assert row["keyword"] in row["text"]
        assert (row["pre"], row["post"]) == ("", "")


def test_kinds_of_patterns(items):
    def keywords(*patterns, **options):
        return dl.kwic(items, list(patterns), window=0, **options)["keyword"].to_list()

    assert keywords("gas*") == ["Gas", "gas", "gasoline", "gas"]
    assert keywords("gas*", valuetype="fixed") == ["Gas", "gas", "gas"]
    assert keywords("gas*", case_insensitive=False) == ["gas", "gasoline", "gas"]
    assert keywords("^gas.+|prom$", valuetype="regex") == ["Gazprom", "gasoline"]
    assert keywords("U.S. troops", "gas pipeline of russia's") == ["gas pipeline of Russia’s", "U.S. troops"]
    assert dl.kwic(items, ["troops", "scarce"])["pattern"].to_list() == ["scarce", "troops"]


@pytest.mark.parametrize(
    ("pattern", "options", "said"),
    [
        ("(gas", {"valuetype": "regex"}, "unclosed group"),
        (" – ", {}, "at least one word"),
        ([], {}, "one or several strings"),
        ("gas", {"valuetype": "sql"}, "'glob', 'regex' or 'fixed'"),
        ("gas", {"window": -1}, "from 0 to 1000"),
        ("gas", {"window": 10**9}, "from 0 to 1000"),
        ("gas", {"text": "body"}, "a column 'body'"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(items, pattern, options, said):
    with pytest.raises(dl.errors.InvalidArgument, match=re.escape(said)):
        dl.kwic(items, pattern, **options)


def test_no_pattern_takes_more_than_linear_time():
    items = pl.DataFrame({"text": ["a" * 200_000]})
    assert dl.kwic(items, "(a*)*b|(a|aa)+$c", valuetype="regex").height == 0


def test_the_same_from_any_frame_on_any_number_of_threads(items, sample):
    expected = dl.kwic(items, "gas")
    assert_frame_equal(items.dateline.kwic("gas"), expected)
    assert dl.kwic(items.to_pandas(), "gas")["keyword"].tolist() == expected["keyword"].to_list()
    assert dl.kwic(items.select("text"), "gas")["docname"].to_list() == ["text1", "text1", "text3"]
    assert_frame_equal(dl.kwic(sample, "the", threads=1), dl.kwic(sample, "the", threads=3))
    assert dl.kwic(dl.parse([]), "gas").schema == dl.kwic(sample, "gas").schema


def test_a_concordance_has_its_keywords_below_each_other_and_is_escaped(items):
    shown = dl.as_concordance(dl.kwic(items, ["gas", "troops"]), rows=3)
    lines = str(shown).splitlines()
    assert len({line.index("|") for line in lines[:3]}) == 1
    assert lines[3] == "4 places, the first 3 shown"
    page = dl.as_concordance(dl.kwic(items.to_pandas(), "gas"))._repr_html_()
    assert "no &lt;b&gt;" in page
    assert "<b>" not in page
    assert str(dl.as_concordance(dl.kwic(items, "wheat"))) == "0 places"
