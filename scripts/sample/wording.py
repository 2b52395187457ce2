"""Sentences: filled templates that remember which countries they named, attributions to an outlet, typography."""

from __future__ import annotations

import re
from datetime import date, timedelta
from random import Random

from .vocabulary import Country, Outlet

_SLOT = re.compile(r"\{([^{}]+)\}")
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_CITY_PREFIXES = ("London ", "Doha ", "Nairobi ", "The ")


def month_day(day: date) -> str:
    """`March 4`."""
    return f"{day:%B} {day.day}"


def ordinal(day: date) -> str:
    """`March 4th`, as running text has it."""
    ending = "th" if day.day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return month_day(day) + ending


def capitalised(text: str) -> str:
    """The text with its first letter large, also behind an opening quote."""
    return re.sub(r"[A-Za-z]", lambda match: match[0].upper(), text, count=1)


def _amount(millions: float) -> str:
    """Two figures and a unit: `1.2 billion`."""
    size, unit = (1e6, "trillion") if millions >= 1e6 else (1e3, "billion") if millions >= 1e3 else (1, "million")
    return f"{float(f'{millions / size:.2g}'):g} {unit}"


class Filler:
    """Fills the slots of one event's templates and collects the countries named on the way."""

    def __init__(self, random: Random, a: Country, b: Country, today: date) -> None:
        self.random, self.a, self.b, self.today = random, a, b, today
        self.named: set[str] = set()

    def fill(self, template: str) -> str:
        """The template as text."""
        return re.sub(r"s's\b", "s'", _SLOT.sub(self._slot, template))

    def _slot(self, match: re.Match[str]) -> str:
        slot: str = match[1]
        if "|" in slot:
            return self.random.choice(slot.split("|"))
        if slot[0].isdigit():
            low, high = slot.split("-")
            if "." in slot:
                return f"{self.random.uniform(float(low), float(high)):.1f}"
            return self._number(int(low), int(high))
        if slot == "pct":
            return self.random.choice((str(self.random.randint(3, 64)), f"{self.random.uniform(2, 49):.1f}"))
        if slot == "money":
            return self._money()
        if slot == "day":
            return self._day(-self.random.randint(2, 12))
        if slot == "later":
            return self._day(self.random.randint(20, 70))
        article, name = ("an", slot[3:]) if slot.startswith("an ") else ("", slot)
        side, _, form = name.partition(".")
        text = self._country(self.a if side.lower() == "a" else self.b, form)
        if article:
            text = ("an " if re.match(r"(?!Eu)[AEIO]|Uz", text) else "a ") + text
        return capitalised(text) if side.isupper() else text

    def _country(self, country: Country, form: str) -> str:
        if form == "cur":
            return country.currency
        self.named.add(country.iso3)
        match form:
            case "adj":
                short = country.iso3 == "USA" and self.random.random() < 0.6
                return "U.S." if short else country.adjective
            case "cap":
                return country.capital
            case "city":
                return self.random.choice(country.cities)
            case "port":
                return country.cities[0]
            case "n":
                return country.name.removeprefix("the ")
            case _:
                return country.name

    def _number(self, low: int, high: int) -> str:
        value = self.random.randint(low, high)
        if low > 1900 and high < 2100:
            return str(value)
        if value < len(_WORDS):
            return _WORDS[value]
        return f"{value // 100 * 100:,}" if value > 999 else str(value)

    def _money(self) -> str:
        millions = self.random.choice((12, 35, 48, 90, 140, 260, 310, 480, 720, 950, 1200, 2600, 4100))
        dollars = f"${_amount(millions)}"
        if self.a.currency == "dollars" or self.random.random() < 0.4:
            return dollars
        return f"{_amount(millions * self.a.per_dollar)} {self.a.currency} ({dollars})"

    def _day(self, days: int) -> str:
        day = self.today + timedelta(days=days)
        return ordinal(day) if self.random.random() < 0.4 else month_day(day)


def prose_name(random: Random, outlet: Outlet) -> tuple[str, str]:
    """An outlet as running text prints it and the bare name in it: (`the official Xinhua news agency`, `Xinhua`)."""
    raw = outlet.bare_name
    plain = [form for form in outlet.variants if not form.startswith(_CITY_PREFIXES)]
    if plain and random.random() < 0.3:
        raw = random.choice(plain)
    article = f"{outlet.article} " if outlet.article == "the" else ""
    noun = {"wire": " news agency", "newspaper": " newspaper", "magazine": " magazine"}.get(outlet.kind, "")
    if re.search(r"Agency|News|Times|Daily", raw):
        noun = ""
    chance = random.random()
    if outlet.state and chance < 0.35:
        return f"the {random.choice(('official', 'state-run'))} {raw}{noun}", raw
    if outlet.country and chance < 0.25:
        possessive = re.sub(r"s's$", "s'", f"{outlet.country}'s")
        return f"{possessive} {raw}{noun}", raw
    if noun and not outlet.article and chance < 0.4:
        return f"the {raw}{noun}", raw
    return article + raw, raw


def attributed(random: Random, clause: str, source: str, day: date | None = None) -> str:
    """A sentence that gives the clause on the word of the source; with a day, in the form that prints it."""
    if day is not None:
        return f"{capitalised(source)} ({month_day(day)}) reports that {clause}."
    patterns = (
        (6, f"{capitalised(clause)}, {source} reports."),
        (5, f"{capitalised(source)} reports that {clause}."),
        (3, f"According to {source}, {clause}."),
        (2, f"{capitalised(clause)}, reports {source}."),
        (1, f"{capitalised(source)} writes that {clause}."),
        (1, f"{capitalised(source)} says that {clause}."),
        (1, f"{capitalised(clause)}, officials have told {source}."),
        (1, f"{capitalised(clause)}, according to a statement carried by {source}."),
        (1, f"{capitalised(source)} has published details of the matter: {clause}."),
        (1, f"{capitalised(source)} cites an unnamed official as saying that {clause}."),
    )
    return random.choices([text for _, text in patterns], [weight for weight, _ in patterns])[0]


class Typography:
    """One issue's habits of quote marks and dashes; `mixed` changes its mind within a sentence."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.quotes = random.choice(("straight", "straight", "curly", "curly", "mixed"))
        self.dash = random.choice((" – ", "—", " - "))

    def apostrophes(self, text: str) -> str:
        """The text with apostrophes of this issue's kind."""
        return text if self.quotes == "straight" else text.replace("'", "’")

    def set(self, text: str) -> str:
        """The text as this issue prints it."""
        if self.random.random() < 0.2:
            text = text.replace(", but ", f"{self.dash}but ", 1).replace("; ", self.dash, 1)
        if self.quotes == "straight":
            return text
        pieces = self.apostrophes(text).split('"')
        for place in range(1, len(pieces)):
            keeps = self.quotes == "mixed" and self.random.random() < 0.5
            pieces[place] = ('"' if keeps else "“" if place % 2 else "”") + pieces[place]
        return "".join(pieces)
