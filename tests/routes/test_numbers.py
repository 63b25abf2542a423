"""Kilometres, modes, countries, encounters: what is said is added up, what is supposed is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from places.geodesy import WGS84
from routes import actions, carbon
from routes.models import Stage
from routes.numbers import numbers
from routes.profile import DRAWN, TABLE_ROWS, profile
from routes.stops import Stop, stops
from routes.ways import ways
from tests.factories import DELHI, LENS, LILLE, make_initiative
from tests.routes.travels import WAY, make_team, make_travels


def stop(lon=0.0, lat=0.0, **said) -> Stop:
    plain = {
        "pk": 0,
        "journey": 0,
        "slug": "a",
        "name": "A",
        "country": "FR",
        "precision": "site",
        "evidence": "documented",
    }
    plain |= {"mode": "train", "mode_certainty": "documented", "km": None, "hours": None, "when": ""}
    return Stop(lon=lon, lat=lat, **plain | said)


def test_a_way_is_as_long_as_the_travellers_say_else_as_the_globe_does():
    said, measured = ways([stop(*LENS), stop(*LILLE, km=41.0), stop(*DELHI)])
    assert (said.km, said.recorded) == (41.0, True)
    assert not measured.recorded
    assert measured.km == pytest.approx(WGS84.inv(*LILLE, *DELHI)[2] / 1000)


@pytest.mark.parametrize(
    ("mode", "km", "kilograms"),
    [
        ("train", 1000, 35),
        ("bus", 1000, 27),
        ("car", 10, 1.7),
        ("boat", 100, 1.9),
        ("plane", 1000, 151),
        ("plane", 4000, 592),
    ],
)
def test_what_a_way_emits_is_what_the_source_gives(mode, km, kilograms):
    assert carbon.kilograms(mode, km) == pytest.approx(kilograms)


@pytest.mark.parametrize("mode", ["bicycle", "foot", "unknown"])
def test_where_the_source_is_silent_there_is_no_estimate(mode):
    assert carbon.kilograms(mode, 100) is None
    assert carbon.factors([mode]) == ""


def test_an_illustrative_way_emits_nothing_and_a_supposed_mode_is_none():
    announced, supposed = (
        ways([stop(), stop(1, evidence="illustrative"), stop(2)])[0],
        ways([stop(), stop(1, mode="plane", mode_certainty="illustrative")])[0],
    )
    assert announced.kilograms is None
    assert (supposed.mode, supposed.kilograms) == ("unknown", None)


def test_a_journey_in_numbers(db, client):
    amel = make_team()
    journey = make_travels(*WAY, ("Delhi", DELHI), by=amel)
    lens, lille, arras, delhi = Stage.objects.order_by("order")
    water = make_initiative("Source", LENS, resources=["water"])
    met = [{"slug": water.slug, "name": "Source"}, {"name": "Une voisine"}]
    said = {
        f"stage.{lille.pk}.mode": "bicycle",
        f"stage.{lille.pk}.km": 41.5,
        f"stage.{lille.pk}.mode_certainty": "documented",
    }
    said |= {f"stage.{arras.pk}.mode": "train", f"stage.{arras.pk}.mode_certainty": "inferred"}
    said |= {f"stage.{delhi.pk}.evidence": "illustrative", f"stage.{delhi.pk}.country": "IN"}
    said |= {f"stage.{lens.pk}.met": met, f"stage.{arras.pk}.met": met}
    actions.revise(journey, said, base=journey.version, by=amel)
    road = stops(journey, "fr")
    found = numbers(journey, road, ways(road))
    assert [(row.mode, round(row.km), row.inferred > 0) for row in found.by_mode] == [
        ("bicycle", 42, False),
        ("train", 43, True),
    ][::-1]
    assert found.km == pytest.approx(41.5 + found.by_mode[0].km)
    assert found.recorded_km == 41.5
    assert found.untold_km > 6000
    assert found.countries == ["FR"]
    assert (found.met_count, found.met) == (4, [("water", 1)])
    page = client.get(journey.get_absolute_url()).content.decode()
    assert "UK Government, Department for Energy Security and Net Zero, 2022" in page
    assert "Les trajets illustratifs" in page


points = st.tuples(st.floats(-180, 180), st.floats(-85, 85))
evidence = st.sampled_from(["documented", "illustrative"])


@given(st.lists(st.tuples(points, evidence, st.none() | st.floats(0, 5000)), min_size=2, max_size=600))
def test_a_profile_only_climbs_and_draws_nothing_better_known_than_it_is(road):
    road = [stop(*point, evidence=told, km=km) for point, told, km in road]
    legs = ways(road)
    drawn = profile(road, legs)
    assert drawn.km == pytest.approx(sum(way.km for way in legs))
    assert len(drawn.rows) <= TABLE_ROWS
    assert sum(stretch.path.count(" ") for stretch in drawn.stretches) <= DRAWN + len(drawn.stretches)
    sums = [row[2] for row in drawn.rows]
    assert all(before <= after for before, after in pairwise(sums))
    assert sum(row[1] for row in drawn.rows) == pytest.approx(drawn.km)
    if any(not way.is_documented for way in legs):
        assert "illustrative" in {stretch.evidence for stretch in drawn.stretches}


def test_what_is_drawn_and_told_at_once_is_documented_only_where_all_of_it_is():
    road = [stop(n / 10, evidence="illustrative" if n % 5 == 0 else "documented") for n in range(1000)]
    drawn = profile(road, ways(road))
    assert {stretch.evidence for stretch in drawn.stretches} == {"illustrative"}
    assert {row[3] for row in drawn.rows[1:]} == {"illustrative"}


def test_a_road_of_one_stage_has_no_way_and_no_profile():
    assert ways([stop()]) == ways([]) == []
    assert profile([stop()], []) is None
