"""Any text is read to the end; an issue that was printed is read as what it was."""

import datetime as dt

import dateline as dl
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# What the layouts are made of, and what breaks them.
LINES = """\
Publications By Category
American Foreign Policy Council
Russia Reform Monitor No. 2567
Iran Democracy Monitor: No. 31
 - No. 7
Related Categories: Iran; SPACE
Edited by Jane Doe and John A. Roe
February 6, 2013
February 20:
February 30:
GRAIN SAILS AGAIN...
...BUT NOT FAR
[Editor’s Note: it is late
[EDITORS' NOTE
(Reuters, May 4, 2020)
(Reuters, May 4
(PLA)
Rain fell in Kenya.
According to Xinhua, ice melts.
Meanwhile, the BBC reports
citesNATO
日本 é 😀
"""
MARKS = ["\n", "\n\n", "\r\n", "\x0c", " ", "\u00a0", "\u00ad", "\u2028", "\ufeff", "\u0301", *"()[]“”'"]
PIECES = st.sampled_from(LINES.splitlines() + MARKS)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_every_byte_has_a_role(text):
    archive = dl.parse(text, threads=1)
    encoded = text.encode()
    assert archive.coverage()["bytes"].sum() == len(encoded)
    for table in ("items", "citations", "mentions", "diagnostics"):
        for start, end in getattr(archive, table).select("byte_start", "byte_end").iter_rows():
            encoded[start:end].decode()
    assert archive.items["item_id"].is_unique().all()


OUTLETS = st.sampled_from(
    ["Reuters", "The Moscow Times", "New York Times", "Xinhua", "Al Jazeera", "Washington Examiner"]
)
DATES = st.dates(dt.date(2007, 1, 1), dt.date(2025, 12, 31))
SENTENCES = st.sampled_from(
    [
        "The port shipped its first cargo of the year.",
        "A court closed a newspaper, and its editors (all four) will appeal.",
        "Talks were put off until “the spring,” a spokesman said.",
        "Output rose by 3.4 percent, or $16 billion, between 2021-25.",
    ]
)
HEADLINES = st.sampled_from(["CARGO LEAVES PORT", "A PAPER CLOSES", "WILL TALKS RESUME?", "OUTPUT: “A RECORD”"])
ITEM = st.tuples(
    HEADLINES, st.lists(SENTENCES, min_size=1, max_size=3), st.lists(st.tuples(OUTLETS, DATES), min_size=1, max_size=3)
)


def printed(date):
    return f"{date:%B} {date.day}, {date.year}"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 9999), st.lists(ITEM, min_size=1, max_size=5), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_a_printed_issue_is_read_as_what_it_was(number, items, with_headlines, newline):
    lines = [f"China Reform Monitor No. {number}", "", "Related Categories: Energy Security; China", ""]
    for headline, paragraphs, citations in items:
        lines += [headline] if with_headlines else []
        bracket = "; ".join(f"{outlet}, {printed(date)}" for outlet, date in citations)
        lines += [*"\n\n".join(paragraphs).split("\n"), ""]
        lines[-2] += f" ({bracket})"
    archive = dl.parse(newline.join(lines), threads=1)

    assert archive.issues.select("series", "number").rows() == [("China Reform Monitor", number)]
    assert archive.items["text"].to_list() == ["\n\n".join(paragraphs) for _, paragraphs, _ in items]
    assert archive.items["headline"].to_list() == [headline if with_headlines else None for headline, _, _ in items]
    brackets = archive.citations.filter(form="paren")
    expected = [(outlet, date) for _, _, citations in items for outlet, date in citations]
    assert brackets.select("outlet_raw", "date").rows() == expected
    unparsed = archive.coverage().filter(pl.col("role") == "unparsed")
    assert unparsed["bytes"].sum() == 0
