"""Cells of the map: any set of initiatives, clustered on a grid that is the same for every tile (`places.pyramid`).

A tile holds 8 × 8 cells, so a screen never receives more than it can show: drawn 512 points wide, as our map does, a cell
is 64. A cell says how many lie in it, the mix of their resources, and who it is when it is only one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import orjson
from django.db import connection
from django.utils.translation import gettext as _

from atlas import mvt, selection
from atlas.search import Search
from places import pyramid

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
    found, codes = _found(search, tile), search.terms.resources
    named = _named(search, found)
    return [
        {
            "n": cell.n,
            "x": round(cell.lon, 5),
            "y": round(cell.lat, 5),
            "mix": _mix(cell, codes),
            "box": [round(degrees, 5) for degrees in cell[4:8]],
            **_few(cell, named),
        }
        for cell in found
    ]


def vector_tile(search: Search, tile: Tile) -> bytes:
    """The same cells as a Mapbox vector tile with one layer, `initiatives`; each resource's number is a property."""
    found, codes = _found(search, tile), search.terms.resources
    named = _named(search, found)
    features = ((cell.lon, cell.lat, _properties(cell, codes, named)) for cell in found)
    return mvt.tile("initiatives", tile.z, tile.x, tile.y, features)


def _properties(cell: Cell, codes: list[str], named: dict[int, dict]) -> dict[str, str | int]:
    told = {"n": cell.n}
    few = _few(cell, named)
    if few:
        told["slugs"] = ",".join(few.pop("slugs"))
    return told | _mix(cell, codes) | {name: value for name, value in few.items() if value}


def _found(search: Search, tile: Tile) -> list[Cell]:
    if not is_kept(search, tile):
        return _counted(search, tile)
    if search.filters or (found := _remembered(search, tile)) is None:
        return _kept(search, tile)
    return found


def _named(search: Search, found: list[Cell]) -> dict[int, dict]:
    """Properties of the Features of those who stand in cells of few."""
    told = search.tally.told(np.array([pk for cell in found for pk in cell.few or ()], np.int64))
    return {pk: orjson.loads(f"{feature}}}}}")["properties"] for pk, feature in told.items()}


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


def is_kept(search: Search, tile: Tile) -> bool:
    """Whether the pyramid has the cells of this question."""
    if search.counted_as is None:
        return False
    return tile.level <= min(map(pyramid.leaf, search.counted_as))


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


def _remembered(search: Search, tile: Tile) -> list[Cell] | None:
    """The cells of all initiatives, where none of them was edited lately."""
    found = search.tally.cells(tile.level, *tile.mortons(pyramid.DEEPEST))
    if found is None:
        return None
    (level, some), pks = found, search.tally.base.pk
    starts, counts = level.start[some].tolist(), level.n[some]
    few = [
        pks[start : start + n].tolist() if n <= pyramid.FEW else None for start, n in zip(starts, counts, strict=True)
    ]
    means = (np.divide(total[some] / pyramid.EXACT, counts).tolist() for total in (level.lon, level.lat))
    columns = (level.morton[some].tolist(), counts.tolist(), *means, *level.box[:, some].tolist())
    return [Cell(*row) for row in zip(*columns, few, level.mix[:, some].T.tolist(), strict=True)]


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


def _mix(cell: Cell, codes: list[str]) -> dict[str, int]:
    return {code: n for code, n in zip(codes, cell.mix, strict=False) if n}


def _few(cell: Cell, named: dict[int, dict]) -> dict:
    """Who is in it, by name, when they are few; and all that a sign says, when it is one."""
    few = [named[pk] for pk in cell.few or () if pk in named]
    if not few:
        return {}
    if cell.n > 1:
        return {"slugs": [slug for _, slug in sorted((one["name"], one["slug"]) for one in few)]}
    [alone] = few
    told = {"slugs": [alone["slug"]]} | {name: alone[name] for name in ("slug", "name", "precision")}
    return told | {"resource": alone["resources"][0] if alone["resources"] else None}


def _latitude(fraction: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * fraction))))
