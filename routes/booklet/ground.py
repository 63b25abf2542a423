"""The ground under a booklet's road: land, lakes, coasts and borders of our own base map, as SVG path data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely

from routes import land
from routes.booklet.eye import Eye, Places, Spots
from routes.booklet.flat import Flat

CLOSED = {"land", "lake"}
BLEED = 12.0  # units beyond the drawing, so that its edge shows no line
FINE = 0.8  # units that a line may be moved by to be shorter
SPARE = 0.1  # of what is seen, on each side
BENDS = 120  # of a square's side: straight in degrees, it is none in the drawing
SEAM = 0.01  # degrees by which neighbouring squares overlap, so that no light shines through
WORLDS_EDGE = 0.01  # degrees from the antimeridian where coasts of the coarse world end
SOUTH = -84.9  # where its land ends, which is no coast
# The finest level of the base map for a drawing that reaches so many kilometres from its middle.
LEVELS = ((500, 5), (2_000, 3))


@dataclass(frozen=True)
class Ground:
    """What is drawn, as SVG path data: a shape for each square of the base map, filled even-odd; lines all in one."""

    land: list[str]
    lakes: list[str]
    coasts: str
    borders: str
    disputed: str

    @classmethod
    def under(cls, eye: Eye | Flat, width: float, height: float) -> Self:
        squares = _squares(eye, width, height)
        box = (-BLEED, -BLEED, width + BLEED, height + BLEED)
        return cls(
            land=[shape for square in squares if (shape := _filled(square, "land", eye, box))],
            lakes=[shape for square in squares if (shape := _filled(square, "lake", eye, box))],
            coasts="".join(_lines(square, "land", eye, box) for square in squares),
            borders="".join(_lines(square, "border", eye, box) for square in squares),
            disputed="".join(_lines(square, "disputed", eye, box) for square in squares),
        )


def path(spots: Spots) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)


def _squares(eye: Eye | Flat, width: float, height: float) -> list[land.Square]:
    """As fine as paper shows; the coarse world where the drawing is wide, or holds a pole."""
    km = eye.km if isinstance(eye, Eye) else math.inf
    level = next((level for most, level in LEVELS if km < most), None)
    if level is None:
        return land.world()
    across, down = np.linspace(0, width, 9), np.linspace(0, height, 9)
    seen = np.array([eye.place((x, y)) for x in across for y in down])
    if np.abs(seen[:, 1]).max() > 80:
        return land.world()
    lons = eye.lon + (seen[:, 0] - eye.lon + 180) % 360 - 180
    west, south, east, north = lons.min(), seen[:, 1].min(), lons.max(), seen[:, 1].max()
    more = SPARE * max(east - west, north - south)
    view = (west - more, max(-85.0, south - more), east + more, min(85.0, north + more))
    return [part for square in land.squares(level, *view) for part in _within(square, *view)]


def _within(square: land.Square, west: float, south: float, east: float, north: float) -> Iterator[land.Square]:
    """What is seen of a square, whose bounds it then has: its far end may lie behind the rim."""
    south, north = max(south, square.south), min(north, square.north)
    for turn in (-360, 0, 360):
        left, right = max(square.west, west + turn), min(square.east, east + turn)
        if left < right and south < north:
            yield land.Square(left, south, right, north, square.layers)


def _filled(square: land.Square, layer: str, eye: Eye | Flat, box: tuple[float, ...]) -> str:
    """A square's rings, cut to the drawing; what lies within two of them is empty again."""
    bounds = (square.west - SEAM, square.south - SEAM, square.east + SEAM, square.north + SEAM)
    if square.east - square.west == 360:
        bounds = (-180, -90, 180, 90)
    whole = [_cut(shapely.Polygon(ring), bounds) for ring in _rings(square, layer) if len(ring) > 3]
    fine = shapely.segmentize(whole, (square.east - square.west) / BENDS)
    rings = [ring for part in shapely.get_parts(fine) for ring in _boundaries(part)]
    seen = [shape for ring in rings for shape in eye.shapes(ring)]
    cut = [_cut(shape, box) for shape in seen if _meets(shape, box)]
    kept = [part.simplify(FINE) for part in shapely.get_parts(cut)]
    return "".join(f"{path(ring[:-1])}z" for part in kept for ring in _boundaries(part))


def _cut(shape: shapely.Geometry, box: tuple[float, ...]) -> shapely.Geometry:
    """Rings that cross themselves, as simplified and far-away ones do, would be cut into something else."""
    return shapely.clip_by_rect(shape if shape.is_valid else shapely.make_valid(shape), *box)


def _lines(square: land.Square, layer: str, eye: Eye | Flat, box: tuple[float, ...]) -> str:
    """A square's lines, or the coasts of its rings, cut to the drawing."""
    bounds = square[:4]
    if square.east - square.west == 360:
        bounds = (-180 + WORLDS_EDGE, SOUTH, 180 - WORLDS_EDGE, 90)
    inside = [shapely.clip_by_rect(shapely.LineString(ring), *bounds) for ring in _rings(square, layer)]
    seen = [shapely.LineString(spots) for part in _linear(inside) for spots in eye.copies(part)]
    cut = [shapely.clip_by_rect(line, *box) for line in seen if _meets(line, box)]
    return "".join(path(shapely.get_coordinates(shapely.LineString(part).simplify(FINE))) for part in _linear(cut))


def _rings(square: land.Square, layer: str) -> list[Places]:
    """Rings end where they begin."""
    told = square.layers.get(layer, [])
    return [np.array(ring + ring[:1] if layer in CLOSED else ring) for ring in told if len(ring) > 1]


def _linear(shapes: list[shapely.Geometry]) -> Iterator[np.ndarray]:
    for part in shapely.get_parts(shapes):
        if part.geom_type == "LineString" and not part.is_empty:
            yield shapely.get_coordinates(part)


def _boundaries(part: shapely.Geometry) -> Iterator[np.ndarray]:
    if part.geom_type == "Polygon" and not part.is_empty:
        for ring in (part.exterior, *part.interiors):
            yield shapely.get_coordinates(ring)


def _meets(shape: shapely.Geometry, box: tuple[float, ...]) -> bool:
    west, north, east, south = shape.bounds
    return west < box[2] and east > box[0] and north < box[3] and south > box[1]
