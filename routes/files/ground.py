"""The ground of a map in a file, as GeoJSON: the coarse world under a long road, finer squares around a short one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from routes.land import Square
from routes.paper import squares
from routes.paper.surroundings import Bounds


@dataclass(frozen=True)
class Level:
    """Of the base map, for a road of at most so many degrees: how far around it the map goes, how it is written and seen."""

    widest: float
    number: int | None
    beside: float  # degrees west and east of the road
    above: float  # and north and south
    decimals: int  # of the degrees of its lines
    max_zoom: int  # the last at which they look drawn
    rivers: int  # the least of them, by Natural Earth's rank


LEVELS = (
    Level(2, 5, 6, 3, 4, 12, 10),
    Level(5, 5, 12, 6, 3, 11, 7),
    Level(10, 5, 14, 12, 3, 10, 4),
    Level(20, 3, 40, 15, 3, 9, 5),
)
WORLD: Bounds = (-180, -85, 180, 85)
COARSE = Level(360, None, 0, 0, 2, 8, 0)


@dataclass(frozen=True)
class Ground:
    """GeoJSON features by layer (land and lake to be filled, river, coast, border and disputed to be traced), within `bounds`."""

    features: dict[str, dict]
    bounds: Bounds
    max_zoom: int

    @classmethod
    def around(cls, bounds: Bounds) -> Self:
        """Under a road within `bounds`, of which the east may lie beyond the antimeridian."""
        west, south, east, north = bounds
        for level in LEVELS:
            seen = (west - level.beside, south - level.above, east + level.beside, north + level.above)
            if max(east - west, north - south) <= level.widest and seen[1] > -85 and seen[3] < 85:
                return cls(_features(level, seen), seen, level.max_zoom)
        worlds = (math.floor((west + 180) / 360), math.ceil((east - 180) / 360))
        held = (-180 + 360 * worlds[0], -85, 180 + 360 * worlds[1], 85)
        return cls(_features(COARSE, held), held, COARSE.max_zoom)


@lru_cache(maxsize=8)
def _features(level: Level, bounds: Bounds) -> dict[str, dict]:
    seen = _turned(squares.within(level.number, *bounds), bounds)
    fills = {layer: _shapes(seen, layer, level.decimals) for layer in ("land", "lake")}
    rivers = [f"river{rank}" for rank in range(1, level.rivers + 1)]
    traces = {"river": rivers, "coast": ["land"], "border": ["border"], "disputed": ["disputed"]}
    return fills | {name: _lines(seen, layers, level.decimals) for name, layers in traces.items()}


def _turned(seen: Sequence[Square], bounds: Bounds) -> list[tuple[Square, int]]:
    """Each square with the degrees that bring it between the bounds, as often as it lies there."""
    west, _, east, _ = bounds
    turns = [360 * turn for turn in range(math.floor((west - 180) / 360), math.ceil((east + 180) / 360) + 1)]
    middles = [(square, (square.west + square.east) / 2) for square in seen]
    return [(square, turn) for square, middle in middles for turn in turns if west < middle + turn < east]


def _shapes(seen: Sequence[tuple[Square, int]], layer: str, decimals: int) -> dict:
    """A polygon for each square, of all its rings: what lies within two of them is water again."""
    shapes = [[_rounded(ring, decimals, turn) for ring in squares.filled(square, layer)] for square, turn in seen]
    return _collection([{"type": "Polygon", "coordinates": rings} for rings in shapes if rings])


def _lines(seen: Sequence[tuple[Square, int]], layers: Sequence[str], decimals: int) -> dict:
    lines = [
        _rounded(line, decimals, turn)
        for square, turn in seen
        for layer in layers
        for line in squares.traced(square, layer)
    ]
    return _collection([{"type": "MultiLineString", "coordinates": lines}] if lines else [])


def _rounded(line: squares.Line, decimals: int, turn: int) -> list[tuple[float, float]]:
    """Without the points that fall on the one before."""
    points = [(round(lon + turn, decimals), round(lat, decimals)) for lon, lat in line.tolist()]
    return [point for point, before in zip(points, [None, *points], strict=False) if point != before]


def _collection(shapes: list[dict]) -> dict:
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    return {"type": "FeatureCollection", "features": features}
