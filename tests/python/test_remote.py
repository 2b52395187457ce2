"""Archives in an object store: the same tables as in a folder. The store is one of our own, on this machine."""

import socket

import dateline as dl
import polars as pl
import pytest
from conftest import CASES
from dateline.errors import FileError, InvalidArgument, MissingPackage, SourceNotFound
from polars.testing import assert_frame_equal

fsspec = pytest.importorskip("fsspec")


@pytest.fixture(scope="module")
def store():
    """Options for a store like S3 with one bucket, `digests`."""
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    running.start()
    options = {
        "key": "testing",
        "secret": "testing",
        "client_kwargs": {"endpoint_url": f"http://127.0.0.1:{port}", "region_name": "eu-west-1"},
    }
    system = fsspec.filesystem("s3", **options)
    system.mkdir("digests", region_name="eu-west-1")
    for page in CASES.glob("*.txt"):
        system.put_file(str(page), f"digests/pages/{page.name[:3]}/{page.name}")
    system.pipe_file("digests/pages/.hidden", b"x")
    yield options
    running.stop()


@pytest.fixture
def copy(tmp_path):
    """The same pages in a folder."""
    for page in CASES.glob("*.txt"):
        target = tmp_path / "pages" / page.name[:3] / page.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page.read_bytes())
    return tmp_path / "pages"


@pytest.mark.parametrize("table", ["items", "citations", "mentions", "issues", "diagnostics"])
def test_a_store_gives_what_a_folder_gives(store, copy, table):
    here, there = dl.read(copy), dl.read("s3://digests/pages", storage_options=store)
    left_out = pl.exclude("path")
    assert_frame_equal(getattr(there, table).select(left_out), getattr(here, table).select(left_out))
    lazy = dl.scan("s3://digests/pages/", table, storage_options=store, batch_bytes=2_000)
    assert_frame_equal(lazy.select(left_out).collect(), getattr(here, table).select(left_out))


def test_paths_are_addresses(store):
    archive = dl.read("s3://digests/pages/rrm/*.txt", storage_options=store)
    assert archive.issues["path"].str.starts_with("s3://digests/pages/rrm/").all()
    assert archive.issues.height == len(list(CASES.glob("rrm*.txt")))


def test_the_text_of_an_object_is_fetched_again_and_compared(store):
    system = fsspec.filesystem("s3", **store)
    system.pipe_file("digests/one/rrm-no-9.txt", b"Russia Reform Monitor No. 9\n\nRain fell. (CNN, May 4, 2020)\n")
    archive = dl.read("s3://digests/one", storage_options=store)
    assert archive.excerpt("russia-reform-monitor/9/1") == "Rain fell. (CNN, May 4, 2020)"
    system.pipe_file("digests/one/rrm-no-9.txt", b"Russia Reform Monitor No. 9\n\nSnow fell. (CNN, May 4, 2020)\n")
    with pytest.raises(dl.errors.DocumentChanged):
        archive.excerpt("russia-reform-monitor/9/1")


@pytest.mark.parametrize("format", ["parquet", "csv", "ndjson"])
def test_tables_are_written_into_a_store(store, sample, format):
    written = sample.write("s3://digests/tables", format=format, storage_options=store)
    assert written == [f"s3://digests/tables/{name}.{format}" for name in dl.schemas.TABLES]
    if format == "parquet":
        system = fsspec.filesystem("s3", **store)
        for name in dl.schemas.TABLES:
            with system.open(f"digests/tables/{name}.parquet", "rb") as file:
                assert_frame_equal(pl.read_parquet(file), getattr(sample, name))


def test_what_is_not_in_the_store_is_told(store):
    with pytest.raises(SourceNotFound, match="nothing at s3://digests/missing"):
        dl.scan("s3://digests/missing", storage_options=store)


def test_an_object_that_is_gone_is_an_error_and_no_gap(store):
    system = fsspec.filesystem("s3", **store)
    system.pipe_file("digests/two/a.txt", b"Rain fell. (CNN, May 4, 2020)\n")
    lazy = dl.scan("s3://digests/two", storage_options=store)
    system.rm_file("digests/two/a.txt")
    with pytest.raises((FileError, pl.exceptions.ComputeError), match=r"cannot read s3://digests/two/a\.txt"):
        lazy.collect()


def test_any_store_of_fsspec_will_do(copy):
    system = fsspec.filesystem("memory")
    for page in copy.rglob("*.txt"):
        system.pipe_file(f"/pages/{page.relative_to(copy)}", page.read_bytes())
    found = dl.scan("memory://pages").collect()
    assert_frame_equal(found, dl.read(copy).items)


def test_paths_and_addresses_are_not_mixed(copy):
    with pytest.raises(InvalidArgument, match="found both"):
        dl.read([copy, "s3://digests/pages"])


def test_a_store_that_nobody_knows_is_told():
    with pytest.raises((InvalidArgument, MissingPackage), match="nowhere://"):
        dl.read("nowhere://bucket/x")
