"""Tracks as the map draws them: near enough to the truth at every zoom, in pieces that stay on the map."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from routes.choices import PartKind
from routes.tracks.reading import Path
from routes.tracks.simplifying import (
    CHUNK,
    DEEPEST,
    PIECE,
    TILE,
    degrees,
    drawn,
    outline,
    simplified,
    square,
    tolerance,
)
from routes.tracks.splitting import Part
from tests.routes.tracks import path, walk

spots = st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=2, max_size=60)
strolls = st.lists(st.tuples(st.floats(-0.02, 0.02), st.floats(-0.02, 0.02)), min_size=2, max_size=60).map(
    lambda steps: np.clip(np.cumsum([(2.8, 50.4), *steps], axis=0), -80, 80).tolist()
)


def part(places, kind=PartKind.RECORDED) -> Part:
    return Part(kind, places if isinstance(places, Path) else path(places))


def by_zoom(*parts: Part) -> dict[int, list[np.ndarray]]:
    found: dict[int, list[np.ndarray]] = {}
    for _kind, zoom, piece in drawn(parts):
        found.setdefault(zoom, []).append(piece)
    return found


@given(spots)
def test_the_square_and_degrees_are_two_ways_to_say_the_same(places):
    one = np.array(places)
    back = degrees(square(one[:, 0], one[:, 1]))
    assert np.cos(np.radians(back[:, 0] - one[:, 0])) == pytest.approx(np.ones(len(one)))
    assert back[:, 1] == pytest.approx(one[:, 1])


@given(st.one_of(spots, strolls))
def test_a_drawing_is_within_a_screen_point_of_the_truth(places):
    whole = path(places)
    truth = square(whole.lons, whole.lats)
    paths = [truth]
    for zoom in range(DEEPEST, -1, -1):
        paths = simplified(paths, zoom)
        if not paths:  # too small to be seen
            assert np.ptp(truth, axis=0).max() < 2 * tolerance(zoom)
            return
        [drawn_line] = paths
        point = 1 / (TILE * 2**zoom)
        line = shapely.linestrings(drawn_line)
        assert max(shapely.distance(shapely.points(truth), line)) <= point * (1 + 1e-9)
        assert (drawn_line[[0, -1]] == truth[[0, -1]]).all()


@given(spots)
def test_pieces_are_short_stay_on_the_map_and_never_cross_it(places):
    turned = np.abs(np.diff(np.unwrap([lon for lon, _lat in places], period=360))).sum()
    for pieces in by_zoom(part(places)).values():
        for piece in pieces:
            assert 2 <= len(piece) <= PIECE
            assert np.abs(piece[:, 0]).max() <= 180
            assert np.abs(piece[:, 1]).max() <= 90
        # One that went the other way around the world would be longer than the way itself.
        assert sum(np.abs(np.diff(piece[:, 0])).sum() for piece in pieces) <= turned + 1e-6


def test_a_walk_across_the_antimeridian_is_drawn_on_both_sides_of_it():
    one = path([(179.9 + k * 0.01 - 360 * (k > 10), -16 + (k % 2) * 0.01) for k in range(21)])
    west, east = sorted(by_zoom(part(one))[12], key=lambda piece: piece[0][0])
    assert (east[-1][0], west[0][0]) == (180, -180)
    assert east[-1][1] == pytest.approx(west[0][1])


def test_pieces_of_a_long_way_follow_each_other():
    rng = np.random.default_rng(3)
    places = np.cumsum(rng.normal(0, 0.001, (3 * CHUNK, 2)), axis=0) + [2, 50]
    pieces = by_zoom(part(places))[DEEPEST]
    assert len(pieces) > 10
    assert all((before[-1] == after[0]).all() for before, after in zip(pieces, pieces[1:], strict=False))


def test_a_way_in_a_thousand_bits_is_seen_from_afar():
    whole = walk(4000, step=0.001)
    bits = [part(whole.pick(slice(at, at + 4))) for at in range(0, 4000, 4)]
    assert by_zoom(*bits)[4]
    west, east = by_zoom(*bits)[4][0][[0, -1], 0]
    assert east - west == pytest.approx(4, abs=0.1)


def test_a_flight_is_drawn_along_the_shortest_way():
    found = by_zoom(part([(2.5, 49), (-122.4, 37.6)], PartKind.FLIGHT))[3]
    assert max(piece[:, 1].max() for piece in found) > 60


def test_a_first_look_has_no_more_vertices_than_it_may():
    rng = np.random.default_rng(3)
    places = np.cumsum(rng.normal(0, 0.001, (20_000, 2)), axis=0) + [2, 50]
    [*pieces] = outline([part(places)], 500)
    assert 50 < sum(len(piece) for _kind, piece in pieces) <= 510
