"""Points as a Mapbox vector tile (version 2.1 of the specification), without asking the database to write it.

PostGIS writes the same (a test compares both), but the cells would have to be sent there and back: half of a tile's time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

EXTENT = 4096
FURTHEST = 85.0511287798066  # degrees of latitude of the square's edges
# Numbers of the fields, with what follows: 0 a number, 2 so many bytes.
LAYER, NAME, FEATURE, KEY, VALUE, WIDTH, VERSION = b"\x1a", b"\x0a", b"\x12", b"\x1a", b"\x22", b"\x28", b"\x78"
TAGS, POINT, GEOMETRY, TEXT, WHOLE = b"\x12", b"\x18\x01", b"\x22", b"\x0a", b"\x28"
MOVE_TO = b"\x09"  # one point: command 1, once

Feature = tuple[float, float, dict[str, str | int]]  # longitude, latitude, properties


def tile(layer: str, z: int, x: int, y: int, features: Iterable[Feature]) -> bytes:
    """One layer of points; b"" when there are none."""
    keys, values, side = Numbered(), Numbered(), EXTENT * 2**z
    written = []
    for lon, lat, properties in features:
        tags = b"".join([number for pair in properties.items() for number in (keys[pair[0]], values[pair[1]])])
        sine = math.sin(math.radians(max(-FURTHEST, min(FURTHEST, lat))))
        column = round((lon + 180) / 360 * side) - x * EXTENT
        row = round((0.5 - math.atanh(sine) / (2 * math.pi)) * side) - y * EXTENT
        where = MOVE_TO + _number(_zigzag(column)) + _number(_zigzag(row))
        told = b"".join((TAGS, _number(len(tags)), tags, POINT, GEOMETRY, SHORT[len(where)], where))
        written += (FEATURE, _number(len(told)), told)
    if not written:
        return b""
    named = [_field(KEY, key.encode()) for key in keys]
    told = [_field(VALUE, _value(value)) for value in values]
    head = [_field(NAME, layer.encode()), *written, *named, *told, WIDTH + _number(EXTENT), VERSION + _number(2)]
    return _field(LAYER, b"".join(head))


class Numbered(dict):
    """Key or value → its place among those met so far, as it is written."""

    def __missing__(self, met: str | int) -> bytes:
        found = self[met] = _number(len(self))
        return found


def _field(number: bytes, content: bytes) -> bytes:
    return number + _number(len(content)) + content


def _value(value: str | int) -> bytes:
    return WHOLE + _number(value) if isinstance(value, int) else _field(TEXT, value.encode())


def _number(value: int) -> bytes:
    return SHORT[value] if value < len(SHORT) else _varint(value)


def _varint(value: int) -> bytes:
    """Seven bits to a byte, the lowest first."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)


def _zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


SHORT = [_varint(value) for value in range(2**14)]  # nearly all numbers of a tile: written once
