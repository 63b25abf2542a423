"""A journey as files: read by the programs that people will open them with."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.contrib.gis.gdal import DataSource
from icalendar import Calendar

from places import actions
from places.models import Initiative
from routes import edtf
from routes.models import Encounter, Journey, Stage
from tests.routes.diaries import make_journey

SLUG = "sur-la-route-des-utopies-realistes"
BERLIN = (13.41, 52.52)


def fetched(client, form: str, language: str = "fr") -> bytes:
    answer = client.get(f"/{language}/journeys/{SLUG}/road.{form}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{SLUG}.{form}"'
    return answer.content


def opened(client, form: str, tmp_path) -> DataSource:
    """By GDAL, as every GIS does."""
    file = tmp_path / f"road.{form}"
    file.write_bytes(fetched(client, form))
    return DataSource(file)


def test_gdal_reads_the_gpx_waypoints_and_one_route_through_them(atlas, client, tmp_path):
    layers = {layer.name: layer for layer in opened(client, "gpx", tmp_path)}
    waypoints = list(layers["waypoints"])
    assert [str(one["name"]) for one in waypoints] == [stage.place for stage in Stage.objects.order_by("order")]
    assert waypoints[1].geom.tuple[:2] == pytest.approx(BERLIN, abs=0.01)
    assert {str(one["type"]) for one in waypoints} == {"documented", "illustrative"}
    assert len(layers["routes"]) == 1
    assert len(layers["tracks"]) == 0, "nobody recorded one"


def test_gdal_reads_the_kml_stages_and_legs_with_what_is_known_of_them(atlas, client, tmp_path):
    layers = list(opened(client, "kml", tmp_path))
    features = [feature for layer in layers for feature in layer]
    points = [one for one in features if one.geom.geom_type.name.startswith("Point")]
    assert len(points) == Stage.objects.count()
    assert points[1].geom.tuple[:2] == pytest.approx(BERLIN, abs=0.01)
    assert len(features) - len(points) == Stage.objects.count() - 1
    for feature in features:
        west, south, east, north = feature.geom.extent
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90


def test_the_geojson_says_where_it_comes_from_and_whole_addresses(atlas, client, tmp_path):
    told = json.loads(fetched(client, "geojson", "en"))
    assert told["license"].endswith("/by-sa/4.0/")
    stages = [one for one in told["features"] if one["properties"]["kind"] == "stage"]
    assert stages[1]["properties"]["url"] == f"http://testserver/en/journeys/{SLUG}/2-berlin/"
    assert len(opened(client, "geojson", tmp_path)[0]) == len(told["features"])


def test_the_calendar_holds_the_stages_whose_day_or_month_is_known(atlas, client):
    Stage.objects.filter(slug="1-lille").update(when="2012")
    Stage.objects.filter(slug="2-berlin").update(when="2012-07-30/2012-08-02")
    events = {str(event["uid"]): event for event in Calendar.from_ical(fetched(client, "ics")).walk("VEVENT")}
    assert len(events) == Stage.objects.exclude(when="").count() - 1
    assert f"1-lille@{SLUG}" not in events
    berlin = events[f"2-berlin@{SLUG}"]
    assert (berlin["dtstart"].dt, berlin["dtend"].dt) == (date(2012, 7, 30), date(2012, 8, 3))
    assert (berlin["geo"].longitude, berlin["geo"].latitude) == pytest.approx(BERLIN, abs=0.01)
    assert all(len(line) <= 75 for line in fetched(client, "ics").split(b"\r\n"))


@pytest.mark.parametrize(
    ("when", "first", "after"),
    [
        ("2012", "2012-01-01", "2013-01-01"),
        ("2012-12", "2012-12-01", "2013-01-01"),
        ("2012-02", "2012-02-01", "2012-03-01"),
        ("2012-08-03", "2012-08-03", "2012-08-04"),
        ("2012-07/2012-08-03", "2012-07-01", "2012-08-04"),
    ],
)
def test_a_date_spans_all_that_it_may_mean(when, first, after):
    assert edtf.span(when) == (date.fromisoformat(first), date.fromisoformat(after))


def test_a_stretch_within_one_day_says_it_once():
    assert edtf.said("2026-08-01/2026-08-01", "fr") == edtf.said("2026-08-01", "fr")
    assert edtf.said("2026-08-01/2026-08-02", "fr").count("août 2026") == 2


@pytest.mark.parametrize("form", ["gpx", "kml", "ics", "html"])
def test_whoever_was_met_and_has_no_sheet_any_more_is_named_without_an_address(atlas, client, form):
    met = Encounter.objects.select_related("initiative").exclude(initiative=None).exclude(stage__when="").first()
    address = met.initiative.get_absolute_url()
    whole = fetched(client, form).decode().replace("\r\n ", "")
    assert address in whole
    actions.remove([met.initiative], by=None, note="essai")
    left = fetched(client, form).decode().replace("\r\n ", "")
    assert address not in left
    assert met.name in left


@pytest.mark.parametrize("form", ["gpx", "kml", "ics"])
def test_who_is_to_be_met_where_nobody_has_been_is_not_said_to_have_been_met(db, client, form):
    journey = make_journey()
    for stage in journey.stages.all():
        Encounter.objects.create(stage=stage, name=f"Jardin de {stage.place_fr}")
    journey.stages.filter(place_fr="Lille").update(evidence="illustrative")
    told = client.get(f"{journey.get_absolute_url()}road.{form}").content.decode().replace("\r\n ", "")
    assert "À rencontrer : Jardin de Lille" in told
    assert "Rencontre : Jardin de Lens" in told
    assert "Rencontre : Jardin de Lille" not in told


def test_the_html_map_asks_nobody_and_runs_nothing_that_somebody_wrote(atlas, client):
    Stage.objects.filter(slug="2-berlin").update(
        place_fr="<script>alert(1)</script>", note_fr="</script><img src=x onerror=alert(2)> `${alert(3)}`"
    )
    Journey.objects.update(title_fr="{{ 7 * 7 }}{% for x in 'ab' %}</title><script>alert(4)</script>{% endfor %}")
    page = fetched(client, "html").decode()
    assert "{{ 7 * 7 }}" in page, "nor is it taken for a template"
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert not [line for line in page.splitlines() if "<script src" in line or "<link rel" in line or "@import" in line]
    assert "L.map(" in page


@pytest.mark.parametrize("path", [f"{SLUG}/road.exe", f"{SLUG}/road.GPX", "nowhere/road.gpx", f"{SLUG}/road."])
def test_what_is_no_file_is_not_found(atlas, client, path):
    assert client.get(f"/fr/journeys/{path}").status_code == 404


def test_a_journey_of_two_thousand_stages_costs_as_many_queries(atlas, client, django_assert_num_queries):
    journey, first = Stage.objects.first().journey, Stage.objects.first()
    more = [
        Stage(
            journey=journey,
            order=1000 + n,
            slug=f"s{n}",
            place_fr=f"S{n}",
            country="FR",
            point=first.point,
            evidence="documented",
        )
        for n in range(2_000)
    ]
    Stage.objects.bulk_create(more)
    with django_assert_num_queries(6):
        assert len(fetched(client, "gpx")) > 200_000
    assert Initiative.objects.exists()
