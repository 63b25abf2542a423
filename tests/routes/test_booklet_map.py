"""The map of a booklet: whatever the road, all of it is on the paper, on the land where it is."""

from __future__ import annotations

import math
import re
from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from routes import land
from routes.booklet.drawing import drawing
from routes.choices import TrackKind
from routes.paper import squares
from routes.paper.eye import Eye
from routes.paper.flat import Flat
from routes.paper.ground import Ground
from routes.paper.names import Room, _box
from routes.paper.surroundings import Surroundings
from routes.paper.view import MARGIN
from routes.tracks.passing_on import Way

WIDTH, HEIGHT = 2100, 1500
LENS, BRUSSELS, BERLIN, MOSCOW = (2.83, 50.43), (4.35, 50.85), (13.41, 52.52), (37.62, 55.75)
DELHI, BANGKOK, TOKYO, SYDNEY, SUVA, APIA = (
    (77.2, 28.6),
    (100.5, 13.7),
    (139.7, 35.7),
    (151.2, -33.9),
    (178.4, -18.1),
    (-171.7, -13.8),
)
WELLINGTON, CHRISTCHURCH, SANTIAGO, CAPE_TOWN = (174.8, -41.3), (172.6, -43.5), (-70.6, -33.4), (18.4, -33.9)
NUUK, LONGYEARBYEN, TROMSO = (-51.7, 64.2), (15.6, 78.2), (18.9, 69.6)
ROADS = {
    "a town": [LENS],
    "neighbours": [LENS, BRUSSELS],
    "countries": [LENS, BERLIN, MOSCOW],
    "Eurasia": [LENS, MOSCOW, TOKYO, BANGKOK, DELHI],
    "islands": [WELLINGTON, CHRISTCHURCH],
    "an ocean": [SYDNEY, SUVA, APIA, (-122.4, 37.8)],
    "the north": [TROMSO, LONGYEARBYEN, NUUK],
    "the south": [SANTIAGO, (0.0, -80.0), CAPE_TOWN],
    "the world": [LENS, SANTIAGO, WELLINGTON, TOKYO, CAPE_TOWN],
}
# Well inland, and far from any coast.
DRY = [
    (2.5, 49.0),
    (-100, 40),
    (25, 0),
    (90, 60),
    (135, -25),
    (-55, -10),
    (-40, 72),
    (100, 35),
    (0, -80),
    (10, 51),
    (172.2, -43.2),
]
WET = [
    (-40, 30),
    (-140, 0),
    (80, -30),
    (-20, -30),
    (170, 30),
    (0, -60),
    (-10, 70),
    (160, -40),
    (2.5, 55),
    (173.6, -44.0),
]

place = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


def stage(lon: float, lat: float, name: str = "Lens", precision: str = "site") -> SimpleNamespace:
    return SimpleNamespace(
        pk=name, point=SimpleNamespace(coords=(lon, lat)), place=name, is_documented=True, precision=precision
    )


def rings(path: str) -> list[shapely.Polygon]:
    parts = [[tuple(map(float, spot.split())) for spot in part.split("L")] for part in re.findall(r"M([^Mz]+)z", path)]
    return [shapely.Polygon(part) for part in parts if len(part) > 2]


def is_land(ground: Ground, spot: np.ndarray) -> bool:
    """As paper shows it: filled even-odd in one of the squares."""
    return any(sum(ring.contains(shapely.Point(spot)) for ring in rings(shape)) % 2 for shape in ground.land)


@pytest.mark.parametrize("name", ROADS)
def test_land_is_land_and_sea_is_sea(name):
    road = np.array(ROADS[name])
    eye = Eye.over(road, WIDTH, HEIGHT, MARGIN)
    sights = [eye] if eye.km < 3_000 else [eye, Flat.around(road, WIDTH, HEIGHT)]
    for sight in sights:
        ground = Ground.under(sight, WIDTH, sight.height)
        for places, expected in ((DRY, True), (WET, False)):
            for lon, lat in places:
                spots = [copy[0] for copy in sight.copies(np.array([[lon, lat]]))]
                rim = np.hypot(*(spots[0] - (WIDTH / 2, sight.height / 2)))
                shown = [spot for spot in spots if 0 < spot[0] < WIDTH and 0 < spot[1] < sight.height]
                if isinstance(sight, Eye) and rim > 0.98 * sight.rim * sight.scale:
                    continue
                assert all(is_land(ground, spot) is expected for spot in shown), (sight, lon, lat)


@given(st.lists(place, min_size=1, max_size=6))
def test_the_whole_road_lies_within_the_margins(places):
    road = np.array(places)
    eye = Eye.over(road, WIDTH, HEIGHT, MARGIN)
    assume(eye.km < 11_500)
    spots = eye.see(road)
    assert (spots >= MARGIN - 1).all()
    assert (spots <= np.array([WIDTH, HEIGHT]) - MARGIN + 1).all()


@given(place, place)
def test_what_falls_on_a_spot_is_found_again(here, there):
    eye = Eye(*here, scale=500, middle=(1000, 700))
    [spot] = eye.see(np.array([there]))
    assume(math.dist(spot, eye.middle) < 1.95 * 500)
    lon, lat = eye.place(spot)
    assert lat == pytest.approx(there[1], abs=1e-6)
    assert math.cos(math.radians(lat)) * abs((lon - there[0] + 180) % 360 - 180) < 1e-5


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.floats(0, 400), st.floats(0, 300)), max_size=30))
def test_names_stand_within_the_drawing_and_on_no_other(wanted):
    room = Room(400, 300)
    found = [name for text, x, y in wanted if (name := room.beside(text, (x, y), 25))]
    boxes = [shapely.box(*_box(name, 25)) for name in found]
    assert all(shapely.box(0, 0, 400, 300).contains(box) for box in boxes)
    assert not [1 for n, box in enumerate(boxes) for other in boxes[:n] if box.intersection(other).area > 1e-9]


