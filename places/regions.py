"""Names of countries' regions, and which country or region the last words of « springfield illinois » mean."""

import csv
from bisect import bisect_left
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from places import countries
from places.spelling import key

FILE = Path(__file__).parent / "data" / "admin1.csv"
SHORTEST_BEGINNING = 2
# What people also call countries.
NICKNAMES = {
    "usa": "US",
    "uk": "GB",
    "grande bretagne": "GB",
    "great britain": "GB",
    "hollande": "NL",
    "holland": "NL",
    "burma": "MM",
}


class Region(NamedTuple):
    name: str
    name_fr: str
    aliases: str


def name(country: str, admin1: str, language: str) -> str:
    """The region's name, in French when it has one of its own; "" when there is no such region."""
    region = _regions().get(f"{country}.{admin1}")
    return "" if region is None else (language == "fr" and region.name_fr) or region.name


def areas(words: str) -> list[str]:
    """Codes (`FR`, `US.IL`) of the countries and regions called or coded `words`, a key; else of those beginning so."""
    named = _named()
    begun = list(takewhile(lambda pair: pair[0].startswith(words), named[bisect_left(named, (words, "")) :]))
    called = [code for name, code in begun if name == words] + _coded().get(words, [])
    return called or [code for name, code in begun if len(words) >= SHORTEST_BEGINNING]


@cache
def _regions() -> dict[str, Region]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row.pop("code"): Region(**row) for row in csv.DictReader(file)}


@cache
def _named() -> list[tuple[str, str]]:
    """(key of a name, code), sorted by key: those that begin alike stand together."""
    named = set(NICKNAMES.items())
    for language in ("fr", "en"):
        named |= {(key(called), code) for code, called in countries.names(language).items()}
    for code, region in _regions().items():
        called = (region.name, region.name_fr, *region.aliases.split(";"))
        named |= {(key(name), code) for name in called if name}
    return sorted(named)


@cache
def _coded() -> dict[str, list[str]]:
    """What « il » stands for after a town: Israel and Illinois."""
    coded: dict[str, list[str]] = {}
    for code in (*countries.names("en"), *_regions()):
        word = code.rpartition(".")[2].lower()
        if word.isalpha():
            coded.setdefault(word, []).append(code)
    return coded
