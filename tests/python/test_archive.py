"""Reading, and what an archive does with what was read."""

import datetime as dt

import dateline as dl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import ISSUE
from dateline import errors
from polars.testing import assert_frame_equal

TABLES = ("issues", "items", "citations", "mentions", "diagnostics")


def issue(number=2001, day=3):
    return ISSUE.format(number=number, day=day)


@pytest.mark.parametrize("spelling", ["path", "str", "glob", "list", "file"])
def test_a_source_is_a_file_a_folder_a_glob_or_a_list(folder, spelling):
    files = sorted(folder.rglob("*.txt"))
    source = {
        "path": folder,
        "str": str(folder),
        "glob": f"{folder}/**/*.txt",
        "list": files,
        "file": files[0],
    }[spelling]
    numbers = dl.read(source).issues["number"].to_list()
    assert numbers == ([2001] if spelling == "file" else [2001, 2002, 2003])


def test_a_document_reached_twice_is_read_once(folder):
    assert dl.read([folder, next(folder.rglob("*.txt"))]).issues.height == 3


def test_items_have_their_values(folder):
    items = dl.read(folder / "200" / "rrm-no-2001.txt").items
    assert items["item_id"].to_list() == ["russia-reform-monitor/2001/1", "russia-reform-monitor/2001/2"]
    assert items["source"].to_list() == ["Reuters", "The Moscow Times"]
    assert items["date"].to_list() == [dt.date(2023, 2, 3)] * 2
    assert items["country"].to_list() == ["RUS", "RUS"]
    assert items["text"][1] == "A court in Kazan closed a newspaper. Its editors will appeal."


def test_read_and_parse_give_the_same_rows(folder):
    files = sorted(folder.rglob("*.txt"))
    read = dl.read(folder)
    names = read.issues["document"].to_list()
    parsed = dl.parse([file.read_text() for file in files], names)
    for table in TABLES:
        ours, theirs = (getattr(archive, table) for archive in (read, parsed))
        assert_frame_equal(ours.drop("path", strict=False), theirs.drop("path", strict=False))


def chunked(texts):
    return pa.chunked_array([texts])


@pytest.mark.parametrize("container", [list, tuple, pl.Series, pd.Series, pa.array, chunked])
def test_texts_come_in_any_container(container):
    texts = container([issue(7), None, issue(8)])
    archive = dl.parse(texts)
    assert archive.issues["number"].to_list() == [7, 8]
    assert archive.issues["document"].to_list() == ["text-1", "text-3"]


def test_recognisers_take_nulls_and_keep_the_index():
    texts = pl.Series(["Nothing here.", None, "Rain fell in Kenya. (Reuters, May 4, 2020)"])
    assert dl.mentions(texts).select("text", "country").rows() == [(2, "KEN")]
    assert dl.citations(texts).select("text", "outlet").rows() == [(2, "Reuters")]
    assert dl.mentions([None]).schema == dl.mentions(texts).schema


@pytest.mark.parametrize("given", [dt.date(2023, 3, 1), "2023-03-01", {"rrm-no-2001": "2023-03-01"}])
def test_a_date_can_be_given_for_all_or_by_name(folder, given):
    issues = dl.read(folder, published=given).issues
    assert issues["published"][0] == dt.date(2023, 3, 1)
    assert issues["published_basis"][0] == "given"
    if isinstance(given, dict):
        assert issues["published"][1] != dt.date(2023, 3, 1)


def test_series_and_headlines_can_be_given():
    text = "Rain fell. (CNN, May 4, 2020)\n\nSnow fell. (CNN, May 5, 2020)\n"
    archive = dl.parse(text, series="Weather Watch", headlines=["RAIN", "SNOW"])
    assert archive.issues["series"].to_list() == ["Weather Watch"]
    assert archive.items["headline"].to_list() == ["RAIN", "SNOW"]
    assert archive.items["headline_basis"].to_list() == ["given", "given"]


