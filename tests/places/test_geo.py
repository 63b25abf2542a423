import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places import geo

longitudes = st.floats(-1000, 1000)


@given(west=longitudes, width=st.floats(0, 800), inside=st.floats(0, 1), lat=st.floats(-90, 90))
def test_a_view_holds_every_meridian_it_shows_however_far_the_map_was_turned(west, width, inside, lat):
    boxes = geo.view(west, -90, west + width, 90)
    shown = geo.point(geo.wrap(west + width * inside), lat)
    assert all(-180 <= box.extent[0] <= box.extent[2] <= 180 for box in boxes)
    assert any(box.distance(shown) < 1e-6 for box in boxes)


@given(west=longitudes, width=st.floats(0.001, 359))
def test_a_view_is_as_wide_as_what_it_shows(west, width):
    total = sum(box.extent[2] - box.extent[0] for box in geo.view(west, 0, west + width, 1))
    assert total == pytest.approx(width, abs=1e-6)


@given(lon=st.floats(-1e6, 1e6))
def test_wrapping_keeps_the_meridian(lon):
    wrapped = geo.wrap(lon)
    assert -180 <= wrapped <= 180
    assert math.cos(math.radians(wrapped)) == pytest.approx(math.cos(math.radians(lon)), abs=1e-6)


@pytest.mark.parametrize(("lon", "lat"), [(2.8, 95), (181, 50), (math.nan, 0), (0, math.inf)])
def test_a_point_off_the_globe_is_refused(lon, lat):
    with pytest.raises(ValueError, match="not a place on Earth"):
        geo.point(lon, lat)
