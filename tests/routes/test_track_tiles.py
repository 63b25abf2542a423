"""Tracks kept, and their tiles: who sees them, what they hold, how little that is."""

from __future__ import annotations

import gzip
import json
from datetime import datetime, timedelta
from itertools import accumulate

import mapbox_vector_tile
import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from places import geo
from routes import actions as writing
from routes.choices import JourneyState, TrackKind
from routes.models import Journey, Stage, Track, TrackDrawing, TrackFile
from routes.tracks import actions, limits, tiles, timelines
from routes.tracks.files import read
from routes.tracks.maps import tracks_on_map
from routes.tracks.placing import on_track
from routes.tracks.reading import Recording, Source
from routes.tracks.taking import take
from tests.routes.tracks import LENS, gpx, path, some, walk

SLUG = "a-pied"


@pytest.fixture
def journey(db) -> Journey:
    found = Journey.objects.create(slug=SLUG, title_fr="À pied", state=JourneyState.SHOWN)
    for order, (lon, lat) in enumerate([LENS, (2.848, 50.443)], 1):
        Stage.objects.create(
            journey=found,
            order=order,
            slug=f"{order}",
            place_fr="Ici",
            country="FR",
            point=geo.point(lon, lat),
            evidence="documented",
        )
    return found


def keep(journey: Journey, *recordings: Recording, content: bytes = b"x", by=None, **said) -> list[Track]:
    file = actions.keep_file(journey, "marche.gpx", content, by=by)
    wanted = [actions.Wanted(n, take(one), **said) for n, one in enumerate(recordings)]
    return actions.take(file, wanted, by=by)


def recorded(*paths) -> Recording:
    return Recording("Marche", Source.RECORDED, list(paths))


def over(lon: float, lat: float, z: int) -> tuple[int, int, int]:
    """The tile in which a place lies."""
    side = 2**z
    y = 0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * np.pi)
    return z, int((lon / 360 + 0.5) * side), int(y * side)


def unpacked(line: list[int], z: int, x: int, y: int) -> list[tuple[float, float]]:
    """Back to degrees, as a browser does it."""
    xs, ys = [*accumulate(line[0::2])], [*accumulate(line[1::2])]
    side = 2**z * tiles.EXTENT
    across = [((x * tiles.EXTENT + column) / side - 0.5) * 360 for column in xs]
    down = [np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * (y * tiles.EXTENT + row) / side)))) for row in ys]
    return [*zip(across, down, strict=True)]


def test_a_file_is_kept_as_it_came_and_its_vertices_whole(journey):
    content = gpx(some(5))
    file = actions.keep_file(journey, "marche.gpx", content, by=None)
    assert actions.keep_file(journey, "encore.gpx", content, by=None) == file, "the same draft"
    taken = take(read(content).recordings[0])
    [track] = actions.take(file, [actions.Wanted(0, taken, name="Marche")], by=None)
    assert actions.content(file) == content
    [part] = track.parts.all()
    assert [*part.line.coords] == [*zip(taken.parts[0].path.lons, taken.parts[0].path.lats, strict=True)]
    assert part.milliseconds.tolist() == taken.parts[0].path.times.tolist()
    assert (track.points, track.started_at.isoformat()) == (5, "2012-08-03T12:00:00+00:00")
    assert actions.take(file, [actions.Wanted(0, taken)], by=None) == [], "a line is taken once"


def test_a_tile_tells_where_one_walked_in_one_query(journey, django_assert_num_queries):
    whole = walk(40)
    keep(journey, recorded(whole), stage=journey.stages.last())
    where = over(*LENS, 14)
    with django_assert_num_queries(1):
        [line] = tiles.lines(SLUG, *where)
    assert (line["kind"], line["to"]) == ("recorded", 2)
    places = unpacked(line["line"], *where)
    assert places[0] == pytest.approx(LENS, abs=2e-5)
    assert tiles.lines(SLUG, *over(10, 50, 14)) == []
    assert tiles.lines("autre", *where) == []
    for z in range(21):
        assert len(tiles.lines(SLUG, *over(*LENS, z))) <= 1
    assert tiles.lines(SLUG, *over(*LENS, 20)), "beneath the finest drawing"


def test_a_line_that_somebody_drew_is_told_from_one_that_was_recorded(journey):
    keep(journey, recorded(walk(9, seconds=None)), stage=journey.stages.last(), kind=TrackKind.ROUTE)
    [line] = tiles.lines(SLUG, *over(*LENS, 14))
    assert line["kind"] == "planned"
    assert tracks_on_map(SLUG)["tracks"]["legs"] == [], "its leg is still drawn straight"


