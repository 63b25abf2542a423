"""No outlet tells a place more exactly than its precision says: outlet × precision, over every address of the project."""

from __future__ import annotations

import re

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from community.reviewing import deciding
from places import actions, coarse, geo, states
from places.choices import Precision
from places.models import Initiative, Revision, Town
from tests.community.conftest import propose
from tests.community.test_permissions import NAMELESS, ROUTES, Role, cast, house, path_of
from tests.places.conftest import geonames_rows, towns

__all__ = ["cast", "geonames_rows", "house", "towns"]

# A yard somewhere in the fields between Lens and Arras: no town's middle, nor anybody's round number.
LON, LAT = 2.7912347, 50.3698763
TOLD = re.compile(r"-?\d{1,3}\.\d+")
NEAR = 0.004  # degrees: what lies so near in both directions is the yard
VAGUE = [Precision.VILLAGE, Precision.CITY, Precision.REGION, Precision.HIDDEN]
# Asked from beside it, so that an answer that repeats the question tells nothing.
AROUND = f"near={LON + 0.02:.5f},{LAT + 0.02:.5f}"
SMALL = f"{AROUND}&radius=3"
VIEW = f"bbox={LON - 0.02:.5f},{LAT - 0.02:.5f},{LON + 0.02:.5f},{LAT + 0.02:.5f}"

# Words that lead there, and those that a precision leaves untold.
NAMED = {"locality": "Gavrelle-les-Prés", "admin1": "Artois", "location_note": "La troisième maison après le calvaire."}
LEADING = {Precision.REGION: ["Gavrelle"], Precision.HIDDEN: ["Gavrelle", "calvaire"]}

# Address → what it is asked, beside what it tells by itself.
OUTLETS = {
    "explore": ["", AROUND, SMALL, VIEW],
    "explore_results": ["", AROUND, SMALL, VIEW],
    "compare": [
        "with=jardin-des-retrouvailles,mine-de-soleil-loos-en-gohelle",
        f"with=jardin-des-retrouvailles&{AROUND}",
    ],
    "models": [AROUND, "like=jardin-des-retrouvailles"],
    "models_results": [AROUND, "like=jardin-des-retrouvailles"],
    "editing:candidates": [
        "name=jardin des retrouvailles",
        f"name=jardin des retrouvailles&lon={LON + 0.02:.5f}&lat={LAT + 0.02:.5f}",
    ],
    "api:initiatives": ["", AROUND, SMALL, VIEW],
    "api:initiative": ["", AROUND],
    "api:facets": ["", VIEW, SMALL],
    "api:comparables": [AROUND, "like=jardin-des-retrouvailles"],
    "api:search": ["q=jardin", f"q=jardin&{AROUND}"],
}


@pytest.fixture
def sheet(towns) -> Initiative:
    """Where it is known exactly, as somebody wrote it."""
    told = {"name": "Jardin des Retrouvailles", "country": "FR", "point": [LON, LAT], "precision": "site"} | NAMED
    return actions.create(told | {"resources": ["water"], "origin.fr": "Un jardin."}, by=None)


def is_told(text: str) -> bool:
    """Whether a number of the longitude stands beside one of the latitude, anywhere."""
    numbers = [float(number) for number in TOLD.findall(text)]
    return any(abs(number - LON) < NEAR for number in numbers) and any(abs(number - LAT) < NEAR for number in numbers)


def asked_of(name: str, house: dict) -> list[str]:
    path = path_of(name, house)
    return [f"{path}{'&' if ROUTES[name].asked and query else ''}{query}" for query in OUTLETS.get(name, [""])]


