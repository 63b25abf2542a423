"""Cells of the map: any set of initiatives, clustered on a grid that is the same for every tile (`places.pyramid`).

A tile holds 8 × 8 cells, so a screen never receives more than it can show: drawn 512 points wide, as our map does, a cell
is 64. A cell says how many lie in it, the mix of their resources, and who it is when it is only one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from atlas import selection
from atlas.search import Search
from places import facets, pyramid

DEEPEST = 20
CELLS_PER_SIDE = 8

# Cells that the pyramid keeps: number, means, box, who they are when they are few, how many have each resource.
KEPT = """
SELECT morton, sum(n)::int, sum(lon) / sum(n), sum(lat) / sum(n), min(west), min(south), max(east), max(north),
    CASE WHEN sum(n) <= {few} THEN gathered(few) END, ARRAY[{sums}]
FROM places_cell AS c WHERE level = {level} AND facet = ANY(%s) AND morton >= {first} AND morton < {after}
GROUP BY morton ORDER BY morton
"""
KEPT_AS_IT_IS = """
SELECT morton, n, lon / n, lat / n, west, south, east, north, few, mix FROM places_cell
WHERE level = {level} AND facet = %s AND morton >= {first} AND morton < {after} ORDER BY morton
"""
NAMED = "SELECT id, slug, name, precision, resources[1] FROM places_initiative WHERE id = ANY(%s)"

AS_MVT = """
SELECT ST_AsMVT(feature, 'initiatives', 4096, 'geom') FROM (
    SELECT n, name, precision, resource, array_to_string(slugs, ',') AS slugs, mix, slug,
        ST_AsMVTGeom(ST_Transform(ST_SetSRID(ST_MakePoint(x, greatest(least(y, 85.05), -85.05)), 4326), 3857),
            ST_TileEnvelope({z}, {x}, {y})) AS geom
    FROM jsonb_to_recordset(%s::jsonb) AS cell (n int, x float8, y float8, mix jsonb, slugs text[], slug text, name text,
        precision text, resource text)
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
        tile, shift = pyramid.spread(self.x) | pyramid.spread(self.y) << 1, 2 * (level - self.z)
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
    found = _kept(search, tile) if _is_kept(search, tile) else _counted(search, tile)
    codes = {number: code for code, number in search.terms.numbers["resource"].items()}
    named = _named([pk for cell in found for pk in cell.few or ()])
    return [_cell(cell, codes, named) for cell in found]


def vector_tile(search: Search, tile: Tile) -> bytes:
    """The same cells as a Mapbox vector tile with one layer, `initiatives`."""
    with connection.cursor() as cursor:
        cursor.execute(AS_MVT.format(z=tile.z, x=tile.x, y=tile.y), [json.dumps(cells(search, tile))])
        [(tile_bytes,)] = cursor.fetchall()
    return bytes(tile_bytes)


class Cell(NamedTuple):
    morton: int
    n: int
    lon: float
    lat: float
    west: float
    south: float
    east: float
    north: float
    few: Sequence[int] | None  # primary keys
    mix: Sequence[int]  # by number of resource


def _is_kept(search: Search, tile: Tile) -> bool:
    """Whether the pyramid has the cells of this question."""
    if search.counted_as is None:
        return False
    return tile.level <= (pyramid.LEAF if search.counted_as == [facets.ALL] else pyramid.FACET_LEAF)


def _kept(search: Search, tile: Tile) -> list[Cell]:
    first, after = tile.mortons(tile.level)
    numbers = {"level": tile.level, "first": first, "after": after, "few": pyramid.FEW}
    with connection.cursor() as cursor:
        if len(search.counted_as) == 1:
            cursor.execute(KEPT_AS_IT_IS.format(**numbers), search.counted_as)
        else:
            sums = ", ".join(f"sum(c.mix[{n}])::int" for n in range(1, pyramid.RESOURCES + 1))
            cursor.execute(KEPT.format(sums=sums, **numbers), [search.counted_as])
        return [Cell(*row) for row in cursor.fetchall()]


def _counted(search: Search, tile: Tile) -> list[Cell]:
    first, after = tile.mortons(pyramid.DEEPEST)
    shift = 2 * (pyramid.DEEPEST - tile.level)
    found = selection.cells(search.selection, shift, first, after, pyramid.RESOURCES)
    numbers = zip(found.morton.tolist(), found.n.tolist(), found.lon.tolist(), found.lat.tolist(), strict=True)
    rest = zip(found.box.T.tolist(), found.pks, found.mix.T.tolist(), strict=True)
    return [
        Cell(*about, *box, pks.tolist() if len(pks) <= pyramid.FEW else None, mix)
        for about, (box, pks, mix) in zip(numbers, rest, strict=True)
    ]


def _named(pks: list[int]) -> dict[int, tuple]:
    """Key → slug, name, precision, first resource."""
    if not pks:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(NAMED, [pks])
        return {pk: rest for pk, *rest in cursor.fetchall()}


def _cell(cell: Cell, codes: dict[int, str], named: dict[int, tuple]) -> dict:
    told = {
        "n": cell.n,
        "x": round(cell.lon, 5),
        "y": round(cell.lat, 5),
        "mix": {codes[number]: n for number, n in enumerate(cell.mix) if n},
        "box": [round(degrees, 5) for degrees in cell[4:8]],
    }
    if cell.few:
        told["slugs"] = [slug for _, slug in sorted((named[pk][1], named[pk][0]) for pk in cell.few if pk in named)]
    if cell.n == 1 and cell.few[0] in named:
        told |= dict(zip(("slug", "name", "precision", "resource"), named[cell.few[0]], strict=True))
    return told


def _latitude(fraction: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * fraction))))
