"""The small drawing holds the whole road wherever it is, and parts what is told from what is not."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.sketch import HEIGHT, ROOM, WIDTH, ground, sketch
from tests.routes.travels import make_travels


def stage(lon, lat, *, documented=True):
    return SimpleNamespace(lon=lon, lat=lat, name="", is_documented=documented)


LILLE, MOSCOW, ULAANBAATAR = stage(3.06, 50.63, documented=False), stage(37.62, 55.75), stage(106.88, 47.91)
LENS, LIEVIN = stage(2.83, 50.43), stage(2.775, 50.42)
SUVA, APIA = stage(178.44, -18.14), stage(-171.76, -13.83)
LIMA, CUSCO, POTOSI = stage(-77.03, -12.05), stage(-71.97, -13.53), stage(-65.75, -19.58)
spots = st.builds(stage, st.floats(-180, 180), st.floats(-80, 80))


def on_paper(road: dict) -> list[tuple[float, float]]:
    lines = re.findall(r"(-?[\d.]+) (-?[\d.]+)", road["documented"] + road["illustrative"])
    return [(float(x), float(y)) for x, y in lines + [(tick["x"], tick["y"]) for tick in road["ticks"]]]


@given(st.lists(spots, min_size=1, max_size=5))
def test_every_stage_lies_on_the_paper_wherever_it_is_on_the_globe(stages):
    road = sketch(stages)
    assert all(0 <= float(tick["x"]) <= WIDTH and 0 <= float(tick["y"]) <= road["height"] for tick in road["ticks"])


@pytest.mark.parametrize(
    ("stages", "least"),
    [([LIMA, CUSCO, POTOSI], 0.75), ([SUVA, APIA], 0.75), ([LILLE, MOSCOW, ULAANBAATAR], 0.75), ([LENS, LIEVIN], 0.02)],
)
def test_it_is_as_large_as_the_paper_lets_it_be(stages, least):
    xs, ys = zip(*on_paper(sketch(stages)), strict=True)
    assert max((max(xs) - min(xs)) / WIDTH, (max(ys) - min(ys)) / HEIGHT) > least
    assert min(xs) > 0 < min(ys)


def test_a_leg_is_solid_only_when_both_ends_are_told():
    road = sketch([LILLE, MOSCOW, ULAANBAATAR])
    assert road["illustrative"].count("M") == 1
    assert road["documented"].count("M") == 1


def test_names_keep_their_distance():
    ticks = sketch([LILLE, LENS, ULAANBAATAR])["ticks"]
    assert [tick["named"] for tick in ticks] == [True, False, True]
    assert ROOM > 100


def test_its_land_is_there_with_borders_only_where_they_say_where_one_is():
    near, height = ground([LENS, LIEVIN])
    assert height == HEIGHT
    assert near.land
    assert near.borders, "Belgium is some kilometres away"
    wide, _ = ground([LILLE, MOSCOW, ULAANBAATAR])
    assert wide.coasts
    assert not wide.borders
    assert ground([]) is None


def test_a_page_takes_the_land_from_a_file_of_its_own(db, client):
    journey = make_travels(("Lima", (-77.03, -12.05)), ("Cusco", (-71.97, -13.53)))
    assert f'href="/fr/journeys/{journey.slug}/ground.svg#land"' in client.get("/fr/journeys/").content.decode()
    answer = client.get(f"/fr/journeys/{journey.slug}/ground.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert all(f'<symbol id="{name}"' in answer.content.decode() for name in ("land", "lake", "coast", "border"))
