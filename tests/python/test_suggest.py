"""Printed sources that no outlet is known for, and the rows that close the gap."""

import datetime as dt
import sys

import dateline as dl
import polars as pl
import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CITED = [
    ("Zanzibaria Harbour Gazette", 4),
    ("Novaya Gazetta", 9),
    ("Zanzibaria Harbour Gazette", 2),
    ("Komersant", 3),
    ("Reuters", 5),
    ("Kommersannt", 7),
    ('Quoted "Q" Wire\\', 8),
]
TEXT = "Africa Watch No. 3\n\n" + "\n\n".join(f"Rain fell. ({name}, May {day}, 2020)" for name, day in CITED)


@pytest.fixture(scope="module")
def suggested():
    return dl.suggest_outlets(dl.parse(TEXT))


def test_forms_are_counted_and_the_most_cited_comes_first(suggested):
    assert suggested.row(0, named=True) | {"nearest": [], "similarity": [], "entry": ""} == {
        "outlet_raw": "Zanzibaria Harbour Gazette",
        "citations": 2,
        "items": 2,
        "first_date": dt.date(2020, 5, 2),
        "last_date": dt.date(2020, 5, 4),
        "nearest": [],
        "similarity": [],
        "entry": "",
    }
    assert "Reuters" not in suggested["outlet_raw"]
    assert suggested["citations"].is_sorted(descending=True)


def test_the_nearest_outlet_is_the_one_meant(suggested):
    nearest = {row["outlet_raw"]: row for row in suggested.iter_rows(named=True)}
    for printed, outlet in (("Novaya Gazetta", "Novaya Gazeta"), ("Komersant", "Kommersant")):
        assert nearest[printed]["nearest"][0] == outlet
        assert 0.7 <= nearest[printed]["similarity"][0] < 1
    assert nearest["Zanzibaria Harbour Gazette"]["similarity"][0] < 0.7
    for row in nearest.values():
        assert len(row["nearest"]) == len(row["similarity"]) <= 3
        assert row["similarity"] == sorted(row["similarity"], reverse=True)


def test_entries_pasted_into_a_file_close_the_gap(suggested, tmp_path):
    own = tmp_path / "outlets.toml"
    own.write_text("\n\n".join(suggested["entry"].unique(maintain_order=True)), encoding="utf-8")
    archive = dl.parse(TEXT, outlets=own)
    assert dl.suggest_outlets(archive).is_empty()
    found = dict(archive.citations.select("outlet_raw", "outlet").iter_rows())
    assert found["Komersant"] == found["Kommersannt"] == "Kommersant"
    assert found["Zanzibaria Harbour Gazette"] == "Zanzibaria Harbour Gazette"
    # The row of a known outlet keeps what it said.
    shipped = dl.outlets().filter(name="Kommersant")
    countries = archive.citations.filter(outlet="Kommersant")["outlet_country"]
    assert countries.unique().to_list() == shipped["country"].to_list()
    entry = next(entry for entry in suggested["entry"] if '"Komersant"' in entry)
    row = tomllib.loads(entry)["outlets"][0]
    assert row["variants"] == [*shipped["variants"].item(), "Komersant", "Kommersannt"]
    assert row["domain"] == shipped["domains"].item().to_list()


def test_a_form_that_outlets_share_has_these_as_nearest():
    outlets = pl.DataFrame({"name": ["Qux Post (Kenya)", "Qux Post (Ghana)"], "variants": [["Qux Post"]] * 2})
    archive = dl.parse("Africa Watch No. 3\n\nRain fell. (Qux Post, May 4, 2020)\n", outlets=outlets)
    row = dl.suggest_outlets(archive).row(0, named=True)
    assert sorted(row["nearest"]) == ["Qux Post (Ghana)", "Qux Post (Kenya)"]
    assert row["similarity"] == [1.0, 1.0]
    assert "Qux Post (" in row["entry"]


def test_own_outlets_are_among_the_nearest():
    outlets = pl.DataFrame({"name": ["Zanzibaria Harbor Gazette"]})
    row = dl.suggest_outlets(dl.parse(TEXT, outlets=outlets)).row(0, named=True)
    assert row["nearest"][0] == "Zanzibaria Harbor Gazette"


def test_columns_are_the_same_when_nothing_is_unresolved(suggested):
    for text in ("", "Africa Watch No. 3\n\nRain fell. (Reuters, May 4, 2020)\n"):
        empty = dl.suggest_outlets(dl.parse(text))
        assert empty.height == 0
        assert empty.schema == suggested.schema


def test_the_number_of_nearest_is_the_users():
    assert dl.suggest_outlets(dl.parse(TEXT), nearest=1)["nearest"].list.len().max() == 1
    with pytest.raises(dl.errors.InvalidArgument, match="nearest"):
        dl.suggest_outlets(dl.parse(TEXT), nearest=0)


def test_misspelt_names_find_their_outlet():
    """Of names with one letter doubled, nine in ten lead back to an outlet of that name."""
    names = dl.outlets()["name"].filter(dl.outlets()["name"].str.contains(r"^[A-Za-z ]{8,30}$")).gather_every(9)
    misspelt = {name[:4] + name[4] + name[4:]: name for name in names}
    items = (f"Rain fell. ({form}, May {day % 28 + 1}, 2020)" for day, form in enumerate(misspelt))
    archive = dl.parse("Africa Watch No. 3\n\n" + "\n\n".join(items))
    rows = [row for row in dl.suggest_outlets(archive).iter_rows(named=True) if row["outlet_raw"] in misspelt]
    assert len(rows) > 100
    assert sum(row["nearest"][:1] == [misspelt[row["outlet_raw"]]] for row in rows) >= 0.9 * len(rows)
