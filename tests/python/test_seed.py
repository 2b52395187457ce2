"""A real issue, complete: what a reader finds in it."""

import datetime as dt

import dateline as dl
import pytest
from conftest import SHARED
from polars import selectors

SEED = SHARED / "seed" / "russia-reform-monitor-2567.txt"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the seed is not there")

CITED = [
    ("New York Times", dt.date(2023, 2, 14)),
    ("Washington Examiner", dt.date(2023, 2, 22)),
    ("CNN", dt.date(2023, 2, 24)),
    ("The Moscow Times", dt.date(2023, 2, 22)),
    ("Reuters", dt.date(2023, 2, 20)),
]


@pytest.fixture(scope="module")
def archive():
    return dl.read(SEED)


def test_the_masthead(archive):
    issue = archive.issues.row(0, named=True)
    assert archive.issues.height == 1
    assert (issue["series"], issue["number"], issue["items"]) == ("Russia Reform Monitor", 2567, 5)
    assert sorted(issue["categories"]) == [
        "Arms Control and Proliferation",
        "Corruption",
        "Human Rights and Humanitarian Issues",
        "Intelligence and Counterintelligence",
        "Public Diplomacy and Information Operations",
        "Warfare",
    ]
    assert sorted(issue["regions"]) == ["China", "Russia", "Ukraine"]


def test_five_items_over_seven_paragraphs_one_note(archive):
    items = archive.items
    # The seventh paragraph is the note.
    assert items["paragraphs"].to_list() == [2, 1, 1, 1, 1]
    assert [note is not None for note in items["note"]] == [False, True, False, False, False]
    assert items["note"][1].endswith("more overtly and fully.")
    assert items["headline"].to_list() == [None] * 5


def test_citations(archive):
    brackets = archive.citations.filter(form="paren")
    assert brackets.select("outlet_raw", "date").rows() == CITED
    assert brackets["item_id"].to_list() == [f"russia-reform-monitor/2567/{item}" for item in range(1, 6)]
    assert archive.items["date"].to_list() == [date for _, date in CITED]
    assert archive.items["source"].null_count() == 0
    assert archive.citations.height == 5


def test_the_number_is_never_a_year(archive):
    for table in ("issues", "items", "citations"):
        for column in getattr(archive, table).select(selectors.date()):
            assert set(column.drop_nulls().dt.year()) <= {2023}


def test_every_byte_is_accounted_for(archive):
    coverage = archive.coverage()
    assert coverage["bytes"].sum() == len(archive.text(archive.issues["document"][0]).encode())
    assert coverage.filter(role="unparsed")["bytes"].sum() == 0


def test_headlines_can_be_given():
    headlines = [f"HEADLINE {number}" for number in range(1, 6)]
    assert dl.read(SEED, headlines=headlines).items["headline"].to_list() == headlines
