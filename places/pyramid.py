"""The pyramid: how many initiatives lie in each cell of the map's grid, level by level, for all and for each facet.

The grid is the Web Mercator square cut in 2^level columns and rows; a cell is one Morton number (the bits of its column and
its row in turns), so that all cells of a map tile, and all places of a cell, are one range of an index. Hidden places have
numbers below zero: the pyramid counts them, and no tile reaches them.

An edit adds to its cells and takes from them. All that is added is whole numbers, or degrees cut so that sums of them are
exact: no cell can drift from what it counts. What cannot be taken away so (the edge of a box, who the few are) is counted
anew from below, and so are all cells of many edits at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from places import facets

DEEPEST = 23  # of a place's own Morton number, cells of 5 m at the equator: what tiles of zoom 20 show
LEAF = 12  # deeper, a tile holds few enough rows to be counted when asked for
FACET_LEAF = 8  # the same for what only one facet has
PAIR_LEAF = 5  # and for pairs of facets, which are many: an edit changes the cells of each
LEVELS = (*range(LEAF, 2, -1), 0)  # the coarsest tile shows level 3; the root has the totals
FEW = 12  # initiatives of a cell that are named one by one
RESOURCES = 24  # of the vocabulary's first terms, the mix of a cell is kept
EACH = 8  # initiatives of one change that are added and taken one by one
EXACT = 2**24  # parts of a degree: a million longitudes cut so have an exact sum

MIX = ", ".join(f"count(*) FILTER (WHERE s.resources & {1 << n} <> 0)" for n in range(RESOURCES))
SUMS = ", ".join(f"sum(c.mix[{n}])" for n in range(1, RESOURCES + 1))
COLUMNS = "level, facet, morton, n, lon, lat, west, south, east, north, few, mix"

# The cells of one level, from the places in them…
FROM_SPOTS = f"""
SELECT {{level}}::smallint, f.facet, s.morton >> {{shift}}, count(*)::int,
    sum(round(ST_X(s.point) * {EXACT}) / {EXACT}), sum(round(ST_Y(s.point) * {EXACT}) / {EXACT}),
    min(ST_X(s.point)), min(ST_Y(s.point)), max(ST_X(s.point)), max(ST_Y(s.point)),
    CASE WHEN count(*) <= {FEW} THEN array_agg(s.initiative_id) END, ARRAY[{MIX}]::int[]
FROM {{spots}} GROUP BY f.facet, s.morton >> {{shift}}
"""
# Of a touched cell that names all who are in it, these; of another, all who lie there and have its facet.
NAMED = """touched f JOIN places_cell c ON c.level = {level} AND c.facet = f.facet AND c.morton = f.morton
    AND cardinality(c.few) = c.n JOIN places_spot s ON s.initiative_id = ANY(c.few)"""
# (Many facets of one cell are mostly touched at once: whoever lies there is looked at once for all of them; pairs, whose cells
# are the largest, by their masks first, which are quicker read than lists.)
LYING = """(SELECT f.morton, array_agg(f.facet) AS wanted, bit_or(f.themes) AS themes, bit_or(f.resources) AS resources FROM touched f
        LEFT JOIN places_cell c ON c.level = {level} AND c.facet = f.facet AND c.morton = f.morton WHERE {which} GROUP BY f.morton) AS t
    JOIN places_spot s ON s.morton >= t.morton << {shift} AND s.morton < (t.morton + 1) << {shift} AND {quick}
    CROSS JOIN LATERAL (SELECT facet FROM unnest(t.wanted) AS facet WHERE facet = 0 OR facet = ANY(s.facets)) AS f"""
BY_MASKS = "s.themes & t.themes <> 0 AND s.resources & t.resources <> 0"
UNNAMED = "cardinality(c.few) = c.n IS NOT TRUE"
# …and from the cells below.
FROM_CELLS = f"""
SELECT {{level}}::smallint, c.facet, c.morton >> {{shift}}, sum(c.n)::int, sum(c.lon), sum(c.lat),
    min(c.west), min(c.south), max(c.east), max(c.north),
    CASE WHEN sum(c.n) <= {FEW} THEN gathered(c.few) END, ARRAY[{SUMS}]::int[]
FROM {{touched}} places_cell c {{where}} GROUP BY c.facet, c.morton >> {{shift}}
"""
# Level → those that begin there.
RISING = {FACET_LEAF: f"NOT {facets.PAIRS}", PAIR_LEAF: facets.PAIRS}
REPLACE = """
WITH touched AS MATERIALIZED (
    SELECT * FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::bigint[]) AS t (facet, morton, themes, resources)
),
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


