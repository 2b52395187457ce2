"""A process that updates a store is killed at random moments: what is left is the old or the new state."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import dateline as dl
import pytest
from test_store import SAMPLE, assert_same

KILLS = 200

# Forks a process for each line it reads: Python and the vocabulary are loaded once, before any thread is started.
FORKING = """
import os, signal, sys
import dateline as dl
from dateline.vocabulary import shipped

*sources, store = sys.argv[1:]
sources = [source.split(os.pathsep) for source in sources]
shipped()
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        while True:
            for source in sources:
                dl.update(source, store)
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else "ended by itself", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_killed_update_leaves_the_old_or_the_new_state(tmp_path, figures):
    folder, store = tmp_path / "source", tmp_path / "store"
    shutil.copytree(SAMPLE, folder)
    files = sorted(map(str, folder.rglob("*.txt")))[:24]
    # Renderings and neighbours of the same issues come and go.
    one, other = files[:-6], files[6:]
    dl.update(one, store)
    states = [dl.read(source) for source in (one, other)]
    start = time.monotonic()
    dl.update(other, store)
    dl.update(one, store)
    cycle = time.monotonic() - start
    chance = random.Random(9)
    command = [sys.executable, "-c", FORKING, os.pathsep.join(one), os.pathsep.join(other), str(store)]
    seen, cut_short, versions = [], 0, set()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forking:
        for _ in range(KILLS):
            print(file=forking.stdin, flush=True)
            child = int(forking.stdout.readline())
            time.sleep(chance.uniform(0, cycle))
            os.kill(child, signal.SIGKILL)
            assert forking.stdout.readline().strip() == str(int(signal.SIGKILL))
            archive = dl.open(store)
            state = next(n for n, read in enumerate(states) if read.issues.height and same_ids(archive, read))
            assert_same(archive, states[state])
            seen.append(state)
            versions.add(archive.version)
            cut_short += leftovers(store, archive.version)
        forking.stdin.close()
        assert forking.wait() == 0
    # The test tests something: kills hit updates, and both states came out.
    assert set(seen) == {0, 1}
    assert cut_short > KILLS / 20
    assert len(versions) > KILLS / 10
    figures.append(
        f"{KILLS} updates killed: {cut_short} while files were written, {len(versions)} states of the store, all whole"
    )
    dl.update(one, store)
    dl.update(other, store)
    assert_same(dl.open(store), states[1])
    version = dl.open(store).version
    assert not leftovers(store, version)


def same_ids(archive, read):
    return archive.issues["document"].to_list() == read.issues["document"].to_list()


def leftovers(store, version):
    """Whether an update was cut short after it began to write."""
    newer = (store / "data" / f"{version + 1:06}").exists()
    return newer or Path(store / "manifest.tmp").exists()
