"""Where a place may be shown: a pin is kept no more exactly than its precision says, whoever set it.

Only what is shown is stored (`Initiative.point`), so that no map, distance, file or old version can tell more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django.contrib.gis.db.models.functions import GeometryDistance
from django.contrib.gis.geos import Point
from django.db.models import Q

from places import geo
from places.choices import Precision
from places.models import Initiative
from places.models.gazetteer import Town

# Precision → the least inhabitants of the town that stands for the place, and how far it may lie, in kilometres.
STANDS_FOR = {Precision.VILLAGE: (0, 20), Precision.CITY: (5_000, 30), Precision.REGION: (15_000, 100)}
# How far from its point a place may usually be, in metres: what maps fill around it.
RADIUS = {Precision.VILLAGE: 2_000, Precision.CITY: 6_000, Precision.REGION: 30_000}
# Where there is no such town: the grid, in degrees.
GRID = {Precision.VILLAGE: 0.05, Precision.CITY: 0.1, Precision.REGION: 0.5}
# Names that would tell more than the precision does.
UNTOLD = {Precision.REGION: ("locality",), Precision.HIDDEN: ("locality", "location_note")}
CANDIDATES = 20
KM_PER_DEGREE = 111.2


def shown(point: Point | None, precision: str) -> Point | None:
    """The point that stands for one; itself when it may be shown exactly or is such a point already."""
    if point is None or precision == Precision.HIDDEN:
        return None
    if precision not in GRID:
        return point
    rounded = _rounded(point, GRID[precision])
    town = _town(point, *STANDS_FOR[precision]) or _town(rounded, *STANDS_FOR[precision])
    return town.point if town else rounded


def radius(precision: str) -> int:
    """Of the area in which a place may be, in metres; 0 for an exact one, and for one without a point."""
    return RADIUS.get(precision, 0)


def obscure(initiative: Initiative, *, keeps_point: bool = False) -> None:
    """Take from it what its precision leaves untold."""
    if not keeps_point:
        initiative.point = shown(initiative.point, initiative.precision)
    for name in UNTOLD.get(initiative.precision, ()):
        setattr(initiative, name, "")


def told(wanted: Mapping[str, Any], precision: str) -> dict[str, Any]:
    """Parts of a sheet (`places.states`) without what its precision leaves untold: to be kept where a change waits."""
    kept = {part: value for part, value in wanted.items() if part not in UNTOLD.get(precision, ())}
    if kept.get("point"):
        point = shown(geo.point(*kept["point"]), precision)
        kept["point"] = point and [point.x, point.y]
    return kept


def _town(point: Point, inhabitants: int, km: int) -> Town | None:
    north = km / KM_PER_DEGREE
    east = min(180.0, north / max(math.cos(math.radians(point.y)), 0.01))
    around = Q()
    for box in geo.view(point.x - east, max(point.y - north, -90), point.x + east, min(point.y + north, 90)):
        around |= Q(point__bboverlaps=box)
    towns = Town.objects.filter(around, population__gte=inhabitants).order_by(GeometryDistance("point", point))
    measured = [(geo.metres(point, town.point), town.pk, town) for town in towns[:CANDIDATES]]
    nearest = min(measured, default=None)
    return nearest[2] if nearest and nearest[0] <= km * 1000 else None


def _rounded(point: Point, step: float) -> Point:
    lon, lat = (round(round(degrees / step) * step, 6) for degrees in (point.x, point.y))
    return geo.point(geo.wrap(lon), max(-90.0, min(90.0, lat)))