PLACED = f"""
SELECT initiative_id, morton, facets, resources, ST_X(point), ST_Y(point),
    round(ST_X(point) * {EXACT}) / {EXACT}, round(ST_Y(point) * {EXACT}) / {EXACT}
FROM places_spot WHERE initiative_id = ANY(%s)
"""
TOUCHED = "unnest(%(levels)s::smallint[], %(facets)s::int[], %(mortons)s::bigint[]) AS t (level, facet, morton)"
SAME = "c.level = t.level AND c.facet = t.facet AND c.morton = t.morton"
REMIX = f"UPDATE places_cell AS c SET mix = {{mix}} FROM {TOUCHED} WHERE {SAME}"
TAKE = f"""
UPDATE places_cell AS c SET n = c.n - 1, lon = c.lon - %(exact_lon)s::float8, lat = c.lat - %(exact_lat)s::float8, mix = {{mix}},
    few = array_remove(c.few, %(pk)s::bigint)
FROM {TOUCHED} WHERE {SAME}
RETURNING c.level, c.facet, c.morton, c.n IN (0, {FEW})
    OR c.west = %(lon)s::float8 OR c.east = %(lon)s::float8 OR c.south = %(lat)s::float8 OR c.north = %(lat)s::float8
"""
ADD = f"""
INSERT INTO places_cell AS c ({COLUMNS})
SELECT t.level, t.facet, t.morton, 1, %(exact_lon)s::float8, %(exact_lat)s::float8, %(lon)s::float8, %(lat)s::float8, %(lon)s::float8, %(lat)s::float8, ARRAY[%(pk)s::bigint],
    %(own)s::int[] FROM {TOUCHED}
ON CONFLICT (level, facet, morton) DO UPDATE SET n = c.n + 1, lon = c.lon + EXCLUDED.lon, lat = c.lat + EXCLUDED.lat,
    west = least(c.west, EXCLUDED.west), south = least(c.south, EXCLUDED.south),
    east = greatest(c.east, EXCLUDED.east), north = greatest(c.north, EXCLUDED.north),
    few = CASE WHEN c.n < {FEW} THEN c.few || %(pk)s::bigint END, mix = {{mix}}
"""

Key = tuple[int, int, int]  # level, facet, Morton number of the cell


def leaf(facet: int) -> int:
    """The deepest level at which a facet's cells are kept."""
    if facet == facets.ALL:
        return LEAF
    return PAIR_LEAF if facets.is_pair(facet) else FACET_LEAF


@dataclass(frozen=True)
class Placed:
    """One initiative as the pyramid counts it; `resources` is a mask, degrees are None when it is hidden."""

    pk: int
    morton: int
    facets: tuple[int, ...]
    resources: int
    lon: float | None
    lat: float | None
    exact_lon: float | None
    exact_lat: float | None

    @property
    def cells(self) -> set[Key]:
        return {
            (level, facet, self.morton >> 2 * (DEEPEST - level))
            for facet in (facets.ALL, *self.facets)
            for level in LEVELS
            if level <= leaf(facet)
        }

    @property
    def mix(self) -> list[int]:
        return [self.resources >> n & 1 for n in range(RESOURCES)]


def placed(pks: list[int]) -> dict[int, Placed]:
    """Those of these that have a spot."""
    with connection.cursor() as cursor:
        cursor.execute(PLACED, [pks])
        return {pk: Placed(pk, morton, tuple(held), *rest) for pk, morton, held, *rest in cursor.fetchall()}


def refresh(before: dict[int, Placed], after: dict[int, Placed]) -> None:
    """Make the cells of these initiatives right, from what they were and what they are now.

    Within the change's transaction, whose `index.alone()` keeps others from changing the same cells meanwhile.
    """
    changed = [pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)]
    if len(changed) > EACH:
        some = [spot for spots in (before, after) for pk, spot in spots.items() if pk in set(changed)]
        recount(set().union(*(spot.cells for spot in some)))
        return
    with connection.cursor() as cursor:
        doubtful = [_change(cursor, before.get(pk), after.get(pk)) for pk in sorted(changed)]
    recount(set().union(*doubtful), named=True)  # once all were taken and added: spots are as they are at the end


