"""Cells of the map: any set of initiatives, clustered on a grid that is the same for every tile (`places.pyramid`).

A tile holds 8 × 8 cells, so a screen never receives more than it can show: drawn 512 points wide, as our map does, a cell
is 64. A cell says how many lie in it, the mix of their resources, and who it is when it is only one.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from atlas.matching import mirrored_cells
from atlas.search import Search
from places import facets, geo, pyramid

DEEPEST = 20
CELLS_PER_SIDE = 8
FIRST_FROM_SPOTS = 8  # from this zoom on, what the pyramid does not hold is few enough to be counted from the rows

# Three ways to count the same cells, whose columns are: cell, n, lon, lat, west, south, east, north, few, mix.
FROM_PYRAMID = """
SELECT morton, sum(n)::int, sum(lon) / sum(n), sum(lat) / sum(n), min(west), min(south), max(east), max(north),
    CASE WHEN sum(n) <= {few} THEN gathered(few) END, ARRAY[{sums}]
FROM places_cell AS c WHERE level = {level} AND facet = ANY(%(facets)s) AND morton >= {first} AND morton < {after}
GROUP BY morton
"""
FROM_SPOTS = """
SELECT s.morton >> {shift}, count(*)::int, avg(ST_X(s.point)), avg(ST_Y(s.point)),
    min(ST_X(s.point)), min(ST_Y(s.point)), max(ST_X(s.point)), max(ST_Y(s.point)),
    CASE WHEN count(*) <= {few} THEN array_agg(s.initiative_id) END, ARRAY[{counts}]
FROM ({spots}) AS s (initiative_id, point, morton, resources) GROUP BY 1
"""
FROM_MIRROR = """
SELECT * FROM unnest(%(cells)s::bigint[], %(n)s::int[], %(lon)s::float8[], %(lat)s::float8[], %(west)s::float8[],
    %(south)s::float8[], %(east)s::float8[], %(north)s::float8[], %(few)s::text[], %(mix)s::text[])
    AS c (cell, n, lon, lat, west, south, east, north, few, mix)
