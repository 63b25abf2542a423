"""Who is nearest, exactly: measured by the database along the globe, read in the order of an index when many are asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.db import connection

from places.geodesy import ROUGH

HERE = "ST_MakePoint(%(lon)s, %(lat)s)::geography"
MEASURED = f"""
SELECT initiative_id, ST_Distance(globe, {HERE}) FROM places_spot WHERE initiative_id = ANY(%(pks)s) ORDER BY 2, 1
LIMIT %(stop)s
"""
WITHIN = f"""
SELECT initiative_id FROM places_spot WHERE initiative_id = ANY(%(pks)s) AND ST_DWithin(globe, {HERE}, %(metres)s)
"""
# The index's order is that of distances along a sphere: each row comes with both, and with all that are equally far.
NEAREST = f"""
SELECT spot.initiative_id, ST_Distance(spot.globe, {HERE}), spot.globe <-> {HERE}
FROM places_spot AS spot WHERE {{where}} ORDER BY spot.globe <-> {HERE} FETCH FIRST {{count:d}} ROWS WITH TIES
"""
SPARE = 10  # more than are asked for, and a tenth: what is nearest along the sphere may not be in truth

Measured = list[tuple[int, float]]  # key, metres


@dataclass(frozen=True)
class Wanted:
    """What the index is asked for: facets of which each list must have one, and years."""

    facets: Sequence[list[int]] = ()
    since: int | None = None
    until: int | None = None

    def sql(self, point: Point) -> tuple[str, dict]:
        values = {f"facets{n}": numbers for n, numbers in enumerate(self.facets)}
        parts = [f"spot.facets && %({name})s::int[]" for name in values] + ["spot.globe IS NOT NULL"]
        if self.since or self.until:
            parts.append("spot.started BETWEEN %(since)s AND %(until)s")
            values |= {"since": self.since or 1, "until": self.until or 32_000}
        return " AND ".join(parts), values | {"lon": point.x, "lat": point.y}


def nearest(point: Point, stop: int, wanted: Wanted) -> Measured:
    """The `stop` nearest of those wanted; for when there are many everywhere."""
    where, values = wanted.sql(point)
    count = stop + stop // SPARE + SPARE
    while True:
        with connection.cursor() as cursor:
            cursor.execute(NEAREST.format(where=where, count=count), values)
            rows = cursor.fetchall()
        found = sorted((metres, pk) for pk, metres, _ in rows)
        # Whoever was not read is at least that far in truth.
        surely = rows[-1][2] * (1 - ROUGH) if rows else 0
        if len(rows) < count or (len(found) >= stop and found[stop - 1][0] <= surely):
            return [(pk, metres) for metres, pk in found[:stop]]
        count *= 2


def measured(pks: list[int], point: Point, stop: int) -> Measured:
    """The `stop` nearest of these."""
    with connection.cursor() as cursor:
        cursor.execute(MEASURED, {"pks": pks, "lon": point.x, "lat": point.y, "stop": stop})
        return cursor.fetchall()


def within(pks: list[int], point: Point, *, km: float) -> list[int]:
    """Those of these that are at most so far."""
    with connection.cursor() as cursor:
        cursor.execute(WITHIN, {"pks": pks, "lon": point.x, "lat": point.y, "metres": km * 1000})
        return [pk for (pk,) in cursor.fetchall()]
