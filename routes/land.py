"""Our base map as shapes: for drawings that are made without a browser (docs/basemap.md tells the encoding)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "static" / "basemap" / "1"
WORLD = FOLDER / "world.json"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
Ring = list[tuple[float, float]]


class Square(NamedTuple):
    """A part of the base map, its bounds in degrees; rings and lines go on a little beyond them."""

    west: float
    south: float
    east: float
    north: float
    layers: dict[str, list[Ring]]


def rings(layer: str) -> list[Ring]:
    """The coarsest level's lines or rings (« land », « lake », « border »…): longitude, latitude. Fill is even-odd."""
    return _decoded(_read(WORLD), 0, 0, 1)[layer]


def countries() -> list[tuple[str, float, float, float, int]]:
    """(ISO code, longitude, latitude, first zoom, 1 for a territory): where the name of each stands."""
    return [tuple(country) for country in _read(WORLD)["countries"]]


@cache
def world() -> list[Square]:
    """All of it, coarse; not to be changed."""
    return [Square(-180, -90, 180, 90, _decoded(_read(WORLD), 0, 0, 1))]


def squares(level: int, west: float, south: float, east: float, north: float) -> list[Square]:
    """What a finer level (3 or 5) holds within bounds; `west` and `east` may lie beyond ±180."""
    side = 2**level
    [files] = [known["files"] for known in _read(WORLD)["levels"] if known["chunk"] == level]
    columns = range(math.floor((west + 180) / 360 * side), math.floor((east + 180) / 360 * side) + 1)
    lines = range(max(0, math.floor(_down(north) * side)), min(side - 1, math.floor(_down(south) * side)) + 1)
    wanted = {(x % side, y) for x in columns for y in lines}
    return [_square(level, x, y) for x, y in sorted(wanted) if files[y * side + x] != "0"]


@cache
def _square(level: int, x: int, y: int) -> Square:
    side = 2**level
    (west, north), (east, south) = _degrees(x / side, y / side), _degrees((x + 1) / side, (y + 1) / side)
    path = FOLDER / str(level) / f"{x}-{y}.json"
    if not path.exists():
        return Square(
            west, south, east, north, {"land": [[(west, south), (west, north), (east, north), (east, south)]]}
        )
    return Square(west, south, east, north, _decoded(_read(path), x / side, y / side, 1 / side))


def _read(path: Path) -> dict:
    return json.loads(path.read_text())


def _decoded(file: dict, left: float, top: float, side: float) -> dict[str, list[Ring]]:
    """Layers of a file whose square is `side` worlds wide."""
    step = side / file["grid"]
    return {
        layer: [[_degrees(left + x * step, top + y * step) for x, y in _points(text)] for text in texts]
        for layer, texts in file["layers"].items()
    }


def _points(text: str) -> Iterator[tuple[int, int]]:
    at, axis, value, shift = [0, 0], 0, 0, 0
    for letter in text:
        part = ALPHABET.index(letter)
        value |= (part & 31) << shift
        shift += 5
        if part & 32:
            continue
        at[axis] += (value >> 1) ^ -(value & 1)
        if axis:
            yield at[0], at[1]
        axis, value, shift = axis ^ 1, 0, 0


def _degrees(x: float, y: float) -> tuple[float, float]:
    """Of a point of the Web Mercator square, from its north-western corner."""
    return x * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


def _down(lat: float) -> float:
    """How far down the Web Mercator square a latitude lies."""
    bounded = math.radians(max(-85.0, min(85.0, lat)))
    return (1 - math.asinh(math.tan(bounded)) / math.pi) / 2
