"""Stores: the tables of a full reading after any update, one state or the other after any accident."""

import doctest
import importlib
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import dateline as dl
import polars as pl
import pytest
from conftest import ISSUE
from dateline import _core
from dateline.store import layout as layouts
from dateline.store import transition
from dateline.store.layout import TABLES
from dateline.store.parts import Document, divided
from polars.testing import assert_frame_equal

SAMPLE = Path(dl.__file__).parent / "sample"


def assert_same(stored, read):
    for table in dl.archive.TABLES:
        assert_frame_equal(getattr(stored, table), getattr(read, table))
    assert_frame_equal(stored.coverage(by="document"), read.coverage(by="document"))


@pytest.fixture
def source(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "source")
    return tmp_path / "source"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store"


def state(store):
    """Names and bytes of the files that count."""
    manifest = json.loads((store / "manifest.json").read_text())
    return manifest["version"], manifest["parts"]


def test_a_store_has_the_tables_of_a_full_reading_after_any_updates(source, store, monkeypatch):
    monkeypatch.setattr(transition, "PART_BYTES", 20_000)
    chance = random.Random(5)
    away = {}
    for step in range(8):
        files = sorted(source.rglob("*.txt"))
        for path in chance.sample(files, 0 if step == 0 else 6):
            # Moved away, changed, or printed once more under another name: years, ids and duplicates depend on it.
            what = chance.randrange(3)
            if what == 0:
                away[path] = path.read_bytes()
                path.unlink()
            elif what == 1:
                path.write_bytes(path.read_bytes().replace(b"2", b"3", 1) + b"\n\nRain fell. (CNN, May 4)\n")
            else:
                path.with_name(f"again-{step}-{path.name}").write_bytes(path.read_bytes()[:-40])
        if away and step % 2:
            path = chance.choice(sorted(away))
            path.write_bytes(away.pop(path))
        done = dl.update(source, store)
        assert done.version == step + 1
        assert_same(dl.open(store), dl.read(source))
        if step:
            assert done.unchanged > 120
            assert done.resettled < 30
    assert len(state(store)[1]) > 5


