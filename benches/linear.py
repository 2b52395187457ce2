"""Double the input, at most 2.2 times the time: for every format and container.

    python benches/linear.py [--kilobytes 4000] [--runs 3]

Makes one input of each kind and one twice as long, reads both with one thread, and prints the ratio of the best
processor times. The exit status is 1 when a ratio is above 2.2.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import json
import lzma
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import dateline as dl
import polars as pl

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


def page(text: str) -> str:
    """A text as a saved page."""
    body = "".join(f"<p>{part} <a href='https://www.reuters.com/x'>Reuters</a></p>\n" for part in text.split("\n\n"))
    return f"<!DOCTYPE html><html><head><title>x</title></head><body><div class=x>{body}</div></body></html>"


def mail(text: str) -> str:
    """A text as a mail in two parts."""
    head = "From: a@example.org\nTo: b@example.org\nSubject: x\nDate: Wed, 1 Mar 2023 10:00:00 +0000\n"
    parts = f"--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: text/html\n\n{page(text)}\n--b--\n"
    return f"{head}MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n{parts}"


def rtf(text: str) -> str:
    """A text as rich text."""
    return "{\\rtf1\\ansi " + text.replace("\n", "\\par\n") + "}"


def zipped(texts: list[str]) -> bytes:
    """A ZIP archive of texts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts):
            archive.writestr(f"{number}.txt", text)
    return file.getvalue()


def tarred(texts: list[str]) -> bytes:
    """A tar archive of texts."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for number, text in enumerate(texts):
            header = tarfile.TarInfo(f"{number}.txt")
            header.size = len(text)
            archive.addfile(header, io.BytesIO(text.encode()))
    return file.getvalue()


def mbox(texts: list[str]) -> bytes:
    """A mailbox of texts."""
    return "".join(f"From a@b Mon Jan  5 10:00:00 2004\n{mail(text)}\n" for text in texts).encode()


def warc(texts: list[str]) -> bytes:
    """A web archive of pages."""
    records = []
    for text in texts:
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page(text)}".encode()
        head = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
        records.append(f"{head}Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n")
    return b"".join(records)


def table(texts: list[str], method: str) -> bytes:
    """A table of texts."""
    file = io.BytesIO()
    getattr(pl.DataFrame({"text": texts}), method)(file)
    return file.getvalue()


def one(texts: list[str]) -> str:
    """Many issues as one document."""
    return "\n".join(texts)


KINDS: dict[str, Callable[[list[str]], bytes]] = {
    "text": lambda texts: one(texts).encode(),
    "one line": lambda texts: one(texts).replace("\n", " ").encode(),
    "text in windows-1252": lambda texts: one(texts).replace("Kazan", "Kazań–é").encode("cp1252", "ignore"),
    "html": lambda texts: page(one(texts)).encode(),
    "mail": lambda texts: mail(one(texts)).encode(),
    "rtf": lambda texts: rtf(one(texts)).encode(),
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda texts: gzip.compress(tarred(texts)),
    "gz": lambda texts: gzip.compress(one(texts).encode()),
    "xz": lambda texts: lzma.compress(one(texts).encode()),
    "bz2": lambda texts: bz2.compress(one(texts).encode()),
    "mbox": mbox,
    "warc": warc,
    "csv": lambda texts: table(texts, "write_csv"),
    "ndjson": lambda texts: "\n".join(json.dumps({"text": text}) for text in texts).encode(),
    "parquet": lambda texts: table(texts, "write_parquet"),
}


def seconds(path: Path, runs: int) -> float:
    """The best of some readings, in time of the processor: others may use the machine, too."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        dl.read(path, threads=1, limits={"expansion": 1_000_000})
        times.append(time.process_time() - began)
    return min(times)


def main() -> int:
    """Print the table; 1 when a kind takes more than it should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kilobytes", type=int, default=4000, help="length of the shorter input (4000)")
    parser.add_argument("--runs", type=int, default=3, help="readings of each, of which the best counts (3)")
    arguments = parser.parse_args()
    dl.parse("x")  # the vocabulary is built once
    worst = 0.0
    print("| input | processor seconds | of twice as much | ratio |\n|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for kind, make in KINDS.items():
            paths = [Path(folder) / "once", Path(folder) / "twice"]
            for path, size in zip(paths, (1, 2), strict=True):
                path.write_bytes(make(issues(arguments.kilobytes * 1000 * size)))
            short, long = (seconds(path, arguments.runs) for path in paths)
            worst = max(worst, long / short)
            print(f"| {kind} | {short:.3f} | {long:.3f} | {long / short:.2f} |", flush=True)
    return int(worst > MOST)


if __name__ == "__main__":
    sys.exit(main())
