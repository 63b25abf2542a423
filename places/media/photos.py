"""Photos: read once for their day and place, turned upright, written anew with nothing but what one sees."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from threading import Lock
from typing import Any, BinaryIO

import pillow_heif
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

from places.choices import Format
from places.media import limits
from places.media.refusal import FAULTS, Refused

pillow_heif.register_heif_opener(thumbnails=False)

DECODERS = {Format.JPEG: "JPEG", Format.PNG: "PNG", Format.WEBP: "WEBP", Format.HEIC: "HEIF"}
KEPT_AS = {Format.HEIC: Format.JPEG}
SAVED = {
    Format.JPEG: {"format": "JPEG", "quality": limits.KEPT_QUALITY, "optimize": True, "progressive": True},
    Format.PNG: {"format": "PNG"},
    Format.WEBP: {"format": "WEBP", "quality": limits.KEPT_QUALITY},
}
TURNED = {
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_270],
    7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_90],
}
SRGB = ImageCms.createProfile("sRGB")
FIRST_PHOTO = date(1826, 1, 1)
# A photo unpacked takes a hundred megabytes and more: one after the other.
_unpacking = Lock()


@dataclass(frozen=True)
class Photo:
    """`content` and `thumbnails` (width in pixels → WebP) tell only what one sees; `position` is (lon, lat); `taken_at` is what
    the camera's clock said, without a time zone, and `offset` how far it was from UTC, when the camera knew."""

    format: Format
    content: bytes
    width: int
    height: int
    thumbnails: dict[int, bytes]
    taken_on: date | None
    position: tuple[float, float] | None
    taken_at: datetime | None = None
    offset: timedelta | None = None


def read(file: BinaryIO, found: Format) -> Photo:
    """A photo ready to be kept; `Refused` when it is too large, broken or incomplete."""
    with _unpacking, _silence(), _opened(file, found) as image:
        exif = _exif(image)
        picture = _upright(_plain(image), exif.get("orientation"))
        kept = KEPT_AS.get(found, found)
        return Photo(
            format=kept,
            content=_written(picture, **SAVED[kept]),
            width=picture.width,
            height=picture.height,
            thumbnails=dict(_thumbnails(picture)),
            taken_on=exif.get("taken_on"),
            position=exif.get("position"),
            taken_at=exif.get("taken_at"),
            offset=exif.get("offset"),
        )


@contextmanager
def _silence() -> Iterator[None]:
    """About notes that cannot be read: we do without them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


@contextmanager
def _opened(file: BinaryIO, found: Format) -> Iterator[Image.Image]:
    """The photo, its size checked before anything is unpacked, then unpacked whole."""
    file.seek(0)
    try:
        with Image.open(file, formats=[DECODERS[found]]) as image:
            width, height = image.size
            if width * height > limits.PHOTO_PIXELS or max(width, height) > limits.PHOTO_SIDE:
                raise Refused(_too_wide(width, height))
            image.load()
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Refused(_("Cette image se déplierait en trop de pixels pour être une photo.")) from bomb
    except UnidentifiedImageError as fault:
        raise Refused(_("Cette photo est abîmée : elle ne s’ouvre pas.")) from fault
    except FAULTS as fault:
        raise Refused(_("Cette photo est incomplète ou abîmée : envoyez-la de nouveau depuis l’original.")) from fault


def _too_wide(width: int, height: int) -> str:
    most = limits.PHOTO_PIXELS // 1_000_000
    size = {"width": width, "height": height, "most": most}
    return _("Cette image a %(width)s × %(height)s pixels : nous en prenons %(most)s millions au plus.") % size


def _exif(image: Image.Image) -> dict[str, Any]:
    """Orientation, day, hour and position, as far as they can be read; what cannot is as if it were not there."""
    told: dict[str, Any] = {}
    readers = {
        "orientation": _orientation,
        "taken_on": _taken_on,
        "position": _position,
        "taken_at": _taken_at,
        "offset": _offset,
    }
    for name, reader in readers.items():
        try:
            told[name] = reader(image.getexif())
        except FAULTS:
            continue
    return told


def _orientation(exif: Image.Exif) -> int | None:
    return exif.get(ExifTags.Base.Orientation)


def _taken_on(exif: Image.Exif) -> date | None:
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    said = inner.get(ExifTags.Base.DateTimeOriginal) or inner.get(ExifTags.Base.DateTimeDigitized)
    day = datetime.strptime(str(said or exif.get(ExifTags.Base.DateTime))[:10], "%Y:%m:%d").date()
    return day if FIRST_PHOTO <= day <= date.today() else None


def _taken_at(exif: Image.Exif) -> datetime | None:
    moment = datetime.strptime(
        str(exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal]), "%Y:%m:%d %H:%M:%S"
    )
    return moment if FIRST_PHOTO <= moment.date() <= date.today() else None


def _offset(exif: Image.Exif) -> timedelta | None:
    said = datetime.strptime(str(exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal]).strip(), "%z")
    return said.utcoffset()


def _position(exif: Image.Exif) -> tuple[float, float] | None:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef) == "S")
    longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef) == "W")
    # Cameras that found no satellite write 0, 0.
    known = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)
    return (longitude, latitude) if known else None


def _degrees(parts: Any, is_negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    found = degrees + minutes / 60 + seconds / 3600
    return round(-found if is_negative else found, 6)


def _plain(image: Image.Image) -> Image.Image:
    """The same picture in sRGB, grey or with transparency, which all browsers show alike; nothing else comes along."""
    has_alpha = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if has_alpha else "L" if image.mode in ("1", "L") else "RGB"
    picture = image if not has_alpha and profile and image.mode == "CMYK" else image.convert(mode)
    if profile:
        picture = _in_srgb(picture, profile)
    picture = picture.convert(mode)
    plain = Image.new(mode, picture.size)
    plain.paste(picture)
    return plain


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Telephones see more colours than most screens show; without their profile they would look pale."""
    try:
        wanted = "RGB" if picture.mode == "CMYK" else picture.mode
        return ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(BytesIO(profile)), SRGB, outputMode=wanted)
    except (ImageCms.PyCMSError, *FAULTS):
        return picture


def _upright(picture: Image.Image, orientation: int | None) -> Image.Image:
    for way in TURNED.get(orientation, []):
        picture = picture.transpose(way)
    return picture


def _thumbnails(picture: Image.Image) -> Iterator[tuple[int, bytes]]:
    """Never wider than the photo itself, so that none is blown up."""
    for width in dict.fromkeys(min(width, picture.width) for width in limits.THUMBNAILS):
        height = max(1, round(picture.height * width / picture.width))
        small = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
        yield width, _written(small, format="WEBP", quality=limits.THUMBNAIL_QUALITY)


def _written(picture: Image.Image, **how: Any) -> bytes:
    out = BytesIO()
    if how["format"] == "JPEG" and picture.mode == "RGBA":
        picture = picture.convert("RGB")
    picture.save(out, **how)
    return out.getvalue()
