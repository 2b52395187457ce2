"""One text in every format that holds a document: the same items."""

import sys

import dateline as dl
import pytest
from conftest import ISSUE, ROOT
from polars.testing import assert_frame_equal

sys.path.insert(0, str(ROOT / "scripts"))
import renderings
import run_fuzzers

NAMES = {"html": "html", "mail": "mail", "rtf": "rtf", "docx": "docx", "odt": "odt", "msg": "outlook", "pdf": "pdf"}


@pytest.mark.parametrize("name", NAMES)
def test_a_text_has_the_same_items_in_every_format(tmp_path, name):
    text = ISSUE.format(number=12, day=3)
    (tmp_path / "page").write_bytes(renderings.FORMATS[name](text))
    archive = dl.read(tmp_path)
    if "format-not-built" in archive.diagnostics["code"].to_list():
        pytest.skip("this build reads no PDF files")
    assert archive.issues["format"].to_list() == [NAMES[name]]
    columns = ["item", "text", "sources", "date"]
    assert_frame_equal(archive.items.select(columns), dl.parse(text).items.select(columns))
    assert ("https://www.reuters.com/x" in archive.citations["url"].to_list()) == (name in ("html", "mail"))


def test_every_format_is_among_them():
    assert set(NAMES) == set(renderings.FORMATS)


@pytest.mark.parametrize("target", run_fuzzers.TARGETS)
def test_every_fuzz_target_starts_from_something(target):
    seeds = list(run_fuzzers.seeds(target))
    assert len(seeds) > 20
    assert all(seeds)
