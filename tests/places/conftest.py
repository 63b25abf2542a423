"""A small gazetteer of real towns, written by the real loader from GeoNames' own rows."""

from __future__ import annotations

import pytest

from places import gazetteer_loader, geonames

NAMES = """
Lens;Lille;Liévin;Arras;Loos-en-Gohelle;Paris;Nice;York;Tours;Mons;Bergen;Liège;Antwerp;Lviv;Kolkata;Calcutta;Yangon
Ho Chi Minh City;Mumbai;Beijing;Pekin;Valence;Valencia;Vienna;Vienne;Brugge;Bruges;Moscow;Warsaw;London;Londres;Delhi
Saint Petersburg;Ulan Bator;Springfield;Saint-Denis;Stockholm;Stuttgart;Strasbourg;Sallaumines;Tbilisi;Suva;Berlin
New York City;L'Aquila;Saint-Étienne;Santiago;Kyiv
"""
NAMED = {name for line in NAMES.split("\n") for name in line.split(";")}


@pytest.fixture(scope="session")
def geonames_rows() -> tuple[dict, ...]:
    """Of GeoNames' 235 000 towns, those called as above and those that have a French name of their own."""
    french = geonames.french_names()
    return tuple(row for row in geonames.towns() if row["name"] in NAMED or row["geonameid"] in french)


@pytest.fixture(scope="session")
def lens_row(geonames_rows) -> dict:
    return next(row for row in geonames_rows if row["geonameid"] == 3003093)


@pytest.fixture
def towns(db, geonames_rows) -> gazetteer_loader.Loaded:
    return gazetteer_loader.load(row for row in geonames_rows if row["name"] in NAMED)
