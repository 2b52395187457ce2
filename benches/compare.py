"""Speed and memory of dateline beside what else one would use, on an archive of any size.

    python benches/compare.py                         20 MB of invented digests, generated for the run
    python benches/compare.py --megabytes 1000
    python benches/compare.py --archive FOLDER        the .txt files below a folder
    python benches/compare.py --linear                seconds for inputs that double, hostile shapes too

Prints Markdown. Each contender runs in a process of its own, in turn, round after round; the best of all
runs counts.
Needs pandas, python-dateutil, and cargo for the bare Aho-Corasick pass.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from itertools import islice, pairwise
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SCRIPT_LIMIT = 5_000_000

# Name, threads (0 stands for all cores), and whether it gets a slice of the input only.
CONTENDERS = [
    ("dl.read", 1, False),
    ("dl.read", 0, False),
    ("dl.parse", 1, False),
    ("dl.parse", 0, False),
    ("dl.mentions", 1, False),
    ("dl.mentions", 0, False),
    ("Polars expressions", 1, False),
    ("Polars expressions", 0, False),
    ("Python script", 1, True),
    ("memory copy", 1, False),
]


def generate(folder: Path, megabytes: float) -> None:
    """Write about this many million bytes of invented issues."""
    command = [
        sys.executable,
        ROOT / "scripts/make_sample.py",
        "--megabytes",
        str(megabytes),
        "--out",
        folder,
        "--seed",
        "1",
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def slice_of(folder: Path, target: Path, limit: int) -> None:
    """Link the first files of `folder`, up to `limit` bytes, into `target`."""
    size = 0
    for path in sorted(folder.rglob("*.txt")):
        size += path.stat().st_size
        if size > limit and any(target.iterdir()):
            break
        (target / str(path.relative_to(folder)).replace(os.sep, "_")).symlink_to(path.resolve())


def run(name: str, folder: Path, threads: int, runs: int) -> dict:
    """One process of one contender."""
    count = threads or os.cpu_count() or 1
    command = [sys.executable, HERE / "contenders.py", name, folder, str(count), str(runs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def aho_corasick(folder: Path, scratch: Path, runs: int) -> dict:
    """The bare pass over the same bytes with the printed forms of the same vocabulary."""
    from dateline import vocabulary

    target = Path(os.environ.get("CARGO_TARGET_DIR", scratch / "target"))
    manifest = HERE / "peers/Cargo.toml"
    subprocess.run(
        ["cargo", "build", "--release", "--quiet", "--manifest-path", manifest, "--target-dir", target], check=True
    )
    forms, text = scratch / "forms.txt", scratch / "text.txt"
    forms.write_text("\n".join(vocabulary.shipped().forms()), encoding="utf-8")
    text.write_bytes(b"".join(path.read_bytes() for path in sorted(folder.rglob("*.txt"))))
    done = subprocess.run(
        [target / "release/dateline-peers", forms, text, str(runs)], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def import_seconds(module: str) -> float:
    """Best of seven imports in fresh processes."""
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    times = [
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
        for _ in range(7)
    ]
    return min(times)


def compare(folder: Path, rounds: int, runs: int) -> None:
    """Run all contenders in turn and print the tables."""
    with tempfile.TemporaryDirectory() as scratch_name:
        scratch = Path(scratch_name)
        part = scratch / "part"
        part.mkdir()
        slice_of(folder, part, SCRIPT_LIMIT)
        best: dict[tuple[str, int], dict] = {}
        bare: dict = {}
        for _ in range(rounds):
            for name, threads, sliced in CONTENDERS:
                found = run(name, part if sliced else folder, threads, 1 if sliced else runs)
                known = best.setdefault((name, threads), found)
                known["seconds"] = [min(*known["seconds"], *found["seconds"])]
                known["peak"] = max(known["peak"], found["peak"])
            found = aho_corasick(folder, scratch, runs)
            bare = {
                kind: min((bare.get(kind, row), row), key=lambda row: row["seconds"]) for kind, row in found.items()
            }
    report(best, bare, folder)


def report(best: dict, bare: dict, folder: Path) -> None:
    """Print speeds with ratios, then memory, then import time."""
    files, size = sum(1 for _ in folder.rglob("*.txt")), best["dl.read", 1]["input"]
    speed = {key: row["input"] / min(row["seconds"]) / 1e6 for key, row in best.items()}
    automaton = {kind: size / row["seconds"] / 1e6 for kind, row in bare.items()}
    ours, cores = speed["dl.read", 1], os.cpu_count()
    print(
        f"{files:,} files, {size / 1e6:.1f} MB; {platform.machine()}, {cores} cores; "
        f"Python {platform.python_version()}.\n"
    )
    print("| contender | threads | MB/s | `dl.read` on one thread is |\n|---|--:|--:|--:|")
    rows = [(name, str(threads or cores), value) for (name, threads), value in speed.items()]
    labels = {"chosen": "bare aho-corasick pass (automaton of its choice)", "dfa": "bare aho-corasick pass (DFA)"}
    rows += [(labels[kind], "1", value) for kind, value in automaton.items()]
    for name, threads, value in rows:
        print(f"| {name} | {threads} | {value:,.1f} | {ours / value:.2f} times as fast |")
    print("\n| aim | wanted | found |\n|---|--:|--:|")
    read = best["dl.read", 1]
    aims = [
        ("everything, MB/s on one core", "100", f"{ours:.1f}"),
        ("all cores against one", f"{0.9 * (cores or 1):.1f}", f"{speed['dl.read', 0] / ours:.2f}"),
        ("against the Python script", "50", f"{ours / speed['Python script', 1]:.1f}"),
        ("against the bare aho-corasick pass", "1", f"{ours / max(automaton.values()):.2f}"),
        ("`dl.mentions`, MB/s on one core", "150", f"{speed['dl.mentions', 1]:.1f}"),
        (
            "peak memory of `dl.read` by input plus tables",
            "< 3",
            f"{read['peak'] / (read['input'] + read['tables']):.2f}",
        ),
        (
            "import, seconds (Polars alone)",
            "< 0.3",
            f"{import_seconds('dateline'):.3f} ({import_seconds('polars'):.3f})",
        ),
    ]
    for aim in aims:
        print("| {} | {} | {} |".format(*aim))
    print(
        f"\nMemory of `dl.read`: input {read['input'] / 1e6:.1f} MB, tables {read['tables'] / 1e6:.1f} MB, "
        f"peak {read['peak'] / 1e6:.1f} MB."
    )


def linear(largest: int) -> None:
    """Print seconds of `dl.parse` for each shape at 1, 2, 4, ... million bytes, and the ratio to half the size."""
    import time

    import dateline as dl

    sys.path.insert(0, str(ROOT / "scripts"))
    from sample import archive

    page = next(text for _, text in archive.endless(1))
    pages = "\n\n".join(text for _, text in islice(archive.endless(1), 200))
    title = "Eastern Monitor No. 5\n\n"
    shapes = {
        "digests in one text": lambda size: (pages * (size // len(pages) + 1))[:size],
        "unclosed brackets": lambda size: title + "(Reuters, May 5, " * (size // 17),
        "nested brackets": lambda size: title + "(" * (size // 2) + ")" * (size // 2),
        "one line of words": lambda size: title + "Moscow says " * (size // 12),
        "one line, no blank": lambda size: title + "x" * size,
        "blank lines": lambda size: title + "\n" * size + page,
        "one-letter lines": lambda size: title + "a\n" * (size // 2),
        "date headings": lambda size: title + "March 5:\n" * (size // 9),
    }
    sizes = [1 << step for step in range(largest.bit_length()) if 1 << step <= largest]
    dl.parse("x")
    print(
        "| shape | "
        + " | ".join(f"{size} MB" for size in sizes)
        + " | last ratios |\n|---|"
        + "--:|" * (len(sizes) + 1)
    )
    for name, shape in shapes.items():
        seconds = []
        for size in sizes:
            text = shape(size * 1_000_000)
            times = []
            for _ in range(2):
                start = time.perf_counter()
                dl.parse(text, threads=1)
                times.append(time.perf_counter() - start)
            seconds.append(min(times))
        ratios = [f"{after / before:.1f}" for before, after in pairwise(seconds)]
        print(
            f"| {name} | " + " | ".join(f"{value:.3f}" for value in seconds) + f" | {', '.join(ratios[-3:])} |",
            flush=True,
        )


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=Path, help="folder of .txt files; generated when not given")
    parser.add_argument("--megabytes", type=float, default=20, help="size of the generated archive")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--runs", type=int, default=2, help="runs of each contender in each round")
    parser.add_argument("--linear", action="store_true", help="time of inputs that double in size")
    parser.add_argument("--largest", type=int, default=16, help="largest input of --linear in MB")
    arguments = parser.parse_args()
    if arguments.linear:
        linear(arguments.largest)
    elif arguments.archive:
        compare(arguments.archive, arguments.rounds, arguments.runs)
    else:
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder), arguments.megabytes)
            compare(Path(folder), arguments.rounds, arguments.runs)


if __name__ == "__main__":
    main()
