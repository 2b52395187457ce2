"""The recipe of `docs/scale.md` on a real cluster of Dask: the rows of `read`, also when a worker dies under it."""

import os
import re
import signal
import threading
import time
from pathlib import Path

import dateline as dl
import polars as pl
import pytest
from conftest import ROOT
from polars.testing import assert_frame_equal

pytestmark = [pytest.mark.cluster, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
distributed = pytest.importorskip("distributed")

SAMPLE = Path(dl.__file__).parent / "sample"


@pytest.fixture(scope="module")
def client():
    package = str(Path(dl.__file__).parents[1])
    found = os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")]))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", found)
        cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1")
        with cluster, distributed.Client(cluster) as running:
            yield running


@pytest.fixture
def recipe():
    """The functions that the page prints."""
    page = (ROOT / "docs/scale.md").read_text()
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL) if "read_on_dask" in block]
    names = {"__name__": "recipe"}
    exec(compile(code, "docs/scale.md", "exec"), names)
    return names


def in_order(paths):
    return pl.concat([pl.read_parquet(path) for path in paths])


def test_the_recipe_gives_the_rows_of_read(client, recipe, tmp_path):
    paths = recipe["read_on_dask"](client, SAMPLE, tmp_path, files=10)
    assert len(paths) > 5
    assert_frame_equal(in_order(paths), dl.read(SAMPLE).items)


def test_a_worker_that_dies_loses_no_row_and_doubles_none(client, recipe, tmp_path):
    fast, killed = recipe["rows"], []

    def rows(*arguments):
        time.sleep(0.3)
        return fast(*arguments)

    def kill():
        end = time.monotonic() + 60
        while not any(tmp_path.glob("items-*")) and time.monotonic() < end:
            time.sleep(0.05)
        worker = sorted(workers)[0]
        os.kill(worker, signal.SIGKILL)
        killed.append(worker)

    recipe["rows"] = rows
    workers = client.run(os.getpid).values()
    threading.Thread(target=kill, daemon=True).start()
    paths = recipe["read_on_dask"](client, SAMPLE, tmp_path, files=8)
    assert killed
    assert set(client.run(os.getpid).values()) != set(workers)
    assert not list(tmp_path.glob("*.unfinished"))
    assert_frame_equal(in_order(paths), dl.read(SAMPLE).items)
