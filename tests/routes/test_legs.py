import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import example, given
from hypothesis import strategies as st

from routes.legs import leg
from tests.factories import APIA, LILLE, SUVA

degrees = st.tuples(st.floats(-180, 180), st.floats(-85, 85))


def length(parts):
    pairs = [(a, b) for part in parts.geoms for a, b in zip(part.coords, part.coords[1:], strict=False)]
    return sum(Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0])["s12"] for a, b in pairs)


@given(start=degrees, end=degrees)
@example(start=(140.25, 45.0), end=(-40.0, 53.0))  # close by the pole
def test_a_leg_is_as_long_as_the_shortest_way_and_never_leaves_the_map(start, end):
    road = leg(start, end)
    shortest = Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["s12"]
    west, _, east, _ = road.bounds
    assert west >= -180
    assert east <= 180
    assert length(road) == pytest.approx(shortest, rel=2e-3, abs=1)


def test_a_leg_across_the_pacific_is_two_parts_that_meet_at_the_antimeridian():
    first, second = leg(SUVA, APIA).geoms
    assert first.coords[0] == pytest.approx(SUVA)
    assert second.coords[-1] == pytest.approx(APIA)
    assert first.coords[-1][0] == 180
    assert second.coords[0][0] == -180
    assert first.coords[-1][1] == pytest.approx(second.coords[0][1])


def test_two_stages_in_one_place_have_a_leg_of_no_length():
    assert length(leg(LILLE, LILLE)) == 0