def test_only_what_is_new_or_changed_is_read(source, store):
    def total(**options):
        seen = []
        done = dl.update(source, store, progress=lambda done, total: seen.append(total), **options)
        return done, max(seen, default=0)

    files = sorted(source.rglob("*.txt"))
    done, read = total()
    assert len(done.added) == len(files)
    assert read == sum(path.stat().st_size for path in files)
    assert total()[1] == 0
    text = "Port Watch No. 9\n\nA crane fell. (Reuters, June 1, 2019)\n"
    (source / "port-watch-no-9.txt").write_text(text)
    done, read = total()
    assert (done.added, read, done.resettled) == (["port-watch-no-9.txt"], len(text), 0)
    # The same size and times do not make the same bytes.
    before = (source / "port-watch-no-9.txt").stat()
    (source / "port-watch-no-9.txt").write_text(text.replace("9", "8"))
    os.utime(source / "port-watch-no-9.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert total()[0].changed == ["port-watch-no-9.txt"]


def test_a_container_is_updated_when_one_of_its_members_changes_and_keeps_its_ids(tmp_path, store):
    folder = tmp_path / "source"
    folder.mkdir()
    head = "From: desk@example.org\nSubject: Issue\nDate: Wed, 1 Mar 2023 10:00:00 +0000\n\n"
    letters = {f"2023/{number}.eml": head + ISSUE.format(number=number, day=3) for number in (2001, 2002)}
    letters["box.mbox"] = "".join(
        f"From desk@example.org Wed Mar  1 10:00:00 2023\n{head}{ISSUE.format(number=number, day=5)}\n"
        for number in (2003, 2004)
    )

    def pack():
        with zipfile.ZipFile(folder / "letters.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, letter in letters.items():
                archive.writestr(zipfile.ZipInfo(name), letter)

    pack()
    (folder / "beside.txt").write_text(ISSUE.format(number=2005, day=6))
    dl.update(folder, store)
    first = dl.open(store)
    assert_same(first, dl.read(folder.resolve()))
    assert "letters.zip!/box.mbox#2" in first.issues["document"].to_list()
    assert first.issues["format"].to_list().count("mail") == 4
    before = first.items.select("item_id", "text")
    # Packed again, the same bytes are no change.
    pack()
    assert dl.update(folder, store).changed == []
    letters["2023/2002.eml"] = letters["2023/2002.eml"].replace("Murmansk", "Arkhangelsk")
    letters["2023/2006.eml"] = head + ISSUE.format(number=2006, day=7)
    pack()
    done = dl.update(folder, store)
    assert (done.added, done.changed, done.removed, done.unchanged) == ([], ["letters.zip"], [], 1)
    second = dl.open(store)
    assert_same(second, dl.read(folder.resolve()))
    after = second.items.select("item_id", "text")
    new = after.join(before, on="item_id", how="anti")["item_id"].to_list()
    assert new == ["russia-reform-monitor/2006/1", "russia-reform-monitor/2006/2"]
    assert before.join(after, on="item_id", how="anti").is_empty()
    assert before.join(after, on=["item_id", "text"], how="anti")["item_id"].to_list() == [
        "russia-reform-monitor/2002/1"
    ]
    assert "Arkhangelsk" in second.text("letters.zip!/2023/2002.eml")


def test_an_update_without_changes_writes_nothing(source, store):
    dl.update(source, store)
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file() and path.name != "lock"}
    done = dl.update(source, store)
    assert (done.version, done.unchanged, done.added, done.changed, done.removed) == (1, 144, [], [], [])
    assert before == {
        path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file() and path.name != "lock"
    }


def test_parts_that_nothing_bears_on_are_left_alone(source, store, monkeypatch):
    monkeypatch.setattr(transition, "PART_BYTES", 20_000)
    dl.update(source, store)
    before = state(store)[1]
    (source / "port-watch-no-9.txt").write_text("Port Watch No. 9\n\nA crane fell. (Reuters, June 1, 2019)\n")
    dl.update(source, store)
    after = state(store)[1]
    assert len(before) > 5
    assert after[:-1] == before[:-1]
    assert after[-1] not in before


def test_a_new_neighbour_settles_the_year_of_an_old_item(tmp_path, store):
    folder = tmp_path / "source"
    folder.mkdir()
    page = "Russia Reform Monitor No. {}\n\n{}\n\nRain fell. (CNN, May 2)\n"
    (folder / "a.txt").write_text(page.format(2, "May 3"))
    (folder / "b.txt").write_text(page.format(1, "April 10, 2008"))
    dl.update(folder, store)
    item = "russia-reform-monitor/2/1"
    assert dl.open(store).item(item)["date"] is None
    (folder / "c.txt").write_text(page.format(3, "June 10, 2008"))
    done = dl.update(folder, store)
    assert (done.added, done.resettled) == (["c.txt"], 1)
    assert str(dl.open(store).item(item)["date"]) == "2008-05-02"
    (folder / "c.txt").unlink()
    assert dl.update(folder, store).resettled == 1
    assert dl.open(store).item(item)["date"] is None


def test_documents_that_are_gone_are_marked_and_kept_when_asked_for(folder, store):
    dl.update(folder, store)
    ids = dl.open(store).items["item_id"].to_list()
    gone = next(folder.rglob("*2002.txt"))
    text = gone.read_bytes()
    gone.unlink()
    assert dl.update(folder, store, removed="keep").removed == ["200/rrm-no-2002.txt"]
    kept = dl.open(store)
    assert kept.items["item_id"].to_list() == ids
    assert kept.files.select("file", "status", "version").rows()[1] == ("200/rrm-no-2002.txt", "kept", 2)
    assert dl.update(folder, store, removed="keep").version == 2
    with pytest.raises(dl.errors.SourceNotFound, match="not there any more"):
        kept.text("200/rrm-no-2002.txt")
    with pytest.raises(dl.errors.StoreError, match="no files to read again"):
        dl.update(folder, store, removed="keep", series="Port Watch")
    assert dl.update(folder, store).removed == ["200/rrm-no-2002.txt"]
    assert_same(dl.open(store), dl.read(folder))
    assert dl.open(store).files["status"].to_list() == ["present", "removed", "present"]
    gone.write_bytes(text)
    assert dl.update(folder, store).added == ["200/rrm-no-2002.txt"]
    assert dl.open(store).items["item_id"].to_list() == ids


def test_other_options_read_everything_again(folder, store):
    dl.update(folder, store, published="2023-03-01")
    assert dl.update(folder, store, published="2023-03-01", threads=1).version == 1
    own = pl.DataFrame({"name": ["The Moscow Times"], "country": ["TZA"]})
    done = dl.update(folder, store, published="2023-03-02", outlets=own)
    assert (len(done.changed), done.version) == (3, 2)
    archive = dl.open(store)
    assert_same(archive, dl.read(folder, published="2023-03-02", outlets=own))
    # What spoke for an outlet is looked up in the vocabulary it was read with.
    assert "The Moscow Times" in archive.evidence("russia-reform-monitor/2001/2")["value"].to_list()


def test_strict_leaves_the_store_as_it_was(folder, store):
    dl.update(folder, store)
    (folder / "bad.txt").write_bytes(b"\x7fELF\0\0")
    with pytest.raises(dl.errors.DocumentError, match="binary-document"):
        dl.update(folder, store, strict=True)
    assert state(store)[0] == 1
    assert dl.update(folder, store).added == ["bad.txt"]


def test_a_reader_keeps_its_state_through_the_next_update(folder, store):
    dl.update(folder, store)
    before = dl.open(store)
    expected = dl.read(folder)
    new = folder / "rrm-no-2004.txt"
    new.write_text(ISSUE.format(number=2004, day=24))
    dl.update(folder, store)
    assert_frame_equal(before.items, expected.items)
    assert before.scan("mentions").select(pl.len()).collect().item() == expected.mentions.height
    new.unlink()
    dl.update(folder, store)
    # What was read is there still; what was not says so.
    assert_frame_equal(before.items, expected.items)
    with pytest.raises(dl.errors.StoreChanged, match="open it again"):
        _ = before.citations
    with pytest.raises(dl.errors.StoreChanged, match="open it again"):
        before.scan("items")


def test_tables_are_read_when_they_are_asked_for(folder, store):
    dl.update(folder, store)
    archive = dl.open(store)
    shutil.copytree(store, store.with_name("copy"))
    for path in store.rglob("mentions-*.parquet"):
        path.unlink()
    assert archive.items.height == 6
    with pytest.raises(dl.errors.StoreChanged):
        _ = archive.mentions
    with pytest.raises(dl.errors.InvalidArgument, match="table"):
        archive.scan("diagnoses")


def test_texts_come_from_the_originals_or_an_error_says_why_not(folder, store):
    dl.update(folder, store)
    archive = dl.open(store)
    path = folder / "200" / "rrm-no-2001.txt"
    assert archive.text("200/rrm-no-2001.txt") == path.read_text()
    path.write_text("other")
    archive = dl.open(store)
    with pytest.raises(dl.errors.DocumentChanged, match="update its store"):
        archive.text("200/rrm-no-2001.txt")


def test_a_second_writer_is_refused_and_a_dead_one_leaves_no_lock(folder, store):
    dl.update(folder, store)
    held = _core.Lock.acquire(str(store / "lock"))
    with pytest.raises(dl.errors.StoreBusy, match="another process is updating"):
        dl.update(folder, store)
    assert dl.open(store).version == 1
    held.release()
    code = (
        "import os, sys, time; from dateline import _core; lock = _core.Lock.acquire(sys.argv[1]);"
        "print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(store / "lock")], stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(dl.errors.StoreBusy):
            dl.update(folder, store)
        other.kill()
        other.wait()
    assert dl.update(folder, store).version == 1


class Stopped(BaseException):
    pass


def test_an_error_at_any_step_leaves_the_old_state(source, store, monkeypatch):
    dl.update(source, store)
    before, expected = state(store), dl.read(source)
    for path in list(source.rglob("*.txt"))[::10]:
        path.write_text(path.read_text() + "\n\nRain fell. (CNN, May 4)\n")
    steps, real = 0, layouts._flush

    def failing(path):
        nonlocal left
        left -= 1
        if left < 0:
            raise Stopped
        real(path)

    for steps in range(100):
        left = steps
        monkeypatch.setattr(layouts, "_flush", failing)
        try:
            dl.update(source, store)
            break
        except Stopped:
            pass
        monkeypatch.setattr(layouts, "_flush", real)
        if state(store) != before:
            break  # the last step comes after the manifest
        assert_same(dl.open(store), expected)
        assert {path.name for path in (store / "data").iterdir()} == {"000001"}
    assert steps >= len(TABLES) + 3 + 2
    monkeypatch.setattr(layouts, "_flush", real)
    dl.update(source, store)
    assert_same(dl.open(store), dl.read(source))


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("", "found other text"),
        ("[]", "found no number of its form"),
        ('{"schema": 1}', "found other entries"),
        ('{"schema": 99, "dateline": "9.9"}', "made by dateline 9.9; this one reads forms up to 1: install"),
    ],
)
def test_a_spoilt_or_newer_manifest_is_told(folder, store, manifest, message):
    store.mkdir()
    (store / "manifest.json").write_text(manifest)
    for call in (lambda: dl.open(store), lambda: dl.update(folder, store)):
        with pytest.raises(dl.errors.StoreError, match=message):
            call()
    assert (store / "manifest.json").read_text() == manifest


