"""Legs: the shortest way on the globe between two stages, as lines a flat map can draw."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import groupby, pairwise

import numpy as np
from django.contrib.gis import geos
from shapely import MultiLineString

from places import geo
from places.geodesy import WGS84
from routes.choices import Evidence

STEP_KM = 100
Place = tuple[float, float]  # lon, lat in degrees


def leg(start: Place, end: Place, *, step_km: float = STEP_KM) -> MultiLineString:
    """The geodesic from `start` to `end`, both (lon, lat) in degrees, a point at most every `step_km`.

    The line is split where it crosses the antimeridian, so that every part lies within −180…180.
    """
    azimuth, _, metres = WGS84.inv(*start, *end)
    steps = max(1, round(metres / (step_km * 1000)))
    same = np.ones(steps + 1)
    lons, lats, _ = WGS84.fwd(start[0] * same, start[1] * same, azimuth * same, np.linspace(0, metres, steps + 1))
    return cut(list(zip(np.unwrap(lons, period=360).tolist(), lats.tolist(), strict=True)))


def evidence(start, end) -> str:
    """What is known of the way between two stages: documented only where the diary tells of both."""
    told = start.is_documented and end.is_documented
    return Evidence.DOCUMENTED.value if told else Evidence.ILLUSTRATIVE.value


def line(stages: Iterable) -> geos.MultiLineString:
    """The whole road through stages in order, for questions of distance."""
    places = [(stage.point.x, stage.point.y) for stage in stages]
    parts = [part for start, end in pairwise(places) for part in leg(start, end).geoms]
    return geos.MultiLineString([geos.LineString(list(part.coords)) for part in parts], srid=geo.SRID)


def cut(points: list[Place]) -> MultiLineString:
    """Unwrapped (lon, lat) points as parts that each lie within −180…180, split where they cross the antimeridian."""
    pieces = [piece for start, end in pairwise(points) for piece in _pieces(start, end)]
    parts = []
    for world, chain in groupby(pieces, key=_world):
        chain = list(chain)
        parts.append([_home(place, world) for place in (chain[0][0], *(end for _, end in chain))])
    return MultiLineString(parts)


def _pieces(start: Place, end: Place) -> list[tuple[Place, Place]]:
    """A short stretch, in two when it crosses a meridian 180 + 360 n."""
    west, east = sorted((start[0], end[0]))
    crossed = 360 * math.ceil((west - 180) / 360) + 180
    if not west < crossed < east:
        return [(start, end)]
    border = (crossed, _latitude(start, end, crossed))
    return [(start, border), (border, end)]


def _latitude(start: Place, end: Place, meridian: float) -> float:
    """Where the great circle through two places crosses a meridian between them: near a pole, no straight line is near it."""
    whole, first, rest = (math.radians(turn) for turn in (end[0] - start[0], meridian - start[0], end[0] - meridian))
    tangents = [math.tan(math.radians(max(-89.999999, min(89.999999, place[1])))) for place in (start, end)]
    if abs(math.sin(whole)) < 1e-9:
        return start[1] + (meridian - start[0]) / (end[0] - start[0]) * (end[1] - start[1])
    return math.degrees(math.atan((tangents[0] * math.sin(rest) + tangents[1] * math.sin(first)) / math.sin(whole)))


def _world(piece: tuple[Place, Place]) -> int:
    """Which copy of the world a piece lies in; 0 is ours."""
    return math.floor(((piece[0][0] + piece[1][0]) / 2 + 180) / 360)


def _home(place: Place, world: int) -> Place:
    return min(180.0, max(-180.0, place[0] - 360 * world)), place[1]
