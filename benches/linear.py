"""Double the input, at most 2.2 times the time: for every format and container.

    python benches/linear.py [KIND ...] [--kilobytes 1000] [--runs 7]
    python benches/linear.py [KIND ...] --kilobytes 400 --instructions

Makes one input of each kind and one twice as long, reads one after the other with one thread, several times, and prints
the median of the ratios of their processor times: what slows the machine down slows both of a pair. The exit status is
1 when a ratio is above 2.2. Where much else runs, or a long input leaves the caches, instructions tell more than time.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import dateline as dl
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))
from containers import CONTAINERS, one
from renderings import FORMATS

MOST = 2.2

PARAGRAPHS = (
    "The port of Murmansk shipped its first cargo of the year, the ministry said. (Reuters, February 3, 2023)",
    "A court in Kazan closed a newspaper; its editors will appeal to Strasbourg. (The Moscow Times, February 4, 2023)",
    "Talks on grain between Kyiv and Ankara went on, Xinhua reports, and no date was set for their end.",
)


def issues(size: int) -> list[str]:
    """Issues of some 4,000 bytes each, `size` bytes together."""
    found: list[str] = []
    while sum(map(len, found[-1:])) * len(found) < size:
        head = f"Northern Brief No. {len(found) + 1}\n\n"
        found.append(head + "".join(PARAGRAPHS[n % 3] + "\n\n" for n in range(40)))
    return found


def table(texts: list[str], method: str) -> bytes:
    """A table of texts."""
    file = io.BytesIO()
    getattr(pl.DataFrame({"text": texts}), method)(file)
    return file.getvalue()


def whole(render: Callable[[str], bytes]) -> Callable[[list[str]], bytes]:
    """Many issues as one document of a format."""
    return lambda texts: render(one(texts))


KINDS: dict[str, Callable[[list[str]], bytes]] = {
    "text": lambda texts: one(texts).encode(),
    "one line": lambda texts: one(texts).replace("\n", " ").encode(),
    "text in windows-1252": lambda texts: one(texts).replace("Kazan", "Kazań–é").encode("cp1252", "ignore"),
    **{name: whole(render) for name, render in FORMATS.items()},
    **CONTAINERS,
    "csv": lambda texts: table(texts, "write_csv"),
    "ndjson": lambda texts: "\n".join(json.dumps({"text": text}) for text in texts).encode(),
    "parquet": lambda texts: table(texts, "write_parquet"),
}


def seconds(path: Path) -> float:
    """One reading, in time of the processor: others may use the machine, too."""
    began = time.process_time()
    archive = dl.read(path, threads=1, limits={"expansion": 1_000_000})
    taken = time.process_time() - began
    if archive.items.is_empty():
        raise ValueError(f"expected items, found none: {archive.diagnostics['message'].first()}")
    return taken


def instructions(path: Path) -> float:
    """Millions of instructions of a process that reads a file, counted by valgrind."""
    read = "import sys, dateline as dl; dl.read(sys.argv[1], threads=1, limits={'expansion': 1_000_000})"
    count = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    done = subprocess.run(
        [*count, sys.executable, "-c", read, str(path)],
        env={**os.environ, "POLARS_MAX_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if found is None:
        raise ValueError(f"expected a count of instructions, found {done.stderr[-200:]!r}")
    return int(found[1].replace(",", "")) / 1e6


def timed(paths: list[Path], runs: int) -> tuple[float, float, float]:
    """Time of the shorter and the longer input, and the ratio of the two: medians of pairs."""
    pairs = [[seconds(path) for path in paths] for _ in range(runs)]
    short, long = (median(times) for times in zip(*pairs, strict=True))
    return short, long, median(long / short for short, long in pairs)


def counted(paths: list[Path], empty: Path) -> tuple[float, float, float]:
    """Instructions of both beyond those of a file with next to nothing in it, and the ratio of the two."""
    seconds(paths[0])
    start = instructions(empty)
    short, long = (instructions(path) - start for path in paths)
    return short, long, long / short


def main() -> int:
    """Print the table; 1 when a kind takes more than it should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"some of {', '.join(KINDS)} (all)")
    parser.add_argument("--kilobytes", type=int, default=1000, help="length of the shorter input (1000)")
    parser.add_argument("--runs", type=int, default=7, help="pairs of readings, of whose ratios the median counts (7)")
    parser.add_argument("--instructions", action="store_true", help="count instructions (needs valgrind), not time")
    arguments = parser.parse_args()
    dl.parse("x")  # the vocabulary is built once
    worst = 0.0
    what = "million instructions" if arguments.instructions else "processor seconds"
    print(f"| input | {what} | of twice as much | ratio |\n|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for kind in arguments.kinds or KINDS:
            empty, *paths = (Path(folder) / name for name in ("empty", "once", "twice"))
            empty.write_bytes(KINDS[kind](["A line.\n"]))
            for path, size in zip(paths, (1, 2), strict=True):
                path.write_bytes(KINDS[kind](issues(arguments.kilobytes * 1000 * size)))
            try:
                short, long, ratio = counted(paths, empty) if arguments.instructions else timed(paths, arguments.runs)
            except ValueError as error:
                print(f"| {kind} | | | {error} |", flush=True)
                continue
            worst = max(worst, ratio)
            print(f"| {kind} | {short:.3f} | {long:.3f} | {ratio:.2f} |", flush=True)
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
