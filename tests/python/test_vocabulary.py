"""What dateline knows, and a user's own rows beside it."""

import re

import dateline as dl
import pandas as pd
import polars as pl
import pytest
from conftest import ROOT
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
        (
            "gazetteer",
            {"surface": ["A", "X"], "country": ["TZA", "XQZ"], "kind": ["region"] * 2},
            r"^gazetteer, row 1, column country: .*XQZ",
        ),
        ("gazetteer", {"surface": ["X"], "country": ["TZA"], "kind": ["planet"]}, r"column kind: .*planet"),
        ("gazetteer", {"surface": ["X"], "country": ["TZA"]}, "expected the column kind, found surface, country"),
        ("gazetteer", {"surface": ["X"], "land": ["TZA"]}, "expected columns among surface"),
        ("outlets", {"name": [""]}, "expected a name"),
        ("lexicon", {"category": ["No Such Label"], "term": ["x"], "weight": [1]}, "No Such Label"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(option, rows, message):
    with pytest.raises(errors.VocabularyError, match=message):
        dl.mentions("text", **{option: pl.DataFrame(rows)})


CSV_MISTAKES = [
    ("gazetteer", "surface,country,kind\nA,TZA,region\n\nX,XQZ,region\n", ", line 4, column country: expected an ISO"),
    ("gazetteer", "surface,country,kind\nA,TZA|KEN|XQZ,region\n", ', line 2, column country: .* found "XQZ"'),
    ("gazetteer", "surface,country,kind\nX,TZA,planet\n", ', line 2, column kind: expected one of name, .*"planet"'),
    ("gazetteer", "surface,country,kind,rule\nX,TZA,city,first bogus\n", ', line 2, column rule: .* found "bogus"'),
    ("gazetteer", "surface,country,kind,case\nX,TZA,city,lower\n", ", line 2, column case: "),
    ("gazetteer", "surface,country,kind,from\nX,TZA,city,soon\n", ", line 2, column from: expected a year"),
    ("gazetteer", "surface,country,kind\n--,TZA,city\n", ", line 2, column surface: expected a surface with"),
    ("gazetteer", 'surface,country,kind\n"Dar\nes Salaam",TZA,city\nX,TZA,planet\n', ", line 4, column kind"),
    ("gazetteer", "surface,country,kind\nX,TZA,city,more\n", ", line 2: expected 3 cells as in line 1, found 4"),
    ("gazetteer", 'surface,country,kind\n"X,TZA,city\n', ", line 2: "),
    ("gazetteer", "surface,land,kind\nX,TZA,city\n", ": expected columns among surface, .* found land"),
    ("outlets", "name,country\nX Post,XQZ\n", ", line 2, column country: "),
    ("outlets", "name,country\n ,TZA\n", ", line 2, column name: expected a name, found an empty cell"),
    ("outlets", "name,country\nX,TZA\nY,TZA\nX,KEN\n", ", line 4, column name: expected each name once, .* line 2"),
    ("outlets", "", ": expected the column name, found none"),
    ("lexicon", "category,term,weight\nNo Such Label,x,1\n", ', line 2, column category: .*"No Such Label"'),
    (
        "lexicon",
        "category,term,weight\nResource Security,x,heavy\n",
        ', line 2, column weight: expected a number, found "heavy"',
    ),
]


@pytest.mark.parametrize(("option", "text", "message"), CSV_MISTAKES)
def test_a_mistake_in_a_file_is_told_by_file_line_and_column(tmp_path, option, text, message):
    own = tmp_path / "own.csv"
    own.write_text(text)
    with pytest.raises(errors.VocabularyError, match=f"^{re.escape(str(own))}{message}"):
        dl.mentions("text", **{option: own})


TOML = """\
# Places along the coast.
[[gazetteer]]
surface = "Zanzibaria"
country = ["TZA"]
kind = "region"

[[gazetteer]]
kind = "region"
country = "XQZ"
surface = "X"
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TOML, ", line 9, column country: .*XQZ"),
        (
            TOML.replace("XQZ", "TZA").replace('kind = "region"\ncountry', 'kind = "planet"\ncountry'),
            ", line 8, column kind",
        ),
        (TOML.replace('"X"', '""'), ", line 10, column surface: expected a surface, found an empty cell"),
        (TOML.replace("kind", "sort"), ": expected columns among"),
        (TOML.replace("gazetteer", "places"), r": expected tables headed \[\[gazetteer\]\]"),
        (TOML.replace('"TZA"]', '"TZA'), ": "),
        ('gazetteer = [{surface = "X", country = "XQZ", kind = "region"}]', ", line 1, column country: .*XQZ"),
    ],
)
def test_a_mistake_in_a_toml_file_is_told_by_its_line(tmp_path, text, message):
    own = tmp_path / "own.toml"
    own.write_text(text)
    with pytest.raises(errors.VocabularyError, match=f"^{re.escape(str(own))}{message}"):
        dl.mentions("text", gazetteer=own)


PAGE = """\
Africa Watch No. 3

The Port of Zanzibaria rations kelp. (Harbour Gazette, May 4, 2020)

Herring in Dar es Salaam is scarce. (Reuters, May 4, 2020)
"""


def test_own_entries_change_the_tables_and_nothing_else(tmp_path):
    """Each kind of table from the user's files to the columns of the archive; the other item stays as it is."""
    (tmp_path / "page.txt").write_text(PAGE)
    own = {
        "gazetteer": "surface,country,kind\nZanzibaria,TZA,region\n",
        "outlets": "name,country,kind,state_controlled\nHarbour Gazette,TZA,newspaper,yes\n",
        "lexicon": "category,term,weight\nResource Security,kelp,9\n",
    }
    for name, text in own.items():
        (tmp_path / f"{name}.csv").write_text(text)
    page = tmp_path / "page.txt"
    before = dl.read(page)
    after = dl.read(page, **{name: tmp_path / f"{name}.csv" for name in own})
    columns = ("country", "source", "category")
    assert before.items.select(columns).row(0) == (None, None, None)
    assert after.items.select(columns).row(0) == ("TZA", "Harbour Gazette", "Resource Security")
    assert after.items.select(columns).row(1) == before.items.select(columns).row(1)
    assert after.citations.row(0, named=True)["outlet_kind"] == "newspaper"
    assert "unknown-outlet" not in after.diagnostics["code"]
    assert ("kelp", 9.0) in after.evidence("africa-watch/3/1").select("surface", "weight").rows()


def test_a_veto_and_a_replaced_row_change_what_shipped():
    text = "Officials met in Nairobi. Kenya agreed."
    veto = pl.DataFrame({"surface": ["Nairobi"], "country": [""], "kind": ["veto"]})
    assert dl.mentions(text, gazetteer=veto)["surface"].to_list() == ["Kenya"]
    moved = pl.DataFrame({"surface": ["Nairobi"], "country": ["UGA"], "kind": ["city"]})
    assert dl.mentions(text, gazetteer=moved)["country"].to_list() == ["UGA", "KEN"]


def test_the_examples_of_the_page_on_own_entries_work(tmp_path):
    page = (ROOT / "docs" / "own-entries.md").read_text()
    blocks = re.findall(r"```(csv|toml)\n(.*?)```", page, flags=re.DOTALL)
    assert len(blocks) >= 5
    for number, (suffix, text) in enumerate(blocks):
        own = tmp_path / f"{number}.{suffix}"
        own.write_text(text)
        header = text.splitlines()[0]
        starts = {"surface": "gazetteer", "name": "outlets", "category": "lexicon"}
        tables = {starts[header.split(",")[0]]} if suffix == "csv" else set(re.findall(r"\[\[(\w+)\]\]", text))
        for table in tables:
            dl.mentions("text", **{table: own})


def test_a_table_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"outlets: no file .*own\.csv"):
        dl.citations("text", outlets=tmp_path / "own.csv")
    (tmp_path / "own.xlsx").write_text("")
    with pytest.raises(errors.VocabularyError, match=r"\.csv or \.toml"):
        dl.citations("text", outlets=tmp_path / "own.xlsx")
    with pytest.raises(errors.InvalidArgument, match="expected a frame"):
        dl.citations("text", outlets=5)
