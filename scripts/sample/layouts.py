"""Prints an issue as a page of one of six site generations (A to F), and listing pages; never reads one.

A, F: titled pages with categories. B, C: the old site, dated, with teasers instead of headlines. D: the print view.
E: a page whose head was lost.
"""

from __future__ import annotations

import re
import textwrap
from random import Random

from .issue import Issue, Item
from .references import closing_bracket
from .wording import month_day

PUBLISHER = "Institute for Regional Digests"
_NAVIGATION = "Publications By Category\n\nPublications By Type\n\n\nIn-House Bulletins\n\n\nPolicy Papers\n\n\n"
DATED = frozenset("BCD")
HEADLINED = frozenset("ADEF")
DAMAGE = ("crlf", "wrapped", "no-break-spaces", "soft-hyphens", "glued", "broken-lines", "split-stop", "stray-spaces")


def long_date(issue: Issue) -> str:
    """`March 4, 2015`."""
    return f"{month_day(issue.published)}, {issue.published.year}"


def editors(issue: Issue) -> str:
    """`Edited by A and B`."""
    return "Edited by " + " and ".join(issue.editors)


def headline(item: Item) -> str:
    """The item's headline in capitals."""
    return item.teaser.upper()


def teaser_block(random: Random, issue: Issue) -> str:
    """One teaser per line, `;` after each but the last, a `;` forgotten now and then."""
    lines = [f"{teaser}{'' if random.random() < 0.03 else ';'}" for teaser in issue.teasers[:-1]]
    return "\n".join([*lines, *issue.teasers[-1:]])


def paragraphs(item: Item, layout: str) -> list[str]:
    """The item's paragraphs with the closing bracket, if it has one."""
    printed = list(item.paragraphs)
    closing = tuple(reference for reference in item.references if reference.form == "paren")
    if closing:
        variant = "plain" if layout == "E" and item.bracket.startswith("break") else item.bracket
        printed[-1] += " " + closing_bracket(closing, variant, dated=layout in DATED)
    return printed


def note(issue: Issue, item: Item) -> list[str]:
    """The editors' note in brackets, as a paragraph of its own; the closing bracket may have been forgotten."""
    closing = "" if issue.number % 23 == 0 else "]"
    return [f"[{issue.note_label}{item.note}{closing}"] if item.note else []


def body(random: Random, issue: Issue, layout: str, damage: frozenset[str]) -> str:
    """Everything below the masthead."""
    gap = "\n" if layout == "E" else "\n\n"
    airy = layout == "A" and random.random() < 0.6
    parting = "\n\n\n" if layout == "B" and issue.style != "date-heading" and random.random() < 0.6 else gap
    chunks: list[str] = []
    if issue.update:
        chunks.append(f"[Editor’s Update: {issue.update}]")
    previous = None
    for item in issue.items:
        lines = [damaged(random, text, damage) for text in paragraphs(item, layout)] + note(issue, item)
        head = ""
        if item.heading and item.heading != previous:
            trailing = " " if random.random() < 0.1 else ""
            head = f"{month_day(item.heading)}:{trailing}{gap}"
            if airy and random.random() < 0.5:
                head += "\n"
            previous = item.heading
        elif issue.style == "headline" and layout in HEADLINED:
            # Layout A puts a blank line under every headline but the first; a few pages under none.
            head = headline(item) + ("\n\n" if airy and chunks else "\n")
        chunks.append(head + gap.join(lines))
    return parting.join(chunks) + "\n"


def damaged(random: Random, text: str, damage: frozenset[str]) -> str:
    """A paragraph with what a lossy extraction does to it."""
    if "glued" in damage:
        text = re.sub(r"(?<=[a-z]) (?=that )|(?<=\bof) (?=the\b)|(?<=\bthe) (?=[a-z])", "", text, count=1)
    if "broken-lines" in damage and random.random() < 0.5:
        # A line break where a link began, in the first sentences and never at a bracket.
        places = [match.start() for match in re.finditer(r"(?<=[a-z,.]) (?=[a-z])", text)][4:20]
        if places:
            place = random.choice(places)
            text = f"{text[:place]}\n{text[place + 1 :]}"
    if "split-stop" in damage and random.random() < 0.3:
        text = re.sub(r"(?<=[a-z]{4})\. (?=The [a-z])", "\n\n. ", text, count=1)
    if "no-break-spaces" in damage:
        text = re.sub(r"(?<=\d) (?=[a-z])", "\u00a0", text)
    if "soft-hyphens" in damage:
        text = re.sub(r"\b([a-z]{5})([a-z]{5,})\b", "\\1\u00ad\\2", text)
    if "stray-spaces" in damage:
        text = f" {text}" if random.random() < 0.5 else f"{text}  "
    return text


def masthead(random: Random, issue: Issue, layout: str) -> str:
    """What the page prints above the first item, with the blank line after it."""
    title, number = issue.series.title, issue.number
    categories = "Related Categories: " + "; ".join(issue.topics + issue.regions)
    teasers = teaser_block(random, issue) + "\n\n" if issue.teasers else ""
    match layout:
        case "A":
            return f"{title}: No. {number}\n\n{categories}\n\n"
        case "F":
            return f"{title} No. {number}\n\n{categories}\n\n"
        case "B":
            return f"{_NAVIGATION}{title} - No. {number}\n\n{teasers}{editors(issue)}\n{long_date(issue)}\n\n"
        case "C":
            return f"{title} - No. {number}\n\n{teasers}{long_date(issue)}\n\n"
        case "D":
            names = " and ".join(issue.editors)
            return f"{PUBLISHER}\n\n{title}: No. {number}\n\n{long_date(issue)} {names}\n{categories}\n\n"
        case _:
            return ""


def page(random: Random, issue: Issue, layout: str, damage: frozenset[str] = frozenset()) -> str:
    """The whole page."""
    text = masthead(random, issue, layout) + body(random, issue, layout, damage)
    if "wrapped" in damage:
        text = "\n".join(
            textwrap.fill(line, 70, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
        )
    return text.replace("\n", "\r\n") if "crlf" in damage else text


def listing(issues: list[Issue]) -> str:
    """A page that lists issues by title, date and teasers; the first block is printed twice, as such pages do."""
    blocks = []
    for place, issue in enumerate(issues):
        teasers = ";\n".join(item.teaser for item in issue.items)
        title = f"{issue.series.title} {'No. ' if place % 2 == 0 else ''}{issue.number}"
        dateline = f"{long_date(issue)} {', '.join(issue.editors)}"
        blocks.append("\n".join([title, dateline, teasers, *([teasers] if place == 0 else [])]))
    return "\n\n".join(blocks) + "\n"
