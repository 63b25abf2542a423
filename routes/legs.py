"""Legs: the shortest way on the globe between two stages, as lines a flat map can draw."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from django.contrib.gis import geos
from geographiclib.geodesic import Geodesic
from shapely import LineString, MultiLineString
from shapely.affinity import translate
from shapely.ops import split

from places import geo

STEP_KM = 100
# A leg is never wider than half a turn, so one world copy on either side is enough.
ANTIMERIDIANS = [LineString([(lon, -90), (lon, 90)]) for lon in (-180, 180)]


def leg(start: tuple[float, float], end: tuple[float, float], *, step_km: float = STEP_KM) -> MultiLineString:
    """The geodesic from `start` to `end`, both (lon, lat) in degrees, a point at most every `step_km`.

    The line is split where it crosses the antimeridian, so that every part lies within −180…180.
    """
    line = Geodesic.WGS84.InverseLine(start[1], start[0], end[1], end[0])
    steps = max(1, round(line.s13 / (step_km * 1000)))
    along = [
        line.Position(line.s13 * n / steps, Geodesic.STANDARD | Geodesic.LONG_UNROLL) for n in range(steps + 1)
    ]
    return cut([(position["lon2"], position["lat2"]) for position in along])


def line(stages: Iterable) -> geos.MultiLineString:
    """The whole road through stages in order, for questions of distance."""
    places = [(stage.point.x, stage.point.y) for stage in stages]
    parts = [part for start, end in pairwise(places) for part in leg(start, end).geoms]
    return geos.MultiLineString([geos.LineString(list(part.coords)) for part in parts], srid=geo.SRID)


def cut(points: list[tuple[float, float]]) -> MultiLineString:
    """Unwrapped (lon, lat) points as parts that each lie within −180…180."""
    if all(a == b for a, b in pairwise(points)):
        return MultiLineString([LineString([points[0], points[0]])])
    parts = [LineString(points)]
    for meridian in ANTIMERIDIANS:
        parts = [piece for part in parts for piece in split(part, meridian).geoms]
    return MultiLineString([_home(part) for part in parts])


def _home(part: LineString) -> LineString:
    """The same part on the world copy between −180 and 180."""
    middle = (part.bounds[0] + part.bounds[2]) / 2
    return translate(part, xoff=-360 * round(middle / 360)) if abs(middle) > 180 else part
