"""Paths as they are drawn at each zoom: within a screen point of the truth, in short pieces that an index finds.

A level is simplified from the one below it, a point less fine each time, so that a million vertices cost hardly more than
the first level does; the faults add up to less than one screen point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import shapely

from routes import legs
from routes.choices import PartKind
from routes.tracks.splitting import Part

DEEPEST = 15  # of the tiles; what lies below is drawn from it
TILE = 512  # screen points a tile is drawn on
TOLERANCE = 0.5  # screen points that one level may lose against the next
PIECE = 256  # vertices of a piece that is kept
CHUNK = 2048  # vertices simplified at once: the algorithm's time may grow with their square
FURTHEST = 85.0511287798066  # degrees of latitude of the square's edges
FLOWN_STEP_KM = 100


def square(lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
    """Where vertices lie in the Web Mercator square: x, y from 0 to 1, beyond it where a line goes on around the world."""
    sines = np.sin(np.radians(np.clip(lats, -FURTHEST, FURTHEST)))
    return np.column_stack([np.unwrap(lons, period=360) / 360 + 0.5, 0.5 - np.arctanh(sines) / (2 * np.pi)])


def degrees(places: np.ndarray) -> np.ndarray:
    """Longitudes, which may go beyond ±180, and latitudes of places in the square."""
    return np.column_stack([(places[:, 0] - 0.5) * 360, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * places[:, 1]))))])


def tolerance(zoom: int) -> float:
    """What a level may lose, in sides of the square."""
    return TOLERANCE / (TILE * 2**zoom)


def drawn(parts: Iterable[Part]) -> Iterator[tuple[PartKind, int, np.ndarray]]:
    """(kind, zoom, lon and lat of at most `PIECE` vertices within ±180), for every zoom."""
    parts = list(parts)
    for kind in PartKind:
        paths = [_way(part) for part in parts if part.kind == kind]
        for zoom in range(DEEPEST, -1, -1):
            paths = simplified(_joined(paths, zoom), zoom)
            for path in paths:
                for piece in pieces(path):
                    yield kind, zoom, piece


def simplified(paths: list[np.ndarray], zoom: int) -> list[np.ndarray]:
    """Each path, in the square, with fewer vertices; what is too small to be seen is left out."""
    seen = [path for path in paths if np.ptp(path, axis=0).max() >= tolerance(zoom)]
    cut = [path[start : start + CHUNK] for path in seen for start in range(0, len(path) - 1, CHUNK - 1)]
    thin = shapely.simplify(_lines(cut), tolerance(zoom), preserve_topology=False) if cut else []
    thinned, at = [], 0
    for path in seen:
        count = len(range(0, len(path) - 1, CHUNK - 1))
        rows = [shapely.get_coordinates(line) for line in thin[at : at + count]]
        thinned.append(np.concatenate([rows[0], *(row[1:] for row in rows[1:])]))
        at += count
    return thinned


def pieces(path: np.ndarray) -> Iterator[np.ndarray]:
    """A path in the square as pieces in degrees, cut at the antimeridian; each begins where the one before ends."""
    for start in range(0, len(path) - 1, PIECE - 2):
        places = degrees(path[start : start + PIECE - 1])
        if np.abs(places[:, 0]).max() <= 180:
            yield places
        else:
            for part in legs.cut([(lon, lat) for lon, lat in places.tolist()]).geoms:
                yield shapely.get_coordinates(part)


def _way(part: Part) -> np.ndarray:
    """A part in the square; where nobody recorded anything, by the shortest way on the globe."""
    lons, lats = part.path.lons, part.path.lats
    if part.kind != PartKind.RECORDED and len(lons) == 2:
        way = shapely.get_coordinates(legs.leg((lons[0], lats[0]), (lons[1], lats[1]), step_km=FLOWN_STEP_KM))
        lons, lats = way[:, 0], way[:, 1]
    return square(lons, lats)


def _joined(paths: list[np.ndarray], zoom: int) -> list[np.ndarray]:
    """Paths between which one would see no gap at this zoom, as one: else a way in a thousand bits would vanish from afar."""
    chains: list[list[np.ndarray]] = []
    for path in paths:
        if chains and np.hypot(*(chains[-1][-1][-1] - path[0])) <= tolerance(zoom):
            chains[-1].append(path)
        else:
            chains.append([path])
    return [np.concatenate(chain) for chain in chains]


def _lines(paths: list[np.ndarray]) -> np.ndarray:
    numbers = np.repeat(np.arange(len(paths)), [len(path) for path in paths])
    return shapely.linestrings(np.concatenate(paths), indices=numbers)


def outline(parts: Iterable[Part], most: int) -> list[tuple[PartKind, np.ndarray]]:
    """(kind, lon and lat in degrees) of the finest zoom that has no more than so many vertices, for a first look."""
    ways = [(part.kind, _way(part)) for part in parts]
    for zoom in range(DEEPEST, -1, -1):
        thin = [(kind, path) for kind, way in ways for path in simplified([way], zoom)]
        if sum(len(path) for _kind, path in thin) <= most or not zoom:
            return [(kind, piece) for kind, path in thin for piece in pieces(path)]
        ways = thin
    return []
