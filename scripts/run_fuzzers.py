"""Fuzz the core: each target for some time, from seeds that the tests know.

    python scripts/run_fuzzers.py [TARGET ...] [--seconds 60] [--seeds-only]

Needs the nightly toolchain of Rust and `cargo install cargo-fuzz`. Seeds are written to `fuzz/corpus/` anew from the
golden pages, the files under `tests/corpus/`, and pages in every format; what a fuzzer finds on its way stays there.
The exit status is 1 when an input was found that breaks what must hold (`src/invariants/`). Such a file lies under
`fuzz/artifacts/`: `cargo +nightly fuzz tmin TARGET FILE` makes it small, and with the rule mended it belongs under
`tests/corpus/malformed/TARGET/`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import containers
import make_hostile
import renderings

ROOT = Path(__file__).resolve().parent.parent
FUZZ = ROOT / "fuzz"
CASES = sorted((ROOT / "tests" / "cases").rglob("*.txt"))
MALFORMED = ROOT / "tests" / "corpus" / "malformed"
PROFILES = sorted((ROOT / "src" / "data" / "profiles").glob("*.toml"))
TARGETS = sorted(path.stem for path in (FUZZ / "fuzz_targets").glob("*.rs"))

LONGEST = 20_000
OPTIONS = ["-timeout=10", "-rss_limit_mb=2048", f"-max_len={LONGEST}", "-print_final_stats=1"]


def pieces(text: str) -> list[str]:
    """The head of a page and some of its paragraphs, each piece so short that a fuzzer tries many."""
    head, _, body = text.partition("\n\n")
    found, at = [], 0
    while at < len(body):
        end = body.find("\n", at + 600) % (len(body) + 1)
        found.append(f"{head[:300]}\n\n{body[at:end]}" if at else text[: len(head) + 2 + end])
        at = end + 1
    return found or [text]


def seeds(target: str) -> Iterable[bytes]:
    """What a target starts from."""
    texts = [path.read_text() for path in CASES]
    parts = [part for text in texts for part in pieces(text)]
    yield from (path.read_bytes() for path in sorted((MALFORMED / target).glob("*")))
    if target in ("segment", "parse", "citation", "decode"):
        yield from (part.encode() for part in parts)
    if target in ("citation", "date"):
        lines = {line for text in texts for line in text.split("\n") if any(c.isdigit() for c in line)}
        yield from (line[-300:].encode() for line in sorted(lines))
    if target in ("html", "mail"):
        yield from (renderings.FORMATS[target](part) for part in parts)
    if target == "decode":
        short = texts[0][:1500]
        yield from (short.encode(encoding) for encoding in ("utf-16", "utf-8-sig"))
        yield short.replace("'", "\u2019").encode().decode("cp1252", "replace").encode()
        yield from (render(short) for render in renderings.FORMATS.values())
    if target == "container":
        every = [make(parts[at : at + 3]) for at in range(0, 9, 3) for make in containers.CONTAINERS.values()]
        yield from every
        yield from (content[: len(content) * 2 // 3] for content in every)
        yield from (make_hostile.escaping_tar(), make_hostile.encrypted_zip(), make_hostile.deep_zip(12))
        yield b"Ctext,published\n" + "\n".join(f'"{part}",2023-02-03' for part in parts[:3]).encode()
        yield b"N" + "\n".join(json.dumps({"text": part}) for part in parts[:3]).encode()
    if target == "profile":
        layouts = [path.read_text() for path in PROFILES]
        yield from (f"{layout}\x1e{part}".encode() for layout in layouts for part in parts[::25])
        yield from (f"\x1e{part}".encode() for part in parts)
    if target == "office":
        yield from (b"R" + renderings.rtf(part).encode() for part in parts[::3])
        yield from (b"W" + renderings.word(part).encode() for part in parts[::3])
        yield from (b"O" + renderings.open_document(part).encode() for part in parts[::3])
        yield from (b"M" + renderings.page(part).encode() for part in parts[::3])
        yield from (b"P" + path.read_bytes() for path in sorted((ROOT / "tests/corpus/formats").glob("*.pdf")))


def write_seeds(target: str) -> Path:
    """Write the seeds of a target, each under the hash of its bytes."""
    folder = FUZZ / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds(target):
        if len(seed) <= LONGEST:
            (folder / sha256(seed).hexdigest()[:16]).write_bytes(seed)
    return folder


def run(target: str, seconds: int) -> int:
    """Run one target; the status is that of the fuzzer."""
    dictionary = FUZZ / "dictionaries" / f"{target}.dict"
    options = [*OPTIONS, f"-max_total_time={seconds}", *([f"-dict={dictionary}"] if dictionary.exists() else [])]
    command = ["cargo", "+nightly", "fuzz", "run", "--sanitizer", "none", "--features", "pdf", target]
    return subprocess.run([*command, str(write_seeds(target)), "--", *options], cwd=ROOT).returncode


def main() -> int:
    """Run the targets one after the other; 1 when one of them found something."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"some of {', '.join(TARGETS)} (all)")
    parser.add_argument("--seconds", type=int, default=60, help="how long each target runs (60)")
    parser.add_argument("--seeds-only", action="store_true", help="write the seeds and run nothing")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.targets) - set(TARGETS)):
        parser.error(f"expected targets among {', '.join(TARGETS)}, found {', '.join(unknown)}")
    found = 0
    for target in arguments.targets or TARGETS:
        if arguments.seeds_only:
            write_seeds(target)
        else:
            found += run(target, arguments.seconds) != 0
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
