"""One schema, for empty and full input, in the core, the frames, the README and the data dictionary."""

import re

import dateline as dl
import polars as pl
import pytest
from conftest import ROOT
from dateline.namespace import VERBS

TABLES = ("issues", "items", "citations", "mentions", "diagnostics")


@pytest.fixture(scope="module")
def dictionary():
    """Tables of docs/data.md: name to the column names of its rows, and their types."""
    tables, name = {}, None
    for line in (ROOT / "docs" / "data.md").read_text().splitlines():
        if heading := re.match(r"#+ `([\w.()=]+)`", line):
            name = heading[1]
            tables[name] = {}
        elif line.startswith("#"):
            name = None
        elif name and (row := re.match(r"\| `(\w+)` \| ([^|]+) \|", line)):
            tables[name][row[1]] = row[2].strip()
    return tables


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_the_same_for_any_input_and_in_the_documents(sample, dictionary, table):
    declared = getattr(sample, table).schema
    for archive in (dl.parse([]), dl.parse(""), sample.deduplicate()):
        assert getattr(archive, table).schema == declared
    assert list(dictionary[table]) == list(declared)
    row = next(line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith(f"| `{table}` |"))
    assert re.findall(r"`(\w+)`", row.split("|")[3]) == list(declared)


SPOKEN = {
    "String": "text",
    "Date": "date",
    "Boolean": "true/false",
    "List(String)": "list",
    "List(Float64)": "list",
    "Float32": "number",
    "Float64": "number",
}


@pytest.mark.parametrize("table", TABLES)
def test_types_are_those_of_the_dictionary(dictionary, table):
    assert dictionary[table] == spoken(getattr(dl.parse([]), table))


def spoken(frame):
    declared = {name: str(dtype) for name, dtype in frame.schema.items()}
    return {name: SPOKEN.get(dtype, "integer" if "Int" in dtype else dtype) for name, dtype in declared.items()}


def test_other_frames_are_in_the_dictionary(sample, dictionary):
    frames = {
        "dl.mentions": dl.mentions([]),
        "dl.citations": dl.citations([]),
        "dl.countries": dl.countries(),
        "dl.outlets": dl.outlets(),
        "dl.categories": dl.categories(),
        "dl.suggest_outlets": dl.suggest_outlets(dl.parse([])),
        "Archive.evidence": sample.evidence(sample.items["item_id"][0]),
        "Archive.coverage": sample.coverage(),
    }
    assert {name: dictionary[name] for name in frames} == {name: spoken(frame) for name, frame in frames.items()}


PERIODS = {"before": ("2007-01-01", "2012-12-31"), "after": ("2013-01-01", "2025-12-31")}
RESULTS = {
    "dl.timeline": lambda items: dl.timeline(items, every="1y", by="country"),
    "dl.contrast": lambda items: dl.contrast(items, **PERIODS),
    "dl.gaps": dl.gaps,
    "dl.frequency": dl.frequency,
    "dl.terms": dl.terms,
    "dl.keyness": lambda items: dl.keyness(items.head(300), items.tail(300)),
    "dl.kwic": lambda items: dl.kwic(items, "gas"),
    "dl.dispersion": dl.dispersion,
    "dl.duplicates": dl.duplicates,
    "dl.threads": dl.threads,
    "dl.cooccurrence": dl.cooccurrence,
    "dl.bursts": lambda items: dl.bursts(items, by="country", every="1y"),
    "dl.changepoints": lambda items: dl.changepoints(items, every="1y"),
    "dl.lag": dl.lag,
    "dl.lag(outliers=True)": lambda items: dl.lag(items, outliers=True),
    "dl.concentration": dl.concentration,
}


@pytest.mark.parametrize("name", RESULTS)
def test_results_are_in_the_dictionary_for_any_input(sample, dictionary, name):
    items = sample.deduplicate().items.filter(pl.col("date_basis") != "issue")
    for table in (items, items.clear()):
        assert dictionary[name] == spoken(RESULTS[name](table))


def test_every_verb_is_in_the_dictionary_but_those_that_give_no_frame(dictionary):
    shown = {"as_graph", "as_concordance"}
    assert {f"dl.{verb}" for verb in VERBS if verb not in shown} == {name.partition("(")[0] for name in RESULTS}
    assert set(RESULTS) <= set(dictionary)


def test_recognisers_have_one_schema():
    for recognise in (dl.mentions, dl.citations):
        full = recognise("Kenya sold tea. (Reuters, May 4, 2020)")
        assert full.height == 1
        assert recognise([]).schema == full.schema
        assert full.schema["text"] == pl.UInt32