def test_a_store_of_an_older_form_is_made_anew(folder, store):
    dl.update(folder, store)
    manifest = json.loads((store / "manifest.json").read_text())
    (store / "manifest.json").write_text(json.dumps({**manifest, "schema": 0, "parts": None}))
    with pytest.raises(dl.errors.StoreError, match=r"found form 0; dateline.update\(source, store\) makes it anew"):
        dl.open(store)
    done = dl.update(folder, store)
    assert (done.version, len(done.added)) == (2, 3)
    assert_same(dl.open(store), dl.read(folder))
    assert {path.name for path in (store / "data").iterdir()} == {"000002"}


def test_what_is_no_store_is_left_alone(folder, tmp_path):
    with pytest.raises(dl.errors.StoreError, match="expected a store, found none"):
        dl.open(tmp_path / "none")
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    with pytest.raises(dl.errors.StoreError, match="found other files"):
        dl.update(folder, other)
    assert [path.name for path in other.iterdir()] == ["thesis.txt"]
    dl.update(folder, folder.parent / "store")
    with pytest.raises(dl.errors.StoreError, match="outside its source"):
        dl.update(folder.parent, folder.parent / "store")
    with pytest.raises(dl.errors.InvalidArgument, match="removed"):
        dl.update(folder, other, removed="forget")
    with pytest.raises(dl.errors.FileError, match="cannot write"):
        dl.update(folder, "/dev/null/store")
    with pytest.raises(dl.errors.InvalidArgument, match="found an address"):
        dl.update("s3://bucket/archive", tmp_path / "far")


