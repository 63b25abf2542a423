"""The base map's coarsest level as shapes: for drawings that are made without a browser (docs/basemap.md tells the encoding)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path

WORLD = Path(__file__).resolve().parent.parent / "static" / "basemap" / "1" / "world.json"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
Ring = list[tuple[float, float]]


def rings(layer: str) -> list[Ring]:
    """The layer's lines or rings (« land », « lake », « border »…), in degrees: longitude, latitude. Fill is even-odd."""
    file = json.loads(WORLD.read_text())
    return [list(_points(text, file["grid"])) for text in file["layers"][layer]]


def _points(text: str, grid: int) -> Iterator[tuple[float, float]]:
    at, axis, value, shift = [0, 0], 0, 0, 0
    for letter in text:
        part = ALPHABET.index(letter)
        value |= (part & 31) << shift
        shift += 5
        if part & 32:
            continue
        at[axis] += (value >> 1) ^ -(value & 1)
        if axis:
            x, y = at[0] / grid, at[1] / grid
            yield x * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
        axis, value, shift = axis ^ 1, 0, 0