def body(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def test_every_outlet_is_an_address_of_the_project():
    assert set(OUTLETS) <= set(ROUTES)


@pytest.mark.parametrize("precision", VAGUE)
def test_no_address_tells_what_was_once_exact(house, cast, sheet, precision):
    sheet.refresh_from_db()
    vague = {"precision": precision} | ({"point": None} if precision == Precision.HIDDEN else {})
    actions.revise(sheet, vague, base=sheet.version, by=None)
    anybody, editor = Client(), Client()
    editor.force_login(cast[Role.EDITOR], backend="django.contrib.auth.backends.ModelBackend")
    for name, row in ROUTES.items():
        if row.get is None or name in NAMELESS:
            continue
        for address in asked_of(name, house):
            reader = anybody if row.get == Role.PASSER_BY else editor
            page = body(reader.get(address))
            assert not is_told(page), address
            assert not any(word in page for word in LEADING.get(precision, [])), address
    for revision in Revision.objects.filter(initiative=sheet):
        assert not is_told(str(revision.changes)), "the history forgets it too"
        assert not any(word in str(revision.changes) for word in LEADING.get(precision, []))


def test_an_exact_place_is_told_so_that_the_table_above_means_something(house, sheet):
    assert is_told(body(Client().get(reverse("api:initiative", args=[sheet.slug]))))
    assert is_told(body(Client().get(f"{reverse('api:initiatives')}?{VIEW}")))


@pytest.mark.parametrize("precision", VAGUE)
def test_nothing_lies_in_a_tile_or_a_small_circle_around_it(sheet, client, precision):
    vague = {"precision": precision} | ({"point": None} if precision == Precision.HIDDEN else {})
    actions.revise(sheet, vague, base=1, by=None)
    for radius in (0.1, 0.5, 1):
        found = client.get(f"/api/v1/initiatives/?near={LON},{LAT}&radius={radius}").json()
        assert [one["properties"]["slug"] for one in found["features"]] == []
    z, x, y = 15, *tile_of(LON, LAT, 15)
    assert "jardin" not in body(client.get(f"/tiles/initiatives/{z}/{x}/{y}.json")).lower()
    assert b"Jardin" not in client.get(f"/tiles/initiatives/{z}/{x}/{y}.mvt").content


@pytest.mark.parametrize("precision", VAGUE[:3])
def test_distances_asked_from_all_around_lead_to_the_shown_place_only(sheet, client, precision):
    actions.revise(sheet, {"precision": precision}, base=1, by=None)
    stands_for = Initiative.objects.get(slug=sheet.slug).point
    assert geo.metres(stands_for, geo.point(LON, LAT)) > 400
    for lon, lat in ((2.7, 50.3), (2.9, 50.3), (2.8, 50.5), (LON, LAT), (2.79, 50.37)):
        found = client.get(f"/api/v1/initiatives/?near={lon},{lat}&radius=200").json()
        [one] = [one for one in found["features"] if one["properties"]["slug"] == sheet.slug]
        km = one["properties"]["distance_km"]
        assert km == pytest.approx(geo.metres(stands_for, geo.point(lon, lat)) / 1000, abs=0.06)


@pytest.mark.parametrize("precision", VAGUE)
def test_neither_a_sheet_nor_a_proposal_keeps_what_will_not_be_shown(sheet, precision):
    wanted = {"name": "Autre jardin", "country": "FR", "point": [LON, LAT], "precision": precision} | NAMED
    kept = propose(wanted).proposal.wanted
    made = actions.create(wanted if precision != Precision.HIDDEN else wanted | {"point": None}, by=None)
    for told in (kept, states.state(made)):
        assert not is_told(str(told))
        assert not any(word in str(told) for word in LEADING.get(precision, []))
    assert kept.get("point") == states.state(made).get("point")


def test_of_a_decided_proposal_no_place_is_kept(sheet, bob):
    asked = propose({"locality": "Ailleurs", "point": [2.9, 50.5], "started": 1999}, initiative=sheet, base=1).proposal
    deciding.confirm(asked)
    deciding.refuse(asked, by=bob, reason="Non.")
    asked.refresh_from_db()
    assert asked.wanted == {"started": 1999}


@given(
    lon=st.floats(-180, 180, allow_nan=False), lat=st.floats(-90, 90, allow_nan=False), precision=st.sampled_from(VAGUE)
)
def test_what_stands_for_a_place_stands_for_itself(django_db_blocker, lon, lat, precision):
    with django_db_blocker.unblock():
        once = coarse.shown(Point(lon, lat, srid=4326), precision)
        assert (once is None) == (precision == Precision.HIDDEN)
        if once is not None:
            assert coarse.shown(once, precision).equals_exact(once, 1e-9)
            assert -180 <= once.x <= 180
            assert -90 <= once.y <= 90


def test_a_town_stands_for_what_lies_in_it(towns):
    lens = Town.objects.get(pk=3003093)
    yard = geo.point(lens.point.x + 0.01, lens.point.y + 0.01)
    assert coarse.shown(yard, Precision.CITY) == lens.point
    assert coarse.shown(yard, Precision.SITE) == yard
    ocean = coarse.shown(geo.point(-40.123456, 30.123456), Precision.VILLAGE)
    assert (ocean.x, ocean.y) == (-40.1, 30.1)


def tile_of(lon: float, lat: float, z: int) -> tuple[int, int]:
    point = Point(lon, lat, srid=4326).transform(3857, clone=True)
    half = 20037508.342789244
    size = 2 * half / 2**z
    return int((point.x + half) / size), int((half - point.y) / size)
