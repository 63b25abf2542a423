"""WebM is elements within a segment. Its tags and attached files are blanked in place: nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from places.media.blanks import blank
from places.media.refusal import incomplete

SEGMENT, TRACKS = 0x18538067, 0x1654AE6B
TELLING = {0x1254C367, 0x1941A469, 0xEC}  # tags, attachments, what is void already
VOID = 0xEC


def strip(film: BinaryIO) -> None:
    """Blank what a film tells beside picture and sound; `Refused` when it is not whole."""
    end, found = film.seek(0, 2), set()
    for name, _, inside, after in _elements(film, 0, end):
        if name == SEGMENT:
            for part, start, _, stop in _elements(film, inside, after):
                found.add(part)
                if part in TELLING:
                    _void(film, start, stop)
    if TRACKS not in found:
        raise incomplete()


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
