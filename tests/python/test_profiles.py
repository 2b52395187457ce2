"""Profiles: golden pages of every layout, own profiles, proposals, tests and comparisons."""

import json

import dateline as dl
import pytest
from conftest import CASES
from dateline.cli import main

PAGES = sorted(CASES.glob("*/*.txt"))
BULLETS = (
    "Coast Letter - May {day}, 2011\n\n• A ship waits off Beira for a pilot. (Reuters, 05.2{day}.11)\n\n"
    "• Fog. (AFP, 05.1{day}.11)\n"
)


@pytest.fixture
def letters(tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"{day}.txt").write_text(BULLETS.format(day=day))
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_a_page_gives_the_rows_written_beside_it(page):
    archive = dl.read(page)
    for expected in json.loads(page.with_suffix(".json").read_text()):
        if expected["number"] is None and expected["published"] is None:
            issue = archive.issues.row(0, named=True)
        else:
            issue = archive.issues.row(by_predicate=dl_id(expected["issue_id"]), named=True)
        assert (issue["profile"], issue["series"], issue["volume"], issue["number"], issue["part"]) == tuple(
            expected[name] for name in ("profile", "series", "volume", "number", "part")
        )
        items = archive.items.filter(issue_id=issue["issue_id"]).to_dicts()
        assert [item["text"] for item in items] == [item["text"] for item in expected["items"]]
        assert [item["headline"] for item in items] == [item.get("headline") for item in expected["items"]]
        assert [item["sections"] for item in items] == [item["sections"] for item in expected["items"]]
        assert [str(item["date"]) for item in items] == [str(item["date"]) for item in expected["items"]]
        for item, wanted in zip(items, expected["items"], strict=True):
            cited = archive.citations.filter(item_id=item["item_id"])
            assert cited["outlet_raw"].to_list() == [source for source, _, _ in wanted["citations"]]
            if "country" in wanted:
                assert (item["country"], item["country_basis"]) == (wanted["country"], "section")


def dl_id(issue_id):
    import polars as pl

    return pl.col("issue_id") == issue_id


def test_a_profile_of_ones_own_is_read_from_a_file(letters, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        'name = "own"\n[masthead]\ntitles = ["{series} - {date}"]\n'
        '[items]\nboundaries = ["mark"]\nmarks = ["• {text}"]\n'
    )
    archive = dl.read(letters, profile=str(own))
    assert archive.issues["profile"].unique().to_list() == ["own"]
    assert archive.items.filter(document="1.txt")["source"].to_list() == ["Reuters", "Agence France-Presse"]


def test_a_mistake_in_a_profile_is_told_by_line_and_key(letters, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('name = "own"\n\n[items]\nmarks = ["{nope}"]\n')
    with pytest.raises(dl.errors.InvalidArgument, match=r"line 4, marks: .*\{nope\}"):
        dl.read(letters, profile=str(own))


def test_a_missing_profile_is_answered_with_what_to_do(letters):
    with pytest.raises(dl.errors.InvalidArgument, match="jrl"):
        dl.read(letters, profile="nope")
    with pytest.raises(dl.errors.FileError, match=r"gone\.toml"):
        dl.read(letters, profile="gone.toml")


def test_two_layouts_in_one_page_are_reported():
    text = "JRL 2014-#91\nCrisisWatch No. 3, 1 May 2004\n\n#1\nReuters\nMay 1, 2004\nRain\n\nIt rained.\n"
    codes = dl.parse(text).diagnostics["code"].to_list()
    assert "profile-close" in codes
    assert "profile-close" not in dl.parse(text, profile="jrl").diagnostics["code"].to_list()


def test_a_proposal_reads_the_pages_it_was_made_from(letters, tmp_path):
    proposal = dl.infer_profile(letters, name="letters")
    assert proposal.documents == 3
    own = tmp_path / "letters.toml"
    own.write_text(proposal.toml)
    items = dl.read(letters, profile=str(own)).items
    assert items.height == 6
    assert items["date"].null_count() == 0


def test_the_worst_document_comes_first(letters):
    (letters / "empty.txt").write_text("JRL 2014-#91\n")
    found = dl.test_profile("any", letters)
    assert found["document"].to_list()[0] == "empty.txt"
    assert found["uncited"].to_list() == [1, 1, 1, 1]


def test_a_comparison_names_what_changes(letters):
    changes = dl.diff_profiles("any", "any", letters)
    assert changes.height == 0
    changes = dl.diff_profiles("any", "current-events", letters)
    assert set(changes["change"]) <= {"gained", "lost", "changed"}
    assert changes.height > 0


def test_the_command_goes_from_proposal_to_comparison(letters, tmp_path, capsys):
    own = str(tmp_path / "own.toml")
    assert main(["profile", "list"]) == 0
    assert "jrl" in capsys.readouterr().out
    assert main(["profile", "infer", str(letters), "-o", own]) == 0
    assert "{bullet} {text}" in capsys.readouterr().out
    assert main(["profile", "test", own, str(letters)]) == 0
    assert "3 documents, 3 issues, 6 items, 0 without a source" in capsys.readouterr().out
    assert main(["profile", "diff", "any", own, str(letters)]) == 0
    # The shipped profile takes the title of each letter for an item.
    assert "0 gained, 3 lost, 0 changed" in capsys.readouterr().out
    assert main(["profile", "show", own]) == 0
    assert 'name = "own"' in capsys.readouterr().out
    assert main(["profile", "show", "nope"]) == 2
    assert "jrl" in capsys.readouterr().err
