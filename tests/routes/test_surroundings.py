"""What is seen around a road: all of it, and enough to know where one is."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from places import geo
from places.models import Town
from routes.paper.surroundings import ACROSS_KM, Surroundings
from tests.factories import LENS
from tests.routes.travels import make_travels

ARRAS, DOUAI, DESERT = (2.78, 50.29), (3.08, 50.37), (10.0, 24.0)
WAY = (("Lens", LENS), ("Liévin", (2.775, 50.42)))
ACROSS = (("Taveuni", (179.97, -16.83)), ("Rabi", (-179.98, -16.5)), ("Suva", (178.44, -18.14)))
places = st.lists(st.tuples(st.floats(-180, 180), st.floats(-84, 84)), min_size=1, max_size=6)


@pytest.fixture
def known(db) -> None:
    for number, (name, (lon, lat)) in enumerate((("Arras", ARRAS), ("Douai", DOUAI), ("Lens", LENS)), 90_000_000):
        Town.objects.create(id=number, name=name, country="FR", point=geo.point(lon, lat), label_zoom=7)


def around(*road: tuple[float, float], named: tuple[str, ...] = ()) -> Surroundings:
    return Surroundings.of(np.array(road), named=named, language="fr")


def km_high(seen: Surroundings) -> float:
    return (seen.bounds[3] - seen.bounds[1]) * 111.2


@given(places)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_of_a_road_lies_within_what_is_seen(db, road):
    seen = around(*road)
    west, south, east, north = seen.bounds
    assert east - west <= 360
    for lon, lat in road:
        assert west - 1e-9 <= seen.turned(lon) <= east + 1e-9 or east - west > 359
        assert south <= lat <= north


def test_a_road_of_some_kilometres_is_seen_with_two_towns_that_one_may_know(known):
    seen = around(LENS, (2.775, 50.42), named=("Lens",))
    assert [name for name, *_ in seen.towns] == ["Arras", "Douai"]
    assert km_high(seen) < 60
    west, south, east, north = seen.bounds
    assert west < ARRAS[0] < east
    assert south < ARRAS[1] < north, "near enough to be on the map when it opens"


def test_where_there_is_no_town_one_sees_as_far_as_a_coast_may_be(known):
    assert km_high(around(DESERT)) == pytest.approx(ACROSS_KM[-1])


def test_a_long_road_is_seen_whole_and_no_farther(known):
    west, south, east, north = around((2.0, 40.0), (12.0, 50.0)).bounds
    assert (west, south, east, north) == (2.0, 40.0, 12.0, 50.0)


def told(journey) -> dict:
    """What the map for a USB stick is handed."""
    page = Client().get(f"/fr/journeys/{journey.slug}/road.html").content.decode()
    return json.loads(re.search(r"tell\(map_\w+, L, (\{.*?\})\);tellDiary", page)[1])


def test_the_map_on_a_stick_opens_on_the_road_and_the_towns_around_it(known):
    seen = told(make_travels(*WAY))
    (south, west), (north, east) = seen["bounds"]
    assert north - south < 0.5
    assert all(west < stage["lon"] < east and south < stage["lat"] < north for stage in seen["stages"])
    assert [town[0] for town in seen["towns"]] == ["Arras", "Douai"]


def test_a_road_across_the_antimeridian_is_one_piece_there(db):
    seen = told(make_travels(*ACROSS))
    (_, west), (_, east) = seen["bounds"]
    assert east - west < 4
    assert [round(stage["lon"]) for stage in seen["stages"]] == [180, 180, 178]
    assert all(west <= stage["lon"] <= east for stage in seen["stages"])
    assert seen["edges"][0] < west
    assert seen["edges"][2] > east
