"""Arrow in and out: the kernel, and the verbs on frames of other libraries."""

import dateline as dl
import polars as pl
import pytest
from conftest import CASES
from dateline import namespace
from dateline.errors import InvalidArgument
from polars.testing import assert_frame_equal

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")

DOCUMENTS = [
    ("rrm-no-10", "Russia Reform Monitor No. 10\nMay 2, 2008\n\nGrain left. (Reuters, April 29)\n"),
    ("rrm-no-11", "Russia Reform Monitor No. 11\n\nGas did not. (TASS, May 6)\n"),
    ("rrm-no-12", "Russia Reform Monitor No. 12\nMay 12, 2008\n\nIranian oil came. (Xinhua, May 10)\n"),
    ("copy-12", "Russia Reform Monitor No. 12\n\nIranian oil came. (Xinhua, May 10)\n"),
]
KERNELS = {"items": dl.items_arrow, "citations": dl.citations_arrow, "mentions": dl.mentions_arrow}


@pytest.fixture
def whole():
    return dl.parse([text for _, text in DOCUMENTS], [name for name, _ in DOCUMENTS])


def batches(size=2):
    table = pa.table({"file": [name for name, _ in DOCUMENTS], "body": [text for _, text in DOCUMENTS]})
    return table.to_batches(max_chunksize=size)


def in_parts(kernel, parts, **settled):
    return pl.concat([pl.DataFrame(kernel(part, text="body", name="file", **settled)) for part in parts])


@pytest.mark.parametrize("table", KERNELS)
def test_parts_with_what_the_archive_knows_give_the_whole(whole, table):
    parts = batches()
    facts = pa.concat_tables([pa.table(dl.facts_arrow(part, text="body", name="file")) for part in parts[::-1]])
    settled = pa.table(dl.settle_arrow(facts))
    assert settled.num_rows > 0
    by_name = in_parts(KERNELS[table], parts, settled=settled)
    # `copy-12` stands last among the texts and is settled as the first by name: only order tells renderings apart here.
    assert_frame_equal(by_name.sort(pl.all()), getattr(whole, table).sort(pl.all()))


def test_parts_alone_settle_their_issues_themselves(whole):
    alone = in_parts(dl.items_arrow, batches(1))
    assert alone["date"].null_count() > whole.items["date"].null_count()
    assert alone["item_id"].is_duplicated().any()


@pytest.mark.parametrize("table", KERNELS)
def test_every_kind_of_arrow_is_taken_and_given(table):
    kernel, kind = KERNELS[table], dl.schema(table)
    batch = batches(4)[0]
    given = [
        batch,
        pa.Table.from_batches([batch]),
        pl.DataFrame(pa.Table.from_batches([batch])),
        batch.to_pandas(),
        pa.Table.from_batches([batch]).cast(pa.schema([("file", pa.large_string()), ("body", pa.large_binary())])),
        pa.Table.from_batches([batch]).cast(pa.schema([("file", pa.string()), ("body", pa.binary())])),
    ]
    expected = pl.DataFrame(kernel(batch, text="body", name="file"))
    assert expected.schema == kind
    for one in given:
        found = kernel(one, text="body", name="file")
        assert_frame_equal(pl.DataFrame(pa.table(found)), expected)
        assert len(found) == expected.height


def test_results_share_their_buffers():
    found = dl.items_arrow(batches(4)[0], text="body", name="file")
    once, again = pa.table(found), pa.table(found)
    addresses = [column.chunk(0).buffers()[1].address for column in (once["text"], again["text"])]
    assert addresses[0] == addresses[1]


def test_pandas_takes_results_without_a_copy():
    table = pa.table(dl.items_arrow(batches(4)[0], text="body", name="file"))
    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    assert list(frame["source"]) == ["Reuters", "TASS", "Xinhua", "Xinhua"]
    held = pa.chunked_array(frame["text"].array.__arrow_array__())
    assert held.chunk(0).buffers()[1].address == table["text"].chunk(0).buffers()[1].address


def test_duckdb_asks_results():
    duckdb = pytest.importorskip("duckdb")
    items = pa.table(dl.items_arrow(batches(4)[0], text="body", name="file"))
    asked = duckdb.sql("select count(distinct source), count(*) from items where list_contains(countries, 'IRN')")
    assert asked.fetchall() == [(1, 2)]
    assert items.num_rows == 4


