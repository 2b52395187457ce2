"""Write files that mean harm: bombs, loops, truncated containers, names that escape, endless nesting.

    python scripts/make_hostile.py FOLDER

Every file is made anew, always the same, and small; `tests/python/test_hostile.py` reads them all within bounds of
memory and time.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import hostile_pdf

ISSUE = b"""Northern Brief No. 12

The port of Murmansk shipped its first cargo of the year. (Reuters, February 3, 2023)
"""


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive; names may repeat and are written as they are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return file.getvalue()


def tarred(members: list[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    """A tar archive of headers as they are."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for info, content in members:
            if info.isreg():
                info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def info(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    """The header of a member."""
    header = tarfile.TarInfo(name)
    header.type, header.linkname = kind, target
    return header


def gzip_bomb(size: int = 1 << 30) -> bytes:
    """So many zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()


def zip_bomb() -> bytes:
    """Sixteen archives in one, five deep, and 64 MiB in each of those at the bottom: a million times 64 MiB."""
    archive = zipped([("0.txt", bytes(64 << 20))])
    for level in range(5):
        archive = zipped([(f"{level}-{number}.zip", archive) for number in range(16)])
    return archive


def overlapping_zip(count: int = 2000) -> bytes:
    """One compressed body of 16 MiB that `count` entries of the directory share."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = bytes(16 << 20)
    body = packer.compress(content) + packer.flush()
    common = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, zlib.crc32(content), len(body), len(content))
    name = b"0000.txt"
    local = b"PK\x03\x04" + common + struct.pack("<HH", len(name), 0) + name + body
    entries = b"".join(
        b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + b"%04d.txt" % number
        for number in range(count)
    )
    return local + entries + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(entries), len(local), 0)


def quine() -> bytes:
    """A gzip file that unpacks to itself, for ever.

    The program is that of R. Cox, "Zip Files All The Way Down" (2010): literals print the bytes that follow, repeats
    the last ones once more. Its check sum is in the file twice; as CRC-32 is affine in those bits, they are found by
    elimination.
    """
    for time in range(1000):
        header = b"\x1f\x8b\x08\x00" + struct.pack("<I", time) + b"\x00\xff"
        for_sum = [_quine(header, 0), *(_quine(header, 1 << bit) for bit in range(32))]
        offset, *images = (zlib.crc32(file) for file in for_sum)
        # Column by column: what a bit of the stored sum changes in the sum of the file, less itself.
        solved = _solve([image ^ offset ^ (1 << bit) for bit, image in enumerate(images)], offset)
        if solved is not None:
            return _quine(header, solved)
    raise AssertionError("no check sum fits")


def _quine(head: bytes, checksum: int) -> bytes:
    def say(size: int) -> bytes:
        return b"\x00" + struct.pack("<HH", size, size ^ 0xFFFF)

    def repeat(size: int, final: int = 0) -> bytes:
        # Two copies of half the length each, so that a repeat is five bytes long as a literal's header is.
        code, extra = (8, 3) if size > 16 else (7, 2)
        base = 17 if size > 16 else 13
        bits = f"{final}10"
        for length in (size // 2, size - size // 2):
            bits += f"{length - 2:07b}{code:05b}" + f"{size - base:0{extra}b}"[::-1]
        bits = (bits + "0" * 7).ljust(40, "0")
        return bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, 40, 8))

    unit = 5
    first, four = len(head) + unit, 4 * unit
    begin = [say(first), head, say(first), repeat(first), say(unit), repeat(first), say(unit), say(unit)]
    begin += [say(four), repeat(first), say(unit), say(unit), say(four), repeat(four)]
    last = 8 + unit
    end = [say(four), repeat(four), say(four), repeat(four), say(four), repeat(four)]
    end += [say(four), repeat(four), say(0), say(0), say(last), repeat(four), say(0), say(0), say(last)]
    program = head + b"".join(begin + end)
    size = len(program) + 2 * last
    tail = repeat(last, 1) + struct.pack("<II", checksum, size)
    return program + tail + tail


def _solve(columns: list[int], wanted: int) -> int | None:
    rows = [
        (sum((column >> row & 1) << at for at, column in enumerate(columns)), wanted >> row & 1) for row in range(32)
    ]
    done: list[tuple[int, int, int]] = []
    for pivot in range(32):
        found = next((row for row in rows if row[0] >> pivot & 1), None)
        if found is None:
            return None
        rows.remove(found)
        rows = [(a ^ found[0], b ^ found[1]) if a >> pivot & 1 else (a, b) for a, b in rows]
        done = [(p, a ^ found[0], b ^ found[1]) if a >> pivot & 1 else (p, a, b) for p, a, b in done]
        done.append((pivot, *found))
    return sum(value << pivot for pivot, _, value in done)


def deep_zip(depth: int = 100) -> bytes:
    """A ZIP archive in another, and so on."""
    archive = zipped([("bottom.txt", ISSUE)])
    for _ in range(depth):
        archive = zipped([("in.zip", archive)])
    return archive


