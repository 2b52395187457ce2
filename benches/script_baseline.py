"""What a researcher would write for an afternoon's use: regular expressions, dateutil and pandas.

Fills series, number, categories, text, note, source, date and countries of each item, for digests whose items end in a
bracket with source and date or stand under a date heading. Timed by `compare.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pandas as pd
from dateutil import parser as dates

TITLE = re.compile(r"^(?P<series>[A-Z][\w' ]+?)(?::| -)? No\. (?P<number>\d+)$", re.MULTILINE)
LABELS = re.compile(r"^Related Categories: (.+)$", re.MULTILINE)
PARAGRAPHS = re.compile(r"\n\s*\n")
HEADING = re.compile(r"^([A-Z][a-z]+ \d{1,2}):\s*$")
BRACKET = re.compile(r"\((?P<source>[^()]+?),\s+(?P<date>[A-Z][a-z]+\.? \d{1,2}, \d{4})\)\.?\s*$")
PROSE = re.compile(r"(?:according to|reports|writes in) (?:the )?(?P<before>[A-Z][\w'.]+(?: [A-Z][\w'.]+)*)"
                   r"|(?P<behind>[A-Z][\w'.]+(?: [A-Z][\w'.]+)*) (?:reports|writes|says)")  # fmt: skip


def country_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """One alternation over country names, the longest first."""
    return re.compile(r"\b(?:" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + r")\b")


def items(text: str, countries: re.Pattern[str]) -> Iterator[dict[str, object]]:
    """The items of one issue."""
    title = TITLE.search(text)
    labels = LABELS.search(text)
    common = {
        "series": title["series"] if title else None,
        "number": int(title["number"]) if title else None,
        "categories": labels[1].split("; ") if labels else [],
    }
    heading: str | None = None
    pending: list[str] = []
    last: dict[str, object] | None = None
    for paragraph in PARAGRAPHS.split(text[title.end() :] if title else text):
        block = paragraph.strip()
        if not block or LABELS.match(block):
            continue
        if found := HEADING.match(block):
            heading = found[1]
            continue
        if block.startswith(("[EDITOR", "[Editor")):
            if last is not None:
                last["note"] = block.strip("[]")
            continue
        pending.append(block)
        bracket = BRACKET.search(block)
        if bracket is None and heading is None:
            continue
        if last is not None:
            yield last
        body = "\n\n".join(pending)
        prose = None if bracket else PROSE.search(block)
        source = bracket["source"] if bracket else prose and (prose["before"] or prose["behind"])
        last = {
            **common,
            "text": body[: bracket.start() - len(block)].rstrip() if bracket else body,
            "note": None,
            "source": source,
            "date": dates.parse(bracket["date"] if bracket else heading).date(),
            "countries": sorted(set(countries.findall(body))),
        }
        pending = []
    if last is not None:
        yield last


def table(texts: Iterable[str], names: Iterable[str]) -> pd.DataFrame:
    """The items of all issues, one row each."""
    pattern = country_pattern(names)
    return pd.DataFrame([item for text in texts for item in items(text, pattern)])
