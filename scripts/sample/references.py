"""What an item rests on: outlets of its region, days that fit the issue, and the bracket that prints them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from .issue import Reference
from .vocabulary import Outlet, outlets
from .wording import month_day

_SHORT = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def outlet(random: Random, pool: str, year: int) -> Outlet:
    """An outlet a digest of this region and year could cite."""
    wanted = pool if random.random() < 0.6 else "world"
    return random.choice([known for known in outlets() if known.pool == wanted and known.since <= year])


def bracketed(random: Random, pool: str, published: date, *, yearless: bool) -> tuple[Reference, ...]:
    """The references of one closing bracket, in printing order."""
    day = published - timedelta(days=random.randint(2, 14))
    later = day + timedelta(days=random.randint(1, 2))
    first, second, third = (outlet(random, pool, published.year) for _ in range(3))
    while len({first.canonical, second.canonical, third.canonical}) < 3:
        second, third = outlet(random, pool, published.year), outlet(random, pool, published.year)

    def one(known: Outlet, *dates: date, end: date | None = None, style: str = "full") -> Reference:
        return Reference(known.canonical, random.choice(known.bracket_forms), dates, end, style=style)

    kinds = {
        "single": 60,
        "two": 12,
        "three": 4,
        "two days": 6,
        "range": 6,
        "short": 5,
        "lent year": 3,
        "lent date": 3,
        "yearless": 9 if yearless else 0,
    }
    kind = random.choices(list(kinds), list(kinds.values()))[0]
    if day.year != later.year and kind in ("two days", "range", "lent year", "yearless"):
        kind = "two"
    match kind:
        case "two":
            return one(first, later), one(second, day)
        case "three":
            return one(first, day), one(second, day), one(third, later)
        case "two days":
            return (one(first, day, later),)
        case "range":
            return (one(first, day, end=later, style=random.choice(("full", "short"))),)
        case "short":
            return (one(first, day, style="short"),)
        case "lent year":
            return one(first, day, style="lent"), one(second, later)
        case "lent date":
            return one(first, day, style="none"), one(second, day)
        case "yearless":
            return (one(first, day, style="yearless"),)
        case _:
            return (one(first, day),)


def printed_days(reference: Reference, *, dated: bool) -> list[str | None]:
    """Each day of a reference as printed, or None where nothing is; `dated` says that the masthead gives the year."""
    if reference.form == "prose":
        return [month_day(reference.dates[0]) if reference.style == "yearless" else None]
    if reference.style == "none":
        return [None] * len(reference.dates)
    short = reference.style == "short"

    def plain(day: date) -> str:
        return f"{_SHORT[day.month - 1]} {day.day}" if short else month_day(day)

    last = reference.dates[-1]
    year = "" if reference.style == "lent" or (reference.style == "yearless" and dated) else f", {last.year}"
    if reference.end:
        same = reference.end.month == last.month
        return [f"{plain(last)}-{reference.end.day}{year}" if same else f"{plain(last)} - {plain(reference.end)}{year}"]
    return [*(plain(day) for day in reference.dates[:-1]), plain(last) + year]


def closing_bracket(references: tuple[Reference, ...], variant: str, *, dated: bool) -> str:
    """`(Reuters, March 3, 2015; Interfax, March 4, 2015)`, in one of the slightly damaged forms that occur."""
    entries = []
    for reference in references:
        days = " and ".join(day for day in printed_days(reference, dated=dated) if day)
        entries.append(f"{reference.raw}, {days}" if days else reference.raw)
    inside = "; ".join(entries)
    match variant:
        case "break at opening":
            return f"(\n{inside})"
        case "break at comma":
            return f"({inside.replace(', ', f',{chr(10)}', 1)})"
        case "space before closing":
            return f"({inside} )"
        case "stop outside":
            return f"({inside})."
        case "no comma":
            return f"({inside.replace(', ', ' ', 1)})"
        case _:
            return f"({inside})"
