"""Texts in every container that holds documents, for `benches/linear.py` and `scripts/run_fuzzers.py`."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

from renderings import mail, page


def one(texts: list[str]) -> str:
    """Many issues as one document."""
    return "\n".join(texts)


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


CONTAINERS: dict[str, Callable[[list[str]], bytes]] = {
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda texts: gzip.compress(tarred(texts), mtime=0),
    "gz": lambda texts: gzip.compress(one(texts).encode(), mtime=0),
    "xz": lambda texts: lzma.compress(one(texts).encode()),
    "bz2": lambda texts: bz2.compress(one(texts).encode()),
    "mbox": mbox,
    "warc": warc,
}