def tar_bomb() -> bytes:
    """A name of a tebibyte, compressed: what comes out of it is all header."""
    header = bytearray(info("././@LongLink", tarfile.GNUTYPE_LONGNAME).tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\x80" + (1 << 40).to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return gzip.compress(bytes(header) + b"a" * (64 << 20), mtime=0)


def warc_record(length: int) -> bytes:
    """The header of a record that says it is so long."""
    fields = ["WARC/1.0", "WARC-Type: resource", "Content-Type: text/plain", f"Content-Length: {length}", "", ""]
    return "\r\n".join(fields).encode()


def truncated() -> Iterator[tuple[str, bytes]]:
    """Every container, cut in the middle."""
    # Numbers that do not compress: a compressor gives nothing before its first block is full.
    lines = [
        b"Ship %d left for port %d. (Reuters, May 4, 2020)\n\n" % (n, zlib.crc32(b"%d" % n)) for n in range(40_000)
    ]
    text = ISSUE + b"".join(lines)
    archive = tarred([(info("a.txt"), ISSUE), (info("b.txt"), text)])
    mail = b"From a@b Mon Jan  5 10:00:00 2004\nSubject: x\nContent-Transfer-Encoding: base64\n\n" + text
    whole = {
        "cut.zip": zipped([("a.txt", ISSUE), ("b.txt", text)]),
        "cut.tar": archive,
        "cut.tar.gz": gzip.compress(archive, mtime=0),
        "cut.txt.gz": gzip.compress(text, mtime=0),
        "cut.txt.xz": lzma.compress(text),
        "cut.txt.bz2": bz2.compress(text),
        "cut.mbox": mail * 3,
        "cut.csv": b'name,text\na,"' + text.replace(b'"', b'""') + b'"\n',
        "cut.ndjson": b'{"text": "%s"}\n' % ISSUE.replace(b"\n", b"\\n") * 999,
        "cut.warc": warc_record(len(text)) + text,
    }
    for name, content in whole.items():
        yield name, content[: len(content) // 2]


def encrypted_zip() -> bytes:
    """An archive whose flags say that its member is encrypted."""
    archive = bytearray(zipped([("secret.txt", ISSUE)]))
    archive[6] |= 1
    archive[archive.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(archive)


def escaping_tar() -> bytes:
    """Names that lead out, links to elsewhere, a device, a name used twice, names that steer a terminal."""
    return tarred(
        [
            (info("../../../etc/cron.d/x"), ISSUE),
            (info("/etc/passwd"), ISSUE),
            (info("..\\..\\windows\\x.txt"), ISSUE),
            (info("link", tarfile.SYMTYPE, "/etc/passwd"), b""),
            (info("hard", tarfile.LNKTYPE, "/etc/shadow"), b""),
            (info("pipe", tarfile.FIFOTYPE), b""),
            (info("null", tarfile.CHRTYPE), b""),
            (info("twice.txt"), ISSUE),
            (info("twice.txt"), ISSUE),
            (info("\x1b[2J\u202etxt.exe"), ISSUE),
        ]
    )


def nested_page(depth: int = 10_000_000) -> bytes:
    """So many open elements."""
    return b"<html><body>" + b"<b>" * depth + ISSUE


def many_parts(count: int = 100_000) -> bytes:
    """A mail of so many parts."""
    part = b"--x\r\nContent-Type: text/plain\r\n\r\nA line.\r\n"
    head = b"From: a@b\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head + part * count + b"--x--\r\n"


def nested_mail(depth: int = 20_000) -> bytes:
    """A mail in a mail, and so on."""
    return b"From: a@b\r\nSubject: x\r\nContent-Type: message/rfc822\r\n\r\n" * depth + ISSUE


FILES: dict[str, Callable[[], bytes]] = {
    "bomb.gz": gzip_bomb,
    "bomb.zip": zip_bomb,
    "overlapping.zip": overlapping_zip,
    "quine.gz": quine,
    "deep.zip": deep_zip,
    "long-name.tar.gz": tar_bomb,
    "encrypted.zip": encrypted_zip,
    "escaping.tar": escaping_tar,
    "picture.pdf": hostile_pdf.picture,
    "pages.pdf": hostile_pdf.pages,
    "forms.pdf": hostile_pdf.forms,
    "row.pdf": hostile_pdf.row,
    "nested.html": nested_page,
    "parts.eml": many_parts,
    "nested.eml": nested_mail,
    "direction.txt": lambda: ISSUE.decode().replace(" ", " \u202e\u200b\u2066").encode(),
    "zero-width.txt": lambda: ("\u200b\u200d\ufeff" * 100_000).encode() + ISSUE,
    "nul.txt": lambda: ISSUE.replace(b" ", b"\0"),
    "nul-at-end.txt": lambda: ISSUE + bytes(1 << 20),
    "surrogates.txt": lambda: ISSUE.decode().replace("t", "\ud83d").encode(errors="surrogatepass"),
    "lone-surrogates-utf16.txt": lambda: b"\xff\xfe" + b"\x3d\xd8" * 10_000 + ISSUE.decode().encode("utf-16-le"),
    "brackets.txt": lambda: b"(" * 1_000_000 + ISSUE,
    "one-line.csv": lambda: b"name,text\n" + b'"' + b"x" * (4 << 20),
    "deep.ndjson": lambda: b'{"text": ' + b"[" * 1_000_000 + b"\n",
    "empty.zip": lambda: zipped([]),
    "stub.parquet": lambda: b"PAR1" + struct.pack("<I", 1 << 31) + b"PAR1",
    "huge-record.warc": lambda: warc_record((1 << 64) - 1) + ISSUE,
}


def write(folder: Path) -> None:
    """Write all of them into a folder, and a loop of links beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())
    for name, content in truncated():
        (folder / name).write_bytes(content)
    loop = folder / "loop" / "below"
    loop.mkdir(parents=True, exist_ok=True)
    if not (loop / "back").is_symlink():
        os.symlink(folder.resolve() / "loop", loop / "back")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
