"""WAV: a format, its samples, and around them notes of recorders (who, with which device) that are blanked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from places.media.blanks import blank
from places.media.pieces import counted
from places.media.refusal import incomplete

SOUND = {b"fmt ", b"fact", b"data"}


def strip(sound: BinaryIO) -> int:
    """Blank all but the sound; how many seconds it lasts."""
    rate = samples = 0
    for name, at, after in counted(_chunks(sound)):
        if name == b"fmt ":
            sound.seek(at + 8)
            rate = int.from_bytes(sound.read(16)[8:12], "little")  # bytes a second
        elif name == b"data":
            samples = after - at - 8
        elif name not in SOUND:
            sound.seek(at)
            sound.write(b"JUNK")
            blank(sound, at + 8, after)
    if not rate or not samples:
        raise incomplete()
    return round(samples / rate)


def _chunks(sound: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """(name, where it begins, where it ends)"""
    at, end = 12, sound.seek(0, 2)
    while at + 8 <= end:
        sound.seek(at)
        name, size = sound.read(4), int.from_bytes(sound.read(4), "little")
        after = at + 8 + size
        if after > end:
            raise incomplete()
        yield name, at, after
        at = after + size % 2