def test_a_flight_across_the_antimeridian_lies_in_tiles_on_both_sides(journey):
    home, away = walk(15, start=(178.44, -18.14)), walk(15, start=(-171.75, -13.83))
    places = np.concatenate([np.column_stack([one.lons, one.lats]) for one in (home, away)])
    keep(journey, recorded(path(places, [k * 30 for k in range(15)] + [7200 + k * 30 for k in range(15)])))
    for x in (0, 7):
        kinds = {line["kind"] for line in tiles.lines(SLUG, 3, x, 4)}
        assert "flight" in kinds
    for line in tiles.lines(SLUG, 0, 0, 0):
        assert max(map(abs, line["line"][2::2])) < tiles.EXTENT / 2


@pytest.mark.parametrize(
    "change",
    [
        {"state": JourneyState.DRAFT},
        {"state": JourneyState.WAITING},
        {"removed_at": timezone.now()},
        {"live_precision": "city"},
        {"delay_days": 30_000},
    ],
)
def test_what_travellers_do_not_show_is_in_no_tile(journey, change):
    keep(journey, recorded(walk(9)))
    assert tiles.lines(SLUG, *over(*LENS, 12))
    assert tracks_on_map(SLUG)
    Journey.everything.update(**change)
    assert tiles.lines(SLUG, *over(*LENS, 12)) == []
    assert tracks_on_map(SLUG) == {}


def test_a_delay_counts_from_the_end_of_the_track_or_from_when_it_came(journey):
    Journey.everything.update(delay_days=3)
    keep(journey, recorded(walk(9)))  # of 2012
    assert len(tiles.lines(SLUG, *over(*LENS, 12))) == 1
    [untimed] = keep(journey, recorded(walk(9, seconds=None)), content=b"y")
    assert len(tiles.lines(SLUG, *over(*LENS, 12))) == 1
    Track.objects.filter(pk=untimed.pk).update(at=timezone.now() - timedelta(days=4))
    assert len(tiles.lines(SLUG, *over(*LENS, 12))) == 2


def test_tracks_are_hidden_removed_and_brought_back(journey):
    [track] = keep(journey, recorded(walk(9)))
    actions.change(track, by=None, shown=False)
    assert tiles.lines(SLUG, *over(*LENS, 12)) == []
    actions.change(track, by=None, shown=True)
    actions.remove(track, by=None)
    assert tiles.lines(SLUG, *over(*LENS, 12)) == []
    actions.restore(track, by=None)
    assert tiles.lines(SLUG, *over(*LENS, 12))
    Stage.everything.filter(journey=journey).update(visible_from=timezone.now() + timedelta(days=1))
    actions.change(track, by=None, stage=Stage.everything.filter(journey=journey).last())
    assert tiles.lines(SLUG, *over(*LENS, 12)) == [], "its stage is not told yet"


def test_what_nobody_came_back_to_is_erased_and_what_is_used_stays(journey, django_capture_on_commit_callbacks):
    draft = actions.keep_file(journey, "a.gpx", b"a", by=None)
    [kept, removed] = keep(journey, recorded(walk(9)), recorded(walk(9)))
    [gone] = keep(journey, recorded(walk(9)), content=b"z")
    for track in (removed, gone):
        actions.remove(track, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.purge() == 0
        TrackFile.objects.update(at=timezone.now() - timedelta(hours=limits.DRAFT_HOURS + 1))
        assert actions.purge() == 1
        assert actions.purge(removed_days=0) == 1
    assert [*Track.objects.all()] == [kept]
    with pytest.raises(FileNotFoundError):
        actions.content(draft)
    assert actions.content(kept.source) == b"x"


def test_a_journey_has_room_for_so_many_points(journey, monkeypatch):
    monkeypatch.setattr(limits, "JOURNEY_VERTICES", 15)
    keep(journey, recorded(walk(9)))
    with pytest.raises(ValidationError, match="deux millions"):
        keep(journey, recorded(walk(9)), content=b"y")


def test_where_a_thousand_ways_meet_a_tile_stays_small(journey):
    """Scribbles all over one town: more than a tile may hold, whatever its zoom."""
    rng = np.random.default_rng(11)
    scribbles = [recorded(path(rng.normal(0, 0.02, (3000, 2)) + LENS)) for _ in range(12)]
    keep(journey, *scribbles)
    assert TrackDrawing.objects.filter(zoom=11).count() > 100
    for z in (8, 10, 11, 12, 13):
        found = tiles.lines(SLUG, *over(*LENS, z))
        assert 0 < sum(len(line["line"]) // 2 for line in found) <= tiles.MOST
        assert len(gzip.compress(json.dumps(found).encode())) < 50_000


def test_the_door_answers_anybody_and_says_what_is_wrong(journey, client):
    keep(journey, recorded(walk(9)))
    z, x, y = over(*LENS, 12)
    address = f"/tiles/journeys/{SLUG}/{z}/{x}/{y}.json"
    answer = client.get(address, {"v": 5})
    assert (answer.status_code, len(answer.json()["lines"]), answer.json()["extent"]) == (200, 1, tiles.EXTENT)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get(f"/tiles/journeys/{SLUG}/2/9/0.json").status_code == 400
    assert client.get(f"/tiles/journeys/{SLUG}/2/0/0.json?q=a").status_code == 400
    assert client.get("/tiles/journeys/nulle-part/2/0/0.json").json()["lines"] == []


def test_other_programs_read_the_same_lines_as_a_vector_tile(journey, client, django_assert_num_queries):
    keep(journey, recorded(walk(40)), stage=journey.stages.last())
    z, x, y = over(*LENS, 14)
    with django_assert_num_queries(1):
        tile = tiles.vector_tile(SLUG, z, x, y)
    [feature] = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})["tracks"]["features"]
    assert feature["properties"] == {"kind": "recorded", "to": 2}
    [line] = tiles.lines(SLUG, z, x, y)
    assert feature["geometry"]["coordinates"][0] == pytest.approx([2 * step for step in line["line"][:2]], abs=2)
    assert client.get(f"/tiles/journeys/{SLUG}/{z}/{x}/{y}.mvt").content == tile
    assert client.get(f"/tiles/journeys/{SLUG}/3/0/0.mvt").content == b""


