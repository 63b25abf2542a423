"""What was recorded is passed on with the road, as the programs that people open files with read it."""

from __future__ import annotations

import json

import pytest
from django.contrib.gis.gdal import DataSource

from routes.choices import TrackKind
from routes.files import page
from routes.files.road import Road
from routes.models import Journey
from routes.tracks import actions, passing_on
from routes.tracks.files import read
from routes.tracks.taking import take
from tests.routes.test_track_tiles import SLUG, journey, keep, recorded  # noqa: F401 (a fixture)
from tests.routes.tracks import LENS, path, walk


@pytest.fixture
def walked(journey) -> Journey:  # noqa: F811
    keep(journey, recorded(walk(40), walk(9, start=(3, 51))), name="Marche", mode="foot", stage=journey.stages.last())
    keep(journey, recorded(walk(9, seconds=None)), name="Prévu", kind=TrackKind.ROUTE, content=b"y")
    return journey


def opened(client, form: str, tmp_path) -> DataSource:
    file = tmp_path / f"road.{form}"
    file.write_bytes(client.get(f"/fr/journeys/{SLUG}/road.{form}").content)
    return DataSource(file)


def test_gdal_reads_the_track_of_the_gpx_and_nothing_of_its_hours(walked, client, tmp_path):
    layers = {layer.name: layer for layer in opened(client, "gpx", tmp_path)}
    [track] = layers["tracks"]
    assert (str(track["name"]), str(track["type"])) == ("Marche", "foot")
    assert [len(line) for line in track.geom] == [2, 2], "straight walks are their ends"
    assert track.geom[0].tuple[0] == pytest.approx(LENS, abs=1e-5)
    assert b"<time>" not in (tmp_path / "road.gpx").read_bytes()


def test_gdal_reads_the_tracks_of_the_kml_and_the_geojson_says_who_made_them(walked, client, tmp_path):
    layers = {layer.name: layer for layer in opened(client, "kml", tmp_path)}
    assert {str(one["Name"]) for layer in layers.values() for one in layer} >= {"Marche", "Prévu"}
    told = json.loads(client.get(f"/fr/journeys/{SLUG}/road.geojson").content)["features"]
    tracks = [one["properties"] for one in told if one["properties"]["kind"] == "track"]
    assert [(one["name"], one["evidence"], one["to"]) for one in tracks] == [
        ("Marche", "track", 2),
        ("Prévu", "route", None),
    ]


def test_our_own_file_can_be_sent_back(walked, client):
    reading = read(client.get(f"/fr/journeys/{SLUG}/road.gpx").content)
    assert [one.name for one in reading.recordings] == ["Marche"], "no straight line beside it"
    assert len(take(reading.recordings[0]).parts) == 2


def test_a_file_is_never_too_large_to_pass_on(walked, monkeypatch):
    monkeypatch.setattr(passing_on, "MOST", 6)
    assert sum(len(line) for way in passing_on.ways(walked) for line in way.lines) <= 6


def test_not_even_more_tracks_than_there_is_room_for(journey, monkeypatch):  # noqa: F811
    keep(journey, *(recorded(path([(3, n * 5 + 9), (40, n * 5 + 10)], [0, 900_000])) for n in range(3)))
    assert len(passing_on.ways(journey)) == 3
    monkeypatch.setattr(passing_on, "MOST", 5)
    assert len(passing_on.ways(journey)) == 2, "from ever so far, each is a line of two"


def test_what_is_not_shown_is_not_passed_on(walked, client):
    for track in walked.tracks.all():
        actions.remove(track, by=None)
    assert passing_on.ways(walked) == []
    assert b"<trk>" not in client.get(f"/fr/journeys/{SLUG}/road.gpx").content


def test_the_map_that_needs_no_network_draws_the_way_that_was_walked_instead_of_the_straight_one(walked):
    road = Road.read(SLUG, home="")
    drawn = [(known, parts) for known, parts, _ in page._lines(road, passing_on.ways(walked)) if parts]
    assert [known for known, _ in drawn] == ["documented", "illustrative"], "one walked, one drawn"
    assert len(drawn[0][1]) == 2
    for track in walked.tracks.all():
        actions.remove(track, by=None)
    [(_, straight, _)] = page._lines(road, passing_on.ways(walked))
    assert len(straight[0]) == 2