def test_a_folder_without_documents_gives_empty_tables(tmp_path, store):
    (tmp_path / "empty").mkdir()
    dl.update(tmp_path / "empty", store)
    assert_same(dl.open(store), dl.read(tmp_path / "empty"))
    assert dl.open(store).files.is_empty()


def test_documents_are_divided_into_parts_of_neighbours():
    def some(count, part, fresh, size=10):
        return [Document(f"{part}{n}", "f", size, part, fresh) for n in range(count)]

    first = divided(some(10, None, True), set(), 30)
    assert [len(part.documents) for part in first] == [3, 2, 3, 2]
    assert [part.name for part in first] == [None] * 4
    kept = divided([*some(3, "a", False), *some(3, "b", False), *some(1, None, True)], set(), 30)
    assert [(part.name, len(part.documents)) for part in kept] == [("a", 3), (None, 4)]
    dwindled = divided([*some(3, "a", False), *some(1, "b", False), *some(2, "c", False)], {"b"}, 30)
    assert [(part.name, len(part.documents)) for part in dwindled] == [("a", 3), (None, 3)]
    assert [len(part.documents) for part in divided([], {"a"}, 30)] == [0]
    assert [len(part.documents) for part in divided(some(3, None, True, 1000), set(), 30)] == [1, 1, 1]


@pytest.mark.parametrize("name", ["opening", "updating"])
def test_examples_run(name):
    assert doctest.testmod(importlib.import_module(f"dateline.store.{name}")).failed == 0
