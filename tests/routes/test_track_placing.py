"""A photo finds its place: by itself, by the hour on the track, by its stage."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.choices import PartKind, Placed
from routes.tracks.placing import on_track, place, timeline
from routes.tracks.reading import UNKNOWN
from tests.routes.tracks import LENS, path, walk

NOBODY = timeline([])


def line(*paths, kind=PartKind.RECORDED):
    return timeline([(kind, one.times, one.lons, one.lats) for one in paths])


def at(text: str) -> datetime:
    """By the camera's clock, which knows no zone."""
    return datetime.fromisoformat(f"2012-08-03T{text}")


def test_the_hour_of_the_place_finds_it_on_the_track():
    walked = walk(41)  # from 12:00 to 12:20 UTC, near Lens: from 14:00 there
    assert on_track(at("14:10:00"), line(walked)) == pytest.approx(
        (LENS[0] + 20 * 0.0005, LENS[1] + 20 * 0.00025), abs=1e-5
    )
    assert on_track(at("14:10:15"), line(walked))[0] == pytest.approx(LENS[0] + 20.5 * 0.0005, abs=1e-6)
    assert on_track(at("12:10:00"), line(walked)) is None


def test_an_offset_that_the_camera_noted_is_believed():
    walked = line(walk(41))
    assert on_track(at("12:10:00"), walked, offset=timedelta(0)) == on_track(at("14:10:00"), walked)
    assert on_track(at("17:40:00"), walked, offset=timedelta(hours=5, minutes=30)) == on_track(at("14:10:00"), walked)


def test_shortly_before_and_after_one_was_where_it_begins_and_ends():
    walked = line(walk(41))
    assert on_track(at("13:55:00"), walked) == pytest.approx(LENS)
    assert on_track(at("14:28:00"), walked)[0] == pytest.approx(LENS[0] + 40 * 0.0005, abs=1e-6)
    assert on_track(at("13:40:00"), walked) is None
    assert on_track(at("14:31:00"), walked) is None


def test_while_nobody_recorded_anything_nothing_is_known():
    walked = path([(2.8, 50.4), (2.81, 50.4), (3.4, 50.6), (3.41, 50.6)], [0, 60, 7200, 7260])
    assert on_track(at("15:00:00"), line(walked)) is None
    assert on_track(at("14:05:00"), line(walked)) == (2.81, 50.4)
    assert on_track(at("15:57:00"), line(walked)) == (3.4, 50.6)
    still = path([(2.8, 50.4), (2.801, 50.4)], [0, 7200])
    assert on_track(at("15:00:00"), line(still)) == (2.8005, 50.4)


def test_a_track_across_time_zones_is_read_by_the_clock_of_each_place():
    # Strasbourg at 12:00 UTC (14:00 there), Istanbul at 18:00 UTC (21:00 there).
    west, east = path([(7.75, 48.58), (7.76, 48.58)], [0, 600]), path([(28.98, 41.01), (28.99, 41.01)], [21600, 22200])
    both = line(west, east)
    assert on_track(at("14:05:00"), both)[0] == pytest.approx(7.755)
    assert on_track(at("21:05:00"), both)[0] == pytest.approx(28.985)
    assert on_track(at("20:05:00"), both) is None, "eight in the evening in Strasbourg, where one no longer was"


def test_what_nobody_recorded_places_nothing_and_what_has_no_time_neither():
    assert on_track(at("14:05:00"), line(walk(41), kind=PartKind.GAP)) is None
    assert on_track(at("14:05:00"), line(walk(41, seconds=None))) is None
    assert on_track(at("14:05:00"), NOBODY) is None
    untimed = np.full(3, UNKNOWN)
    assert timeline([(PartKind.RECORDED, untimed, np.zeros(3), np.zeros(3))]).zones == ()


def test_a_photo_believes_itself_first_then_the_track_then_its_stage():
    walked, stage = line(walk(41)), (3.0, 51.0)
    known = {"taken": at("14:10:00"), "line": walked, "stage": stage}
    assert place(exif=(1.0, 2.0), **known) == ((1.0, 2.0), Placed.EXIF)
    assert place(exif=None, **known)[1] == Placed.TRACK
    assert place(exif=None, **known | {"taken": at("23:00:00")}) == (stage, Placed.STAGE)
    assert place(exif=None, **known | {"taken": None}) == (stage, Placed.STAGE)
    assert place(exif=None, taken=None, line=walked, stage=None) is None


@given(st.integers(0, 1200), st.floats(-179, 179), st.floats(-60, 60))
def test_whoever_walks_is_found_on_their_way_anywhere_on_earth(seconds, lon, lat):
    walked = line(walk(41, start=(lon, lat)))
    found = walked.at(datetime.fromisoformat("2012-08-03T12:00:00+00:00") + timedelta(seconds=seconds))
    east = (found[0] - lon + 180) % 360 - 180
    assert east == pytest.approx(seconds / 30 * 0.0005, abs=2e-6)
    assert found[1] == pytest.approx(lat + seconds / 30 * 0.00025, abs=2e-6)
