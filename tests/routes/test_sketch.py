"""The small drawing holds the whole road, and parts what is told from what is not."""

from types import SimpleNamespace

import pytest

from routes.sketch import CENTRE, HEIGHT, MIDDLE, ROOM, WIDTH, place, sketch


def stage(lon, lat, *, documented=True):
    return SimpleNamespace(lon=lon, lat=lat, name="", is_documented=documented)


LILLE, MOSCOW, ULAANBAATAR = stage(3.06, 50.63, documented=False), stage(37.62, 55.75), stage(106.88, 47.91)


def test_the_centre_falls_in_its_place():
    assert place(*CENTRE) == pytest.approx(MIDDLE)


@pytest.mark.parametrize("town", [(3.06, 50.63), (24.75, 59.44), (116.4, 39.91), (80.64, 7.3), (104.9, 11.56)])
def test_the_road_stays_within_the_drawing(town):
    x, y = place(*town)
    assert 0 < x < WIDTH
    assert 0 < y < HEIGHT


def test_a_leg_is_solid_only_when_both_ends_are_told():
    road = sketch([LILLE, MOSCOW, ULAANBAATAR])
    assert road["illustrative"].count("M") == 1
    assert road["documented"].count("M") == 1


def test_names_keep_their_distance():
    ticks = sketch([LILLE, stage(2.83, 50.43), ULAANBAATAR])["ticks"]
    assert [tick["named"] for tick in ticks] == [True, False, True]
    assert ROOM > 100
