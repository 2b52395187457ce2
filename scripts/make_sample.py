"""Writes the sample archive with its truth, or an archive of any size for benchmarks.

    python scripts/make_sample.py                                     the archive that ships with the package
    python scripts/make_sample.py --megabytes 100 --out DIR           about 100 MB of issues, one per file
    python scripts/make_sample.py --megabytes 100 --out FILE --one-file

Issues are invented, then printed; the truth is what was invented. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
from itertools import islice
from pathlib import Path

from sample import archive

ROOT = Path(__file__).resolve().parent.parent


def write_sample(out: Path, truth: Path, seed: int) -> None:
    """Write the sample archive into the folder `out` and one line of truth per printed issue into `truth`."""
    files = size = 0
    lines: list[str] = []
    for page in archive.pages(seed):
        path = out / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        files, size = files + 1, size + path.write_bytes(page.text.encode())
        lines += [json.dumps(known, ensure_ascii=False) for known in page.truths]
    truth.parent.mkdir(parents=True, exist_ok=True)
    truth.write_bytes(("\n".join(lines) + "\n").encode())
    print(f"{files} files, {size:,} bytes in {out}; {len(lines)} printed issues in {truth}")


def write_bulk(out: Path, megabytes: float, seed: int, per_file: int, *, one_file: bool) -> None:
    """Write issues until `megabytes` (of a million bytes) are reached, `per_file` to a file or all to one."""
    wanted, size, files = int(megabytes * 1e6), 0, 0
    stream = archive.endless(seed)
    if one_file:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("wb") as file:
            while size < wanted:
                size += file.write("\n\n".join(text for _, text in islice(stream, 100)).encode() + b"\n\n")
        files = 1
    else:
        folders: set[Path] = set()
        while size < wanted:
            batch = list(islice(stream, per_file))
            path = out / batch[0][0]
            if path.parent not in folders:
                path.parent.mkdir(parents=True, exist_ok=True)
                folders.add(path.parent)
            size += path.write_bytes("\n\n".join(text for _, text in batch).encode())
            files += 1
    print(f"{files} files, {size:,} bytes in {out}")


def main() -> None:
    """Read the command line and write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, default=ROOT / "python" / "dateline" / "sample", help="folder to write to")
    options.add_argument("--truth", type=Path, default=ROOT / "tests" / "sample_truth.jsonl", help="file for the truth")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--megabytes", type=float, help="write about this many million bytes, without truth")
    options.add_argument("--per-file", type=int, default=1, metavar="N", help="issues in a file (with --megabytes)")
    options.add_argument("--one-file", action="store_true", help="--out is one file (with --megabytes)")
    given = options.parse_args()
    if given.megabytes is None:
        write_sample(given.out, given.truth, given.seed)
    else:
        write_bulk(given.out, given.megabytes, given.seed, given.per_file, one_file=given.one_file)


if __name__ == "__main__":
    main()