def test_headlines_that_do_not_fit_are_a_diagnostic():
    archive = dl.parse("Rain fell. (CNN, May 4, 2020)\n", headlines=["RAIN", "SNOW"])
    assert "headline-count" in archive.diagnostics["code"].to_list()
    assert archive.items["headline"].to_list() == [None]


def test_progress_reports_bytes_up_to_the_total(folder):
    calls = []
    dl.read(folder, progress=lambda done, total: calls.append((done, total)))
    size = sum(file.stat().st_size for file in folder.rglob("*.txt"))
    assert calls[-1] == (size, size)
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)


def test_progress_true_shows_a_bar(folder, capsys):
    dl.read(folder, progress=True)
    assert "B/s" in capsys.readouterr().err


def test_an_error_in_progress_reaches_the_caller(folder):
    def fail(done, total):
        raise RuntimeError("stop here")

    with pytest.raises(RuntimeError, match="stop here"):
        dl.read(folder, progress=fail)


def test_strict_raises_what_is_otherwise_a_diagnostic(tmp_path):
    (tmp_path / "bad.txt").write_text(issue().replace("February 3, 2023", "February 30, 2023"))
    assert "impossible-date" in dl.read(tmp_path).diagnostics["code"].to_list()
    with pytest.raises(dl.errors.DocumentError, match=r"bad\.txt.*impossible-date") as caught:
        dl.read(tmp_path, strict=True)
    assert isinstance(caught.value, ValueError)
    assert len(caught.value.problems) >= 1


def test_coverage_adds_up(sample):
    whole = sample.coverage()
    assert whole.columns == ["role", "bytes", "share"]
    assert whole["share"].sum() == pytest.approx(1.0)
    each = sample.coverage(by="document")
    assert each["bytes"].sum() == whole["bytes"].sum()
    shares = each.group_by("document").agg(pl.col("share").sum())["share"].to_list()
    assert shares == pytest.approx([1.0] * len(shares))
    with pytest.raises(ValueError, match="'archive' or 'document'"):
        sample.coverage(by="issue")


def test_excerpts_are_what_was_printed(folder):
    archive = dl.read(folder)
    item = "russia-reform-monitor/2002/1"
    printed = "The port of Murmansk shipped its first cargo of the year. (Reuters, February 10, 2023)"
    assert archive.excerpt(item) == printed
    row = archive.items.filter(item_id=item)
    assert archive.excerpt(row) == printed
    assert archive.excerpt(row.row(0, named=True)) == printed
    assert archive.excerpt(row.to_pandas().iloc[0]) == printed
    cited = archive.citations.filter(item_id=item)
    assert "Reuters, February 10, 2023" in archive.excerpt(cited)
    mention = archive.mentions.filter(item_id=item).row(0, named=True)
    assert archive.excerpt(mention) == mention["surface"] == "Murmansk"


