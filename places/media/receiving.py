"""Something sent: recognised, measured, stripped, and ready to be kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import BinaryIO

from django.utils.translation import gettext as _

from places.choices import Format, MediumKind
from places.media import boxes, documents, limits, matroska, photos, sounds
from places.media.recognise import recognise
from places.media.refusal import FAULTS, Refused, incomplete

KINDS = {
    Format.JPEG: MediumKind.PHOTO,
    Format.PNG: MediumKind.PHOTO,
    Format.WEBP: MediumKind.PHOTO,
    Format.HEIC: MediumKind.PHOTO,
    Format.MP3: MediumKind.VOICE,
    Format.OGG: MediumKind.VOICE,
    Format.M4A: MediumKind.VOICE,
    Format.WAV: MediumKind.VOICE,
    Format.MP4: MediumKind.FILM,
    Format.WEBM: MediumKind.FILM,
    Format.PDF: MediumKind.DOCUMENT,
}
MOST = {
    MediumKind.PHOTO: limits.PHOTO_BYTES,
    MediumKind.VOICE: limits.VOICE_BYTES,
    MediumKind.FILM: limits.FILM_BYTES,
    MediumKind.DOCUMENT: limits.DOCUMENT_BYTES,
}


@dataclass(frozen=True)
class Received:
    """`content` tells no more than what one sees and hears; `position` (lon, lat), `taken_at` (the camera's clock) and
    `offset` (its distance from UTC) were read before they were taken out."""

    kind: MediumKind
    format: Format
    content: bytes | BinaryIO
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    thumbnails: dict[int, bytes] = field(default_factory=dict)
    taken_on: date | None = None
    position: tuple[float, float] | None = None
    taken_at: datetime | None = None
    offset: timedelta | None = None


def receive(file: BinaryIO) -> Received:
    """`file`, which is changed in place, can be read and written; `Refused` with a sentence for whoever sent it."""
    found = recognise(file)
    kind = KINDS[found]
    if file.seek(0, 2) > MOST[kind]:
        most = limits.weight(MOST[kind])
        raise Refused(_("Ce fichier est trop lourd : %s au plus pour cette sorte de fichier.") % most)
    try:
        return READERS[kind](file, found)
    except FAULTS as fault:
        raise incomplete() from fault


def _photo(file: BinaryIO, found: Format) -> Received:
    photo = photos.read(file, found)
    return Received(
        MediumKind.PHOTO,
        photo.format,
        photo.content,
        width=photo.width,
        height=photo.height,
        thumbnails=photo.thumbnails,
        taken_on=photo.taken_on,
        position=photo.position,
        taken_at=photo.taken_at,
        offset=photo.offset,
    )


def _voice(file: BinaryIO, found: Format) -> Received:
    return Received(MediumKind.VOICE, found, file, duration=_believed(sounds.strip(file, found)))


def _document(file: BinaryIO, found: Format) -> Received:
    return Received(MediumKind.DOCUMENT, found, documents.read(file))


def _film(file: BinaryIO, found: Format) -> Received:
    if found == Format.WEBM:
        matroska.strip(file)
        return Received(MediumKind.FILM, found, file)
    told = boxes.strip(file)
    shape = {"width": told.width or None, "height": told.height or None}
    return Received(MediumKind.FILM, found, file, duration=_believed(told.duration), **shape)


def _believed(seconds: int) -> int | None:
    """What a file says of its own length is at times nothing, or nonsense."""
    return seconds if 0 < seconds <= limits.LONGEST else None


READERS = {
    MediumKind.PHOTO: _photo,
    MediumKind.VOICE: _voice,
    MediumKind.FILM: _film,
    MediumKind.DOCUMENT: _document,
}
