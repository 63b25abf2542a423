"""The pyramid: how many initiatives lie in each cell of the map's grid, level by level, for all and for each facet.

The grid is the Web Mercator square cut in 2^level columns and rows; a cell is one Morton number (the bits of its column and
its row in turns), so that all cells of a map tile, and all places of a cell, are one range of an index. Hidden places have
numbers below zero: the pyramid counts them, and no tile reaches them. What changes is
counted anew from the level below, not corrected by differences: a cell can never drift from what it counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from django.db import connection, transaction

DEEPEST = 23  # of a place's own Morton number, cells of 5 m at the equator: what tiles of zoom 20 show
LEAF = 12  # deeper, a tile holds few enough rows to be counted when asked for
FACET_LEAF = 8  # the same for what only one facet has
LEVELS = (*range(LEAF, 2, -1), 0)  # the coarsest tile shows level 3; the root has the totals
FEW = 12  # initiatives of a cell that are named one by one
RESOURCES = 24  # of the vocabulary's first terms, the mix of a cell is kept

MIX = ", ".join(f"count(*) FILTER (WHERE s.resources & {1 << n} <> 0)" for n in range(RESOURCES))
SUMS = ", ".join(f"sum(c.mix[{n}])" for n in range(1, RESOURCES + 1))
COLUMNS = "level, facet, morton, n, lon, lat, west, south, east, north, few, mix"

# The cells of one level, from the places in them…
FROM_SPOTS = f"""
SELECT {{level}}::smallint, f.facet, s.morton >> {{shift}}, count(*)::int,
    sum(ST_X(s.point)), sum(ST_Y(s.point)),
    min(ST_X(s.point)), min(ST_Y(s.point)), max(ST_X(s.point)), max(ST_Y(s.point)),
    CASE WHEN count(*) <= {FEW} THEN array_agg(s.initiative_id ORDER BY s.initiative_id) END, ARRAY[{MIX}]::int[]
FROM {{touched}} places_spot s {{where}} GROUP BY f.facet, s.morton >> {{shift}}
"""
# …and from the cells below.
FROM_CELLS = f"""
SELECT {{level}}::smallint, c.facet, c.morton >> {{shift}}, sum(c.n)::int, sum(c.lon), sum(c.lat),
    min(c.west), min(c.south), max(c.east), max(c.north),
    CASE WHEN sum(c.n) <= {FEW} THEN gathered(c.few ORDER BY c.morton) END, ARRAY[{SUMS}]::int[]
FROM {{touched}} places_cell c {{where}} GROUP BY c.facet, c.morton >> {{shift}}
"""
REPLACE = """
WITH touched AS MATERIALIZED (SELECT * FROM unnest(%s::int[], %s::bigint[]) AS t (facet, morton)),
fresh AS MATERIALIZED ({fresh}),
emptied AS (
    DELETE FROM places_cell c USING touched t WHERE c.level = {level} AND c.facet = t.facet AND c.morton = t.morton
    AND NOT EXISTS (SELECT FROM fresh f WHERE f.facet = c.facet AND f.morton = c.morton)
)
INSERT INTO places_cell ({columns}) SELECT * FROM fresh ORDER BY facet, morton
ON CONFLICT (level, facet, morton) DO UPDATE SET {updated}
"""
UPDATED = ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS.split(", ")[3:])


def spread(value: int) -> int:
    """A zero before each bit."""
    found = 0
    for bit in range(value.bit_length()):
        found |= (value >> bit & 1) << 2 * bit
    return found


def corner(lon: float, lat: float, step: int) -> int:
    """The Morton number of the deepest cell that is `step` cells to the south-east of the one over a place."""
    side = 2**DEEPEST
    lat = min(max(lat, -85.05112878), 85.05112878)
    column = math.floor((lon + 180) / 360 * side) + step
    row = math.floor((0.5 - math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)) * side) + step
    return spread(min(max(column, 0), side - 1)) | spread(min(max(row, 0), side - 1)) << 1


def refresh(touched: Iterable[tuple[int, Iterable[int]]]) -> None:
    """Count anew the cells over these places, (Morton number, facets) each, before and after a change.

    Within the change's transaction, whose `index.alone()` keeps others from counting the same cells meanwhile.
    """
    keys = {(facet, morton) for morton, facets in touched for facet in (0, *facets)}
    if not keys:
        return
    with connection.cursor() as cursor:
        for level, below in zip(LEVELS, (None, *LEVELS), strict=False):
            plain = {(0, morton >> 2 * (DEEPEST - level)) for facet, morton in keys if facet == 0}
            apart = {(facet, morton >> 2 * (DEEPEST - level)) for facet, morton in keys if facet}
            if level > FACET_LEAF:
                _replace(cursor, level, below, plain)
            elif level == FACET_LEAF:
                _replace(cursor, level, below, plain)
                _replace(cursor, level, None, apart)
            else:
                _replace(cursor, level, below, plain | apart)


@transaction.atomic
def rebuild(progress: Callable[[str], None] = lambda doing: None) -> None:
    """Count everything anew."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE places_cell")
        for level, below in zip(LEVELS, (None, *LEVELS), strict=False):
            progress(f"niveau {level}")
            if below is None:
                cursor.execute(_insert(_from_spots(level, "(VALUES (0)) AS f (facet),", "")))
                continue
            cursor.execute(_insert(_from_cells(level, below, "", f"WHERE c.level = {below}")))
            if level == FACET_LEAF:
                every = _from_spots(level, "", "CROSS JOIN unnest(s.facets) AS f (facet)")
                cursor.execute(_insert(every))
        cursor.execute("ANALYZE places_cell")


def _replace(cursor, level: int, below: int | None, keys: set[tuple[int, int]]) -> None:
    if not keys:
        return
    shift = 2 * (DEEPEST - level)
    if below is None:
        inside = f"s.morton >= f.morton << {shift} AND s.morton < (f.morton + 1) << {shift}"
        fresh = _from_spots(level, "touched f JOIN", f"ON {inside} AND (f.facet = 0 OR f.facet = ANY(s.facets))")
    else:
        step = 2 * (below - level)
        inside = f"c.morton >= t.morton << {step} AND c.morton < (t.morton + 1) << {step}"
        fresh = _from_cells(level, below, "touched t JOIN", f"ON c.level = {below} AND c.facet = t.facet AND {inside}")
    facets, mortons = zip(*sorted(keys), strict=True)
    sql = REPLACE.format(fresh=_named(fresh), level=level, columns=COLUMNS, updated=UPDATED)
    cursor.execute(sql, [list(facets), list(mortons)])


def _from_spots(level: int, touched: str, where: str) -> str:
    return FROM_SPOTS.format(level=level, shift=2 * (DEEPEST - level), touched=touched, where=where)


def _from_cells(level: int, below: int, touched: str, where: str) -> str:
    return FROM_CELLS.format(level=level, shift=2 * (below - level), touched=touched, where=where)


def _named(fresh: str) -> str:
    return f"SELECT * FROM ({fresh}) AS fresh ({COLUMNS})"


def _insert(fresh: str) -> str:
    return f"INSERT INTO places_cell ({COLUMNS}) {fresh}"
