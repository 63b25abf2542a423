"""Initiatives along a journey, in the order one comes past them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.geodesy import WGS84
from places.models import Initiative
from routes.corridors import along, beside
from routes.legs import leg
from routes.models import Journey, Stage
from tests.factories import APIA, ARRAS, LENS, LILLE, SUVA, make_initiative

degrees = st.tuples(st.floats(-179, 179), st.floats(-75, 75))


@given(start=degrees, end=degrees, shares=st.lists(st.floats(0, 1), min_size=2, max_size=6))
def test_places_on_a_leg_are_passed_as_far_as_they_lie(start, end, shares):
    azimuth, _back, metres = WGS84.inv(*start, *end)
    if not 1_000 < metres < 18_000_000:
        return
    lons, lats, _ = WGS84.fwd(
        [start[0]] * len(shares), [start[1]] * len(shares), [azimuth] * len(shares), np.array(shares) * metres
    )
    passed = along([part.coords for part in leg(start, end).geoms], lons, lats)
    assert passed == pytest.approx(np.array(shares) * metres / 1000, rel=0.01, abs=2)


def test_no_line_and_no_places_are_no_fault():
    assert along([], [1.0], [2.0]).tolist() == [0]
    assert along([[LENS, LILLE]], [], []).tolist() == []


def test_one_comes_past_them_in_the_order_of_the_road_even_over_the_antimeridian(db):
    for name, at in (("Apia", APIA), ("Lens", LENS), ("Suva", SUVA), ("Arras", ARRAS)):
        make_initiative(name, at)
    journey = Journey.objects.create(slug="loin", title_fr="Loin")
    for order, (place, point) in enumerate((("Arras", ARRAS), ("Lille", LILLE), ("Suva", SUVA), ("Apia", APIA)), 1):
        Stage.objects.create(
            journey=journey, order=order, slug=str(order), place_fr=place, country="FR", evidence="documented",
            point=f"POINT({point[0]} {point[1]})",
        )  # fmt: skip
    names = dict(Initiative.objects.values_list("pk", "name"))
    assert [names[pk] for pk in beside("loin", 20, 1)] == ["Arras", "Lens", "Suva", "Apia"]
    Stage.everything.filter(journey=journey, order__gt=1).delete()
    assert beside("loin", 20, 2) == ()
