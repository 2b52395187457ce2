"""The same issue in two renderings."""

import datetime as dt

import dateline as dl
import pytest

NEW = """\
Iran Democracy Monitor: No. 31

Related Categories: Energy Security; Iran

TANKERS SAIL AGAIN
Crude sales are up. (Reuters, January 31, 2013)

THE RIAL SLIPS
A dollar costs 39,500. (The Australian, February 3, 2013)
"""

OLD = """\
Iran Democracy Monitor - No. 31

Edited by Jane Doe
February 6, 2013

Crude sales are up. (Reuters, January 31, 2013)

A dollar costs 39,500. (The Australian, February 3, 2013)
"""

OTHER = NEW.replace("No. 31", "No. 32")


@pytest.fixture(params=[("new", "old"), ("old", "new")], ids=lambda order: "-".join(order))
def archive(request):
    texts = {"new": NEW, "old": OLD}
    return dl.parse([*(texts[name] for name in request.param), OTHER], [*request.param, "other"])


def test_both_renderings_are_kept_and_linked(archive):
    assert archive.issues.height == 3
    marked = archive.issues.filter(archive.issues["duplicate_of"].is_not_null())
    assert marked["document"].to_list() == ["old"]
    kept = archive.issues.filter(document="new")["issue_id"].item()
    assert marked["duplicate_of"].item() == kept
    assert "duplicate-issue" in archive.diagnostics["code"].to_list()
    assert archive.items["item_id"].is_unique().all()


def test_the_fuller_rendering_stays_and_takes_what_only_the_other_prints(archive):
    single = archive.deduplicate()
    assert single.issues["document"].to_list() == ["new", "other"]
    first = single.issues.row(0, named=True)
    assert (first["published"], first["published_basis"]) == (dt.date(2013, 2, 6), "rendering")
    assert first["editors"] == ["Jane Doe"]
    assert first["categories"] == ["Energy Security"]
    assert single.issues["published_basis"][1] != "rendering"
    assert single.items["headline"].to_list()[:2] == ["TANKERS SAIL AGAIN", "THE RIAL SLIPS"]
    assert single.items["published"].to_list()[:2] == [dt.date(2013, 2, 6)] * 2
    assert "duplicate-issue" not in single.diagnostics["code"].to_list()


def test_nothing_is_left_of_the_other_rendering(archive):
    single = archive.deduplicate()
    assert single.items.height == 4
    ids = set(single.items["item_id"])
    assert set(single.citations["item_id"]) == ids
    assert set(single.mentions["item_id"]) <= ids
    assert set(single.coverage(by="document")["document"]) == {"new", "other"}
    assert single.excerpt(single.items[0]).startswith("TANKERS SAIL AGAIN")
    for table in ("issues", "items", "citations", "mentions", "diagnostics"):
        assert getattr(single, table).schema == getattr(archive, table).schema


def test_an_archive_without_duplicates_stays_as_it_is():
    archive = dl.parse([NEW, OTHER])
    assert archive.deduplicate().issues.equals(archive.issues)
    assert archive.deduplicate().items.equals(archive.items)
