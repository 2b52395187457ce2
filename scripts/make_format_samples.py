"""Writes the small PDF files under tests/corpus/formats, which the tests of the core read.

The text is invented. Needs fpdf2; the bytes are the same on every run. `web-browser.pdf` is
`web-browser.html` beside it as Chromium prints it:
`chromium --headless --no-pdf-header-footer --print-to-pdf=web-browser.pdf web-browser.html`.
"""

from __future__ import annotations

import io
from datetime import datetime, timezone
from pathlib import Path

from fpdf import FPDF

FOLDER = Path(__file__).parent.parent / "tests" / "corpus" / "formats"

STORIES = [
    (
        "MINISTRY ANNOUNCES NEW EXERCISES",
        "The defense ministry in Varland has announced a second round of naval exercises off the northern coast. "
        "Officers told the press that eleven vessels would take part, among them two submarines that were commissioned "
        "last year, and that neighbouring governments had been informed. (The Varland Gazette, March 4, 2011)",
    ),
    (
        "PIPELINE TALKS STALL AGAIN",
        "Negotiators left the capital without an agreement on transit fees. The two sides disagree on how deliveries "
        "of the past winter should be counted, and on who pays for the repair of the eastern section. "
        "(Harbor Times, March 5, 2011)",
    ),
    (
        "PARLIAMENT PASSES PRESS LAW",
        "After a debate of nine hours the lower house approved amendments that raise the fines for unregistered "
        "publications. Editors of three newspapers have said that they will appeal. (Evening Courier, March 7, 2011)",
    ),
]


class Bulletin(FPDF):
    """Pages with a running head and a page number."""

    def header(self) -> None:
        """Print the head of a page."""
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, "Northern Affairs Monitor - No. 12", align="C", new_x="LMARGIN", new_y="NEXT")
        self.ln(4)

    def footer(self) -> None:
        """Print the number of a page."""
        self.set_y(-15)
        self.set_font("Helvetica", size=8)
        self.cell(0, 6, f"Page {self.page_no()} of {{nb}}", align="C")


def new() -> Bulletin:
    """An empty bulletin that is the same whenever it is made."""
    pdf = Bulletin(format="A5")
    pdf.set_creation_date(datetime(2011, 3, 8, tzinfo=timezone.utc))
    pdf.set_title("Northern Affairs Monitor: No. 12")
    pdf.set_auto_page_break(True, margin=20)
    return pdf


def one_column() -> bytes:
    """Headlines and justified paragraphs over several pages, with a link behind each outlet's name."""
    pdf = new()
    pdf.add_page()
    for headline, text in STORIES * 3:
        pdf.set_font("Helvetica", "B", 11)
        pdf.multi_cell(0, 6, headline, new_x="LMARGIN", new_y="NEXT")
        pdf.set_font("Times", size=11)
        body, cited = text.rsplit(" (", 1)
        outlet, date = cited.split(",", 1)
        pdf.write(5.5, f"{body} (")
        pdf.write(5.5, outlet, link=f"https://example.org/{outlet.split()[-1].lower()}")
        pdf.write(5.5, f",{date}")
        pdf.ln(9)
    return bytes(pdf.output())


def two_columns() -> bytes:
    """Justified columns with words broken at the ends of lines."""
    pdf = new()
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 14)
    pdf.cell(0, 10, "Northern Affairs Monitor: No. 12", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Times", size=9)
    with pdf.text_columns(text_align="J", ncols=2, gutter=8) as columns:
        for headline, text in STORIES:
            columns.write(f"{headline}\n")
            broken = text.replace("ministry", "minis\xadtry").replace("governments", "govern\xadments")
            columns.write(f"{broken}\n\n")
    return bytes(pdf.output())


def across_columns() -> bytes:
    """Two columns whose file goes across them line by line, as some printers of web pages write."""
    pdf = new()
    pdf.add_page()
    pdf.set_font("Courier", size=7)
    sides = [pdf.multi_cell(55, 4, text, dry_run=True, output="LINES") for _, text in STORIES[:2]]
    for left, right in zip(*sides, strict=False):
        y = pdf.get_y()
        pdf.text(10, y, left)
        pdf.text(80, y, right)
        pdf.ln(4)
    return bytes(pdf.output())


def scan() -> bytes:
    """A page that is a picture and nothing else."""
    from PIL import Image

    pdf = FPDF(format="A5")
    pdf.set_creation_date(datetime(2011, 3, 8, tzinfo=timezone.utc))
    pdf.add_page()
    picture = io.BytesIO()
    Image.new("L", (60, 80), 230).save(picture, "PNG")
    pdf.image(picture, 10, 10, 100)
    return bytes(pdf.output())


def locked() -> bytes:
    """A file with a password."""
    pdf = new()
    pdf.set_encryption("owner", "user")
    pdf.add_page()
    pdf.set_font("Times", size=11)
    pdf.write(5, STORIES[0][1])
    return bytes(pdf.output())


def sealed() -> bytes:
    """A file that is encrypted and asks for no password; its page draws one word over and over."""
    pdf = new()
    pdf.set_encryption("owner")
    pdf.add_page()
    pdf.set_font("Times", size=11)
    for _ in range(40_000):
        pdf.text(20, 40, "Varland")
    return bytes(pdf.output())


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for make in (one_column, two_columns, across_columns, scan, locked, sealed):
        (FOLDER / f"{make.__name__.replace('_', '-')}.pdf").write_bytes(make())


if __name__ == "__main__":
    main()
