"""Containers: the same rows as a folder, the whole way in as the path, and the text found again."""

import bz2
import gzip
import io
import json
import lzma
import mailbox
import tarfile
import zipfile
from email.message import EmailMessage

import dateline as dl
import polars as pl
import pytest
import zstandard
from conftest import ISSUE
from dateline import errors
from polars.testing import assert_frame_equal

TABLES = ("issues", "items", "citations", "mentions", "diagnostics")
NUMBERS = range(2001, 2013)


def issue(number):
    return ISSUE.format(number=number, day=number - 2000)


@pytest.fixture
def members():
    """Files of an archive; their names do not rise as they are written."""
    return {f"{number % 3}/rrm-no-{number}.txt": issue(number).encode() for number in reversed(NUMBERS)}


def zipped(members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(members, mode="w"):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


CONTAINERS = {
    "a.zip": zipped,
    "a.tar": tarred,
    "a.tar.gz": lambda members: tarred(members, "w:gz"),
    "a.tar.xz": lambda members: tarred(members, "w:xz"),
    "a.tar.bz2": lambda members: tarred(members, "w:bz2"),
    "misnamed.txt": zipped,
    "nested.zip": lambda members: zipped({"in.tar.gz": tarred(members, "w:gz")}),
}


def without_way(frame):
    """Rows with the names that documents have below their container."""
    name = pl.col("document").str.split("!/").list.last()
    return frame.with_columns(document=name).drop("path", strict=False)


def codes(archive):
    return archive.diagnostics["code"].to_list()


@pytest.mark.parametrize("name", CONTAINERS)
@pytest.mark.parametrize("threads", [1, 3])
def test_a_container_gives_the_rows_of_its_folder(tmp_path, members, name, threads):
    for member, content in members.items():
        (tmp_path / "folder" / member).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "folder" / member).write_bytes(content)
    (tmp_path / name).write_bytes(CONTAINERS[name](members))
    folder, packed = dl.read(tmp_path / "folder"), dl.read(tmp_path / name, threads=threads)
    for table in TABLES:
        assert_frame_equal(without_way(getattr(packed, table)), without_way(getattr(folder, table)))
    assert packed.issues["path"].str.starts_with(str(tmp_path / name) + "!/").all()
    for row in packed.items.iter_rows(named=True):
        assert packed.excerpt(row) == folder.excerpt(row["item_id"])


@pytest.mark.parametrize(
    ("ending", "compress"), [(".gz", gzip.compress), (".xz", lzma.compress), (".bz2", bz2.compress)]
)
def test_a_compressed_file_is_one_document(tmp_path, ending, compress):
    path = tmp_path / f"rrm.txt{ending}"
    path.write_bytes(compress(issue(2001).encode()))
    archive = dl.read(path)
    assert archive.issues["document"].to_list() == [path.name]
    assert archive.issues["path"].to_list() == [str(path)]
    assert archive.text(path.name) == issue(2001)


def test_zstandard_files_are_read(tmp_path):
    path = tmp_path / "a.tar.zst"
    path.write_bytes(zstandard.compress(tarred({"a.txt": issue(2001).encode()})))
    assert dl.read(path).issues["document"].to_list() == ["a.tar.zst!/a.txt"]


def message(number):
    mail = EmailMessage()
    mail["From"], mail["To"] = "Editor <editor@example.org>", "list@example.org"
    mail["Subject"] = f"Russia Reform Monitor No. {number}"
    mail["Date"] = f"Wed, {number - 1980} Mar 2023 10:00:00 +0000"
    mail.set_content(issue(number))
    return mail


