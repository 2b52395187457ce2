"""One text in every format that holds a document, made with as little as each of them needs.

`benches/linear.py` times them, `scripts/run_fuzzers.py` starts from them.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from html import escape

SECTOR = 4096
ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
END_OF_CHAIN, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def page(text: str) -> str:
    """A text as a saved page, with links at the names of an outlet."""
    link = "<a href='https://www.reuters.com/x'>Reuters</a>"
    parts = (escape(part, quote=False).replace("Reuters", link) for part in text.split("\n\n"))
    body = "".join(f"<p>{part}</p>\n" for part in parts)
    return f"<!DOCTYPE html><html><head><title>x</title></head><body><div class=x>{body}</div></body></html>"


def mail(text: str) -> str:
    """A text as a mail in two parts."""
    head = "From: a@example.org\nTo: b@example.org\nSubject: x\nDate: Wed, 1 Mar 2023 10:00:00 +0000\n"
    parts = f"--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: text/html\n\n{page(text)}\n--b--\n"
    return f"{head}MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n{parts}"


def rtf(text: str) -> str:
    """A text as rich text."""
    return "{\\rtf1\\ansi " + text.replace("\n", "\\par\n") + "}"


def word(text: str) -> str:
    """The XML of a text in Word."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    return f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>'


def open_document(text: str) -> str:
    """The XML of a text as OpenDocument."""
    body = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    body = f"<office:body><office:text>{body}</office:text></office:body>"
    return f'<office:document-content xmlns:office="o" xmlns:text="t">{body}</office:document-content>'


def packed(members: dict[str, str]) -> bytes:
    """A ZIP archive of files, as office programs write them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def docx(text: str) -> bytes:
    """A text as a Word file."""
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": word(text)})


def odt(text: str) -> bytes:
    """A text as an OpenDocument file."""
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": open_document(text)})


def sectors(content: bytes) -> bytes:
    """Bytes filled up to whole sectors."""
    return content.ljust(-(-len(content) // SECTOR) * SECTOR, b"\0")


def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    """One stream, or the root, in the directory of a compound file; siblings hang together as a list to the right."""
    printed = name.encode("utf-16-le") + b"\0\0"
    head = struct.pack("<64sHBBIII", printed, len(printed), kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (version 4) of streams, each a sector long at least, in the order of the format."""
    contents = [sectors(content.ljust(SECTOR, b"\0")) for content in streams.values()]
    lengths = [len(content) // SECTOR for content in contents]
    starts = [sum(lengths[:number]) for number in range(len(lengths) + 1)]
    rights = [*range(2, len(streams) + 1), FREE]
    directory = entry("Root Entry", 5, FREE, 1, END_OF_CHAIN, 0) + b"".join(
        entry(name, 2, right, FREE, start, max(SECTOR, len(streams[name])))
        for name, right, start in zip(streams, rights, starts, strict=False)
    )
    # The table of links has one for every sector, its own included.
    links: list[int] = []
    for length in [*lengths, 1]:
        links += [*range(len(links) + 1, len(links) + length), END_OF_CHAIN]
    tables = -(-len(links) // (SECTOR // 4 - 1))
    first = len(links)
    links += [FAT_SECTOR] * tables
    links += [FREE] * (tables * SECTOR // 4 - len(links))
    head = struct.pack("<Q16xHHHHH6x", 0xE11AB1A1E011CFD0, 62, 4, 0xFFFE, 12, 6)
    head += struct.pack("<9I", 1, tables, starts[-1], 0, SECTOR, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    head += struct.pack("<109I", *[*range(first, first + tables), *[FREE] * 109][:109])
    return sectors(head) + b"".join(contents) + sectors(directory) + struct.pack(f"<{len(links)}I", *links)


def msg(text: str) -> bytes:
    """A text as a message that Outlook saved; the names of streams rise by length, then by letters."""
    wide = text.ljust(SECTOR // 2).encode("utf-16-le")
    return compound({"__substg1.0_1000001F": wide, "__properties_version1.0": bytes(48)})


def pdf(text: str) -> bytes:
    """A text as a PDF file of pages of forty lines, with the letters of a standard font."""
    lines = [line[at : at + 90] for line in text.split("\n") for at in range(0, max(len(line), 1), 90)]
    sheets = [lines[at : at + 40] for at in range(0, len(lines), 40)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(sheets)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, sheet in enumerate(sheets):
        shown = "".join(f"({line.translate(ESCAPED)}) Tj T*\n" for line in sheet)
        content = f"BT /F 10 Tf 12 TL 50 780 Td\n{shown}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            f"/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    file, places = b"%PDF-1.4\n", []
    parts = []
    at = len(file)
    for number, content in enumerate(objects, 1):
        part = f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252", "replace")
        places.append(at)
        at += len(part)
        parts.append(part)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    tail += f"startxref\n{at}\n%%EOF\n"
    return file + b"".join(parts) + tail.encode()


FORMATS: dict[str, Callable[[str], bytes]] = {
    "html": lambda text: page(text).encode(),
    "mail": lambda text: mail(text).encode(),
    "rtf": lambda text: rtf(text).encode(),
    "docx": docx,
    "odt": odt,
    "msg": msg,
    "pdf": pdf,
}
