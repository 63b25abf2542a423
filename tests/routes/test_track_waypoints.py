"""Waypoints of a file as stages: what they are called, when, in which order, and which are there already."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from places import geo
from places.models import Town, TownName
from routes import actions
from routes.choices import Evidence, JourneyState
from routes.models import Journey, Stage
from routes.tracks import waypoints
from routes.tracks.files import read
from routes.tracks.reading import UNKNOWN, Reading, Source
from routes.tracks.taking import take
from tests.factories import ARRAS, LENS, LILLE
from tests.routes.tracks import NOON, gpx, kml, path, point, some

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


@pytest.fixture
def journey() -> Journey:
    made = Journey.objects.create(slug="a-pied", title_fr="À pied", state=JourneyState.SHOWN)
    actions.add_stages(made, [stage("Lens", LENS, "2012-08-01"), stage("Lille", LILLE, "2012-08-09")], by=None)
    return made


@pytest.fixture
def lens() -> Town:
    town = Town.objects.create(id=1, name="Lens", country="FR", point=geo.point(*LENS), population=32_663, label_zoom=5)
    TownName.objects.create(town=town, key="lens", rank=0, weight=4.5)
    return town


def stage(place, at, when=""):
    return {"place_fr": place, "country": "FR", "point": list(at), "when": when}


def stages(journey) -> list[Stage]:
    return list(Stage.everything.filter(journey=journey).standing())


def offered(reading: Reading, journey: Journey) -> list[waypoints.Offered]:
    return waypoints.offer(reading, journey, stages(journey))


def reading(*marks, lines=()) -> Reading:
    made = Reading("GPX")
    for mark in marks:
        made.mark(*mark)
    for line in lines:
        made.add("", Source.RECORDED, [line])
    return made


def test_with_hours_they_come_by_time_and_are_dated_by_the_clocks_of_the_place(journey):
    late = NOON + 11 * 3_600_000  # 23:00 UTC: one in the morning of the next day in Lens
    found = offered(reading(("Après", 2.9, 50.5, late), ("Avant", 2.7, 50.5, NOON)), journey)
    assert [(one.place, one.when, one.is_announced) for one in found] == [
        ("Avant", "2012-08-03", False),
        ("Après", "2012-08-04", False),
    ]
    assert found[0].told == ["Daté du 3 août 2012, heure du lieu."]


def test_without_hours_they_come_along_the_line_and_are_only_announced(journey):
    line = path([(2 + n / 100, 50) for n in range(100)])
    found = offered(reading(("Fin", 2.9, 50.01), ("Début", 2.1, 50), ("Milieu", 2.5, 49.99), lines=[line]), journey)
    assert [one.place for one in found] == ["Début", "Milieu", "Fin"]
    assert all(one.is_announced and one.when == "" for one in found)


def test_one_without_an_hour_comes_after_those_that_have_one(journey):
    marks = [("Trois", 2.9, 50.3, NOON + 86_400_000), ("Sans", 2.8, 50.4), ("Un", 2.7, 50.5, NOON)]
    assert [one.place for one in offered(reading(*marks), journey)] == ["Un", "Trois", "Sans"]


def test_a_country_that_the_towns_around_do_not_tell_is_said_to_be_the_nearest_ones(journey, lens):
    [at_home, at_sea] = offered(reading(("Ici", 2.83, 50.43), ("Plein océan", -30.0, 0.0)), journey)
    assert at_home.country == at_sea.country == "FR"
    assert not any("Pays" in told for told in at_home.told)
    assert any("Pays : France" in told for told in at_sea.told)


def test_times_that_cannot_be_are_forgotten(journey):
    found = offered(reading(("Futur", 2.9, 50.5, 2**53), ("1970", 2.7, 50.5, 0), ("Loin", 2, 50, -(2**53))), journey)
    assert [(one.place, one.when) for one in found] == [("Futur", ""), ("1970", ""), ("Loin", "")]


def test_one_without_a_name_is_proposed_the_nearest_town_and_told_so(journey, lens):
    near, far = offered(reading(("", LENS[0] + 0.02, LENS[1]), ("", 100.0, 60.0)), journey)
    assert near.place == "Lens"
    assert near.told == ["Sans nom dans le fichier : « Lens » est la ville la plus proche."]
    assert far.place == ""
    assert far.told[0] == "Sans nom dans le fichier, et sans ville alentour : donnez-lui un nom."


def test_doubles_of_stages_and_of_each_other_are_told(journey):
    beside = (LENS[0], LENS[1] + 0.0018)  # two hundred metres
    found = offered(reading(("Gare", *beside), ("Plus loin", LENS[0], LENS[1] + 0.0063), ("Encore", *ARRAS)), journey)
    assert [one.double for one in found] == [True, False, False]
    assert found[0].told == ["À 200 m de « 1. Lens » : c’est peut-être la même étape."]
    again = offered(reading(("Ici", *ARRAS), ("Là", *ARRAS)), journey)
    assert [one.double for one in again] == [False, True]
    assert again[1].told == ["À 0 m de « Ici » : c’est peut-être la même étape."]


def test_in_a_journey_that_is_vague_doubles_are_looked_for_where_it_shows_them(journey, lens):
    Journey.objects.update(live_precision="city")
    journey.refresh_from_db()
    assert offered(reading(("Gare", LENS[0], LENS[1] + 0.009)), journey)[0].double


def test_they_come_after_the_stages_of_before_or_where_the_line_leads(journey):
    dated = offered(reading(("Un", 2.9, 50.5, NOON)), journey)
    assert waypoints.after(dated, [], stages(journey)) == 1
    plain = reading(("Un", 2.9, 50.5), lines=[path([LENS, (2.9, 50.5), LILLE])])
    taken = [take(recording) for recording in plain.recordings]
    assert waypoints.after(offered(plain, journey), taken, stages(journey)) == 1
    assert waypoints.after(offered(reading(("Un", 2.9, 50.5)), journey), [], stages(journey)) == 2


def test_the_command_makes_them_stages_and_says_what_it_leaves(journey, lens, tmp_path):
    marks = [
        point(2.95, 50.5, "2012-08-05T10:00:00Z", tag="wpt", name="Carvin"),
        point(2.88, 50.46, "2012-08-04T10:00:00Z", tag="wpt"),
        point(*LENS, "2012-08-03T10:00:00Z", tag="wpt", name="Gare"),
    ]
    (tmp_path / "marche.gpx").write_bytes(gpx(some(40), besides="".join(marks)))
    out = StringIO()
    call_command("import_track", "a-pied", tmp_path / "marche.gpx", stages=True, dry_run=True, stdout=out)
    assert len(stages(journey)) == 2
    call_command("import_track", "a-pied", tmp_path / "marche.gpx", stages=True, stdout=out)
    said = out.getvalue()
    assert "laissé : Gare — Daté du 3 août 2012, heure du lieu. — À 0 m de « 1. Lens »" in said
    assert "étape : Lens — Sans nom dans le fichier : « Lens » est la ville la plus proche." in said
    assert "ajouté : 2 étapes, après 1 autres" in said
    made = stages(journey)
    assert [(one.place_fr, one.when, one.country) for one in made] == [
        ("Lens", "2012-08-01", "FR"),
        ("Lens", "2012-08-04", "FR"),
        ("Carvin", "2012-08-05", "FR"),
        ("Lille", "2012-08-09", "FR"),
    ]
    assert {one.evidence for one in made[1:3]} == {Evidence.DOCUMENTED}
    actions.revert(journey.revisions.order_by("number").last(), by=None)
    assert [one.place_fr for one in stages(journey)] == ["Lens", "Lille"]


def test_without_the_option_the_command_leaves_them_and_says_so(journey, tmp_path):
    (tmp_path / "a.kml").write_bytes(
        kml("<Placemark><name>Ici</name><Point><coordinates>2,50</coordinates></Point></Placemark>")
    )
    out = StringIO()
    call_command("import_track", "a-pied", tmp_path / "a.kml", stdout=out)
    assert "1 repère (Ici) : laissé de côté, à moins que vous n’en fassiez une étape." in out.getvalue()
    assert len(stages(journey)) == 2


@pytest.mark.parametrize(
    "content",
    [
        gpx(besides=point(190, 50, tag="wpt", name="Là")),
        kml("<Placemark><name>Là</name><Point><coordinates>-170,50</coordinates></Point></Placemark>"),
        b'{"type": "Feature", "properties": {"name": "L\\u00e0"}, "geometry": {"type": "Point", "coordinates": [190, 50]}}',
    ],
    ids=["gpx", "kml", "geojson"],
)
def test_of_each_kind_of_file_and_across_the_antimeridian(journey, content):
    [one] = offered(read(content), journey)
    assert (one.place, one.lon, one.lat) == ("Là", -170, 50)


@given(
    st.lists(
        st.tuples(
            st.text(max_size=200),
            st.floats(-360, 360),
            st.floats(-90, 90),
            st.integers(-(2**62), 2**62) | st.just(UNKNOWN),
        ),
        max_size=8,
    ),
    st.lists(st.tuples(st.floats(-360, 360), st.floats(-90, 90) | st.just(float("nan"))), max_size=5),
)
def test_any_waypoints_are_offered_once_and_can_be_said(marks, line):
    journey = Journey(live_precision="site")
    found = waypoints.offer(reading(*marks, lines=[path(line)] if line else []), journey, [])
    assert sorted(one.number for one in found) == list(range(len(found)))
    assert len(found) == len(marks)
    for one in found:
        assert -180 <= one.lon <= 180
        assert len(one.place) <= waypoints.LONGEST_NAME
        assert one.double == any("peut-être la même étape" in told for told in one.told)