def test_messages_of_a_mailbox_and_a_maildir_are_issues(tmp_path):
    (tmp_path / "2004").mkdir()
    box = mailbox.mbox(tmp_path / "2004" / "mail.mbox")
    folder = mailbox.Maildir(tmp_path / "Maildir")
    for number in (2001, 2002, 2003):
        box.add(message(number))
        folder.add(message(number))
    box.close()
    (tmp_path / "a.zip").write_bytes(zipped({"2004/mail.mbox": (tmp_path / "2004" / "mail.mbox").read_bytes()}))
    archive = dl.read([tmp_path / "2004", tmp_path / "a.zip", tmp_path / "Maildir"])
    issues = archive.issues
    assert issues["format"].unique().to_list() == ["mail"]
    assert issues.height == 9
    assert issues["number"].value_counts()["count"].to_list() == [3, 3, 3]
    assert f"{tmp_path}/a.zip!/2004/mail.mbox#2" in issues["path"].to_list()
    assert issues["published_basis"].unique().to_list() == ["declared"]
    assert issues.filter(number=2002)["published"].dt.to_string().unique().to_list() == ["2023-03-22"]
    for row in archive.items.iter_rows(named=True):
        assert archive.excerpt(row).startswith(("The port", "A court"))


@pytest.fixture
def table():
    return pl.DataFrame(
        {
            "id": [1, 2, 3],
            "text": [ISSUE.format(number=2001, day=3), None, "Rain fell in Kenya. (CNN, May 4)\n"],
            "name": ["one", None, None],
            "series": [None, None, "Weather Watch"],
            "published": [None, None, "2020-05-09"],
        },
        schema_overrides={"published": pl.String},
    ).with_columns(pl.col("published").str.to_date())


@pytest.mark.parametrize("ending", ["csv", "ndjson", "parquet"])
def test_rows_of_a_table_are_documents_with_facts(tmp_path, table, ending):
    path = tmp_path / f"t.{ending}"
    getattr(table, f"write_{ending}")(path)
    archive = dl.read(path)
    assert archive.issues["path"].to_list() == [f"{path}#3", f"{path}#1"]
    assert archive.issues["document"].to_list() == [f"t.{ending}#3", f"t.{ending}!/one"]
    weather = archive.issues.row(0, named=True)
    assert (weather["series"], str(weather["published"]), weather["published_basis"]) == (
        "Weather Watch",
        "2020-05-09",
        "given",
    )
    assert str(archive.items["date"][0]) == "2020-05-04"
    for row in archive.items.iter_rows(named=True):
        assert archive.excerpt(row)
    given = dl.read(path, series="Another")
    assert given.issues["series"].unique().to_list() == ["Another"]


@pytest.mark.parametrize("ending", ["csv", "ndjson", "parquet"])
def test_the_column_of_texts_has_a_name(tmp_path, table, ending):
    path = tmp_path / f"t.{ending}"
    getattr(table.rename({"text": "body"}), f"write_{ending}")(path)
    archive = dl.read(path)
    assert codes(archive) == ["no-text-column"]
    assert "text_column=" in archive.diagnostics["message"][0]
    assert dl.read(path, text_column="body").issues.height == 2
    with pytest.raises(errors.InvalidArgument, match="text_column"):
        dl.read(path, text_column="")


def test_a_table_in_another_encoding_or_inside_a_container_is_read(tmp_path, table):
    csv = table.write_csv()
    (tmp_path / "wide.csv").write_bytes(csv.encode("utf-16"))
    assert dl.read(tmp_path / "wide.csv").issues.height == 2
    parquet = io.BytesIO()
    table.write_parquet(parquet)
    (tmp_path / "a.zip").write_bytes(zipped({"t.csv": csv.encode(), "u.parquet": parquet.getvalue()}))
    archive = dl.read(tmp_path / "a.zip")
    assert archive.issues.height == 4
    assert archive.excerpt(archive.items.row(-1, named=True))
    ndjson = "\n".join(json.dumps({"text": issue(number)}) for number in NUMBERS)
    (tmp_path / "lines.ndjson.gz").write_bytes(gzip.compress(ndjson.encode()))
    lines = dl.read(tmp_path / "lines.ndjson.gz")
    # The tenth stands behind the ninth.
    assert lines.issues["number"].to_list() == list(NUMBERS)


def test_a_damaged_table_keeps_the_rows_before(tmp_path, table):
    lines = "\n".join(json.dumps({"text": issue(number)}) for number in (2001, 2002))
    (tmp_path / "t.ndjson").write_text(lines + '\n{"text": "cut')
    archive = dl.read(tmp_path)
    assert archive.issues["number"].to_list() == [2001, 2002]
    assert "container-damaged" in codes(archive)
    parquet = tmp_path / "u.parquet"
    table.write_parquet(parquet)
    parquet.write_bytes(parquet.read_bytes()[:-30])
    assert "container-damaged" in codes(dl.read(parquet))


