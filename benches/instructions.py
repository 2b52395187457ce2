"""Instructions per byte of each stage of the core, beside those on record.

    python benches/instructions.py              one megabyte of invented digests, under callgrind
    python benches/instructions.py --record     keeps what is found as benches/instructions.json

Seconds depend on what else a machine does; instructions hardly do, so that a change of one percent is one of the code.
They are not time: a miss of the cache counts as one. Prints Markdown and exits with 0 whatever it finds: it informs.
Needs cargo and valgrind. Stages that rest on others hold their instructions, too: `src/bench.rs` says which.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RECORD = HERE / "instructions.json"
STAGES = ["decode", "lines", "blocks", "scan", "brackets", "parse", "push", "all"]


def counted(archive: Path, scratch: Path) -> dict[str, int]:
    """Instructions of each stage on the files below a folder, with those of all that it calls."""
    out = scratch / "callgrind.out"
    valgrind = ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}"]
    cargo = ["cargo", "bench", "--quiet", "--locked", "--features", "bench", "--bench", "instructions"]
    runner = f"target.'cfg(all())'.runner = {json.dumps(valgrind)}"
    subprocess.run([*cargo, "--config", runner, "--", archive], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    annotate = ["callgrind_annotate", "--inclusive=yes", "--threshold=100", out]
    lines = subprocess.run(annotate, check=True, capture_output=True, text=True).stdout
    found = re.findall(r"^ *([\d,]+) .*:instructions::stages::(\w+) ", lines, re.MULTILINE)
    return {stage: int(count.replace(",", "")) for count, stage in found}


def generate(folder: Path) -> tuple[int, str]:
    """The archive that is read, always the same; its bytes, and their digest."""
    script = [sys.executable, ROOT / "scripts/make_sample.py", "--megabytes", "1", "--seed", "1", "--out", folder]
    subprocess.run(script, check=True, stdout=subprocess.DEVNULL)
    content = b"".join(path.read_bytes() for path in sorted(folder.rglob("*.txt")))
    return len(content), hashlib.sha256(content).hexdigest()


def measure() -> dict[str, Any]:
    """What the record holds."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        size, digest = generate(scratch / "archive")
        found = counted(scratch / "archive", scratch)
    compiler = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    return {
        "conditions": {"input": digest, "compiler": compiler, "architecture": platform.machine()},
        "instructions per byte": {stage: round(found[stage] / size, 2) for stage in STAGES},
    }


def report(found: dict[str, Any], record: dict[str, Any]) -> None:
    """Prints both and the change from one to the other."""
    for name, value in found["conditions"].items():
        if value != (recorded := record["conditions"][name]):
            print(
                f"The {name} is not that of the record ({value}, not {recorded}): the change is not the code's alone.\n"
            )
    print("| stage | instructions per byte | on record | change |\n|---|--:|--:|--:|")
    for stage, count in found["instructions per byte"].items():
        before = record["instructions per byte"].get(stage)
        rest = f"{before:,.1f} | {count / before - 1:+.1%}" if before else "- | -"
        print(f"| {stage} | {count:,.1f} | {rest} |")


def main() -> int:
    """Measures, prints, and keeps it if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="keep what is found")
    arguments = parser.parse_args()
    for tool, source in (("valgrind", "`apt-get install valgrind`, on Linux"), ("cargo", "https://rustup.rs")):
        if not shutil.which(tool):
            print(f"No instructions counted: expected the program {tool}, found none. Get it from {source}.")
            return 0
    found = measure()
    report(found, json.loads(RECORD.read_text()) if RECORD.exists() else found)
    if arguments.record:
        RECORD.write_text(json.dumps(found, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
