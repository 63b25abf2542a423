"""The only module that makes points, lines and boxes: WGS 84 degrees, longitude before latitude, always."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from django.contrib.gis.geos import LineString, Point, Polygon

from places.geodesy import WGS84

SRID = 4326

Extent = tuple[float, float, float, float]  # west, south, east, north in degrees


def wrap(lon: float) -> float:
    """The same meridian between −180 and 180."""
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def point(lon: float, lat: float) -> Point:
    """A point from degrees; ValueError when it lies on no globe."""
    if not (math.isfinite(lon) and math.isfinite(lat) and -90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"not a place on Earth: longitude {lon}, latitude {lat}")
    return Point(lon, lat, srid=SRID)


def line(places: np.ndarray) -> LineString:
    """A line from rows of degrees (longitude, latitude), two at the least."""
    return LineString(places, srid=SRID)


def middle(west: float, south: float, east: float, north: float) -> Point:
    """The point in the middle of what a screen shows."""
    return point(wrap((west + east) / 2), (south + north) / 2)


def box(west: float, south: float, east: float, north: float) -> Polygon:
    """A rectangle of degrees that does not cross the antimeridian."""
    rectangle = Polygon.from_bbox((west, south, east, north))
    rectangle.srid = SRID
    return rectangle


def extents(west: float, south: float, east: float, north: float) -> list[Extent]:
    """What a screen shows, as one or two boxes: map libraries send longitudes unwrapped, and a view may cross the antimeridian.

    >>> extents(170, -20, 190, -10)
    [(170.0, -20, 180.0, -10), (-180.0, -20, -170.0, -10)]
    """
    if east - west >= 360:
        spans = [(-180.0, 180.0)]
    else:
        west, east = wrap(west), wrap(east)
        spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    return [(w, south, e, north) for w, e in spans]


def view(west: float, south: float, east: float, north: float) -> list[Polygon]:
    """The same as geometries, for the database."""
    return [box(*extent) for extent in extents(west, south, east, north)]


def metres(one: Point, other: Point) -> float:
    """How far apart two points are along the globe, as PostGIS measures it."""
    return WGS84.inv(one.x, one.y, other.x, other.y)[2]


def together(lons: Sequence[float]) -> list[float]:
    """The same meridians, written so that they span the least: across the antimeridian, some go beyond 180.

    >>> together([178.0, -171.0])
    [178.0, 189.0]
    """
    ordered = sorted(lons)
    gaps = [(after - before, after) for before, after in pairwise(ordered)]
    _widest, first = max([*gaps, (ordered[0] + 360 - ordered[-1], ordered[0])])
    return [lon if lon >= first else lon + 360 for lon in lons]