def test_offsets_are_bytes_of_the_decoded_text(tmp_path):
    text = "Russia Reform Monitor No. 7\n\nCafé owners – “all of them” – met. (Reuters, May 4, 2020)\n"
    (tmp_path / "mark.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    archive = dl.read(tmp_path)
    row = archive.items.row(0, named=True)
    decoded = archive.text(row["document"])
    assert decoded == text
    assert archive.excerpt(row) == decoded.encode()[row["byte_start"] : row["byte_end"]].decode()
    assert archive.excerpt(row).startswith("Café owners")


def test_an_unknown_item_is_answered_with_the_nearest(folder):
    archive = dl.read(folder)
    with pytest.raises(errors.UnknownItem, match="russia-reform-monitor/2001/1") as caught:
        archive.excerpt("russia-reform-monitor/2001/9")
    assert isinstance(caught.value, KeyError)
    assert "russia-reform-monitor/2001/2" in caught.value.nearest
    with pytest.raises(errors.UnknownDocument):
        archive.text("no such document")


@pytest.mark.parametrize("row", [{"byte_start": 1}, {"byte_start": 1, "byte_end": 2}, 7])
def test_a_row_without_a_span_is_refused(folder, row):
    with pytest.raises(errors.InvalidArgument, match="row: expected"):
        dl.read(folder).excerpt(row)


def test_a_changed_file_is_noticed(folder):
    archive = dl.read(folder)
    path = folder / "200" / "rrm-no-2001.txt"
    path.write_text("Something else.\n" + path.read_text())
    with pytest.raises(errors.DocumentChanged, match="rrm-no-2001"):
        archive.excerpt("russia-reform-monitor/2001/1")
    path.unlink()
    with pytest.raises(errors.SourceNotFound, match="not there any more"):
        archive.excerpt("russia-reform-monitor/2001/1")


def read_ndjson(path):
    return pl.read_ndjson(path, infer_schema_length=None)


@pytest.mark.parametrize(
    ("format", "read"), [("parquet", pl.read_parquet), ("csv", pl.read_csv), ("ndjson", read_ndjson)]
)
def test_tables_are_written_and_read_back(sample, tmp_path, format, read):
    paths = sample.write(tmp_path / "out", format=format)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(f"{name}.{format}" for name in TABLES)
    for table, path in zip(TABLES, paths, strict=True):
        back, frame = read(path), getattr(sample, table)
        # Polars gives the columns of NDJSON in any order.
        assert sorted(back.columns) == sorted(frame.columns)
        assert back.height == frame.height
        if format == "parquet":
            assert_frame_equal(back, frame)
    if format == "csv":
        labels = sample.items["countries"].list.join("; ").replace("", None)
        assert read(paths[1])["countries"].replace("", None).to_list() == labels.to_list()


def test_writing_leaves_the_old_file_or_the_new(sample, tmp_path, monkeypatch):
    sample.write(tmp_path)
    before = (tmp_path / "items.parquet").read_bytes()

    def torn(frame, path):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(dl.archive.writing._WRITERS, "parquet", torn)
    with pytest.raises(errors.FileError, match="No space left"):
        sample.write(tmp_path)
    assert (tmp_path / "items.parquet").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == len(TABLES)
    with pytest.raises(ValueError, match="parquet, csv, ndjson"):
        sample.write(tmp_path, format="xlsx")


def test_pandas_frames_have_the_same_rows(sample):
    frames = sample.to_pandas()
    assert list(frames) == list(TABLES)
    for name, frame in frames.items():
        assert list(frame.columns) == getattr(sample, name).columns
        assert len(frame) == getattr(sample, name).height


def test_the_summary_counts_and_is_escaped():
    text = "<script>alert(1)</script> Monitor No. 3\n\nRain fell. (CNN, May 4, 2020)\n"
    archive = dl.parse(text, series="<b>Watch</b>")
    assert "items      1" in repr(archive)
    assert "2020-05-04" in repr(archive)
    assert "<b>Watch" not in archive._repr_html_()
    assert "&lt;b&gt;Watch" in archive._repr_html_()
    assert "Archive" in repr(dl.parse([]))


def test_show_versions_names_the_packages(capsys):
    dl.show_versions()
    printed = capsys.readouterr().out
    assert dl.__version__ in printed
    assert pl.__version__ in printed


def test_arguments_that_mean_nothing_are_refused(folder):
    for arguments, message in (
        ({"threads": 0}, "threads"),
        ({"published": "last week"}, "published: expected a date"),
        ({"published": {"rrm-no-2001": 5}}, r"published\['rrm-no-2001'\]"),
        ({"series": ""}, "series"),
        ({"headlines": "one"}, "headlines"),
        ({"profile": "no such layout"}, "profile"),
        ({"progress": "yes"}, "progress"),
    ):
        with pytest.raises(errors.InvalidArgument, match=message):
            dl.read(folder, **arguments)
    with pytest.raises(errors.InvalidArgument, match="names: expected one for each of 2"):
        dl.parse(["a", "b"], ["a"])
    with pytest.raises(errors.InvalidArgument, match="'a' twice"):
        dl.parse(["a", "b"], ["a", "a"])
    with pytest.raises(errors.InvalidArgument, match=r"texts\[1\]"):
        dl.parse(["a", 5])
    with pytest.raises(errors.InvalidArgument, match="source"):
        dl.read(5)
