"""Same bytes out for any number of threads and any order of files."""

import random
from pathlib import Path

import dateline as dl
import polars as pl
import pytest
from conftest import CASES
from dateline.archive import TABLES
from polars.testing import assert_frame_equal

SAMPLE = Path(dl.__file__).parent / "sample"


@pytest.mark.parametrize("source", [SAMPLE, CASES], ids=["sample", "cases"])
def test_threads_change_nothing(source, tmp_path):
    one = dl.read(source, threads=1)
    for threads in (2, 5, None):
        many = dl.read(source, threads=threads)
        for table in TABLES:
            assert_frame_equal(getattr(one, table), getattr(many, table))
        assert_frame_equal(one.coverage(by="document"), many.coverage(by="document"))
    one.write(tmp_path / "one")
    dl.read(source).write(tmp_path / "many")
    for table in TABLES:
        name = f"{table}.parquet"
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "many" / name).read_bytes()


def test_the_order_of_sources_changes_the_order_of_rows_only(sample):
    documents = sample.issues["document"].unique(maintain_order=True).to_list()
    texts = {document: sample.text(document) for document in documents}
    straight = dl.parse(list(texts.values()), list(texts))
    shuffled = random.Random(1).sample(documents, len(documents))
    mixed = dl.parse([texts[document] for document in shuffled], shuffled)
    for table, keys in (
        ("issues", ["document", "issue_id"]),
        ("items", ["document", "byte_start"]),
        ("citations", ["item_id", "citation"]),
        ("mentions", ["item_id", "mention"]),
        ("diagnostics", ["document", "byte_start", "byte_end", "code", "message"]),
    ):
        assert_frame_equal(getattr(straight, table).sort(keys), getattr(mixed, table).sort(keys))
    assert mixed.issues["document"].unique(maintain_order=True).to_list() == shuffled


def test_recognisers_do_not_depend_on_threads(sample):
    texts = sample.items["text"]
    assert_frame_equal(dl.mentions(texts, threads=1), dl.mentions(texts, threads=4))
    assert_frame_equal(dl.citations(texts, threads=1), dl.citations(texts, threads=4))


def test_tables_of_a_large_archive_come_in_pieces_that_make_one_whole(tmp_path):
    item = "Kenya bought oil, as {} ships did{} (Reuters, May {}, 2020)\n\n"
    for number in range(1, 241):
        items = (item.format(number, ", and more" * 40 + ".", nth) for nth in range(1, 29))
        page = f"Russia Reform Monitor No. {number}\nJune 5, 2020\n\n" + "".join(items)
        (tmp_path / f"{number:03}.txt").write_text(page)
    many, few = dl.read(tmp_path), [dl.read(sorted(tmp_path.glob(f"{start}*.txt"))) for start in range(3)]
    assert many.items.n_chunks() > 1
    assert many.items["item_id"].to_list() == [
        f"russia-reform-monitor/{number}/{nth}" for number in range(1, 241) for nth in range(1, 29)
    ]
    for table in TABLES:
        assert_frame_equal(getattr(many, table), pl.concat([getattr(part, table) for part in few]))
    assert_frame_equal(many.items, dl.scan(tmp_path).collect())
