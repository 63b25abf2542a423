"""Where invented initiatives are: real towns of GeoNames, the larger the more, in countries as uneven as the atlas's."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from places import geonames, regions
from places.choices import Zone

# Percent of the initiatives; the other countries share the rest by their number of towns.
SHARES = {
    "FR": 13, "IN": 12, "US": 8, "BR": 6, "DE": 5, "ES": 5, "IT": 5, "GB": 4, "BE": 3, "CN": 3, "ID": 3, "MX": 3, "AR": 2,
    "CA": 2, "JP": 2, "KE": 2, "CO": 1.5, "PE": 1.5, "SN": 1.5, "ZA": 1.5, "RU": 1.2, "AU": 1, "BD": 1, "NP": 1, "PH": 1,
    "NZ": 0.7, "FJ": 0.1,
}  # fmt: skip
SMALLEST = 500  # inhabitants, where nobody has counted them
LARGER = 0.7  # a town twice as large has so many times more: 2 ** 0.7
HOME = ("FR", "32")
ZONES = {
    Zone.RUSSIA: "RU",
    Zone.EASTERN_EUROPE: "AL BA BG BY CZ EE HR HU LT LV MD ME MK PL RO RS SI SK UA XK",
    Zone.SOUTHEAST_ASIA: "BN ID KH LA MM MY PH SG TH TL VN",
    Zone.INDIAN_SUBCONTINENT: "BD BT IN LK MV NP PK",
}


class Towns:
    """Every town, sorted by country; draws answer places in this order, which says nothing of who asked for how many."""

    def __init__(self, rows: Iterable[dict]):
        towns = sorted(map(geonames.Record.read, rows), key=lambda town: (town.country, town.id))
        self.names = [town.name for town in towns]
        self.lon = np.array([town.lon for town in towns])
        self.lat = np.array([town.lat for town in towns])
        self.codes, self.country = np.unique([town.country for town in towns], return_inverse=True)
        self.areas, self.area = np.unique([f"{town.country}.{town.admin1}" for town in towns], return_inverse=True)
        self.regions = [regions.name(*area.split(".", 1), "fr") for area in self.areas.tolist()]
        self.zones = [zone_of(*area.split(".", 1)) for area in self.areas.tolist()]
        people = np.array([max(town.population, SMALLEST) for town in towns])
        self._weights = np.concatenate([[0], np.cumsum(people**LARGER)])
        self._starts = np.searchsorted(self.country, np.arange(len(self.codes) + 1))
        self._shares = np.cumsum(_shares(self.codes.tolist(), np.diff(self._starts)))
        # The largest town of each region, by which a region stands on the map.
        ranked = np.lexsort((people, self.area))
        self.centre = ranked[np.searchsorted(self.area[ranked], np.arange(len(self.areas)), side="right") - 1]

    def draw(self, rng: np.random.Generator, rows: int) -> np.ndarray:
        """`rows` places in the order of towns: first a country, then one of its towns."""
        countries = np.searchsorted(self._shares, rng.random(rows) * self._shares[-1], side="right")
        low, high = self._weights[self._starts[countries]], self._weights[self._starts[countries + 1]]
        found = np.searchsorted(self._weights, low + rng.random(rows) * (high - low), side="right") - 1
        return np.clip(found, self._starts[countries], self._starts[countries + 1] - 1)


def zone_of(country: str, admin1: str) -> str:
    if (country, admin1) == HOME:
        return Zone.NORD_PAS_DE_CALAIS.value
    return next((zone.value for zone, codes in ZONES.items() if country in codes.split()), Zone.ON_THE_WAY.value)


def _shares(codes: list[str], towns: np.ndarray) -> np.ndarray:
    others = np.array([0 if code in SHARES else n for code, n in zip(codes, towns.tolist(), strict=True)])
    left = 100 - sum(SHARES.values())
    return np.array([SHARES.get(code, 0) for code in codes]) + left * others / max(others.sum(), 1)