def _change(cursor, old: Placed | None, new: Placed | None) -> set[Key]:
    """Take away what was, add what is; the cells that must be counted anew."""
    leaves, comes = old.cells if old else set(), new.cells if new else set()
    if old and new and (old.morton, old.lon, old.lat) == (new.morton, new.lon, new.lat):
        stays = leaves & comes
        leaves, comes = leaves - stays, comes - stays
        if old.resources != new.resources:
            difference = [now - was for was, now in zip(old.mix, new.mix, strict=True)]
            cursor.execute(REMIX.format(mix=_summed(difference)), _keys(stays))
    doubtful = set()
    if leaves:
        cursor.execute(TAKE.format(mix=_summed([-n for n in old.mix])), _keys(leaves) | _values(old))
        doubtful = {(level, facet, morton) for level, facet, morton, doubt in cursor.fetchall() if doubt}
    if comes:
        cursor.execute(ADD.format(mix=_summed(new.mix)), _keys(comes) | _values(new))
    return doubtful


def _keys(cells: set[Key]) -> dict[str, list[int]]:
    columns = zip(*sorted(cells), strict=True) if cells else ([], [], [])
    return dict(zip(("levels", "facets", "mortons"), map(list, columns), strict=True))


def _values(spot: Placed) -> dict:
    return {name: getattr(spot, name) for name in ("pk", "lon", "lat", "exact_lon", "exact_lat")} | {"own": spot.mix}


def _summed(mix: list[int]) -> str:
    """SQL of a cell's mix with these added: written out, for a quarter of what unnesting arrays takes."""
    return f"ARRAY[{', '.join(f'c.mix[{n}] + {more}' if more else f'c.mix[{n}]' for n, more in enumerate(mix, 1))}]"


def recount(cells: set[Key], *, named: bool = False) -> None:
    """Count these cells anew, from the places in them or from the cells below that these have made right; `named`: those
    who are named in a cell, when all are, are the ones in it."""
    if not cells:
        return
    with connection.cursor() as cursor:
        for level, below in zip(LEVELS, (None, *LEVELS), strict=False):
            touched = {(facet, morton) for at, facet, morton in cells if at == level}
            leaves = {(facet, morton) for facet, morton in touched if leaf(facet) == level}
            _replace(cursor, level, None, leaves, named=named)
            _replace(cursor, level, below, touched - leaves)


@transaction.atomic
def rebuild(progress: Callable[[str], None] = lambda doing: None) -> None:
    """Count everything anew."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE places_cell")
        for level, below in zip(LEVELS, (None, *LEVELS), strict=False):
            progress(f"niveau {level}")
            if below is None:
                cursor.execute(_insert(_from_spots(level, "(VALUES (0)) AS f (facet), places_spot s")))
                continue
            cursor.execute(_insert(_from_cells(level, below, "", f"WHERE c.level = {below}")))
            if which := RISING.get(level):
                every = f"(SELECT facet FROM unnest(s.facets) AS facet WHERE {which}) AS f"
                cursor.execute(_insert(_from_spots(level, f"places_spot s CROSS JOIN LATERAL {every}")))
        cursor.execute("ANALYZE places_cell")


def _replace(cursor, level: int, below: int | None, keys: set[tuple[int, int]], *, named: bool = False) -> None:
    if not keys:
        return
    shift = 2 * (DEEPEST - level)
    if below is None:
        whose = {NAMED: "", LYING: UNNAMED} if named else {LYING: "true"}
        quick = BY_MASKS if level == PAIR_LEAF else "true"
        told = (spots.format(level=level, shift=shift, which=which, quick=quick) for spots, which in whose.items())
        fresh = " UNION ALL ".join(_from_spots(level, spots) for spots in told)
    else:
        step = 2 * (below - level)
        inside = f"c.morton >= t.morton << {step} AND c.morton < (t.morton + 1) << {step}"
        fresh = _from_cells(level, below, "touched t JOIN", f"ON c.level = {below} AND c.facet = t.facet AND {inside}")
    which, mortons = zip(*sorted(keys), strict=True)
    themes, resources = zip(*map(facets.masks, which), strict=True)
    sql = REPLACE.format(fresh=_named(fresh), level=level, columns=COLUMNS, updated=UPDATED)
    cursor.execute(sql, [list(column) for column in (which, mortons, themes, resources)])


def _from_spots(level: int, spots: str) -> str:
    return FROM_SPOTS.format(level=level, shift=2 * (DEEPEST - level), spots=spots)


def _from_cells(level: int, below: int, touched: str, where: str) -> str:
    return FROM_CELLS.format(level=level, shift=2 * (below - level), touched=touched, where=where)


def _named(fresh: str) -> str:
    return f"SELECT * FROM ({fresh}) AS fresh ({COLUMNS})"


def _insert(fresh: str) -> str:
    return f"INSERT INTO places_cell ({COLUMNS}) {fresh}"
