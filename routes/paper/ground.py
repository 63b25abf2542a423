"""The ground under a booklet's road: land, lakes, coasts and borders of our own base map, as SVG path data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely

from routes.land import Square
from routes.paper import squares
from routes.paper.eye import Eye, Spots
from routes.paper.flat import Flat

BLEED = 12.0  # units beyond the drawing, so that its edge shows no line
FINE = 0.8  # units that a line may be moved by to be shorter
SPARE = 0.1  # of what is seen, on each side
# The finest level of the base map for a drawing that reaches so many kilometres from its middle.
LEVELS = ((500, 5), (2_000, 3))
RIVERS_KM = 250
NO_POLE = 80  # degrees of latitude beyond which squares are no squares


@dataclass(frozen=True)
class Ground:
    """What is drawn, as SVG path data: a shape for each square of the base map, filled even-odd; lines all in one."""

    land: list[str]
    lakes: list[str]
    rivers: str
    coasts: str
    borders: str
    disputed: str

    @classmethod
    def under(cls, eye: Eye | Flat, width: float, height: float) -> Self:
        seen = _squares(eye, width, height)
        box = (-BLEED, -BLEED, width + BLEED, height + BLEED)
        return cls(
            land=[shape for square in seen if (shape := _filled(square, "land", eye, box))],
            lakes=[shape for square in seen if (shape := _filled(square, "lake", eye, box))],
            rivers="".join(_traced(square, layer, eye, box) for square in seen for layer in _rivers(eye, square)),
            coasts="".join(_traced(square, "land", eye, box) for square in seen),
            borders="".join(_traced(square, "border", eye, box) for square in seen),
            disputed="".join(_traced(square, "disputed", eye, box) for square in seen),
        )


def _rivers(eye: Eye | Flat, square: Square) -> list[str]:
    """Those by which one finds one's way; on a wide drawing none."""
    if not isinstance(eye, Eye) or eye.km > RIVERS_KM:
        return []
    return [layer for layer in square.layers if layer.startswith("river")]


def path(spots: Spots) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)


def stepped(spots: Spots, step: float) -> Spots:
    """A line with no gap through which a name would fit; from a place to itself there is none."""
    line = shapely.LineString(spots)
    return shapely.get_coordinates(shapely.segmentize(line, step)) if line.length else spots


def _squares(eye: Eye | Flat, width: float, height: float) -> list[Square]:
    """As fine as paper shows; the coarse world where the drawing is wide, or holds a pole."""
    if not isinstance(eye, Eye):
        return squares.within(None, -180, -90, 180, 90)
    seen = np.array([eye.place((x, y)) for x in np.linspace(0, width, 9) for y in np.linspace(0, height, 9)])
    holds_pole = np.abs(seen[:, 1]).max() > NO_POLE
    level = None if holds_pole else next((level for most, level in LEVELS if eye.km < most), None)
    lons = eye.lon + (seen[:, 0] - eye.lon + 180) % 360 - 180
    west, south, east, north = lons.min(), seen[:, 1].min(), lons.max(), seen[:, 1].max()
    more = SPARE * max(east - west, north - south)
    return squares.within(level, west - more, south - more, east + more, north + more)


def _filled(square: Square, layer: str, eye: Eye | Flat, box: squares.Box) -> str:
    seen = [shape for ring in squares.filled(square, layer) for shape in eye.shapes(ring)]
    cut = [squares.cut(shape, box).simplify(FINE) for shape in seen if _meets(shape, box)]
    return "".join(f"{path(ring[:-1])}z" for ring in squares.boundaries(cut))


def _traced(square: Square, layer: str, eye: Eye | Flat, box: squares.Box) -> str:
    seen = [shapely.LineString(spots) for line in squares.traced(square, layer) for spots in eye.copies(line)]
    cut = [shapely.clip_by_rect(line, *box).simplify(FINE) for line in seen if _meets(line, box)]
    return "".join(path(line) for line in squares.lines(cut))


def _meets(shape: shapely.Geometry, box: squares.Box) -> bool:
    left, top, right, bottom = shape.bounds if not shape.is_empty else (math.inf,) * 4
    return left < box[2] and right > box[0] and top < box[3] and bottom > box[1]
