"""The sample archive: three series of our own naming, excerpts of their run from 2007 to 2025, one file per page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from . import invent, layouts, truth
from .issue import Issue, Series

SERIES = (
    Series("Northern Policy Monitor", "northern-policy-monitor", "north", 1101, ("Clara Whitlock", "Jonas P. Aldrin")),
    Series("Eastern Seas Bulletin", "eastern-seas-bulletin", "east", 412, ("Ruth Kessering", "Tobias Lindqvale")),
    Series("Gulf and Sahel Watch", "gulf-and-sahel-watch", "gulf", 27, ("Helen Marchbank", "Ivor D. Penrose")),
)
# Each series is sampled in short runs of weekly issues; the runs that start in December cross a year's end.
_RUNS = (
    "2007-09-03 2008-12-08 2011-03-07 2013-06-03 2015-12-07 2018-05-07 2020-04-06 2023-01-09 2025-03-03",
    "2007-04-02 2009-12-07 2012-02-06 2013-10-07 2016-06-06 2017-09-04 2019-03-04 2021-06-07 2024-04-08",
    "2008-03-03 2010-09-06 2012-11-05 2014-09-01 2016-02-01 2017-07-03 2019-10-07 2022-03-07 2025-06-02",
)


@dataclass(frozen=True)
class Page:
    """One file of the archive and the truth about each issue on it."""

    path: str
    text: str
    truths: tuple[dict[str, Any], ...]


def style_of(series: Series, year: int, number: int) -> str:
    """How a series sets its items: date headings at first, headlines later, bare paragraphs in some late years."""
    if year < {"north": 2019, "east": 2013}.get(series.pool, 0):
        return "date-heading"
    return "bare" if year in (2020, 2021, 2022) or number % 11 == 0 else "headline"


def _layouts(random: Random, year: int, count: int) -> list[str]:
    """A layout per issue of a run; before 2019 the first and the last issue of a run print their date."""
    if year >= 2019:
        return random.choices("FED", (7, 2, 1), k=count)
    drawn = random.choices("ABCDE", (9, 2, 1, 1, 4), k=count)
    drawn[0], drawn[-1] = "B", random.choice("BBCD")
    return drawn


def _damage(random: Random, layout: str, kind: str) -> frozenset[str]:
    """The damage, if the layout can bear it: where one line break parts paragraphs, none may stand inside one."""
    fits = {"wrapped": "ABF", "broken-lines": "BC", "split-stop": "BC", "stray-spaces": "AB"}
    return frozenset({kind}) if layout in fits.get(kind, "ABCDEF") else frozenset()


def _slug(series: Series, number: int, random: Random) -> str:
    return f"{series.slug}-no{'.' if random.random() < 0.03 else ''}-{number}"


def _run(random: Random, series: Series, start: date, number: int) -> Iterator[tuple[Issue, str]]:
    """Four to six weekly issues with their layouts; a number is missing now and then."""
    count = random.choice((4, 5, 5, 5, 6))
    for layout in _layouts(random, start.year, count):
        published = start + timedelta(days=random.choice((0, 0, 1, 2)))
        style = style_of(series, published.year, number)
        yield invent.issue(random, series, number, published, style, dated=layout in layouts.DATED), layout
        step = 2 if random.random() < 0.12 else 1
        start, number = start + timedelta(weeks=step), number + step


def pages(seed: int) -> Iterator[Page]:
    """Every page of the sample archive; the same seed gives the same bytes."""
    random = Random(seed)
    # Damage is dealt out in turn, so that a small archive has all of it.
    turn = 0
    for series, starts in zip(SERIES, _RUNS, strict=True):
        held: tuple[Issue, str] | None = None
        listed: list[Issue] = []
        for run, start in enumerate(map(date.fromisoformat, starts.split())):
            number = series.first_number + (start - date(2007, 1, 1)).days // 7
            issues = list(_run(random, series, start, number))
            for place, (issue, layout) in enumerate(issues):
                kind = layouts.DAMAGE[turn // 3 % len(layouts.DAMAGE)] if turn % 3 == 0 else ""
                damage = _damage(random, layout, kind) if kind else frozenset()
                # A damage that does not fit this page waits for the next one.
                turn += 1 if damage or not kind else 0
                folder = f"{series.slug}/{issue.published.year}"
                slug = _slug(series, issue.number, random)
                if series.pool == "gulf" and run == 3 and place in (1, 2):
                    # Two issues in one file: the first waits for the second.
                    if held is None:
                        held = issue, slug
                        continue
                    path = f"{folder}/{series.slug}-nos-{held[0].number}-{issue.number}.txt"
                    yield _pair(random, held[0], issue, path)
                    continue
                path = f"{folder}/{slug}.txt"
                yield Page(
                    path,
                    layouts.page(random, issue, layout, damage),
                    (truth.of_page(issue, layout, path, damage),),
                )
                if layout == "A" and place == 1 + run % 3 and issue.published.year < 2019:
                    old = f"{folder}/{slug}-old.txt"
                    text = layouts.page(random, issue, "B")
                    yield Page(old, text, (truth.of_page(issue, "B", old, frozenset(), duplicate_of=path),))
            if series.pool == "north" and start.year == 2025:
                listed = [issue for issue, _ in issues[:4]]
        if listed:
            path = f"{series.slug}/listing.txt"
            yield Page(path, layouts.listing(listed), (truth.of_listing(listed, path),))


def _pair(random: Random, first: Issue, second: Issue, path: str) -> Page:
    none: frozenset[str] = frozenset()
    text = "\n\n".join(layouts.page(random, issue, "A") for issue in (first, second))
    return Page(path, text, tuple(truth.of_page(issue, "A", path, none) for issue in (first, second)))


def endless(seed: int, distinct: int = 2000) -> Iterator[tuple[str, str]]:
    """Paths and pages without end, for benchmarks: distinct issues once, then again under new numbers and years."""
    random = Random(seed)
    stock: list[Issue] = []
    number = 0
    while True:
        if len(stock) < distinct:
            series = SERIES[number % 3]
            published = date(2007, 1, 8) + timedelta(days=random.randrange(6900))
            style = style_of(series, published.year, number)
            issue = invent.issue(random, series, number, published, style, dated=False, count=random.randint(9, 14))
            stock.append(issue)
        else:
            issue = stock[number % distinct].moved(number, random.randint(2007, 2025))
        layout = random.choice("ABCD" if issue.published.year < 2019 else "F")
        slug = f"{issue.series.slug}-no-{number}"
        yield f"{issue.series.slug}/{number // 1000:04}/{slug}.txt", layouts.page(random, issue, layout)
        number += 1
