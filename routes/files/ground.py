"""The ground of a map in a file, as GeoJSON: the coarse world under a long road, finer squares around a short one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from routes import squares
from routes.land import Square

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees


@dataclass(frozen=True)
class Level:
    """Of the base map, for a road of at most so many degrees: how far around it the map goes, how it is written and seen."""

    widest: float
    number: int | None
    beside: float  # degrees west and east of the road
    above: float  # and north and south
    decimals: int  # of the degrees of its lines
    max_zoom: int  # the last at which they look drawn


LEVELS = (Level(5, 5, 12, 5, 3, 11), Level(20, 3, 40, 15, 3, 9))
WORLD: Bounds = (-180, -85, 180, 85)
COARSE = Level(360, None, 0, 0, 2, 8)


@dataclass(frozen=True)
class Ground:
    """GeoJSON features by layer (land and lake to be filled, coast, border and disputed to be traced), within `bounds`."""

    features: dict[str, dict]
    bounds: Bounds
    max_zoom: int

    @classmethod
    def around(cls, bounds: Bounds) -> Self:
        """Under a road within `bounds`."""
        west, south, east, north = bounds
        for level in LEVELS:
            seen = (west - level.beside, south - level.above, east + level.beside, north + level.above)
            if max(east - west, north - south) <= level.widest and _is_plain(seen):
                return cls(_features(level, seen), seen, level.max_zoom)
        return cls(_features(COARSE, WORLD), WORLD, COARSE.max_zoom)


def _is_plain(bounds: Bounds) -> bool:
    """Whether they cross neither the antimeridian nor the map's ends."""
    return all(least < side < most for side, least, most in zip(bounds, (-180, -85) * 2, (180, 85) * 2, strict=True))


@lru_cache(maxsize=8)
def _features(level: Level, bounds: Bounds) -> dict[str, dict]:
    seen = squares.within(level.number, *bounds)
    fills = {layer: _shapes(seen, layer, level.decimals) for layer in ("land", "lake")}
    traces = {"coast": "land", "border": "border", "disputed": "disputed"}
    return fills | {name: _lines(seen, layer, level.decimals) for name, layer in traces.items()}


def _shapes(seen: Sequence[Square], layer: str, decimals: int) -> dict:
    """A polygon for each square, of all its rings: what lies within two of them is water again."""
    shapes = [[_rounded(ring, decimals) for ring in squares.filled(square, layer)] for square in seen]
    return _collection([{"type": "Polygon", "coordinates": rings} for rings in shapes if rings])


def _lines(seen: Sequence[Square], layer: str, decimals: int) -> dict:
    lines = [_rounded(line, decimals) for square in seen for line in squares.traced(square, layer)]
    return _collection([{"type": "MultiLineString", "coordinates": lines}] if lines else [])


def _rounded(line: squares.Line, decimals: int) -> list[tuple[float, float]]:
    """Without the points that fall on the one before."""
    points = [(round(lon, decimals), round(lat, decimals)) for lon, lat in line.tolist()]
    return [point for point, before in zip(points, [None, *points], strict=False) if point != before]


def _collection(shapes: list[dict]) -> dict:
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    return {"type": "FeatureCollection", "features": features}
