"""`scan`: what `read` gives, and only as much of it as a query asks for."""

import datetime as dt
import pathlib
import zipfile

import dateline as dl
import polars as pl
import pytest
from conftest import CASES, SHARED
from dateline import scanning
from dateline.schemas import TABLES
from dateline.stages import stages_of
from polars.testing import assert_frame_equal

SAMPLE = pathlib.Path(dl.__file__).parent / "sample"

ISSUE = """\
{series} No. {number}
{date}

The port of Murmansk shipped its first cargo. (Reuters, {day})

A court in Nairobi heard a case about taxes. ({outlet}, {day})
"""


@pytest.fixture
def uncertain(tmp_path):
    """Issues whose ids and years only the others tell: renderings, undated ones between dated ones, copies."""
    folder = tmp_path / "uncertain"
    folder.mkdir()

    def issue(name, number, date, day, series="Russia Reform Monitor", outlet="Xinhua"):
        text = ISSUE.format(series=series, number=number, date=date, day=day, outlet=outlet)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")

    issue("a", 10, "May 2, 2008", "April 29")
    issue("b", 11, "", "May 6")  # its year is that of its neighbours
    issue("c", 12, "May 12, 2008", "May 10")
    issue("d", 12, "", "May 10")  # another rendering, dated by the first
    issue("e", 14, "June 2, 2001", "May 30")  # out of order
    issue("f", 13, "", "May 20, 2008")
    issue("g", 5, "", "May 20", series="Lone Bulletin")
    (folder / "h.txt").write_text("Rain fell in Kazan. (Interfax, May 6, 2008)\n", encoding="utf-8")
    (folder / "i.txt").write_text("Rain fell in Kazan. (Interfax, May 6, 2008)\n", encoding="utf-8")
    (folder / "j.txt").write_text("\n", encoding="utf-8")
    return folder


class Spy:
    """The documents that were read, and the stages that ran."""

    def __init__(self, monkeypatch):
        self.documents, self.stages, self.surveyed = [], set(), 0
        make = scanning._core.Batches.files

        class Files:
            @staticmethod
            def files(*arguments):
                return Watched(self, make(*arguments))

        monkeypatch.setattr(scanning._core, "Batches", Files)


class Watched:
    def __init__(self, spy, batches):
        self._spy, self._batches = spy, batches

    def __len__(self):
        return len(self._batches)

    def parts(self, *arguments):
        return self._batches.parts(*arguments)

    def facts(self, documents, items):
        self._spy.surveyed += len(documents)
        return self._batches.facts(documents, items)

    def rows(self, documents, table, stages, settled):
        self._spy.documents += documents
        self._spy.stages |= stages
        return self._batches.rows(documents, table, stages, settled)


@pytest.fixture
def spy(monkeypatch):
    return Spy(monkeypatch)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("batch_bytes", [1, 3_000, 1 << 26])
def test_scan_gives_the_rows_of_read_in_their_order(uncertain, table, batch_bytes):
    for source in (SAMPLE, CASES, uncertain):
        found = dl.scan(source, table, batch_bytes=batch_bytes).collect()
        assert_frame_equal(found, getattr(dl.read(source), table))


def test_the_archive_above_needs_a_look_at_the_whole(uncertain):
    whole = dl.read(uncertain)
    assert whole.items["year_basis"].is_in(["neighbours"]).any()
    assert whole.issues["duplicate_of"].count() == 2
    assert "date-out-of-order" in whole.diagnostics["code"]
    files = sorted(uncertain.iterdir())
    alone = pl.concat([dl.read(file).issues for file in files])
    assert not alone["published"].equals(whole.issues["published"])


@pytest.mark.parametrize("table", TABLES)
def test_every_column_alone_is_what_it_is_among_the_others(uncertain, table):
    for source in (SAMPLE, uncertain):
        whole = getattr(dl.read(source), table)
        for column in whole.columns:
            assert_frame_equal(dl.scan(source, table).select(column).collect(), whole.select(column))


@pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="the seed corpus is not beside the repository")
@pytest.mark.parametrize("table", TABLES)
def test_scan_gives_the_rows_of_read_of_real_pages(table):
    source = SHARED / "seed"
    assert_frame_equal(dl.scan(source, table, batch_bytes=50_000).collect(), getattr(dl.read(source), table))


@pytest.mark.parametrize(
    "condition",
    [
        pl.col("series") == "Eastern Seas Bulletin",
        (pl.col("number") > 1000) & (pl.col("country") == "CHN"),
        pl.col("published") >= dt.date(2019, 1, 1),
        pl.col("published").is_null(),
        (pl.col("series") == "Eastern Seas Bulletin") | (pl.col("country") == "RUS"),
        pl.col("document").str.contains("/20(19|25)/")
        & pl.col("date").is_between(dt.date(2019, 1, 1), dt.date(2019, 6, 1)),
        ~pl.col("number").is_in([990, 991]),
        pl.col("number").is_null(),
        pl.col("country") == "RUS",
        (pl.col("published") < dt.date(2010, 1, 1)) & (pl.col("number") < pl.col("item") * 100),
    ],
)
@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_a_filter_gives_what_it_gives_on_the_table(condition, engine, uncertain):
    for source in (SAMPLE, uncertain):
        expected = dl.read(source).items.filter(condition)
        assert_frame_equal(dl.scan(source, batch_bytes=5_000).filter(condition).collect(engine=engine), expected)


