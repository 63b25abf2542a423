"""WebM is elements within a segment. Its title, tags and attached files are blanked in place: nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from places.media.blanks import blank
from places.media.pieces import counted
from places.media.refusal import incomplete

SEGMENT, INFO, TRACKS, VOID = 0x18538067, 0x1549A966, 0x1654AE6B, 0xEC
# Tags, attachments, what is void already, sums that no longer add up; of Info: title, day, names of this file and its neighbours.
TELLING = {0x1254C367, 0x1941A469, VOID, 0xBF, 0x7BA9, 0x4461, 0x7384, 0x3C83AB, 0x3E83BB}
REQUIRED = {0x4D80, 0x5741}  # with which programs it was made: must be there, and may be empty


def strip(film: BinaryIO) -> None:
    """Blank what a film tells beside picture and sound; `Refused` when it is not whole."""
    found = set()
    for name, start, inside, after in counted(_walk(film, 0, film.seek(0, 2), SEGMENT)):
        found.add(name)
        if name in TELLING:
            _void(film, start, after)
        elif name in REQUIRED:
            blank(film, inside, after)
    if TRACKS not in found:
        raise incomplete()


def _walk(film: BinaryIO, start: int, end: int, holding: int | None) -> Iterator[tuple[int, int, int, int]]:
    """Elements of the file, within them those of its segment, within them those of Info."""
    for name, at, inside, after in _elements(film, start, end):
        yield name, at, inside, after
        if name == holding:
            yield from _walk(film, inside, after, INFO if name == SEGMENT else None)


def _elements(film: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """(name, where it begins, where its header ends, where it ends); one of unknown size, as browsers record them, is the last."""
    while start < end:
        film.seek(start)
        name, size = _number(film, keeps_mark=True), _number(film)
        inside = film.tell()
        after = end if size is None else inside + size
        if name is None or after > end:
            raise incomplete()
        yield name, start, inside, after
        start = after


def _number(film: BinaryIO, keeps_mark: bool = False) -> int | None:
    """As many bytes as the zeros before its first one say; None for « unknown »."""
    first = film.read(1)
    if not first or not first[0]:
        raise incomplete()
    length = 9 - first[0].bit_length()
    rest = film.read(length - 1)
    if len(rest) < length - 1:
        raise incomplete()
    value = int.from_bytes(first + rest)
    if keeps_mark:
        return value
    mark = 1 << (7 * length)
    return None if value == 2 * mark - 1 else value - mark


def _void(film: BinaryIO, start: int, stop: int) -> None:
    """A void of the same size: its name in one byte, its size in eight when there is room."""
    room = stop - start
    width = 8 if room >= 9 else 1
    film.seek(start)
    film.write(bytes([VOID]) + ((1 << (7 * width)) + room - 1 - width).to_bytes(width))
    blank(film, start + 1 + width, stop)
