"""One schema, for empty and full input, in the core, the frames and the README."""

import re

import dateline as dl
import polars as pl
import pytest
from conftest import ROOT

TABLES = ("issues", "items", "citations", "mentions", "diagnostics")


@pytest.fixture(scope="module")
def readme():
    """Tables of the README: name to the column names of its rows, and their types."""
    tables, name = {}, None
    for line in (ROOT / "README.md").read_text().splitlines():
        if heading := re.match(r"#+ `(\w+)`", line):
            name = heading[1]
            tables[name] = {}
        elif line.startswith("#"):
            name = None
        elif name and (row := re.match(r"\| `(\w+)` \| ([^|]+) \|", line)):
            tables[name][row[1]] = row[2].strip()
    return tables


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_the_same_for_any_input_and_in_the_readme(sample, readme, table):
    declared = getattr(sample, table).schema
    for archive in (dl.parse([]), dl.parse(""), sample.deduplicate()):
        assert getattr(archive, table).schema == declared
    assert list(readme[table]) == list(declared)


SPOKEN = {
    "String": "text",
    "Date": "date",
    "Boolean": "true/false",
    "List(String)": "list",
    "Float32": "number",
    "Float64": "number",
}


@pytest.mark.parametrize("table", TABLES)
def test_types_are_those_of_the_readme(readme, table):
    declared = {name: str(dtype) for name, dtype in getattr(dl.parse([]), table).schema.items()}
    spoken = {name: SPOKEN.get(dtype, "integer" if "Int" in dtype else dtype) for name, dtype in declared.items()}
    assert readme[table] == spoken


def test_recognisers_have_one_schema():
    for recognise in (dl.mentions, dl.citations):
        full = recognise("Kenya sold tea. (Reuters, May 4, 2020)")
        assert full.height == 1
        assert recognise([]).schema == full.schema
        assert full.schema["text"] == pl.UInt32
