"""What the world puts into archives: nothing panics, one bad document never costs another."""

import os
import random

import dateline as dl
import polars as pl
import pytest
from conftest import ISSUE
from dateline import errors

GOOD = ISSUE.format(number=2001, day=3)
TABLES = ("issues", "items", "citations", "mentions", "diagnostics")


def codes(archive):
    return set(archive.diagnostics["code"])


@pytest.fixture
def beside(tmp_path):
    """Writes a bad document between two good ones and reads the three."""

    def read(content, name="b.txt"):
        (tmp_path / "a.txt").write_text(GOOD)
        (tmp_path / "c.txt").write_text(GOOD.replace("2001", "2002"))
        if content is not None:
            (tmp_path / name).write_bytes(content)
        archive = dl.read(tmp_path)
        numbers = archive.issues["number"].to_list()
        assert [number for number in numbers if number in (2001, 2002)] == [2001, 2002]
        good = archive.items.filter(pl.col("number").is_in([2001, 2002]))
        assert good.height == 4
        return archive

    return read


def of(archive, name="b.txt"):
    return set(archive.diagnostics.filter(pl.col("path").str.ends_with(name))["code"])


def test_an_empty_file(beside):
    assert of(beside(b"")) == {"empty-document"}


def test_a_million_blank_lines(beside):
    archive = beside(b"\n" * 1_000_000)
    assert of(archive) == {"empty-document"}
    assert of(beside(b" \r\n\t\n" * 1_000_000)) == {"empty-document"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x7fELF\x02\x01\x01" + bytes(2000), "binary-document"),
        (b"PK\x03\x04" + b"x" * 50, "container-damaged"),
        (bytes(range(256)), "binary-document"),
    ],
    ids=["elf", "zip", "every-byte"],
)
def test_a_binary_file(beside, content, code):
    archive = beside(content)
    assert of(archive) == {code}
    assert archive.items.height == 4


def test_random_bytes_without_nul(beside):
    noise = random.Random(5)
    archive = beside(bytes(noise.randrange(1, 256) for _ in range(100_000)))
    assert of(archive)


@pytest.mark.parametrize("bracket", ["(", "[", "(Reuters, ", "[EDITORS' NOTE ", "((((", "“("])
def test_unclosed_brackets_by_the_thousand(beside, bracket):
    archive = beside((GOOD.replace("2001", "2003") + bracket * 20_000 + "\n").encode())
    assert archive.items.filter(number=2003).height >= 2


def test_brackets_closed_by_the_thousand(beside):
    beside(("(" * 20_000 + "x" + ")" * 20_000 + "\n").encode())


def test_other_encodings_are_detected_and_said(beside):
    text = GOOD.replace("2001", "2003").replace("A court in Kazan", "Un café à Kazan – “fermé” –")
    archive = beside(text.encode("cp1252"))
    assert "encoding-detected" in of(archive)
    issue = archive.issues.filter(number=2003).row(0, named=True)
    assert issue["encoding"].lower() == "windows-1252"
    assert "café" in archive.items.filter(number=2003)["text"][1]


def test_utf16_is_read_by_its_mark(beside):
    archive = beside(GOOD.replace("2001", "2003").encode("utf-16"))
    assert archive.items.filter(number=2003).height == 2


def test_invalid_utf8_loses_no_document(beside):
    archive = beside(GOOD.replace("2001", "2003").replace("court", "c\udcffurt").encode(errors="surrogateescape"))
    assert archive.items.filter(number=2003).height == 2
    assert {"encoding-detected", "bytes-lost"} & of(archive)


def test_a_dangling_link_is_an_unreadable_document(beside, tmp_path):
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    assert of(beside(None)) == {"unreadable-document"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_an_unreadable_document(beside, tmp_path):
    (tmp_path / "b.txt").write_text(GOOD)
    (tmp_path / "b.txt").chmod(0)
    assert of(beside(None)) == {"unreadable-document"}


def test_a_folder_named_like_a_file_is_a_folder(beside, tmp_path):
    (tmp_path / "b.txt").mkdir()
    (tmp_path / "b.txt" / "inner.txt").write_text(GOOD.replace("2001", "2003"))
    assert beside(None).issues.height == 3


@pytest.mark.parametrize("name", ["no such file.txt", "no/such/*.txt"])
def test_a_missing_path_is_named(tmp_path, name):
    with pytest.raises(FileNotFoundError) as caught:
        dl.read([tmp_path, tmp_path / name])
    assert isinstance(caught.value, errors.SourceNotFound)
    assert name in str(caught.value)


def test_a_folder_with_nothing_in_it_gives_the_full_schema(tmp_path, sample):
    (tmp_path / "sub").mkdir()
    archive = dl.read(tmp_path)
    for table in TABLES:
        frame = getattr(archive, table)
        assert frame.height == 0
        assert frame.schema == getattr(sample, table).schema
    assert archive.coverage().height == 0
    assert "0" in repr(archive)
    assert archive.deduplicate().issues.height == 0
    archive.write(tmp_path / "out", format="csv")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "\0",
        "\u202e\u200b\u00ad",
        "No. 99999999999999999999999",
        "Russia Reform Monitor No. 18446744073709551616\n\nx (CNN, May 4, 2020)",
        "February 99:\n\nNothing. (Reuters, Smarch 13, 20200)",
        "(" + "a, " * 5000 + "May 5, 2020)",
        "X" * 100_000,
        "February 20:\n" * 5000,
        "...\n...\n...AND\n",
        "Related Categories:" + ";" * 5000,
        "[EDITORS' NOTE",
        "é(é, May 5, 2020",
        "a\r\rb\x0b\x0cc\u2028d\u0085e",
        "😀" * 3000 + " (Reuters, May 5, 2020)",
    ],
)
def test_odd_texts_are_read_to_the_end(text):
    archive = dl.parse(text)
    assert archive.coverage()["bytes"].sum() == len(archive.text("text-1").encode())
    for row in archive.items.iter_rows(named=True):
        archive.excerpt(row)


@pytest.mark.slow
def test_a_line_of_200_megabytes(tmp_path):
    sentence = "The port of Murmansk shipped its first cargo of the year. (Reuters, February 3, 2023) "
    (tmp_path / "long.txt").write_text(sentence * (200_000_000 // len(sentence) + 1))
    archive = dl.read(tmp_path)
    assert archive.coverage()["bytes"].sum() >= 200_000_000
    assert archive.items.height >= 1
    place = archive.citations.row(-1, named=True)
    assert "Reuters" in archive.excerpt(place)


@pytest.mark.slow
def test_a_line_of_200_megabytes_without_a_blank(tmp_path):
    (tmp_path / "long.txt").write_bytes(b"x" * 200_000_000)
    assert dl.read(tmp_path).coverage()["bytes"].sum() == 200_000_000
