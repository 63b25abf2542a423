"""What is left out of a track, and what parts it: properties that hold for any, and each fault by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.choices import PartKind
from routes.tracks.cleaning import Fault, clean
from routes.tracks.reading import UNKNOWN, Path, Recording, Source
from routes.tracks.splitting import split
from routes.tracks.taking import take
from tests.routes.tracks import LENS, NAN, NOON, path, walk

NOW = datetime(2026, 1, 1, tzinfo=UTC)
near = st.floats(-0.01, 0.01).map(lambda step: round(step, 5))
degrees = st.one_of(near, st.floats(-400, 400), st.sampled_from([0.0, 180.0, -180.0, 90.0, NAN, float("inf"), 179.999]))
times = st.one_of(st.integers(-5, 40), st.none(), st.sampled_from([-(10**10), 10**9, 10**10]))
vertices = st.tuples(degrees, degrees, times)
paths = st.lists(vertices, max_size=25).map(
    lambda rows: path([row[:2] for row in rows], [row[2] for row in rows]) if rows else path([])
)
segments = st.lists(paths, max_size=4)
sources = st.sampled_from(list(Source))


def places(*found: Path) -> list[tuple[float, float]]:
    return [(lon, lat) for one in found for lon, lat in zip(one.lons.tolist(), one.lats.tolist(), strict=True)]


def same(one: Path, other: Path) -> bool:
    return all(
        np.array_equal(mine, theirs, equal_nan=True)
        for mine, theirs in zip(vars(one).values(), vars(other).values(), strict=True)
    )


@given(segments, sources)
def test_no_vertex_is_ever_made_up(given_segments, source):
    cleaned, _faults = clean(given_segments, source, now=NOW)
    came = {(round(lon % 360, 7), lat) for lon, lat in places(*given_segments) if np.isfinite(lon)}
    assert {(round(lon % 360, 7), lat) for lon, lat in places(*cleaned)} <= came
    assert all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in places(*cleaned))


@given(segments, sources)
def test_time_never_goes_back(given_segments, source):
    cleaned, _faults = clean(given_segments, source, now=NOW)
    for one in cleaned:
        known = one.times[one.times != UNKNOWN]
        assert (np.diff(known) >= 0).all()


@given(segments, sources)
def test_what_is_clean_stays_as_it_is(given_segments, source):
    cleaned, _faults = clean(given_segments, source, now=NOW)
    again, faults = clean(cleaned, source, now=NOW)
    assert +faults == {}
    assert len(again) == len(cleaned)
    assert all(same(one, other) for one, other in zip(cleaned, again, strict=True))


@given(segments, sources)
def test_every_vertex_is_taken_or_counted(given_segments, source):
    cleaned, faults = clean(given_segments, source, now=NOW)
    left = sum(faults[fault] for fault in (Fault.NOWHERE, Fault.TWICE, Fault.STRAY, Fault.ALONE))
    assert len(places(*cleaned)) + left == len(places(*given_segments))


@given(segments, sources)
def test_parts_put_together_are_the_way_they_came_from(given_segments, source):
    cleaned, _faults = clean(given_segments, source, now=NOW)
    for one in cleaned:
        parts = split([one], source)
        together = [parts[0].path.pick(slice(0, 1)), *(part.path.pick(slice(1, None)) for part in parts)]
        assert places(*together) == places(one)
        assert all(before.kind != after.kind for before, after in zip(parts, parts[1:], strict=False))


def cleaned(one: Path, source: Source = Source.RECORDED):
    [found], faults = clean([one], source, now=NOW)
    return found, dict(+faults)


def changed(one: Path, at: int, *, lon=None, lat=None, time=None) -> Path:
    lons, lats, moments = one.lons.copy(), one.lats.copy(), one.times.copy()
    lons[at], lats[at] = lons[at] if lon is None else lon, lats[at] if lat is None else lat
    moments[at] = moments[at] if time is None else time
    return Path(lons, lats, moments, one.heights)


def test_a_good_walk_stays_whole():
    found, faults = cleaned(walk(40))
    assert (len(found), faults) == (40, {})


@pytest.mark.parametrize("where", [{"lon": NAN}, {"lat": 91}, {"lon": 5000}, {"lon": 0, "lat": 0}, {"lat": -np.inf}])
def test_what_is_nowhere_is_left_out(where):
    assert cleaned(changed(walk(9), 4, **where))[1] == {Fault.NOWHERE: 1}


def test_longitudes_told_up_to_360_are_the_same_meridians():
    found, faults = cleaned(path([(190, 10), (190.001, 10), (-181, 10.001)]))
    assert found.lons.tolist() == pytest.approx([-170, -169.999, 179])
    assert faults == {}


def test_a_stay_keeps_its_beginning_and_its_end():
    stay = path([(2, 50)] * 4 + [(2.001, 50)], [0, 30, 60, 90, 120])
    found, faults = cleaned(stay)
    assert ((found.times - NOON) / 1000).tolist() == [0, 90, 120]
    assert faults == {Fault.TWICE: 2}
    assert cleaned(path([(2, 50)] * 4 + [(2.001, 50)]))[1] == {Fault.TWICE: 3}


@pytest.mark.parametrize("seconds", [30, None])
@pytest.mark.parametrize("at", [3, 10, 18])
def test_a_vertex_far_off_for_a_moment_is_a_stray(seconds, at):
    found, faults = cleaned(changed(walk(20, seconds=seconds), at, lat=50.6 if seconds else 50.45))
    assert (len(found), faults) == (19, {Fault.STRAY: 1})


def test_what_somebody_drew_has_no_strays_and_a_dead_end_is_none():
    assert cleaned(changed(walk(20, seconds=None), 9, lat=50.6), Source.PLANNED)[1] == {}
    dead_end = path([*places(walk(10)), (2.85, 50.47), places(walk(10))[-1], *places(walk(10))[::-1][1:]])
    assert cleaned(dead_end)[1] == {}


def test_the_first_fix_may_be_the_stray_one():
    assert cleaned(changed(walk(20), 0, lat=51))[1] == {Fault.STRAY: 1}


def test_points_shuffled_are_put_in_the_order_of_time():
    whole = walk(30)
    order = np.random.default_rng(5).permutation(30)
    found, faults = cleaned(whole.pick(order))
    assert same(found, whole)
    assert faults[Fault.MOVED] > 20


def test_a_way_whose_times_all_go_back_loses_no_vertex():
    """The clock or the order: turned round, the way is as long. Its vertices stay, in the order that they came in."""
    whole = walk(30)
    found, faults = cleaned(Path(whole.lons, whole.lats, whole.times[::-1].copy(), whole.heights))
    assert sorted(places(found)) == sorted(places(whole))
    assert sum(faults.values()) >= 29


def test_a_clock_that_goes_back_once_loses_its_time_and_no_vertex():
    found, faults = cleaned(changed(walk(20), 9, time=NOON - 3_600_000))
    assert len(found) == 20
    assert (found.times == UNKNOWN).nonzero()[0].tolist() == [9]
    assert faults == {Fault.BACKWARDS: 1}


@pytest.mark.parametrize("time", [-(2**31) * 1000, 0, NOON * 10])
def test_times_before_satellites_and_to_come_are_forgotten(time):
    found, faults = cleaned(changed(walk(20), 9, time=time))
    assert (len(found), faults) == (20, {Fault.UNTIMELY: 1})


def test_segments_in_the_wrong_order_are_put_right():
    first, second = walk(5), walk(9)
    later = Path(second.lons + 0.1, second.lats, second.times + 3_600_000, second.heights)
    found, faults = clean([later, first], Source.RECORDED, now=NOW)
    assert [len(one) for one in found] == [5, 9]
    assert faults[Fault.MOVED] == 14


def test_a_flight_joins_two_walks():
    berlin = walk(15, start=(13.29, 52.56))
    arlanda = walk(15, start=(17.93, 59.64))
    flown = Path(arlanda.lons, arlanda.lats, arlanda.times + 3 * 3_600_000, arlanda.heights)
    for one in (berlin, flown):
        assert one.is_timed
    both = Path(*(np.concatenate(pair) for pair in zip(vars(berlin).values(), vars(flown).values(), strict=True)))
    taken = take(Recording("", Source.RECORDED, [both]))
    assert [part.kind for part in taken.parts] == [PartKind.RECORDED, PartKind.FLIGHT, PartKind.RECORDED]
    assert (taken.points, taken.km(PartKind.FLIGHT)) == (30, pytest.approx(838, abs=3))
    untimed = take(Recording("", Source.UNSAID, [Path(both.lons, both.lats, np.full(30, UNKNOWN), both.heights)]))
    assert [part.kind for part in untimed.parts] == [PartKind.RECORDED, PartKind.GAP, PartKind.RECORDED], "who knows?"


def test_a_flight_that_was_recorded_keeps_its_vertices_and_a_train_is_no_flight():
    def ride(kmh: float) -> list[PartKind]:
        step = kmh / 60 / 111.2  # degrees of latitude in a minute
        ground = [(2, 40 + k * 0.0005) for k in range(20)]
        fast = [(2, ground[-1][1] + k * step) for k in range(1, 30)]
        one = path([*ground, *fast], [60 * k for k in range(49)])
        return [part.kind for part in take(Recording("", Source.RECORDED, [one])).parts]

    assert ride(820) == [PartKind.RECORDED, PartKind.FLIGHT]
    assert ride(310) == [PartKind.RECORDED]


def test_where_the_device_slept_there_is_a_gap_and_not_where_somebody_drew_far_apart():
    asleep = [*places(walk(15)), *places(walk(15, start=(3.3, 50.5)))]
    seconds = [k * 30 for k in range(15)] + [7200 + k * 30 for k in range(15)]
    kinds = [part.kind for part in take(Recording("", Source.RECORDED, [path(asleep, seconds)])).parts]
    assert kinds == [PartKind.RECORDED, PartKind.GAP, PartKind.RECORDED]
    drawn = path([LENS, (13.4, 52.5), (21, 52.2), (30.5, 50.4)])
    assert [part.kind for part in take(Recording("", Source.UNSAID, [drawn])).parts] == [PartKind.RECORDED]
    assert [part.kind for part in take(Recording("", Source.PLANNED, [path(asleep)])).parts] == [PartKind.RECORDED]
