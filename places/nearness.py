"""Who is nearest, exactly: the database measures along the globe those that memory tells it to."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.gis.geos import Point
from django.db import connection

from places.mirror import keys

HERE = "ST_MakePoint(%(lon)s, %(lat)s)::geography"
MEASURED = f"""
SELECT near.*, feature FROM (
    SELECT initiative_id, ST_Distance(globe, {HERE}) AS metres FROM places_spot WHERE initiative_id = ANY(%(pks)s::bigint[])
    ORDER BY 2, 1 LIMIT %(stop)s - %(start)s OFFSET %(start)s
) AS near JOIN places_spot USING (initiative_id) ORDER BY metres, initiative_id
"""
WITHIN = f"""
SELECT initiative_id FROM places_spot WHERE initiative_id = ANY(%(pks)s::bigint[]) AND ST_DWithin(globe, {HERE}, %(metres)s)
"""


class Near(NamedTuple):
    pk: int
    metres: float
    feature: str  # as the index keeps it


def measured(pks: list[int], point: Point, start: int, stop: int) -> list[Near]:
    """From the `start`th to before the `stop`th nearest of these."""
    values = {"pks": keys(pks), "lon": point.x, "lat": point.y, "start": start, "stop": stop}
    with connection.cursor() as cursor:
        cursor.execute(MEASURED, values)
        return [Near(*row) for row in cursor.fetchall()]


def within(pks: list[int], point: Point, *, km: float) -> list[int]:
    """Those of these that are at most so far."""
    with connection.cursor() as cursor:
        cursor.execute(WITHIN, {"pks": keys(pks), "lon": point.x, "lat": point.y, "metres": km * 1000})
        return [pk for (pk,) in cursor.fetchall()]
