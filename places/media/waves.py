"""WAV: a format, its samples, and around them notes of recorders (who, with which device) that are blanked."""

from __future__ import annotations

from typing import BinaryIO

from places.media.blanks import blank
from places.media.refusal import incomplete

SOUND = {b"fmt ", b"fact", b"data"}


def strip(sound: BinaryIO) -> int:
    """Blank all but the sound; how many seconds it lasts."""
    end, at, rate, samples = sound.seek(0, 2), 12, 0, 0
    while at + 8 <= end:
        sound.seek(at)
        name, size = sound.read(4), int.from_bytes(sound.read(4), "little")
        after = at + 8 + size
        if after > end:
            raise incomplete()
        if name == b"fmt ":
            rate = int.from_bytes(sound.read(16)[8:12], "little")  # bytes a second
        elif name == b"data":
            samples = size
        if name not in SOUND:
            sound.seek(at)
            sound.write(b"JUNK")
            blank(sound, at + 8, after)
        at = after + size % 2
    if not rate or not samples:
        raise incomplete()
    return round(samples / rate)