def test_documents_that_a_masthead_excludes_are_not_read(spy):
    found = dl.scan(SAMPLE).filter(series="Eastern Seas Bulletin", number=681).select("text", "country").collect()
    assert found.height > 0
    documents = dl.read(SAMPLE).issues.filter(series="Eastern Seas Bulletin", number=681).height
    # Files without an issue cannot be told to have no such row.
    assert documents <= len(spy.documents) <= documents + 1


def test_a_filter_on_dates_skips_what_the_mastheads_date(spy):
    dl.scan(SAMPLE).filter(pl.col("published") > dt.date(2025, 1, 1)).collect()
    dated = dl.read(SAMPLE).issues.filter(
        pl.col("published_basis").is_in(["declared"]), pl.col("published") <= dt.date(2025, 1, 1)
    )
    assert dated.height > 20
    assert len(spy.documents) <= spy.surveyed - dated["document"].n_unique()


def test_what_no_column_rests_on_does_not_run(spy):
    dl.scan(SAMPLE).select("text", "source").collect()
    assert spy.stages == {"items"}
    assert spy.surveyed == 0
    spy.stages.clear()
    dl.scan(SAMPLE, "issues").select("series", "number").collect()
    assert spy.stages == set()
    dl.scan(SAMPLE).filter(country="RUS").select("text").collect()
    assert spy.stages == {"items", "countries"}


def test_without_a_stage_its_columns_are_empty():
    facts, bounds = scanning._core.Facts({}, {}, {}), scanning.settings(None, "text")
    batches = scanning._core.Batches.files([str(SAMPLE)], facts, "auto", bounds, None, dl.vocabulary.shipped())
    frame = batches.rows(range(len(batches)), "items", {"items"}, None)
    assert frame["country"].count() == 0
    assert frame["category"].count() == 0
    assert frame["source"].count() > 0


def test_a_limit_stops_the_reading(spy):
    found = dl.scan(SAMPLE, batch_bytes=2_000).select("text", "country").head(5).collect()
    assert found.height == 5
    assert len(spy.documents) < 10
    assert_frame_equal(found, dl.read(SAMPLE).items.select("text", "country").head(5))


def test_a_limit_counts_rows_before_a_filter_that_follows_it():
    rows = dl.read(SAMPLE).items
    condition = pl.col("number") == rows["number"][-1]
    query = dl.scan(SAMPLE).head(rows.height).filter(condition)
    assert_frame_equal(query.collect(), rows.filter(condition))
    assert dl.scan(SAMPLE).head(3).filter(condition).collect().is_empty()


@pytest.mark.parametrize("table", TABLES)
def test_what_is_in_containers_is_read_as_read_does(uncertain, table):
    with zipfile.ZipFile(uncertain / "bb.zip", "w") as container:
        for page in sorted(CASES.glob("*.txt"), reverse=True):
            container.writestr(page.name, page.read_bytes())
    whole = getattr(dl.read(uncertain), table)
    assert_frame_equal(dl.scan(uncertain, table, batch_bytes=1_000).collect(), whole)
    condition = pl.col("document").str.contains(r"\.zip!/crm")
    found = dl.scan(uncertain, table, batch_bytes=1_000).filter(condition).collect()
    assert found.height > 0 or table == "diagnostics"
    assert_frame_equal(found, whole.filter(condition))


def test_a_scan_can_be_collected_again(folder):
    lazy = dl.scan(folder)
    assert_frame_equal(lazy.collect(), lazy.collect())
    assert lazy.select(pl.len()).collect().item() == dl.read(folder).items.height


def test_facts_and_own_rows_count_as_in_read(folder):
    given = {"published": "2023-03-01", "series": "House Digest"}
    assert_frame_equal(dl.scan(folder, **given).collect(), dl.read(folder, **given).items)


def test_tables_are_written_as_they_are_read(tmp_path):
    dl.scan(SAMPLE, batch_bytes=10_000).sink_parquet(tmp_path / "items.parquet")
    assert_frame_equal(pl.read_parquet(tmp_path / "items.parquet"), dl.read(SAMPLE).items)


def test_the_verbs_take_a_scan(folder):
    assert_frame_equal(dl.frequency(dl.scan(folder), by="source").collect(), dl.frequency(dl.read(folder), by="source"))


def test_a_source_that_is_not_there_is_told_at_once(tmp_path):
    with pytest.raises(dl.errors.SourceNotFound, match="missing"):
        dl.scan(tmp_path / "missing")


def test_a_table_that_is_not_there_is_told_at_once(folder):
    with pytest.raises(dl.errors.InvalidArgument, match=r"expected one of issues, items.*found 'item'"):
        dl.scan(folder, "item")


def test_a_file_that_is_gone_is_a_diagnostic_as_in_read(folder):
    lazy = dl.scan(folder, "diagnostics")
    next(folder.rglob("*.txt")).unlink()
    assert "unreadable-document" in lazy.collect()["code"]


def test_schemas_are_those_of_the_tables(sample):
    for table in TABLES:
        assert dl.schema(table) == getattr(sample, table).schema
        assert dl.scan(SAMPLE, table).collect_schema() == dl.schema(table)


def test_every_column_has_stages():
    for table in TABLES:
        for column in dl.schema(table):
            assert stages_of(table, [column]) <= {"items", "countries", "categories", "ids", "dates"}
