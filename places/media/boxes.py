"""MP4 and M4A are boxes within boxes. Those that say who, where and with what are blanked in place: nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from places.media.blanks import blank
from places.media.pieces import counted
from places.media.refusal import Refused, incomplete

TELLING = {b"udta", b"meta", b"uuid", b"free", b"skip"}  # tags and positions of telephones, covers, XMP, leftovers
HOLDING = {b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf"}
# Tracks of a camera's own notes, among them where it was each second.
NOTES = {b"meta", b"camm"}
# Headers that begin with when they were made and changed → how many of their bytes are read, in their first and second version.
DATED = {b"mvhd": (20, 32), b"tkhd": (84, 96), b"mdhd": (12, 20)}
DEEPEST = 6


@dataclass
class Boxes:
    """What is told of the film: seconds, and the width and height of its picture; 0 when it does not say."""

    duration: int = 0
    width: int = 0
    height: int = 0


def strip(film: BinaryIO) -> Boxes:
    """Blank what a film or a sound tells beside picture and sound; `Refused` when it is not whole."""
    told, kinds = Boxes(), set()
    for kind, inside, after in counted(_walk(film, 0, film.seek(0, 2), 0)):
        kinds.add(kind)
        header = _undated(film, kind, inside, after) if kind in DATED else b""
        if kind == b"mvhd":
            told.duration = _duration(header)
        elif kind == b"tkhd" and not told.width:
            told.width, told.height = _shape(header)
        elif kind == b"hdlr" and _read(film, inside + 8, 4) in NOTES:
            raise Refused(
                _("Ce film garde en lui la trace des lieux, seconde après seconde : exportez-le d’abord sans elle.")
            )
    if not {b"moov", b"mdat"} <= kinds:
        raise incomplete()
    return told


def _walk(film: BinaryIO, start: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int]]:
    for kind, at, inside, after in _boxes(film, start, end):
        if kind in TELLING:
            film.seek(at + 4)
            film.write(b"free")
            blank(film, inside, after)
        elif kind in HOLDING and depth < DEEPEST:
            yield from _walk(film, inside, after, depth + 1)
        yield kind, inside, after


def _boxes(film: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """(kind, where it begins, where its header ends, where it ends)"""
    while start + 8 <= end:
        head = _read(film, start, 16)
        size, kind, header = int.from_bytes(head[:4]), head[4:8], 8
        if size == 1:
            size, header = int.from_bytes(head[8:]), 16
        elif size == 0:
            size = end - start
        if size < header or start + size > end:
            raise incomplete()
        yield kind, start, start + header, start + size
        start += size


def _undated(film: BinaryIO, kind: bytes, inside: int, after: int) -> bytes:
    """A header that no longer says when; its numbers are longer in its second version."""
    is_second = _read(film, inside, 1) > b"\0"
    size = DATED[kind][is_second]
    if inside + size > after:
        raise incomplete()
    blank(film, inside + 4, inside + (20 if is_second else 12))
    return _read(film, inside, size)


def _duration(head: bytes) -> int:
    scale, length = (head[20:24], head[24:32]) if head[0] else (head[12:16], head[16:20])
    return round(int.from_bytes(length) / (int.from_bytes(scale) or 1))


def _shape(track: bytes) -> tuple[int, int]:
    """Width and height as they are shown: a telephone held upright notes a quarter turn beside its picture."""
    width, height = int.from_bytes(track[-8:-6]), int.from_bytes(track[-4:-2])
    is_turned = track[-44:-40] == bytes(4)
    return (height, width) if is_turned else (width, height)


def _read(film: BinaryIO, at: int, size: int) -> bytes:
    film.seek(at)
    return film.read(size)
