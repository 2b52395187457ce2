"""One contender of `compare.py`, run in a process of its own so that threads, caches and peak memory are its own.

    python benches/contenders.py NAME FOLDER THREADS RUNS

Prints one JSON object: seconds of each run, rows, size of the input and of the tables, peak memory above that of the
imports and the loaded input (all in bytes).
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

DAY = r"[A-Z][a-z]+ \d{1,2}, \d{4}"


def peak() -> int:
    """Most memory this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def texts(folder: Path) -> list[str]:
    """The documents below a folder, in the order of their names."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]


def archive_size(archive: object) -> tuple[int, int]:
    """Rows of all tables of an archive, and their bytes: strings that columns share count once for each column."""
    frames = [getattr(archive, name) for name in ("issues", "items", "citations", "mentions", "diagnostics")]
    return sum(frame.height for frame in frames), sum(frame.estimated_size() for frame in frames)


def contender(
    name: str, folder: Path, threads: int
) -> tuple[Callable[[], object], Callable[[object], tuple[int, int]]]:
    """What to time, and how to tell rows and bytes of its result."""
    frame_size = lambda frame: (frame.height, frame.estimated_size())  # noqa: E731
    if name == "memory copy":
        blob = "".join(texts(folder)).encode()
        return lambda: bytearray(blob), lambda copy: (0, len(copy))
    if name == "Python script":
        import dateline as dl
        import script_baseline

        loaded, names = texts(folder), dl.countries()["name"].to_list()
        return lambda: script_baseline.table(loaded, names), lambda frame: (
            len(frame),
            int(frame.memory_usage(deep=True).sum()),
        )
    if name == "Polars expressions":
        import dateline as dl
        import polars as pl

        loaded, names = pl.DataFrame({"text": texts(folder)}), dl.countries()["name"].to_list()
        bracket = rf"\(([^()]+?),\s+({DAY})\)\.?\s*$"
        paragraphs = pl.col("text").str.split("\n\n")
        columns = {
            "source": pl.col("text").str.extract(bracket, 1),
            "date": pl.col("text").str.extract(bracket, 2).str.to_date("%B %d, %Y", strict=False),
            "countries": pl.col("text").str.extract_many(names, leftmost=True),
        }
        plan = loaded.lazy().select(paragraphs).explode("text").with_columns(**columns)
        return plan.collect, frame_size
    import dateline as dl

    dl.parse("x")  # the vocabulary is built at first use
    if name == "dl.read":
        return lambda: dl.read(folder, threads=threads), archive_size
    loaded = texts(folder)
    if name == "dl.parse":
        return lambda: dl.parse(loaded, threads=threads), archive_size
    if name == "dl.mentions":
        return lambda: dl.mentions(loaded, threads=threads), frame_size
    raise SystemExit(f"expected a contender, found {name!r}")


def main() -> None:
    """Run one contender."""
    name, folder, threads, runs = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    run, measure = contender(name, folder, threads)
    before, seconds, rows, size = peak(), [], 0, 0
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
        rows, size = measure(result)
        del result
    held = sum(path.stat().st_size for path in folder.rglob("*.txt"))
    print(json.dumps({"seconds": seconds, "rows": rows, "input": held, "tables": size, "peak": peak() - before}))


if __name__ == "__main__":
    main()
