"""Squares of the base map cut to what is drawn of them: rings that one can fill, coasts and borders that one can trace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import shapely

from routes import land

Line = np.ndarray  # rows of longitude and latitude, or of x and y
Box = tuple[float, float, float, float]  # west, south, east, north; left, top, right, bottom

CLOSED = {"land", "lake"}
BENDS = 120  # of a square's side: straight in degrees, it is none in most drawings
SEAM = 0.01  # degrees by which neighbours overlap, so that no light shines through
WORLDS_EDGE = 0.01  # degrees from the antimeridian where coasts of the coarse world end
SOUTH = -84.9  # where its land ends, which is no coast


def within(level: int | None, west: float, south: float, east: float, north: float) -> list[land.Square]:
    """What a level holds within bounds, which may go beyond ±180, each square cut to them; None: the coarse world, whole."""
    if level is None:
        return land.world()
    bounds = (west, max(-85.0, south), east, min(85.0, north))
    return [part for square in land.squares(level, *bounds) for part in _parts(square, *bounds)]


def _parts(square: land.Square, west: float, south: float, east: float, north: float) -> Iterator[land.Square]:
    south, north = max(south, square.south), min(north, square.north)
    for turn in (-360, 0, 360):
        left, right = max(square.west, west + turn), min(square.east, east + turn)
        if left < right and south < north:
            yield land.Square(left, south, right, north, square.layers)


def filled(square: land.Square, layer: str) -> list[Line]:
    """Rings within the square; what lies within two of them is empty again."""
    box = (-180, -90, 180, 90)
    if not _is_world(square):
        box = (square.west - SEAM, square.south - SEAM, square.east + SEAM, square.north + SEAM)
    whole = [cut(shapely.Polygon(ring), box) for ring in _rings(square, layer) if len(ring) > 3]
    return list(boundaries(shapely.segmentize(whole, (square.east - square.west) / BENDS)))


def traced(square: land.Square, layer: str) -> list[Line]:
    """Lines within the square, or the coasts of its rings."""
    box = (-180 + WORLDS_EDGE, SOUTH, 180 - WORLDS_EDGE, 90) if _is_world(square) else square[:4]
    return list(lines([shapely.clip_by_rect(shapely.LineString(ring), *box) for ring in _rings(square, layer)]))


def cut(shape: shapely.Geometry, box: Box) -> shapely.Geometry:
    """Rings that cross themselves, as simplified and far-away ones do, would be cut into something else."""
    return shapely.clip_by_rect(shape if shape.is_valid else shapely.make_valid(shape), *box)


def boundaries(shapes: Iterable[shapely.Geometry]) -> Iterator[Line]:
    """The rings of all polygons among shapes, outer and inner."""
    for part in shapely.get_parts(list(shapes)):
        if part.geom_type == "Polygon" and not part.is_empty:
            for ring in (part.exterior, *part.interiors):
                yield shapely.get_coordinates(ring)


def lines(shapes: Iterable[shapely.Geometry]) -> Iterator[Line]:
    for part in shapely.get_parts(list(shapes)):
        if part.geom_type == "LineString" and not part.is_empty:
            yield shapely.get_coordinates(part)


def _is_world(square: land.Square) -> bool:
    return square.east - square.west == 360


def _rings(square: land.Square, layer: str) -> list[Line]:
    """Rings end where they begin."""
    told = square.layers.get(layer, [])
    return [np.array(ring + ring[:1] if layer in CLOSED else ring) for ring in told if len(ring) > 1]