"""
# Names of those that are few, and the mix by code.
CELLS = """
WITH cell (cell, n, lon, lat, west, south, east, north, few, mix) AS ({cells}), told AS (
    SELECT cell.*, named.*, (SELECT coalesce(jsonb_object_agg(code, times), jsonb_build_object())
        FROM unnest(%(codes)s::text[], mix::int[]) AS u (code, times) WHERE times > 0) AS mixed
    FROM cell LEFT JOIN LATERAL (
        SELECT array_agg(i.slug ORDER BY i.name, i.slug) AS slugs, min(i.name) AS name, min(i.precision) AS precision,
            min(i.resources[1]) AS resource
        FROM places_initiative AS i WHERE i.id = ANY(few::bigint[])
    ) AS named ON true
)
"""

AS_ROWS = """
SELECT n, lon, lat, west, south, east, north, mixed, slugs, name, precision, resource FROM told ORDER BY cell
"""

AS_MVT = """
SELECT ST_AsMVT(feature, 'initiatives', 4096, 'geom') FROM (
    SELECT n, CASE WHEN n = 1 THEN name END AS name, CASE WHEN n = 1 THEN precision END AS precision,
        CASE WHEN n = 1 THEN resource END AS resource, array_to_string(slugs, ',') AS slugs, mixed AS mix,
        CASE WHEN n = 1 THEN slugs[1] END AS slug,
        ST_AsMVTGeom(ST_Transform(ST_SetSRID(ST_MakePoint(lon, greatest(least(lat, 85.05), -85.05)), 4326), 3857),
            ST_TileEnvelope({z}, {x}, {y})) AS geom
    FROM told
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
    def level(self) -> int:
        """The level of the pyramid whose cells it shows."""
        return self.z + CELLS_PER_SIDE.bit_length() - 1

    def mortons(self, level: int) -> tuple[int, int]:
        """The first cell of a level in this tile, and the first after it."""
        tile, shift = _spread(self.x) | _spread(self.y) << 1, 2 * (level - self.z)
        return tile << shift, tile + 1 << shift

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees; the first and last rows reach the poles."""
        side = 2**self.z
        north = 90.0 if self.y == 0 else _latitude(self.y / side)
        south = -90.0 if self.y == side - 1 else _latitude((self.y + 1) / side)
        return self.x / side * 360 - 180, south, (self.x + 1) / side * 360 - 180, north


def cells(search: Search, tile: Tile) -> list[dict]:
    """Each cell: n, x and y (mean lon, lat), box, mix {resource: n}; slugs when few; slug, name, precision, first resource when alone."""
    return [_cell(*row) for row in _run(search, tile, AS_ROWS)]


def vector_tile(search: Search, tile: Tile) -> bytes:
    """The same cells as a Mapbox vector tile with one layer, `initiatives`."""
    [(tile_bytes,)] = _run(search, tile, AS_MVT)
    return bytes(tile_bytes)


def _run(search: Search, tile: Tile, select: str) -> list[tuple]:
    counted, values = _counted(search, tile)
    sql = CELLS.format(cells=counted) + select.format(z=tile.z, x=tile.x, y=tile.y)
    with connection.cursor() as cursor:
        cursor.execute(sql, values | {"codes": _codes(search)})
        return cursor.fetchall()


def _counted(search: Search, tile: Tile) -> tuple[str, dict]:
    """The tile's cells counted the cheapest way: SQL and its values."""
    kept = pyramid.LEAF if search.counted_as == [facets.ALL] else pyramid.FACET_LEAF
    if search.counted_as and tile.level <= kept and not search.criteria.bbox:
        sums = ", ".join(f"sum(c.mix[{n}])::int" for n in range(1, pyramid.RESOURCES + 1))
        first, after = tile.mortons(tile.level)
        sql = FROM_PYRAMID.format(few=pyramid.FEW, sums=sums, level=tile.level, first=first, after=after)
        return sql, {"facets": search.counted_as}
    if tile.z < FIRST_FROM_SPOTS:
        return FROM_MIRROR, _mirrored(search, tile)
    first, after = tile.mortons(pyramid.DEEPEST)
    found = search.spots().filter(morton__gte=first, morton__lt=after).in_view([geo.box(*tile.bounds)])
    spots, values = found.values_list("pk", "point", "morton", "resources").query.sql_with_params()
    counts = ", ".join(f"count(*) FILTER (WHERE s.resources & {1 << n} <> 0)::int" for n in range(pyramid.RESOURCES))
    shift = 2 * (pyramid.DEEPEST - tile.level)
    # Values given by place become values given by name, since the names of cells are asked for by name.
    named = {f"v{n}": value for n, value in enumerate(values)}
    spots = spots.replace("%s", "{}").format(*(f"%({name})s" for name in named))
    return FROM_SPOTS.format(shift=shift, few=pyramid.FEW, counts=counts, spots=spots), named


def _mirrored(search: Search, tile: Tile) -> dict:
    found = mirrored_cells(search.matching, tile.level, *tile.mortons(tile.level))
    return {name: [cell[name] for cell in found] for name in "cells n lon lat west south east north few mix".split()}


def _codes(search: Search) -> list[str]:
    """Codes of the resources, in the order of the mix."""
    codes = {number: code for code, number in search.terms.numbers["resource"].items()}
    return [codes.get(number, "") for number in range(pyramid.RESOURCES)]


def _cell(n, lon, lat, west, south, east, north, mix, slugs, name, precision, resource) -> dict:
    mix = json.loads(mix) if isinstance(mix, str) else mix
    cell = {"n": n, "x": round(lon, 5), "y": round(lat, 5), "mix": mix}
    cell["box"] = [round(degrees, 5) for degrees in (west, south, east, north)]
    if slugs:
        cell["slugs"] = slugs
    if n == 1:
        cell |= {"slug": slugs[0], "name": name, "precision": precision, "resource": resource}
    return cell


def _spread(value: int) -> int:
    """A zero before each bit."""
    spread = 0
    for bit in range(value.bit_length()):
        spread |= (value >> bit & 1) << 2 * bit
    return spread


def _latitude(fraction: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * fraction))))
