"""What dateline knows, and a user's own rows beside it."""

import dateline as dl
import pandas as pd
import polars as pl
import pytest
from dateline import errors

TEXT = "The Port of Zanzibaria reopened. (Harbour Gazette, May 4, 2020)"

GAZETTEER = {"surface": ["Zanzibaria"], "country": ["TZA"], "kind": ["region"], "from": [None]}
OUTLET = {"name": ["Harbour Gazette"], "variants": [["Gazette of Harbours"]], "country": ["TZA"], "kind": ["newspaper"]}


def test_reference_tables_hold_what_they_say():
    countries = dl.countries()
    assert countries["iso3"].is_unique().all()
    assert countries.filter(iso3="SUN")["status"].to_list() == ["historical"]
    assert "RUS" in countries.filter(iso3="SUN")["successors"].item()
    outlets = dl.outlets()
    assert outlets["name"].is_unique().all()
    assert outlets.schema["state_controlled"] == pl.Boolean
    assert outlets["country"].drop_nulls().is_in(countries["iso3"].to_list()).all()
    labels = dl.categories()
    assert labels.filter(label="Europe Military")["kind"].item() == "topic"
    assert labels.filter(label="Hong Kong")["countries"].item().to_list() == ["HKG"]


@pytest.mark.parametrize("frame", [pl.DataFrame, pd.DataFrame])
def test_own_rows_come_as_a_frame(frame):
    assert "TZA" not in dl.mentions(TEXT)["country"].to_list()
    assert "TZA" in dl.mentions(TEXT, gazetteer=frame(GAZETTEER))["country"].to_list()
    assert dl.citations(TEXT, outlets=frame(OUTLET))["outlet_country"].to_list() == ["TZA"]
    archive = dl.parse(TEXT, gazetteer=frame(GAZETTEER), outlets=frame(OUTLET))
    assert archive.items.select("country", "source").rows() == [("TZA", "Harbour Gazette")]


def test_own_rows_come_as_a_file(tmp_path):
    as_csv, as_toml = tmp_path / "own.csv", tmp_path / "own.toml"
    as_csv.write_text("surface,country,kind\nZanzibaria,TZA,region\n")
    as_toml.write_text(
        '[[gazetteer]]\nsurface = "Zanzibaria"\ncountry = ["TZA", "KEN"]\nkind = "region"\nrule = "first"\n\n'
        '[[outlets]]\nname = "Harbour Gazette"\nvariants = ["Gazette of Harbours"]\nstate_controlled = true\n'
    )
    assert "TZA" in dl.mentions(TEXT, gazetteer=as_csv)["country"].to_list()
    found = dl.mentions(TEXT, gazetteer=str(as_toml)).filter(surface="Zanzibaria")
    assert found["candidates"].to_list() == [["TZA", "KEN"]]
    assert dl.citations(TEXT, outlets=as_toml)["outlet"].to_list() == ["Harbour Gazette"]


def test_rows_of_the_reference_table_can_be_edited_and_handed_back():
    own = dl.outlets().filter(name="Reuters").with_columns(country=pl.lit("TZA"))
    assert dl.citations("Rain. (Reuters, May 4, 2020)", outlets=own)["outlet_country"].to_list() == ["TZA"]


def test_a_term_of_ones_own_decides_a_category():
    lexicon = pl.DataFrame({"category": ["Resource Security"], "term": ["zanzibaria"], "weight": [9.0]})
    archive = dl.parse("Zanzibaria reopened. (Reuters, May 4, 2020)", lexicon=lexicon)
    assert archive.items["category"].to_list() == ["Resource Security"]


@pytest.mark.parametrize(
    ("option", "rows", "message"),
    [
        ("gazetteer", {"surface": ["X"], "country": ["XQZ"], "kind": ["region"]}, "XQZ"),
        ("gazetteer", {"surface": ["X"], "country": ["TZA"], "kind": ["planet"]}, "planet"),
        ("gazetteer", {"surface": ["X"], "land": ["TZA"]}, "expected columns among surface"),
        ("outlets", {"name": [""]}, "expected a name"),
        ("lexicon", {"category": ["No Such Label"], "term": ["x"], "weight": [1]}, "No Such Label"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(option, rows, message):
    with pytest.raises(errors.VocabularyError, match=message):
        dl.mentions("text", **{option: pl.DataFrame(rows)})


def test_a_table_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"outlets: no file .*own\.csv"):
        dl.citations("text", outlets=tmp_path / "own.csv")
    (tmp_path / "own.xlsx").write_text("")
    with pytest.raises(errors.VocabularyError, match=r"\.csv or \.toml"):
        dl.citations("text", outlets=tmp_path / "own.xlsx")
    with pytest.raises(errors.InvalidArgument, match="expected a frame"):
        dl.citations("text", outlets=5)
