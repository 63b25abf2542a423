"""Cells of the map: any set of initiatives, clustered by PostGIS on a grid that is the same for every tile.

A tile holds 8 × 8 cells, so a screen never receives more than it can show: drawn 512 points wide, as our map does, a cell
is 64. A cell says how many lie in it, the mix of their resources, and who it is when it is only one.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, FloatField, Func
from django.utils.translation import gettext as _

from places import geo
from places.querysets import InitiativeQuerySet

DEEPEST = 20
CELLS_PER_SIDE = 8
MOST_SLUGS = 12

# Positions are fractions of the Mercator square, 0…1 eastwards and southwards. Only our own whole numbers are written
# into the text (by format); what readers typed stays a parameter of the question inside {found}.
CELLS = """
WITH found AS MATERIALIZED (
    SELECT slug, name, precision, resources, lon, lat,
        least(floor((lon + 180) / 360 * {side}), {side} - 1)::bigint AS column_,
        least(greatest(floor((0.5 - ln(tan(pi() / 4 + radians(
            least(greatest(lat, -85.05112878), 85.05112878)) / 2)) / (2 * pi())) * {side}), 0), {side} - 1)::bigint AS row_
    FROM ({found}) AS initiative (slug, name, precision, resources, lon, lat)
), inside AS (
    SELECT * FROM found WHERE column_ BETWEEN {column} AND {column} + {last} AND row_ BETWEEN {row} AND {row} + {last}
), cell AS (
    SELECT column_, row_, count(*) AS n, avg(lon) AS lon, avg(lat) AS lat,
        min(lon) AS west, min(lat) AS south, max(lon) AS east, max(lat) AS north,
        CASE WHEN count(*) <= {most_slugs} THEN array_agg(slug ORDER BY name, slug) END AS slugs,
        CASE WHEN count(*) = 1 THEN min(name) END AS name, CASE WHEN count(*) = 1 THEN min(precision) END AS precision,
        CASE WHEN count(*) = 1 THEN min(resources[1]) END AS resource
    FROM inside GROUP BY column_, row_
), mix AS (
    SELECT column_, row_, jsonb_object_agg(code, n) AS mix
    FROM (SELECT column_, row_, code, count(*) AS n FROM inside, unnest(resources) AS code GROUP BY 1, 2, 3) AS counted
    GROUP BY column_, row_
)
"""

AS_ROWS = """
SELECT n, lon, lat, west, south, east, north, coalesce(mix, jsonb_build_object()), slugs, name, precision, resource
FROM cell LEFT JOIN mix USING (column_, row_) ORDER BY row_, column_
"""

AS_MVT = """
SELECT ST_AsMVT(feature, 'initiatives', 4096, 'geom') FROM (
    SELECT n, name, precision, resource, array_to_string(slugs, ',') AS slugs, mix,
        CASE WHEN n = 1 THEN slugs[1] END AS slug,
        ST_AsMVTGeom(ST_Transform(ST_SetSRID(ST_MakePoint(lon, greatest(least(lat, 85.05), -85.05)), 4326), 3857),
            ST_TileEnvelope({z}, {x}, {y})) AS geom
    FROM cell LEFT JOIN mix USING (column_, row_)
) AS feature
"""


@dataclass(frozen=True)
class Tile:
    z: int
    x: int
    y: int

    def __post_init__(self):
        if not 0 <= self.z <= DEEPEST:
            raise ValueError(_("z va de 0 à %(most)s, non %(z)s.") % {"most": DEEPEST, "z": self.z})
        if not (0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z):
            raise ValueError(_("À z %(z)s, x et y vont de 0 à %(most)s.") % {"z": self.z, "most": 2**self.z - 1})

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees; the first and last rows reach the poles."""
        side = 2**self.z
        north = 90.0 if self.y == 0 else _latitude(self.y / side)
        south = -90.0 if self.y == side - 1 else _latitude((self.y + 1) / side)
        return self.x / side * 360 - 180, south, (self.x + 1) / side * 360 - 180, north


def cells(initiatives: InitiativeQuerySet, tile: Tile) -> list[dict]:
    """Each cell: n, x and y (mean lon, lat), box, mix {resource: n}; slugs when few; slug, name, precision, first resource when alone."""
    return [_cell(*row) for row in _run(initiatives, tile, AS_ROWS)]


def vector_tile(initiatives: InitiativeQuerySet, tile: Tile) -> bytes:
    """The same cells as a Mapbox vector tile with one layer, `initiatives`."""
    [(tile_bytes,)] = _run(initiatives, tile, AS_MVT)
    return bytes(tile_bytes)


def _run(initiatives: InitiativeQuerySet, tile: Tile, select: str) -> list[tuple]:
    shown = initiatives.order_by().in_view([geo.box(*tile.bounds)])
    columns = shown.annotate(lon=_degrees("ST_X"), lat=_degrees("ST_Y"))
    found, values = columns.values("slug", "name", "precision", "resources", "lon", "lat").query.sql_with_params()
    numbers = {
        "side": 2**tile.z * CELLS_PER_SIDE,
        "column": tile.x * CELLS_PER_SIDE,
        "row": tile.y * CELLS_PER_SIDE,
        "last": CELLS_PER_SIDE - 1,
        "most_slugs": MOST_SLUGS,
    }
    sql = (CELLS + select).format(found=found, z=tile.z, x=tile.x, y=tile.y, **numbers)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _degrees(axis: str) -> Func:
    return Func(F("point"), function=axis, output_field=FloatField())


def _cell(n, lon, lat, west, south, east, north, mix, slugs, name, precision, resource) -> dict:
    mix = json.loads(mix) if isinstance(mix, str) else mix
    cell = {"n": n, "x": round(lon, 5), "y": round(lat, 5), "mix": mix}
    cell["box"] = [round(degrees, 5) for degrees in (west, south, east, north)]
    if slugs:
        cell["slugs"] = slugs
    if n == 1:
        cell |= {"slug": slugs[0], "name": name, "precision": precision, "resource": resource}
    return cell


def _latitude(fraction: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * fraction))))
