"""The reader on a real cluster of Spark on this machine: the rows of `read`, also when processes die under it."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import dateline as dl
import polars as pl
import pytest
from dateline.errors import InvalidArgument
from polars.testing import assert_frame_equal

pytestmark = [pytest.mark.cluster, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

pytest.importorskip("pyarrow")
pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("no Java: apt-get install openjdk-17-jre-headless", allow_module_level=True)

from dateline.engines import spark  # noqa: E402

SAMPLE = Path(dl.__file__).parent / "sample"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def started(log, *arguments):
    """A process of Spark, with a memory that fits a small machine."""
    home = Path(importlib.util.find_spec("pyspark").origin).parent
    environment = os.environ | {"SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": "127.0.0.1"}
    with open(log, "wb") as out:
        return subprocess.Popen([home / "bin/spark-class", *arguments], stdout=out, stderr=out, env=environment)


def answers(port, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.2)
    return False


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    """A master and two workers of one core each: the address of the one, the processes of the others."""
    scratch, port = tmp_path_factory.mktemp("spark"), free_port()
    package = "org.apache.spark.deploy"
    master = started(
        scratch / "master.log",
        f"{package}.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--webui-port",
        str(free_port()),
    )
    processes = [master]
    try:
        assert answers(port), (scratch / "master.log").read_text()
        for number in (1, 2):
            folder = scratch / f"worker-{number}"
            folder.mkdir()
            options = ["--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--work-dir", str(folder)]
            options += ["--webui-port", str(free_port())]
            log = scratch / f"worker-{number}.log"
            processes.append(started(log, f"{package}.worker.Worker", *options, f"spark://127.0.0.1:{port}"))
        yield f"spark://127.0.0.1:{port}", processes[1:]
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(30)


@pytest.fixture(scope="module")
def session(workers):
    from pyspark.sql import SparkSession

    address, _ = workers
    found = os.environ.get("PYTHONPATH", "")
    package = str(Path(dl.__file__).parents[1])
    builder = SparkSession.builder.master(address).appName("dateline").config("spark.driver.host", "127.0.0.1")
    for key, value in {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "512m",
        "spark.executor.memory": "512m",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(filter(None, [package, found])),
        "spark.python.worker.faulthandler.enabled": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "20",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }.items():
        builder = builder.config(key, value)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYSPARK_PYTHON", sys.executable)
        running = builder.getOrCreate()
        running.sparkContext.setLogLevel("OFF")
        yield running
        running.stop()


def pages():
    """Names and texts of the sample, in the order of `read`."""
    files = {str(path.relative_to(SAMPLE)): path.read_bytes() for path in SAMPLE.rglob("*.txt")}
    return [(name, files[name].decode("utf-8", "replace")) for name in sorted(files)]


@pytest.fixture(scope="module")
def whole():
    names, texts = zip(*pages(), strict=True)
    return dl.parse(texts, names)


def documents(session, partitions):
    return session.createDataFrame(pages(), "name string, text string").repartition(partitions)


def in_order(frame, table):
    """Rows of either origin with the types and the order of `read`, as the bytes of an Arrow file."""
    narrow = frame.cast(dl.schema(table))
    return narrow.sort("document", "byte_start", narrow.columns[1], nulls_last=True)


@pytest.mark.parametrize("table", ["items", "citations", "mentions"])
def test_a_cluster_gives_the_rows_of_one_machine(session, whole, table):
    found = getattr(spark, table)(documents(session, 6))
    expected = getattr(whole, table)
    assert [field.name for field in found.schema] == expected.columns
    assert_frame_equal(in_order(pl.DataFrame(found.toArrow()), table), in_order(expected, table))


def test_files_are_read_by_spark_itself(session):
    documents = spark.files(session, str(SAMPLE), pathGlobFilter="*.txt")
    found = pl.DataFrame(spark.items(documents, text="content").toArrow())
    expected = dl.read(SAMPLE).items
    assert_frame_equal(in_order(found, "items"), in_order(expected, "items"))


def test_alone_every_issue_settles_itself(session, whole):
    found = pl.DataFrame(spark.items(documents(session, 2), whole=False).toArrow())
    assert found.height == whole.items.height
    assert found["item_id"].n_unique() < whole.items["item_id"].n_unique() == whole.items.height


def test_columns_are_looked_at_before_the_job(session):
    with pytest.raises(InvalidArgument, match="expected binary or string in 'body', found name, text"):
        spark.items(documents(session, 1), text="body")


def descendants(root):
    """Processes below one of ours, as `(id, command line)`."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append((int(folder.name), (folder / "cmdline").read_bytes().decode()))
        except (OSError, ValueError):
            continue
    found, left = [], [root]
    while left:
        below = parents.get(left.pop(), [])
        found += below
        left += [process for process, _ in below]
    return found


def victim(worker, kind):
    """The executor below a worker, or a Python process that works for it."""
    below = descendants(worker.pid)
    if kind == "executor":
        return next((process for process, line in below if "CoarseGrainedExecutorBackend" in line), None)
    daemons = [process for process, line in below if "pyspark.daemon" in line or "pyspark/daemon" in line]
    # The daemon forks the processes that work.
    return next((process for daemon in daemons for process, _ in descendants(daemon)), None)


@pytest.mark.parametrize("kind", ["python worker", "executor"])
def test_a_process_that_dies_loses_no_row_and_doubles_none(session, workers, whole, tmp_path, kind):
    _, processes = workers

    def slowly(batches):
        for batch in batches:
            time.sleep(0.5)
            yield batch

    given = documents(session, 24)
    slow = given.mapInArrow(slowly, given.schema)
    killed = []

    def kill():
        time.sleep(2)
        end = time.monotonic() + 30
        while not killed and time.monotonic() < end:
            if process := victim(processes[0], kind):
                os.kill(process, signal.SIGKILL)
                killed.append(process)
            time.sleep(0.05)

    threading.Thread(target=kill, daemon=True).start()
    spark.items(slow).write.mode("overwrite").parquet(str(tmp_path / "items"))
    assert killed, f"no {kind} was found to be killed"
    assert not Path(f"/proc/{killed[0]}").exists()
    assert (tmp_path / "items/_SUCCESS").exists()
    found = in_order(pl.read_parquet(tmp_path / "items/*.parquet"), "items")
    expected = in_order(whole.items, "items")
    assert_frame_equal(found, expected)
    for folder, frame in (("there", found), ("here", expected)):
        frame.rechunk().write_parquet(tmp_path / folder)
    assert (tmp_path / "there").read_bytes() == (tmp_path / "here").read_bytes()