def test_what_is_kept_places_a_photo_by_its_hour_in_one_query(journey, django_assert_num_queries):
    [track] = keep(journey, recorded(walk(41)), recorded(walk(9, seconds=None)))[:1]
    actions.change(track, by=None, shown=False)
    taken = datetime(2012, 8, 3, 14, 10)  # by the clocks of Lens
    with django_assert_num_queries(1):
        line = timelines.of(journey, around=taken)
    assert on_track(taken, line) == pytest.approx((LENS[0] + 20 * 0.0005, LENS[1] + 20 * 0.00025), abs=1e-5)
    assert len(timelines.of(journey, around=taken + timedelta(days=2)).times) == 0
    actions.remove(track, by=None)
    assert on_track(taken, timelines.of(journey, around=taken)) is None


def test_a_page_tells_its_map_of_tracks_only_where_there_are_some(journey, client):
    page = f"/fr/journeys/{SLUG}/"
    assert b"/tiles/journeys/" not in client.get(page).content
    keep(journey, recorded(walk(9)), stage=journey.stages.last())
    said = client.get(page).content.decode()
    assert f"/tiles/journeys/{SLUG}/{{z}}/{{x}}/{{y}}.json?v=" in said
    assert '"legs": ["2"]' in said


def test_every_change_of_a_track_is_in_the_history_and_can_be_undone(journey):
    alice = User.objects.create_user("alice")
    [track] = keep(journey, recorded(walk(9)), name="Marche", stage=journey.stages.last(), by=alice)
    added = journey.revisions.latest("number")
    part = f"track.{track.pk}"
    words = {"name": "Marche", "kind": "track", "mode": "unknown", "stage": track.stage_id, "shown": True}
    assert (added.author, added.changes) == (alice, {part: [None, words]})
    actions.remove(track, by=alice, note="trop près de la maison")
    removed = journey.revisions.latest("number")
    assert (removed.changes, removed.note) == ({part: [words, None]}, "trop près de la maison")
    writing.revert(removed, by=alice)
    assert Track.objects.standing().get() == track
    actions.change(track, by=alice, name="Promenade", stage=None)
    writing.revert(journey.revisions.latest("number"), by=alice)
    track.refresh_from_db()
    assert (track.name, track.stage) == ("Marche", journey.stages.last())
    writing.revert(added, by=alice)
    assert not Track.objects.standing().exists()
    assert tiles.lines(SLUG, *over(*LENS, 12)) == []


def test_a_change_of_a_journey_writes_no_track_of_another(journey):
    [track] = keep(journey, recorded(walk(9)))
    other = Journey.objects.create(slug="ailleurs", title_fr="Ailleurs")
    with pytest.raises(ValidationError, match="effacée"):
        writing.revise(other, {f"track.{track.pk}": {"kind": "track", "mode": "foot"}}, base=0, by=None)
    with pytest.raises(ValidationError):
        writing.revise(
            journey, {f"track.{track.pk}": {"kind": "vélo", "mode": "foot"}}, base=journey.revisions.count(), by=None
        )
