"""Invents issues: which events, told how, resting on what. Everything is drawn from one seeded generator."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from .issue import Issue, Item, Reference, Series
from .references import bracketed, outlet
from .vocabulary import Country, Event, Outlet, countries, events
from .wording import Filler, Typography, attributed, capitalised, prose_name

NOTE_LABELS = ("Editor's Note: ", "Editor’s Note: ", "EDITORS' NOTE: ", "EDITORS' NOTE ")
_UPDATES = (
    "Our last number gave a wrong day for the vote described in its second item. The archive has been corrected.",
    "Because of the holidays, this number covers three weeks instead of two. The next will appear as usual.",
    "A ministry named in the last number has denied the report (in a letter of two pages). We stand by our summary.",
)
_PROPER = (
    "Al-Qaeda",
    *(
        form.removeprefix("the ")
        for country in countries()
        for form in (country.name, country.adjective, country.capital, *country.cities)
    ),
)
# What both countries of an event must be; the other needs are asked of the first only.
_SHARED = ("land", "coast", "space", "reactor", "mosque")
_BRACKETS = ("break at opening", "break at comma", "space before closing", "stop outside", "no comma")


class Author:
    """Writes one issue; remembers what the issue has told so far, so that nothing is told twice."""

    def __init__(self, random: Random, series: Series, published: date, style: str, *, dated: bool) -> None:
        self.random, self.series, self.published, self.style, self.dated = random, series, published, style, dated
        self.type = Typography(random)
        self.home = [country for country in countries() if series.pool in country.pools]
        self.partners = [country for country in countries() if "partner" in country.pools]
        self.told: set[str] = set()
        self.defined: list[Outlet] = []

    def event(self, day: date, *, a: Country | None = None, long: bool = False) -> tuple[Event, Filler]:
        """An event of a category not told yet, and where and when it happened; a `long` one has a second paragraph."""
        fresh = [event for event in events() if event.category not in self.told and (event.follows or not long)]
        while True:
            event = self.random.choice(fresh)
            first = [country for country in ([a] if a else self.home) if country.suits(event.needs)]
            if not first:
                continue
            here = self.random.choice(first)
            pool = self.home if self.random.random() < 0.6 else self.partners
            if "near" in event.needs:
                pool = [country for country in countries() if country.iso3 in here.neighbours]
            lie = tuple(need for need in event.needs if need in _SHARED)
            second = [country for country in pool if country is not here and country.suits(lie)]
            if second:
                if len(self.told) > 14:
                    self.told.clear()
                self.told.add(event.category)
                return event, Filler(self.random, here, self.random.choice(second), day)

    def source(self, day: date) -> tuple[Outlet, str, str]:
        """An outlet, its phrase in running text and the bare name in it; abbreviations are defined, then used alone."""
        if self.defined and self.random.random() < 0.7:
            known = self.defined.pop()
            return known, known.abbreviation, known.abbreviation
        known = outlet(self.random, self.series.pool, day.year)
        if known.abbreviation and "/" not in known.name and self.random.random() < 0.5:
            self.defined.append(known)
            article = f"{known.article} " if known.article else ""
            return known, f"{article}{known.bare_name} ({known.abbreviation})", known.bare_name
        return known, *prose_name(self.random, known)

    def listed(self, heading: date, *, meanwhile: bool = False) -> Item:
        """An item under a date heading: one paragraph, seldom two, that names its source in prose."""
        random, two = self.random, self.random.random() < 0.08 and not meanwhile
        event, filler = self.event(heading, long=two)
        known, phrase, raw = self.source(heading)
        dated = random.random() < 0.04 and not meanwhile
        lead = filler.fill(event.lead)
        sentences = [attributed(random, lead, phrase, heading if dated else None)]
        if meanwhile:
            sentences = [f"Meanwhile, {lead}, {phrase} reports."]
        references = [Reference(known.canonical, raw, (heading,), form="prose", style="yearless" if dated else "none")]
        sentences += map(filler.fill, random.sample(event.details, min(len(event.details), random.randint(1, 3))))
        named = set(filler.named)
        if not two and random.random() < 0.16:
            other, phrase, raw = self.source(heading)
            if other.canonical != known.canonical:
                more, found = self.second_source(filler, phrase, heading)
                sentences.append(more)
                named |= found
                references.append(Reference(other.canonical, raw, (heading,), form="prose", style="none"))
        paragraphs = [" ".join(sentences)]
        if two:
            paragraphs.append(filler.fill(random.choice(event.follows)))
            named |= filler.named
        return self.finished(event, filler, paragraphs, references, named, heading=heading)

    def second_source(self, filler: Filler, phrase: str, heading: date) -> tuple[str, set[str]]:
        """A further sentence of the paragraph on the word of another outlet, and the countries it names."""
        if self.random.random() < 0.5:
            answer = filler.fill(f"In response, reports {phrase}, officials in {{a.cap}} have announced an inquiry.")
            return answer, filler.named
        event, other = self.event(heading)
        return f"Separately, {phrase} reports that {other.fill(event.lead)}.", other.named

    def closed(self, a: Country | None = None) -> Item:
        """An item of one to three paragraphs that ends in a bracket with its sources."""
        random = self.random
        two = random.random() < 0.4
        references = list(bracketed(random, self.series.pool, self.published, yearless=self.dated))
        day = min(day for reference in references for day in reference.dates)
        event, filler = self.event(day, a=a, long=two)
        lead = filler.fill(event.lead)
        chance = random.random()
        opening = capitalised(lead) + "."
        known, phrase, raw = self.source(day)
        other = known.canonical not in {reference.outlet for reference in references}
        if chance < 0.04 and other:
            opening = attributed(random, lead, phrase, day)
            references.append(Reference(known.canonical, raw, (day,), form="prose", style="yearless"))
        elif chance < 0.08 and other:
            opening += f' "The matter is not closed," an official has told {phrase}.'
            references.append(Reference(known.canonical, raw, (), form="prose", style="none"))
        elif chance < 0.12 and len(references) == 1 and " " not in references[0].raw:
            # The outlet of the bracket named once more in prose: still one source.
            opening = f"According to {references[0].raw}, {lead}."
        elif known in self.defined and not other:
            self.defined.remove(known)
        details = list(map(filler.fill, random.sample(event.details, min(len(event.details), random.randint(3, 5)))))
        if not two:
            paragraphs = [" ".join([opening, *details])]
        elif random.random() < 0.15 and len(details) > 2:
            follow = filler.fill(random.choice(event.follows))
            paragraphs = [" ".join([opening, details[0]]), " ".join(details[1:]), follow]
        else:
            follow = filler.fill(random.choice(event.follows))
            paragraphs = [" ".join([opening, *details[1:]]), f"{follow} {details[0]}"]
        bracket = random.choice(_BRACKETS) if random.random() < 0.08 else "plain"
        self.defined.clear()
        return self.finished(event, filler, paragraphs, references, filler.named, bracket=bracket)

    def finished(
        self,
        event: Event,
        filler: Filler,
        paragraphs: list[str],
        references: list[Reference],
        named: set[str],
        heading: date | None = None,
        bracket: str = "plain",
    ) -> Item:
        """The item with headline, note and typography; a headline or note never names a country the text does not."""
        named = set(named)
        teaser = capitalised(self.fitting(filler, event.headlines, named))
        if self.random.random() < 0.05 and teaser[-1].isalpha():
            teaser += " (again)"
        note = None
        if event.notes and self.random.random() < 0.16:
            note = self.fitting(filler, event.notes, named)
        if heading and self.random.random() < 0.03:
            # Seen in the wild: the last sentence of a paragraph without its full stop.
            paragraphs[-1] = re.sub(r"(?<=[a-z])\.$", "", paragraphs[-1])
        return Item(
            self.type.set(teaser),
            tuple(map(self.type.set, paragraphs)),
            tuple(
                replace(known, raw=self.type.apostrophes(known.raw)) if known.form == "prose" else known
                for known in references
            ),
            frozenset(named),
            event.category,
            heading,
            self.type.set(note) if note else None,
            bracket=bracket,
        )

    def fitting(self, filler: Filler, templates: tuple[str, ...], named: set[str]) -> str:
        """One of the templates, filled, that names no country beyond those already named."""
        for template in self.random.sample(templates, len(templates)):
            text = filler.fill(template)
            if filler.named <= named:
                return text
            filler.named &= named
        return f"News from {filler.a.name.removeprefix('the ')}"

    def day_by_day(self, count: int) -> list[Item]:
        """Items under rising date headings, the first 15 to 30 days before the issue."""
        day = self.published - timedelta(days=self.random.randint(17, 30))
        items: list[Item] = []
        while len(items) < count:
            items.append(self.listed(day, meanwhile=bool(items) and self.random.random() < 0.08))
            if self.random.random() < 0.62:
                day += timedelta(days=self.random.randint(1, 3))
        return items

    def pair(self, items: list[Item]) -> list[Item]:
        """Two neighbours turned into `X...` and `...AND Y`, about one country."""
        first = self.random.randrange(len(items) - 1)
        lead = items[first]
        home = [country for country in self.home if country.iso3 in lead.countries]
        if not home or not re.search(r"[a-z]$", lead.teaser):
            return items
        second = self.closed(self.random.choice(home))
        if self.random.random() < 0.2:
            teaser = "...or does it?"
        else:
            proper = second.teaser.startswith(_PROPER)
            rest = second.teaser if proper else second.teaser[0].lower() + second.teaser[1:]
            # `AS` needs a clause after it, which a headline that starts with a name is.
            joints = ("and", "but", "as") if proper else ("and", "but")
            teaser = f"...{self.random.choice(joints)} {rest}"
        items[first] = replace(lead, teaser=lead.teaser + "...")
        items[first + 1] = replace(second, teaser=teaser, continues=True)
        return items


def _editors(random: Random, series: Series) -> tuple[str, ...]:
    """One or two editors, at times without their middle initials."""
    names = random.sample(series.editors, random.choice((1, 1, 2)))
    return tuple(re.sub(r" [A-Z]\.", "", name) if random.random() < 0.4 else name for name in names)


def issue(
    random: Random, series: Series, number: int, published: date, style: str, *, dated: bool, count: int | None = None
) -> Issue:
    """One issue; `dated` says that every rendering will print its date, so that brackets may leave out the year."""
    author = Author(random, series, published, style, dated=dated)
    count = count or random.choice((3, 4, 4, 5, 5, 6, 6, 7, 8))
    if style == "date-heading":
        items = author.day_by_day(count)
    else:
        items = [author.closed() for _ in range(count)]
        if style == "headline" and random.random() < 0.35:
            items = author.pair(items)
    teasers = tuple(item.teaser for item in items)
    if style == "date-heading":
        # The old site announced the main stories only, and few of them before 2013.
        teasers = teasers[: random.choice((2, 3))] if published.year >= 2013 else ()
    labels = {country.label for country in countries() if any(country.iso3 in item.countries for item in items)}
    topics = sorted({item.category for item in items}, key=str.lower)
    if len(topics) > 3 and random.random() < 0.3:
        topics.append(topics.pop(1))
    return Issue(
        series,
        number,
        published,
        style,
        _editors(random, series),
        tuple(topics),
        tuple(sorted(labels)),
        tuple(items),
        teasers,
        random.choice(NOTE_LABELS),
        author.type.set(random.choice(_UPDATES)) if random.random() < 0.05 else None,
    )
