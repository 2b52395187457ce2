"""What a store saves: updates beside a full reading, and how reprints and follow-ups grow with the number of items.

    python benches/store.py --megabytes 20

Every time is the best of the rounds, as a ratio to `dl.read(...).write(...)` of the same archive.
"""

from __future__ import annotations

import argparse
import functools
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import dateline as dl
import polars as pl

ROOT = Path(__file__).resolve().parent.parent


def seconds(work: Callable[[], object], rounds: int, before: Callable[[], object] = lambda: None) -> float:
    """The best of some rounds; `before` each round is not counted."""
    times = []
    for _ in range(rounds):
        before()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Measure and print two Markdown tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--megabytes", type=float, default=20)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive, store = folder / "archive", folder / "store"
        make = [sys.executable, str(ROOT / "scripts" / "make_sample.py"), "--megabytes", str(given.megabytes)]
        subprocess.run([*make, "--out", str(archive)], check=True, stdout=subprocess.DEVNULL)
        updates(archive, store, folder / "tables", given.rounds)
        growth(dl.open(store).items, given.rounds)


def updates(archive: Path, store: Path, tables: Path, rounds: int) -> None:
    """Each kind of update beside a full reading that writes its tables."""
    files = sorted(path for path in archive.rglob("*") if path.is_file())
    full = seconds(lambda: dl.read(archive).write(tables), rounds)
    first = seconds(lambda: dl.update(archive, store), rounds, lambda: shutil.rmtree(store, ignore_errors=True))
    same = seconds(lambda: dl.update(archive, store), rounds)

    def changed(count: int) -> Callable[[], None]:
        def change() -> None:
            for path in files[:: max(1, len(files) // count)][:count]:
                path.write_text(path.read_text() + "\n")

        return change

    rows = [("full reading and writing", full), ("first update", first), ("nothing changed", same)]
    for count in (1, len(files) // 100):
        rows.append((f"{count} files changed", seconds(lambda: dl.update(archive, store), rounds, changed(count))))
    size = sum(path.stat().st_size for path in files) / 1e6
    held = sum(path.stat().st_size for path in store.rglob("*.parquet")) / 1e6
    print(f"{len(files):,} files, {size:.1f} MB; the store, with the state before, has {held:.1f} MB.\n")
    print("| | share of a full reading |\n|---|--:|")
    for what, took in rows:
        print(f"| {what} | {took / full:.2f} |")


def growth(items: pl.DataFrame, rounds: int) -> None:
    """Half of the time span against the whole."""
    warnings.simplefilter("ignore", dl.UndatedItems)
    dated = items.drop_nulls("date").sort("date")
    half = dated.head(dated.height // 2)
    print(f"\n{half.height:,} and {dated.height:,} items.\n")
    print("| | half, MB/s of text | twice the items take so many times as long |\n|---|--:|--:|")
    for verb in (dl.duplicates, dl.threads):
        one, two = (seconds(functools.partial(verb, frame), rounds) for frame in (half, dated))
        speed = half["text"].str.len_bytes().sum() / 1e6 / one
        print(f"| `{verb.__name__}` | {speed:.1f} | {two / one:.2f} |")


if __name__ == "__main__":
    main()
