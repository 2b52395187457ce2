"""Ctrl-C stops a long read within a second; the GIL is free meanwhile."""

import io
import os
import signal
import subprocess
import sys
import tarfile
import threading
import time

import dateline as dl
import pytest
from conftest import ISSUE

READ = """
import signal, sys, dateline as dl
# A shell that starts a test run in the background makes its children deaf to Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
print("reading", flush=True)
try:
    dl.read(sys.argv[1], threads=int(sys.argv[2]))
except KeyboardInterrupt:
    sys.exit(77)
"""


@pytest.fixture(scope="module")
def long_archive(tmp_path_factory):
    """Many names of one file: about a gigabyte to read, a quarter of a megabyte on the disk."""
    folder = tmp_path_factory.mktemp("long")
    first = folder / "0.txt"
    first.write_text(ISSUE.format(number=2001, day=3) + "Grain from Kenya was late, Reuters reports.\n\n" * 5000)
    for index in range(1, 5000):
        os.link(first, folder / f"{index}.txt")
    return folder


@pytest.fixture(scope="module")
def long_container(long_archive, tmp_path_factory):
    """A quarter of that as one compressed file."""
    path = tmp_path_factory.mktemp("container") / "long.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        content = (long_archive / "0.txt").read_bytes()
        for index in range(1200):
            header = tarfile.TarInfo(f"{index}.txt")
            header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_stops_the_reading_of_a_container(long_container, threads):
    interrupt(long_container, threads)


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_stops_a_read_within_a_second(long_archive, threads):
    interrupt(long_archive, threads)


def interrupt(source, threads):
    process = subprocess.Popen(
        [sys.executable, "-c", READ, str(source), str(threads)], stdout=subprocess.PIPE, text=True
    )
    process.stdout.readline()
    time.sleep(0.7)
    assert process.poll() is None, "the archive is too small for this machine"
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 77
    assert time.monotonic() - sent < 1.0
    process.stdout.close()


@pytest.mark.slow
def test_ctrl_c_at_the_command_line_gives_130(long_archive, tmp_path):
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from dateline.cli import main; sys.exit(main())"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "parse", str(long_archive), "-o", str(tmp_path / "x.csv")],
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    assert process.stderr.read() == "dateline: stopped\n"
    process.stderr.close()
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.slow
def test_other_threads_run_while_an_archive_is_read(long_archive):
    stop = threading.Event()
    longest = 0.0

    def tick():
        nonlocal longest
        last = time.monotonic()
        while not stop.is_set():
            time.sleep(0.01)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()

    thread = threading.Thread(target=tick)
    thread.start()
    began = time.monotonic()
    dl.read([long_archive / f"{index}.txt" for index in range(100)], threads=1)
    took = time.monotonic() - began
    stop.set()
    thread.join()
    assert longest < max(0.3, took / 2)