def test_a_name_keeps_off_the_road_when_it_can():
    room = Room(400, 300)
    room.avoid([(x, 150) for x in range(200, 400, 5)])
    name = room.beside("Kazan", (200, 150), 25)
    assert name.anchor != "start"


def test_a_place_passed_twice_is_named_once_and_a_road_without_stages_has_no_map():
    drawn = drawing([stage(*LENS), stage(*BERLIN, "Berlin"), stage(*LENS)], width=WIDTH, height=HEIGHT, language="fr")
    assert sorted(name.text for name in drawn.names) == ["Berlin", "Lens"]
    assert "Allemagne" in [name.text for name in drawn.countries]
    assert drawing([], width=WIDTH, height=HEIGHT, language="fr") is None


def test_two_stages_in_one_place_are_on_the_map():
    drawn = drawing(
        [stage(*LENS), stage(*LENS, "Lens-Est"), stage(*BRUSSELS)], width=WIDTH, height=HEIGHT, language="fr"
    )
    assert len(drawn.ticks) == 3


def test_a_place_told_vaguely_has_its_area_and_another_none():
    size = {"width": WIDTH, "height": HEIGHT, "language": "fr"}
    exact = [stage(*LENS), stage(*BRUSSELS)]
    assert drawing(exact, **size).vague == ""
    drawn = drawing([stage(*LENS, precision="region"), *exact[1:]], **size)
    [area] = rings(drawn.vague)
    tick = drawn.ticks[0]
    assert area.contains(shapely.Point(tick.x, tick.y))
    km = math.dist((drawn.ticks[0].x, drawn.ticks[0].y), (drawn.ticks[1].x, drawn.ticks[1].y)) / 117
    assert math.sqrt(area.area / math.pi) == pytest.approx(30 * km, rel=0.05)


def test_a_short_road_is_drawn_among_the_towns_around_it():
    towns = [
        ("Arras", 2.78, 50.29, 7),
        ("Douai", 3.08, 50.37, 7),
        ("Paris", 2.35, 48.85, 4),
        ("Annay", 2.88, 50.46, 14),
    ]
    around = Surroundings((2.5, 50.25, 3.1, 50.6), towns)
    size = {"width": WIDTH, "height": HEIGHT, "language": "fr"}
    road = [stage(*LENS), stage(2.775, 50.42, "Liévin")]
    drawn = drawing(road, around=around, **size)
    assert [name.text for name, _, _ in drawn.towns] == ["Arras", "Douai"], "on the paper, and named at its scale"
    wide = drawing([stage(*LENS), stage(*MOSCOW, "Moscou")], around=around, **size)
    assert wide.towns == []


def test_a_recorded_way_is_drawn_instead_of_the_line_between_its_stages_and_stays_on_the_paper():
    wide = np.column_stack([np.linspace(2.83, 13.41, 500), 51 + 6 * np.sin(np.linspace(0, 3, 500))])
    walked = Way(SimpleNamespace(stage_id="Berlin", kind=TrackKind.TRACK), [wide], [])
    size = {"width": WIDTH, "height": HEIGHT, "language": "fr"}
    drawn = drawing([stage(*LENS), stage(*BERLIN, "Berlin")], [walked], **size)
    [spots] = [np.array([spot.split() for spot in part.split("L")], float) for part in drawn.documented.split("M")[1:]]
    assert 10 < len(spots) < 500, "one line, the bends of which are kept"
    assert spots.min() >= 0
    assert (spots.max(axis=0) <= [WIDTH, drawn.height]).all()
    planned = Way(SimpleNamespace(stage_id="Berlin", kind=TrackKind.ROUTE), [wide], [])
    drawn = drawing([stage(*LENS), stage(*BERLIN, "Berlin")], [planned], **size)
    assert (drawn.documented.count("M"), drawn.illustrative.count("M")) == (1, 1), "what was only planned is beside it"


def test_the_road_around_the_world_is_cut_where_it_does_not_pass():
    flat = Flat.around(np.array([[170.0, 0], [-170, 0], [120, 0]]), WIDTH, HEIGHT)
    [east, west] = flat.see(np.array([[170.0, 0]])), flat.see(np.array([[-170.0, 0]]))
    assert abs(east[0, 0] - west[0, 0]) == pytest.approx(WIDTH * 20 / 360)


def test_squares_of_the_base_map_are_read_around_the_antimeridian():
    found = land.squares(3, 170, -25, 200, -10)
    assert {square.west for square in found} >= {135, -180}
    assert all(-181 < lon < 181 for square in found for ring in square.layers["land"] for lon, _ in ring)


def test_a_ring_that_crosses_itself_keeps_its_land_when_it_is_cut():
    ring, box = shapely.Polygon([(-5, -5), (2, 15), (-2, 12), (15, 12)]), (0, 0, 10, 10)
    expected = shapely.make_valid(ring).intersection(shapely.box(*box))
    assert squares.cut(ring, box).area == pytest.approx(expected.area)
