"""PDF files that make much of little, for `make_hostile.py`: by filters, or by asking for the same again and again."""

from __future__ import annotations

import zlib


def lzw_bomb(fillings: int = 100) -> bytes:
    """Seven megabytes for each six kilobytes: every code is the string before it and one byte more."""
    filling = [256, 97, *range(258, 4095)]
    widths = [9, 9, *((known + 1).bit_length() for known in range(258, 4095))]
    bits = "".join(f"{code:0{width}b}" for code, width in zip(filling, widths, strict=True))
    last = widths[-1]
    again = f"{256:0{last}b}" + bits[9:]
    every = bits + again * (fillings - 1)
    return int(every.ljust(-(-len(every) // 8) * 8, "0"), 2).to_bytes(-(-len(every) // 8), "big")


def stream(dictionary: str, data: bytes) -> bytes:
    """An object of a PDF file that holds data."""
    return f"<< {dictionary} /Length {len(data)} >> stream\n".encode() + data + b"\nendstream"


def pdf(content: bytes, objects: list[bytes], count: int = 1) -> bytes:
    """A PDF file of pages that all have one content and can draw `F`, the first of the objects."""
    first = 4 + len(objects)
    kids = " ".join(f"{number} 0 R" for number in range(first, first + count))
    page = b"<< /Type /Page /Parent 2 0 R /Resources << /XObject << /F 4 0 R >> >> /Contents 3 0 R >>"
    tree = f"<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox [0 0 99 99] >>".encode()
    every = [b"<< /Type /Catalog /Pages 2 0 R >>", tree, content, *objects, *[page] * count]
    body = b"".join(b"%d 0 obj %b endobj\n" % (number, part) for number, part in enumerate(every, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF"


def picture() -> bytes:
    """A picture that is 700 MB long."""
    picture = "/Type /XObject /Subtype /Image /Width 9 /Height 9 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    return pdf(stream("", b"/F Do"), [stream(f"{picture} /Filter /LZWDecode", lzw_bomb())])


def pages(count: int = 20_000) -> bytes:
    """So many pages that share one content of a megabyte."""
    return pdf(stream("/Filter /FlateDecode", zlib.compress(b" " * (1 << 20), 9)), [], count)


def forms(depth: int = 30) -> bytes:
    """Forms of which each draws the next twice."""
    names = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {} 0 R >> >>"
    return pdf(stream("", b"/F Do"), [stream(names.format(number), b"/F Do /F Do") for number in range(5, 5 + depth)])


def row() -> bytes:
    """Content that is predicted from a row of terabytes."""
    row = "/Filter /FlateDecode /DecodeParms << /Predictor 2 /BitsPerComponent 4 /Columns 4000000000000 >>"
    return pdf(stream(row, zlib.compress(b"BT ET")), [])