def test_pages_of_a_web_archive_are_documents(tmp_path):
    page = f"<html><title>x</title><body><pre>{issue(2001)}</pre></body></html>"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {len(answer)}\r\n\r\n"
    record = head.encode() + answer + b"\r\n\r\n"
    (tmp_path / "w.warc.gz").write_bytes(gzip.compress(record) + gzip.compress(record.replace(b"2001", b"2002")))
    archive = dl.read(tmp_path)
    assert archive.issues["document"].to_list() == ["w.warc.gz#1", "w.warc.gz#2"]
    assert archive.issues["format"].to_list() == ["html", "html"]
    assert archive.excerpt(archive.items.row(0, named=True))


def test_a_changed_container_is_noticed(tmp_path, members):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(members))
    archive = dl.read(path)
    row = archive.items.row(0, named=True)
    path.write_bytes(zipped({name: content.upper() for name, content in members.items()}))
    with pytest.raises(errors.DocumentChanged):
        archive.excerpt(row)
    path.write_bytes(zipped({"other.txt": b""}))
    with pytest.raises(errors.DocumentChanged):
        archive.excerpt(row)
    path.unlink()
    with pytest.raises(errors.SourceNotFound):
        archive.excerpt(row)


def test_facts_are_given_by_the_name_of_a_member(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"2004/note.txt": b"Rain fell. (CNN, May 4)\n"}))
    for key in ("note.txt", "note", "a.zip!/2004/note.txt", f"{tmp_path}/a.zip!/2004/note.txt"):
        issues = dl.read(tmp_path, published={key: "2020-05-09"}).issues
        assert issues["published_basis"].to_list() == ["given"], key


def test_progress_counts_bytes_of_files(tmp_path, members):
    for name, pack in CONTAINERS.items():
        (tmp_path / name).write_bytes(pack(members))
    calls = []
    dl.read(tmp_path, progress=lambda done, total: calls.append((done, total)))
    size = sum(file.stat().st_size for file in tmp_path.iterdir())
    assert calls[-1] == (size, size)
    assert all(done <= total for done, total in calls)


def test_the_command_reads_containers(tmp_path, members, capsys):
    from dateline.cli import main

    bad = issue(2001).replace("February 1, 2023", "February 30, 2023")
    (tmp_path / "a.zip").write_bytes(zipped({**members, "bad.txt": bad.encode()}))
    assert main(["check", str(tmp_path / "a.zip"), "--severity", "error"]) == 1
    printed = capsys.readouterr().out
    assert f"{tmp_path}/a.zip!/bad.txt:5:" in printed
    assert "^" in printed
    assert main(["show", str(tmp_path / "a.zip"), "russia-reform-monitor/2003/1"]) == 0
    assert "Murmansk" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "a.zip"), "--limit", "members=3", "--severity", "error"]) == 1
    assert "member-limit" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "a.zip"), "--limit", "size=3"]) == 2
    assert "expected document_bytes" in capsys.readouterr().err


def test_tables_of_many_small_containers_are_put_together(tmp_path):
    page = "Russia Reform Monitor No. {}\nMay 5, 2020\n\nKenya bought oil, as {} ships did. (Reuters, May 4, 2020)\n"
    plain, packed = tmp_path / "plain", tmp_path / "packed"
    plain.mkdir(), packed.mkdir()
    for number in range(150):
        text = page.format(number, number).encode()
        (plain / f"{number:03}.txt").write_bytes(text)
        (packed / f"{number:03}.txt.gz").write_bytes(gzip.compress(text))
    one, many = dl.read(plain), dl.read(packed)
    assert many.items["number"].to_list() == list(range(150))
    assert many.items.n_chunks() == 1
    for table in TABLES:
        names = pl.col("document").str.strip_suffix(".gz")
        found = getattr(many, table).drop("path", strict=False).with_columns(names)
        assert_frame_equal(found, getattr(one, table).drop("path", strict=False))