def test_bytes_are_decoded_as_files_are():
    pages = sorted(CASES.glob("*.txt"))
    batch = pa.table({"file": [page.name for page in pages], "body": [page.read_bytes() for page in pages]})
    facts = dl.facts_arrow(batch, text="body", name="file")
    found = dl.items_arrow(batch, text="body", name="file", settled=dl.settle_arrow(facts))
    assert_frame_equal(pl.DataFrame(found), dl.read(pages).items)


def test_without_names_documents_are_numbered_and_nulls_left_out():
    texts = ["Rain fell. (CNN, May 4, 2020)", None, "Snow fell. (CNN, May 5, 2020)"]
    found = pl.DataFrame(dl.items_arrow(pa.table({"text": texts})))
    assert found["document"].to_list() == ["text-1", "text-3"]
    assert_frame_equal(found, dl.parse(texts).items)


@pytest.mark.parametrize(
    ("batch", "message"),
    [
        ("text", "expected a table with __arrow_c_stream__ or __arrow_c_array__, found str"),
        (pa.table({"body": ["x"]}), "expected a column 'text', found body"),
        (pa.table({"text": [1]}), "expected strings or bytes in 'text', found Int64"),
    ],
)
def test_what_is_no_batch_of_texts_is_refused(batch, message):
    with pytest.raises(InvalidArgument, match=message):
        dl.items_arrow(batch)


VERBS = {
    "bursts": {"by": "country"},
    "changepoints": {},
    "concentration": {},
    "contrast": {"before": ("2008-01-01", "2012-12-31"), "after": ("2019-01-01", "2025-12-31"), "by": "country"},
    "cooccurrence": {},
    "dispersion": {},
    "duplicates": {"window": "20000d", "threshold": 0.5},
    "frequency": {"by": "country"},
    "gaps": {},
    "kwic": {"pattern": "minister*"},
    "lag": {},
    "terms": {},
    "threads": {},
    "timeline": {"by": "country"},
}


def test_all_verbs_are_tested_below():
    # The others take the results of verbs, or two tables.
    assert set(VERBS) | {"as_concordance", "as_graph", "keyness"} == set(namespace.VERBS)


def arrow_backed(frame):
    return frame.to_pandas(use_pyarrow_extension_array=True)


@pytest.mark.filterwarnings("ignore::dateline.UndatedItems")
@pytest.mark.parametrize("name", VERBS)
def test_verbs_give_on_any_frame_what_they_give_on_polars(sample, name):
    function = getattr(dl, name)
    items = sudden() if name in {"bursts", "changepoints"} else sample.deduplicate().items
    expected = function(items, **VERBS[name])
    assert expected.height > 0
    for given, kind in (
        (pa.table(items), pa.Table),
        (items.to_arrow(compat_level=pl.CompatLevel.oldest()), pa.Table),
        (items.to_pandas(), pd.DataFrame),
        (arrow_backed(items), pd.DataFrame),
        (items.lazy(), pl.LazyFrame),
        (OnlyArrow(items), pl.DataFrame),
    ):
        found = function(given, **VERBS[name])
        assert type(found) is kind
        if kind is pd.DataFrame:
            pd.testing.assert_frame_equal(found, expected.to_pandas(), check_dtype=False)
        else:
            found = found.collect() if kind is pl.LazyFrame else pl.DataFrame(found)
            assert_frame_equal(found, expected)


def sudden():
    """Two countries an item each a week for three years, one of them four a day in one spring."""
    weekly = pl.date_range(pl.date(2016, 1, 4), pl.date(2018, 12, 31), "1w", eager=True).to_list()
    daily = pl.date_range(pl.date(2017, 3, 1), pl.date(2017, 5, 31), "1d", eager=True).to_list()
    rows = [(day, country) for day in weekly for country in ("KEN", "UGA")] + 4 * [(day, "KEN") for day in daily]
    items = pl.DataFrame(sorted(rows), schema=["date", "country"], orient="row")
    return items.with_columns(issue_id=pl.col("date").dt.strftime("%Y/%W"))


class OnlyArrow:
    """A table that can do nothing but hand over Arrow."""

    def __init__(self, frame):
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema=None):
        return self._frame.__arrow_c_stream__(requested_schema)


def test_what_is_no_table_is_refused():
    with pytest.raises(InvalidArgument, match="expected an Archive, a Polars or pandas frame, or an Arrow table"):
        dl.frequency([1, 2], by="source")
