"""What `read`, `scan` and a cluster cost as archives grow, and what follows for a terabyte.

    python benches/scale.py                         10, 50 and 250 MB of invented digests, generated for the run
    python benches/scale.py --megabytes 1 10 100 1000 --jobs read parquet
    python benches/scale.py --megabytes 500 --jobs bytes read       100,000 small files
    python benches/scale.py --megabytes 500 --jobs bytes read --cold        the same, none of them in memory (Linux)
    python benches/scale.py --jobs parquet spark    Spark on all cores of this machine beside it (needs Java)
    python benches/scale.py --archive FOLDER --jobs parquet --rounds 1      the `.txt` files of a folder

Prints Markdown. Each measurement is a process of its own. Costs follow from the processor time for the largest
archive, which other work on the machine hardly changes; prices are assumptions, given as options.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

HERE = Path(__file__).resolve().parent
ISSUE_BYTES = 5_000


def _read(archive: Path, _out: Path) -> None:
    import dateline as dl

    dl.read(archive)


def _collect(archive: Path, _out: Path) -> None:
    import dateline as dl

    dl.scan(archive).collect()


def _sink(archive: Path, out: Path) -> None:
    import dateline as dl

    dl.scan(archive).sink_parquet(out / "items.parquet")


def _text(archive: Path, _out: Path) -> None:
    import dateline as dl

    dl.scan(archive).select("text", "source").collect()


def _series(archive: Path, _out: Path) -> None:
    import dateline as dl

    dl.scan(archive).filter(series="Eastern Seas Bulletin").collect()


def _mastheads(archive: Path, _out: Path) -> None:
    import dateline as dl

    dl.scan(archive, "issues").select("series", "number").collect()


def _bytes(archive: Path, _out: Path) -> None:
    paths = [os.path.join(folder, name) for folder, _, names in os.walk(archive) for name in sorted(names)]
    cores = os.cpu_count() or 1
    # Threads of Python would wait for one another more than for the files.
    with multiprocessing.get_context("fork").Pool(cores) as readers:
        readers.map(_sizes, [paths[part::cores] for part in range(cores)])


def _sizes(paths: list[str]) -> int:
    size = 0
    for path in paths:
        file = os.open(path, os.O_RDONLY)
        size += len(os.read(file, os.fstat(file).st_size))
        os.close(file)
    return size


def _spark(archive: Path, out: Path) -> None:
    from dateline.engines import spark
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[*,4]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "1000").getOrCreate()
    documents = spark.files(session, str(archive))
    # What starts the engine is not what a terabyte costs.
    spark.items(documents.limit(10), text="content", whole=False).count()
    global started
    started = time.perf_counter()
    spark.items(documents, text="content").write.mode("overwrite").parquet(str(out / "items"))


JOBS = {
    "bytes": ("the bytes alone", _bytes),
    "read": ("`read`", _read),
    "collect": ("`scan`, collected", _collect),
    "parquet": ("`scan`, to Parquet", _sink),
    "text": ("`scan`, text and source", _text),
    "series": ("`scan`, one series of three", _series),
    "mastheads": ("`scan`, mastheads", _mastheads),
    "spark": ("Spark, to Parquet", _spark),
}
started = 0.0


def measure(job: str, archive: Path) -> dict[str, float]:
    """Seconds and peak megabytes of one job, in a process of its own."""
    command = [sys.executable, __file__, "--job", job, "--archive", str(archive)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def work(job: str, archive: Path) -> None:
    """The job itself; prints its figures."""
    global started
    import dateline as dl

    dl.mentions("Kenya")  # the vocabulary is built once, whatever the size
    before = processor_seconds()
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        JOBS[job][1](archive, Path(out))
        seconds = time.perf_counter() - started
    # The engine of Spark is a process of its own, whose time is not seen here.
    core = float("nan") if job == "spark" else processor_seconds() - before
    print(json.dumps({"seconds": seconds, "core": core, "peak": peak()}))


def peak() -> float:
    """Most megabytes of memory that this process has had."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # `ru_maxrss` counts what the process that started this one had, too: the names of two million files, for one.
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def processor_seconds() -> float:
    """Of this process and of those that it has started and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def generate(folder: Path, megabytes: float) -> tuple[float, int]:
    """An archive of about this size, an issue a file; its true size in megabytes, and its files."""
    script = HERE.parent / "scripts/make_sample.py"
    command = [sys.executable, script, "--megabytes", str(megabytes), "--out", folder, "--seed", "1"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return weigh(folder)


def weigh(folder: Path) -> tuple[float, int]:
    """Size of an archive in megabytes, and its files."""
    sizes = [path.stat().st_size for path in folder.rglob("*.txt")]
    return sum(sizes) / 1e6, len(sizes)


def forget(folder: Path) -> None:
    """Has the system write the files of an archive to disk, and let go of them in memory."""
    for path in folder.rglob("*.txt"):
        file = os.open(path, os.O_RDONLY)
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def table(sizes: list[float | Path], jobs: list[str], rounds: int, *, cold: bool = False) -> dict[str, float]:
    """Measures and prints; gives megabytes per second of processor time of each job on the last archive.

    A size is that of an archive to be generated, a path that of one that is there. `cold` files come from the disk.
    """
    speeds: dict[str, float] = {}
    print("| job | MB | files | seconds | processor seconds | MB per processor second | peak MB |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            archive = size if isinstance(size, Path) else Path(scratch) / "archive"
            megabytes, files = weigh(size) if isinstance(size, Path) else generate(archive, size)
            best: dict[str, float] = {}
            for job in jobs:
                found = []
                for _ in range(rounds):
                    if cold:
                        forget(archive)
                    found.append(measure(job, archive))
                best[job], core = (min(one[what] for one in found) for what in ("seconds", "core"))
                peak = max(one["peak"] for one in found)
                speeds[job] = megabytes / core
                cells = (
                    f"{megabytes:,.0f} | {files:,} | {best[job]:.2f} | {core:.2f} | {speeds[job]:,.1f} | {peak:,.0f}"
                )
                print(f"| {JOBS[job][0]} | {cells} |", flush=True)
            if {"bytes", "read"} <= best.keys():
                ratio = best["read"] / best["bytes"]
                print(
                    f"`read` of {files:,} files takes {ratio:.1f} times as long as their bytes alone.", file=sys.stderr
                )
    return speeds


def costs(per_core: float, price: float, requests: float) -> None:
    """What follows for larger archives of a speed."""
    assumed = f"{price} a core-hour, {requests} a million GETs (assumed)"
    print(f"\n{per_core:.1f} MB per processor second to Parquet (measured); {assumed}.\n")
    print("| archive | core-hours | compute | GETs, one issue an object | GETs, objects of 64 MB | facts of issues |")
    print("|---|--:|--:|--:|--:|--:|")
    for terabytes in (0.01, 0.1, 1, 10, 100):
        megabytes = terabytes * 1e6
        hours = megabytes / per_core / 3600
        issues = megabytes * 1e6 / ISSUE_BYTES
        # Each object is fetched once for the facts and once for the rows.
        small, large = (2 * count / 1e6 * requests for count in (issues, megabytes / 64))
        print(
            f"| {terabytes:g} TB | {hours:,.1f} | {hours * price:,.2f} | {small:,.2f} | {large:,.3f} "
            f"| {issues * 100 / 1e9:,.1f} GB |"
        )


def main() -> None:
    """Measures what the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, nargs="+", default=[10, 50, 250])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--jobs", nargs="+", choices=JOBS, default=[job for job in JOBS if job != "spark"])
    parser.add_argument("--price", type=float, default=0.04, help="of a core-hour, in dollars")
    parser.add_argument("--requests", type=float, default=0.4, help="of a million GETs, in dollars")
    parser.add_argument("--job", choices=JOBS, help=argparse.SUPPRESS)
    parser.add_argument("--cold", action="store_true", help="the system lets go of the files before each job")
    parser.add_argument("--archive", type=Path, help="a folder of .txt files, in place of archives that are generated")
    arguments = parser.parse_args()
    if arguments.job:
        work(arguments.job, arguments.archive)
        return
    print(f"{os.cpu_count()} cores; Polars {pl.__version__}; Python {sys.version.split()[0]}.\n")
    archives = [arguments.archive] if arguments.archive else arguments.megabytes
    speeds = table(archives, arguments.jobs, arguments.rounds, cold=arguments.cold)
    if "parquet" in speeds:
        costs(speeds["parquet"], arguments.price, arguments.requests)


if __name__ == "__main__":
    main()
