"""Which towns' names a map shows at which zoom, and the tiles that carry them."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.gazetteer import labels, marks
from places.labelling import FIRST_ZOOM, LAST_ZOOM, NEVER, label_zooms
from places.models import Town


def pixels(lon: float, lat: float, z: int) -> tuple[float, float]:
    size, angle = 256 * 2**z, math.radians(lat)
    return (lon + 180) / 360 * size, (1 - math.log(math.tan(angle) + 1 / math.cos(angle)) / math.pi) / 2 * size


def tile(lon: float, lat: float, z: int) -> tuple[int, int, int]:
    x, y = pixels(lon, lat, z)
    return z, int(x // 256), int(y // 256)


def test_a_tile_names_the_most_populous_first(towns):
    around_moscow = labels(*tile(37.6, 55.75, 4), "fr")
    assert around_moscow[0] == ("Moscou", 37.61781, 55.75204, 10381222)
    names = [name for name, *_ in labels(*tile(2.83, 50.43, 5), "fr")]
    assert "Londres" not in names
    populations = [population for *_, population in labels(*tile(2.83, 50.43, 5), "fr")]
    assert populations == sorted(populations, reverse=True)


def test_names_wait_for_the_zoom_that_has_room_for_them(towns):
    assert "Lens" not in [name for name, *_ in labels(*tile(2.83, 50.43, 6), "fr")]
    Town.objects.filter(name="Lens").update(label_zoom=6)
    assert "Lens" in [name for name, *_ in labels(*tile(2.83, 50.43, 6), "fr")]


def test_a_tile_is_named_in_the_readers_language(towns):
    assert labels(*tile(37.6, 55.75, 4), "en")[0][0] == "Moscow"


def test_around_a_road_the_towns_seen_from_farthest_come_first(towns):
    found = marks(-6, 40, 40, 60, language="fr", most=5)
    assert len(found) == 5
    assert [zoom for *_, zoom in found] == sorted(zoom for *_, zoom in found)
    assert "Moscou" in [name for name, *_ in found]
    assert "Moscow" in [name for name, *_ in marks(-6, 40, 40, 60, language="en", most=5)]
    across = marks(170, -20, 190, -10, language="fr", most=5)
    assert all(abs(lon) >= 170 for _, lon, *_ in across)


def test_the_world_at_once_has_no_names(towns):
    assert labels(0, 0, 0, "fr") == []


def test_the_larger_of_two_neighbours_has_the_room():
    large, small, far = (9_000_000, 0.0, 0.0), (5_000_000, 1.0, 0.0), (5_000_000, 90.0, 0.0)
    zooms = label_zooms([large, small, far])
    assert zooms[0] == zooms[2] == FIRST_ZOOM < zooms[1] <= LAST_ZOOM
    assert label_zooms([large, (0, 0.0, 0.0)]) == [FIRST_ZOOM, NEVER]
    assert label_zooms([(2_999_999, 0.0, 0.0)]) == [FIRST_ZOOM + 1]


def test_capitals_show_before_their_size_lets_them(towns):
    ulan_bator = Town.objects.get(name="Ulan Bator")
    assert ulan_bator.population < 1_000_000
    assert ulan_bator.label_zoom == FIRST_ZOOM


@given(st.lists(st.tuples(st.integers(0, 10**7), st.floats(-180, 180), st.floats(-85, 85)), max_size=60))
def test_at_no_zoom_do_two_names_overlap(places):
    places.sort(reverse=True)
    zooms = label_zooms(places)
    for zoom in range(FIRST_ZOOM, LAST_ZOOM + 1):
        shown = [pixels(lon, lat, zoom) for (_, lon, lat), since in zip(places, zooms, strict=True) if since <= zoom]
        for (x, y), (u, v) in combinations(shown, 2):
            assert abs(x - u) > 57.9 or abs(y - v) > 27.9


def test_a_town_tile_may_be_kept_for_a_day(towns, client):
    z, x, y = tile(37.6, 55.75, 4)
    response = client.get(f"/tiles/towns/{z}/{x}/{y}.json?lang=fr")
    assert response.json()["towns"][0] == ["Moscou", 37.61781, 55.75204, 10381222]
    assert "max-age=86400" in response["Cache-Control"]
    assert (
        client.get(response.wsgi_request.get_full_path(), headers={"If-None-Match": response["ETag"]}).status_code
        == 304
    )


@pytest.mark.parametrize(
    ("path", "status"), [("99/0/0", 404), ("3/8/0", 404), ("3/0/8", 404), ("13/0/0", 404), ("3/1/1", 200)]
)
def test_a_tile_outside_the_map_is_refused_with_a_reason(towns, client, path, status):
    response = client.get(f"/tiles/towns/{path}.json")
    assert response.status_code == status
    assert "towns" in response.json() or response.json()["detail"]


def test_a_tile_in_an_unknown_language_is_refused(towns, client):
    assert client.get("/tiles/towns/3/1/1.json?lang=xx").status_code == 400
