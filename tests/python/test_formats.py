"""PDF files through the whole of `read`: what the core makes of their pages is tested beside it."""

import zipfile
from datetime import date

import dateline as dl
import pytest
from conftest import ROOT
from polars.testing import assert_frame_equal

FORMATS = ROOT / "tests" / "corpus" / "formats"


@pytest.fixture(scope="module")
def archive():
    return dl.read(FORMATS / "one-column.pdf")


def test_a_pdf_gives_items_with_dates_and_the_addresses_behind_their_sources(archive):
    assert archive.issues.select("format", "series", "number").rows() == [("pdf", "Northern Affairs Monitor", 12)]
    # The pages print three stories three times over.
    assert (
        archive.items["headline"].to_list()
        == [
            "MINISTRY ANNOUNCES NEW EXERCISES",
            "PIPELINE TALKS STALL AGAIN",
            "PARLIAMENT PASSES PRESS LAW",
        ]
        * 3
    )
    assert archive.items["date"].to_list() == [date(2011, 3, 4), date(2011, 3, 5), date(2011, 3, 7)] * 3
    assert archive.citations.select("outlet_raw", "url").unique(maintain_order=True).rows() == [
        ("The Varland Gazette", "https://example.org/gazette"),
        ("Harbor Times", "https://example.org/times"),
        ("Evening Courier", "https://example.org/courier"),
    ]


def test_an_excerpt_of_a_pdf_is_what_its_page_shows(archive):
    for row in archive.items.iter_rows(named=True):
        assert row["text"][:40] in archive.excerpt(row)


def test_scan_reads_a_pdf_as_read_does(archive):
    assert_frame_equal(dl.scan(FORMATS / "one-column.pdf").collect(), archive.items)


def test_a_pdf_in_a_container_is_the_pdf(archive, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as container:
        container.write(FORMATS / "one-column.pdf", "one-column.pdf")
    found = dl.read(tmp_path / "a.zip")
    assert_frame_equal(found.items.drop("document"), archive.items.drop("document"))
    assert found.items["document"].unique().to_list() == ["a.zip!/one-column.pdf"]


@pytest.mark.parametrize(("name", "code"), [("scan.pdf", "no-text-layer"), ("locked.pdf", "encrypted-document")])
def test_a_pdf_without_text_says_why(name, code):
    found = dl.read(FORMATS / name)
    assert found.items.height == 0
    assert found.diagnostics["code"].to_list() == [code]
