"""Where there is sea between two places, and where one gets round it."""

import pytest

from routes.planning.crossing import at_sea, sea_km
from tests.factories import APIA, DELHI, LENS, LILLE, SUVA

NEW_YORK, LONDON, DUBLIN, ROME, PALERMO = (-74.0, 40.7), (-0.12, 51.5), (-6.26, 53.35), (12.5, 41.9), (13.36, 38.11)
MARSEILLE, BARCELONA, AJACCIO, SYDNEY, CAIRO = (5.37, 43.29), (2.17, 41.38), (8.73, 41.92), (151.2, -33.9), (31.2, 30.0)

JAKARTA, BALI, TOKYO = (106.8, -6.2), (115.1, -8.4), (139.7, 35.7)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (LENS, LILLE),
        (LENS, DELHI),
        (LENS, LONDON),
        (LENS, DUBLIN),
        (ROME, PALERMO),
        (MARSEILLE, BARCELONA),
        (LENS, CAIRO),
        (JAKARTA, BALI),
    ],
)
def test_over_land_and_straits_one_needs_no_ship(start, end):
    assert sea_km(start, end) == sea_km(end, start) == 0


@pytest.mark.parametrize(
    ("start", "end", "least", "most"),
    [
        (LENS, NEW_YORK, 2500, 4500),
        (SUVA, APIA, 900, 1200),
        (MARSEILLE, AJACCIO, 150, 300),
        (LENS, SYDNEY, 500, 4000),
        (LENS, BALI, 500, 4000),  # islands lead there one by one, each across a strait
        (LENS, TOKYO, 500, 4000),
    ],
)
def test_an_ocean_is_measured(start, end, least, most):
    assert least < sea_km(start, end) < most
    assert sea_km(end, start) == pytest.approx(sea_km(start, end), rel=0.05)


@pytest.mark.parametrize(
    ("place", "wet"), [((-30, 0), True), ((5, 40), True), (LENS, False), (SUVA, False), (APIA, False)]
)
def test_mid_ocean_is_told_from_a_harbour(place, wet):
    assert at_sea(place) == wet
