"""What the invented issues are made of: countries, outlets and event templates, read from the files beside this one."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Country:
    """A country with the forms an item may call it by."""

    iso3: str
    name: str
    adjective: str
    capital: str
    cities: tuple[str, ...]
    currency: str
    per_dollar: float
    label: str
    pools: tuple[str, ...]
    neighbours: tuple[str, ...]
    traits: tuple[str, ...]

    def suits(self, needs: tuple[str, ...]) -> bool:
        """Whether an event with these needs can happen here."""
        lacking = {"land": "island", "coast": "inland", "polls": "single"}
        return all(
            lacking[need] not in self.traits if need in lacking else need in self.traits
            for need in needs
            if need != "near"
        )


@dataclass(frozen=True)
class Outlet:
    """A real outlet: its title, its name in the authority file, its other printed forms, what prose says around it."""

    name: str
    canonical: str
    article: str
    variants: tuple[str, ...]
    abbreviation: str
    country: str
    kind: str
    state: bool
    since: int
    pool: str

    @property
    def bracket_forms(self) -> tuple[str, ...]:
        """Names as a closing bracket prints them, the canonical one first and most often."""
        return (self.name, self.name, *self.variants)

    @property
    def bare_name(self) -> str:
        """The name as running text prints it, without a lower-case article."""
        if self.article == "The" or not self.name.startswith("The "):
            return self.name
        return self.name.removeprefix("The ")


@dataclass(frozen=True)
class Event:
    """One kind of event seen from one lead: the lines that may be printed about it."""

    category: str
    needs: tuple[str, ...]
    lead: str
    headlines: tuple[str, ...]
    details: tuple[str, ...]
    follows: tuple[str, ...]
    notes: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def countries() -> tuple[Country, ...]:
    """All countries of `countries.csv`."""
    return tuple(
        Country(
            row["iso3"],
            row["name"],
            row["adjective"],
            row["capital"],
            tuple(row["cities"].split(";")) if row["cities"] else (row["capital"],),
            row["currency"],
            float(row["per_dollar"]),
            row["label"],
            tuple(row["pool"].split(";")),
            tuple(row["neighbours"].split(";")),
            tuple(row["traits"].split(";")),
        )
        for row in _rows("countries.csv")
    )


@cache
def outlets() -> tuple[Outlet, ...]:
    """All outlets of `outlets.csv`."""
    return tuple(
        Outlet(
            row["name"],
            row["canonical"] or row["name"],
            row["article"],
            tuple(row["variants"].split(";")) if row["variants"] else (),
            row["abbreviation"],
            row["country"],
            row["kind"],
            row["state"] == "yes",
            int(row["since"] or 0),
            row["pool"],
        )
        for row in _rows("outlets.csv")
    )


@cache
def events() -> tuple[Event, ...]:
    """All events of `events.txt`, one per lead; its opening comment describes the format."""
    found: list[Event] = []
    text = (FOLDER / "events.txt").read_text(encoding="utf-8")
    for block in re.split(r"^\[", text, flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("]\n")
        category, _, needs = head.partition(": ")
        lines = re.findall(r"^([HLDFN])(\d?) (.+)$", body, flags=re.MULTILINE)
        leads = [line for letter, _, line in lines if letter == "L"]
        for place, lead in enumerate(leads, start=1):
            kinds = {
                letter: tuple(line for kind, tie, line in lines if kind == letter and tie in ("", str(place)))
                for letter in "HDFN"
            }
            found.append(Event(category, tuple(needs.split()), lead, kinds["H"], kinds["D"], kinds["F"], kinds["N"]))
    return tuple(found)
