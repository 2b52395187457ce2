"""`Archive.categorise`: what the issues declare binds their items, and nothing else changes."""

import json

import dateline as dl
import polars as pl
import pytest
from conftest import ROOT
from dateline.vocabulary import shipped


@pytest.fixture(scope="module")
def categorised(sample):
    return sample.categorise()


def test_every_declared_label_is_carried_and_no_other(sample, categorised):
    items = categorised.items.join(sample.issues.select("issue_id", declared="categories"), on="issue_id")
    bound = items.filter(pl.col("declared").list.len() > 0)
    assert bound.height > 300
    for (issue,), rows in bound.group_by("issue_id"):
        declared = set(rows["declared"][0])
        assert set(rows["category"]) <= declared, issue
        if rows.height >= len(declared):
            assert set(rows["category"]) == declared, issue
        assert set(rows["categories"].explode()) <= declared, issue


def test_only_the_categories_change(sample, categorised):
    columns = ["category", "categories", "category_basis", "category_score"]
    assert categorised.items.schema == sample.items.schema
    assert categorised.items.drop(columns).equals(sample.items.drop(columns))
    for table in ("issues", "citations", "mentions", "diagnostics"):
        assert getattr(categorised, table).equals(getattr(sample, table))
    assert categorised.coverage().equals(sample.coverage())
    assert categorised.items["category_score"].is_between(0, 1).all()
    assert (categorised.items["categories"].list.first() == categorised.items["category"]).all()


def test_categories_of_the_sample(sample, categorised, figures):
    known = [json.loads(line) for line in (ROOT / "tests" / "sample_truth.jsonl").read_text().splitlines()]
    truth = {
        (issue["series"], issue["number"], place): item["category_true"]
        for issue in known
        for place, item in enumerate(issue.get("items", []), start=1)
    }
    table = categorised.items.select("series", "number", "item", "category", "category_basis")
    right = table.with_columns(right=pl.Series([truth.get(row[:3]) == row[3] for row in table.iter_rows()]))
    shares = dict(right.group_by("category_basis").agg(pl.col("right").mean()).iter_rows())
    figures.append(
        f"learned categories of the sample: assigned {shares['assigned']:.3f}, inferred {shares['inferred']:.3f}"
    )
    assert shares["assigned"] > 0.97
    assert shares["inferred"] > 0.93


def test_an_issue_with_one_topic_declares_it():
    pages = [
        "Sea Monitor No. 1\n\nRelated Categories: Corruption\n\nA mayor took bribes. (Reuters, May 4, 2020)\n",
        "Sea Monitor No. 2\n\nRelated Categories: Energy Security; Terrorism\n\nA bomb went off. (CNN, May 4, 2020)\n",
        "Sea Monitor No. 3\n\nOil and gas prices rose. (Reuters, May 5, 2020)\n",
    ]
    items = dl.parse(pages, ["a-1", "a-2", "a-3"]).categorise().items
    assert items.select("category", "category_basis").rows() == [
        ("Corruption", "declared"),
        ("Terrorism", "assigned"),
        ("Energy Security", "inferred"),
    ]


def test_without_declared_topics_the_lexicon_decides():
    archive = dl.parse("Oil and gas prices rose at the refinery. (Reuters, May 5, 2020)\n")
    row = archive.categorise().items.row(0, named=True)
    assert (row["category"], row["category_basis"]) == ("Energy Security", "inferred")
    assert dl.parse("").categorise().items.height == 0


def test_another_scheme_can_be_brought():
    texts = ["The team won.", "The team lost.", "The bank lent.", "The bank failed."]
    frame = pl.DataFrame({"text": texts, "category": ["sport", "sport", "money", "money"]})
    learned = dl.Categorizer().fit(frame)
    page = "Sea Monitor No. 2\n\nRelated Categories: Corruption; Terrorism\n\nThe team won. (Reuters, May 4, 2020)\n"
    row = dl.parse(page).categorise(learned).items.row(0, named=True)
    assert (row["category"], row["category_basis"]) == ("sport", "inferred")


def test_names_of_media_are_no_evidence():
    told = "The Voice of America reports that the harvest is in."
    vocabulary = shipped()
    assert vocabulary.terms([told]).filter(category="Public Diplomacy and Information Operations").height == 0
    found = vocabulary.terms(["It is so. (Propaganda Weekly, May 4, 2020)", "Propaganda, and more propaganda."])
    assert found["text"].unique().to_list() == [1]
    text = b"Propaganda, and more propaganda."
    assert {text[start:end].lower() for start, end in found.select("byte_start", "byte_end").rows()} == {b"propaganda"}
