"""Files that mean harm are read to the end, within bounds of memory and time; what is wrong is said."""

import subprocess
import sys
import tarfile
import zipfile

import dateline as dl
import polars as pl
import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import make_hostile

MEMORY = 2 << 30
SECONDS = 120

READ = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
import dateline as dl
archive = dl.read(sys.argv[1], threads=2)
archive.diagnostics.write_ndjson(sys.argv[3])
coverage = archive.coverage(by="document")
coverage.write_ndjson(sys.argv[4])
for document in coverage.filter(coverage["bytes"] > 0)["document"].unique(maintain_order=True):
    archive.text(document)
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Diagnostics and coverage of all hostile files, read in a process that may not grow."""
    folder = tmp_path_factory.mktemp("hostile")
    make_hostile.write(folder / "files")
    found = [folder / "diagnostics.ndjson", folder / "coverage.ndjson"]
    process = subprocess.run(
        [sys.executable, "-c", READ, str(folder / "files"), str(MEMORY), *map(str, found)],
        timeout=SECONDS,
        capture_output=True,
        text=True,
        cwd=folder,
    )
    assert process.returncode == 0, process.stderr
    # Nothing is written anywhere: not where names lead, and not beside the files.
    assert sorted(path.name for path in folder.iterdir()) == ["coverage.ndjson", "diagnostics.ndjson", "files"]
    return [pl.read_ndjson(path, infer_schema_length=None) for path in found]


def codes(hostile, name):
    return set(hostile[0].filter(pl.col("document").str.starts_with(name))["code"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("bomb.gz", "document-too-long"),
        ("bomb.zip", "expansion-limit"),
        ("overlapping.zip", "expansion-limit"),
        ("quine.gz", "nesting-limit"),
        ("deep.zip", "nesting-limit"),
        ("long-name.tar.gz", "container-damaged"),
        ("encrypted.zip", "encrypted-member"),
        ("escaping.tar", "unsafe-name"),
        ("escaping.tar", "link-not-followed"),
        ("escaping.tar", "duplicate-name"),
        ("nested.eml", "nesting-too-deep"),
        ("parts.eml", "too-many-parts"),
        ("nul.txt", "binary-document"),
        ("surrogates.txt", "encoding-detected"),
        ("lone-surrogates-utf16.txt", "bytes-lost"),
        ("deep.ndjson", "container-damaged"),
        ("stub.parquet", "container-damaged"),
        ("huge-record.warc", "container-damaged"),
        ("loop/below/back", "link-loop"),
        *((f"cut.{ending}", "container-damaged") for ending in ("zip", "tar", "tar.gz", "txt.gz", "txt.xz", "txt.bz2")),
    ],
)
def test_what_is_wrong_with_a_hostile_file_is_said(hostile, name, code):
    assert code in codes(hostile, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["picture.pdf", "pages.pdf", "forms.pdf", "row.pdf"])
def test_a_pdf_that_makes_much_of_little_is_cut_or_left_out(hostile, name):
    if "format-not-built" in codes(hostile, name):
        pytest.skip("this build reads no PDF files")
    assert "expansion-limit" in codes(hostile, name)


@pytest.mark.slow
def test_what_stands_before_a_cut_is_kept(hostile):
    coverage = hostile[1]
    for name, _ in make_hostile.truncated():
        kept = coverage.filter(pl.col("document").str.starts_with(name))["bytes"].sum()
        assert kept > 50, name


def test_malformed_files_are_read_to_the_end():
    folder = ROOT / "tests" / "corpus" / "malformed"
    archive = dl.read(folder)
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    coverage = archive.coverage(by="document")
    assert {name.split("!/")[0].split("#")[0] for name in coverage["document"]} == files
    assert "reader-failed" not in archive.diagnostics["code"].to_list()
    lengths = coverage.group_by("document").agg(pl.col("bytes").sum())
    for document, length in lengths.filter(pl.col("bytes") > 0).iter_rows():
        assert len(archive.text(document).encode()) == length


def test_names_that_escape_are_led_back(tmp_path):
    path = tmp_path / "escaping.tar"
    path.write_bytes(make_hostile.escaping_tar())
    with tarfile.open(path) as tar:
        assert any(".." in name for name in tar.getnames())
    archive = dl.read(path)
    names = [name.removeprefix("escaping.tar!/") for name in archive.issues["document"]]
    assert sorted(names) == [
        "etc/cron.d/x",
        "etc/passwd",
        "twice.txt",
        "twice.txt~2",
        "windows/x.txt",
        "\ufffd[2J\ufffdtxt.exe",
    ]
    for name in archive.issues["document"]:
        assert archive.text(name).startswith("Northern Brief")
    assert list(tmp_path.iterdir()) == [path]


def test_a_limit_can_be_raised_and_lowered(tmp_path):
    path = tmp_path / "deep.zip"
    path.write_bytes(make_hostile.deep_zip(12))
    assert set(dl.read(path).diagnostics["code"]) == {"nesting-limit"}
    assert dl.read(path, limits={"nesting": 13}).issues["number"].to_list() == [12]
    assert dl.read(path, limits=dl.Limits(nesting=13)).issues["path"].str.ends_with("!/in.zip!/bottom.txt").all()
    with zipfile.ZipFile(tmp_path / "long.zip", "w") as archive:
        archive.writestr("a.txt", make_hostile.ISSUE * 100)
        archive.writestr("b.txt", make_hostile.ISSUE)
    read = dl.read(tmp_path / "long.zip", limits={"document_bytes": 1000})
    assert read.issues["document"].to_list() == ["long.zip!/b.txt"]
    assert "document-too-long" in read.diagnostics["code"].to_list()


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"nesting": 0}, "'nesting', found 0"),
        ({"size": 3}, "document_bytes"),
        (5, "dateline.Limits"),
        ({"members": "x"}, "'x'"),
    ],
)
def test_a_limit_that_means_nothing_is_refused(tmp_path, limits, message):
    with pytest.raises(dl.errors.InvalidArgument, match=message):
        dl.read(tmp_path, limits=limits)


def test_limits_are_those_of_the_core():
    from dataclasses import asdict

    from dateline import _core

    assert asdict(dl.Limits()) == _core.Settings({}, "text").limits()
