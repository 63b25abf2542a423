"""Tiles of recorded tracks: what lies in a square of the map, drawn for its zoom, as whole numbers within it.

One query reads the pieces of the finest zoom that is not too much for a tile: where a thousand ways meet, a coarser one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection
from django.db.models import F

from routes.choices import PartKind, TrackKind
from routes.models import Track
from routes.tracks.simplifying import DEEPEST, TILE, square

EXTENT = 2048  # steps of a tile's side: a quarter of a screen point
MARGIN = 8 / TILE  # beyond the edges, so that strokes of neighbours meet
MOST = 12_000  # vertices of a tile: some 40 kB packed, more than a screen could show
COARSER = 6  # zooms that are looked through for one with fewer
PLANNED = "planned"  # what somebody drew, beside the kinds of parts that a device wrote

Found = tuple[str, int | None, np.ndarray]  # kind, order of the stage it leads to, steps within the tile

# The pieces of each zoom are counted in the index's own answer; those of the finest that fits are told.
FITTING = """
WITH public AS MATERIALIZED ({public}), hit AS MATERIALIZED (
    SELECT d.zoom, d.points, d.line, p.leg,
        CASE WHEN d.kind = %s AND p.track_kind = %s THEN %s ELSE d.kind END AS kind
    FROM routes_trackdrawing d JOIN public p ON p.id = d.track_id
    WHERE d.journey_id = (SELECT id FROM routes_journey WHERE slug = %s) AND d.zoom BETWEEN %s::smallint AND %s::smallint
        AND d.line && ST_MakeEnvelope(%s, %s, %s, %s, 4326)
), fits AS (
    SELECT coalesce(max(zoom) FILTER (WHERE n <= %s), min(zoom)) AS zoom
    FROM (SELECT zoom, sum(points) AS n FROM hit GROUP BY zoom) AS counted
), told AS (SELECT kind, leg, line FROM hit WHERE zoom = (SELECT zoom FROM fits) LIMIT %s)
"""
AS_LINES = "SELECT kind, leg, ST_AsBinary(line) FROM told"
AS_MVT = """
SELECT ST_AsMVT(drawn, 'tracks', 4096, 'geom') FROM (
    SELECT kind, leg AS "to", ST_AsMVTGeom(ST_Transform(line, 3857), ST_TileEnvelope(%s, %s, %s)) AS geom FROM told
) AS drawn WHERE geom IS NOT NULL
"""


@dataclass(frozen=True)
class Square:
    """A tile's place in the Web Mercator square, with its margin, in sides of the square."""

    z: int
    x: int
    y: int

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees, within ±180."""
        side = 2**self.z
        west, east = ((column / side - 0.5) * 360 for column in (self.x - MARGIN, self.x + 1 + MARGIN))
        north, south = (_latitude(row / side) for row in (self.y - MARGIN, self.y + 1 + MARGIN))
        return max(west, -180), south, min(east, 180), north

    def within(self, places: np.ndarray) -> np.ndarray:
        """Places of the square in steps of this tile."""
        return (places * 2**self.z - [self.x, self.y]) * EXTENT


def lines(slug: str, z: int, x: int, y: int) -> list[dict]:
    """Each line: "kind" (a PartKind, or "planned"), "to" (order of the stage it leads to, or None), "line": x, y of its
    first vertex, then how far each is from the one before, in steps of `EXTENT` to a side, y downwards."""
    tile = Square(z, x, y)
    asked = _asked(slug, tile, AS_LINES)
    found = [(kind, leg, places) for kind, leg, wkb in asked for places in _clipped(tile, bytes(wkb))]
    return [{"kind": kind, "to": leg, "line": line} for kind, leg, places in _thin(found) if (line := _steps(places))]


def vector_tile(slug: str, z: int, x: int, y: int) -> bytes:
    """The same lines as a Mapbox vector tile with one layer, `tracks`; b"" when there are none."""
    [(tile,)] = _asked(slug, Square(z, x, y), AS_MVT, z, x, y)
    return bytes(tile)


def _asked(slug: str, tile: Square, ending: str, *more: int) -> list[tuple]:
    """Rows of the one query that finds what a tile shows, told as `ending` says."""
    public, known = (
        Track.objects.public()
        .filter(journey__slug=slug)
        .order_by()
        .values("id", track_kind=F("kind"), leg=F("stage__order"))
        .query.sql_with_params()
    )
    zoom = min(tile.z, DEEPEST)
    kinds = [PartKind.RECORDED.value, TrackKind.ROUTE.value, PLANNED]
    where = [slug, max(0, zoom - COARSER), zoom, *tile.bounds, MOST, MOST]
    with connection.cursor() as cursor:
        cursor.execute(FITTING.format(public=public) + ending, [*known, *kinds, *where, *more])
        return cursor.fetchall()


def _clipped(tile: Square, wkb: bytes) -> list[np.ndarray]:
    """What of a line lies in a tile, in steps of it."""
    places = shapely.get_coordinates(shapely.from_wkb(wkb))
    seen = shapely.clip_by_rect(
        shapely.linestrings(tile.within(square(places[:, 0], places[:, 1]))),
        -MARGIN * EXTENT,
        -MARGIN * EXTENT,
        (1 + MARGIN) * EXTENT,
        (1 + MARGIN) * EXTENT,
    )
    return [shapely.get_coordinates(part) for part in shapely.get_parts(seen) if part.geom_type == "LineString"]


def _thin(found: list[Found]) -> list[Found]:
    """As many vertices as a tile bears: where the coarsest zoom has too many, less and less exactly, the longest first."""
    finest = 2.0
    while _vertices(found) > MOST and finest < EXTENT:
        lines = shapely.simplify([shapely.linestrings(places) for *_, places in found], finest, preserve_topology=False)
        found = [(kind, leg, shapely.get_coordinates(line)) for (kind, leg, _), line in zip(found, lines, strict=True)]
        finest *= 2
    if _vertices(found) <= MOST:
        return found
    longest = sorted(found, key=lambda one: -np.ptp(one[2], axis=0).max())
    return longest[: int(np.searchsorted(np.cumsum([len(places) for *_, places in longest]), MOST))]


def _vertices(found: list[Found]) -> int:
    return sum(len(places) for *_, places in found)


def _steps(places: np.ndarray) -> list[int]:
    """Whole steps from vertex to vertex, those of no length left out; nothing when it stays within one."""
    whole = np.rint(places).astype(int)
    moved = np.r_[True, (np.diff(whole, axis=0) != 0).any(axis=1)]
    whole = whole[moved]
    return np.diff(whole, axis=0, prepend=[[0, 0]]).ravel().tolist() if len(whole) > 1 else []


def _latitude(fraction: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * fraction))))
