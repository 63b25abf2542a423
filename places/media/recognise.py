"""What a file is, told by its content: its name and what the browser says of it count for nothing."""

from __future__ import annotations

import re
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places.choices import Format
from places.media.refusal import Refused

HEAD = 4096
TAIL = 66_000  # a ZIP file ends with its table, followed by a comment of at most 65 535 bytes
ZIP_END = b"PK\x05\x06"
MARKUP = re.compile(rb"<(?:!doctype|html|svg|script|\?php|\?xml)", re.IGNORECASE)

HEIC = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
MP4 = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"mmp4", b"MSNV"}
M4A = {b"M4A ", b"M4B "}

# How files that are not taken begin → what they are.
STRANGERS = {
    b"GIF8": gettext_lazy("une image GIF"),
    b"BM": gettext_lazy("une image BMP"),
    b"II*\x00": gettext_lazy("une image TIFF ou un fichier brut d’appareil photo"),
    b"MM\x00*": gettext_lazy("une image TIFF ou un fichier brut d’appareil photo"),
    b"8BPS": gettext_lazy("une image Photoshop"),
    b"\x00\x00\x01\x00": gettext_lazy("une icône"),
    b"PK\x03\x04": gettext_lazy("une archive ZIP ou un document de bureautique"),
    b"Rar!": gettext_lazy("une archive RAR"),
    b"7z\xbc\xaf": gettext_lazy("une archive 7-Zip"),
    b"\x1f\x8b": gettext_lazy("une archive gzip"),
    b"\xd0\xcf\x11\xe0": gettext_lazy("un ancien document de bureautique"),
    b"{\\rtf": gettext_lazy("un document RTF"),
    b"MZ": gettext_lazy("un programme"),
    b"\x7fELF": gettext_lazy("un programme"),
    b"#!AMR": gettext_lazy("un enregistrement AMR"),
    b"fLaC": gettext_lazy("un son FLAC"),
    b"FLV": gettext_lazy("un film Flash"),
}


def recognise(file: BinaryIO) -> Format:
    """The format of a file that can be read from its beginning; `Refused`, saying what it is, for all that is not taken."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Refused(_("Ce fichier est vide."))
    found = _taken(head)
    if found is None:
        raise Refused(_("C’est %(what)s : %(wanted)s") % {"what": stranger(head), "wanted": _wanted()})
    if (second := _second(file, head, found)) is not None:
        raise Refused(_("Ce fichier en cache un autre, %s : envoyez-les séparément.") % second)
    return found


def _taken(head: bytes) -> Format | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if head.startswith(b"%PDF-"):
        return Format.PDF
    if head.startswith(b"RIFF"):
        return {b"WEBP": Format.WEBP, b"WAVE": Format.WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _boxed(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return Format.WEBM if b"webm" in head[:64] else None
    if head.startswith(b"OggS"):
        return Format.OGG if any(sign in head[:128] for sign in (b"\x01vorbis", b"OpusHead")) else None
    return Format.MP3 if head.startswith(b"ID3") or _is_mp3_frame(head) else None


def _boxed(head: bytes) -> Format | None:
    """Of the family of MP4, by its brand or, where that says little, those it is compatible with."""
    size = int.from_bytes(head[:4])
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(size, 128), 4))]
    for names, found in ((HEIC, Format.HEIC), (M4A, Format.M4A), (MP4, Format.MP4)):
        if brands[0] in names and not (found == Format.HEIC and b"avif" in brands):
            return found
    return None


def _is_mp3_frame(head: bytes) -> bool:
    """Two bytes of sync, layer III, and a bit rate and a sampling rate that exist."""
    return (
        len(head) > 3
        and head[0] == 0xFF
        and head[1] & 0xE6 == 0xE2
        and head[1] & 0x18 != 0x08
        and head[2] >> 4 not in (0, 15)
        and head[2] & 0x0C != 0x0C
    )


def _second(file: BinaryIO, head: bytes, found: Format) -> str | None:
    """What else a file is: one that is two things is made to deceive whoever reads the other."""
    if found != Format.PDF and b"%PDF-" in head[:1024]:
        return _("un document PDF")
    if found != Format.PDF and MARKUP.search(head[:256]):
        return _("une page web")
    if found == Format.JPEG and re.search(rb"GIF8[79]a", head[:64]):
        return _("une image GIF")
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(size - TAIL, 0))
    tail = file.read()
    at = tail.rfind(ZIP_END)
    if at >= 0 and at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail):
        return _("une archive ZIP")
    return None


def stranger(head: bytes) -> str:
    """What a file that begins so is, in words, when nothing here takes it."""
    for beginning, name in STRANGERS.items():
        if head.startswith(beginning):
            return str(name)
    if head[4:8] == b"ftyp":
        named = {b"qt  ": _("un film QuickTime"), b"avif": _("une image AVIF")}
        return named.get(head[8:12]) or _("un film d’une sorte que les navigateurs ne lisent pas tous")
    if head.startswith((b"\x1a\x45\xdf\xa3", b"OggS", b"RIFF")):
        return _("un film ou un son d’une sorte que les navigateurs ne lisent pas tous")
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if b"<svg" in text:
        return _("un dessin SVG, qui peut contenir un programme")
    if text.startswith(b"<"):
        return _("une page web")
    is_text = b"\x00" not in head and not any(byte < 9 for byte in head)
    return _("un fichier de texte") if is_text else _("un fichier que nous ne connaissons pas")


def _wanted() -> str:
    return _(
        "envoyez une photo (JPEG, PNG, WebP, HEIC), un son (MP3, M4A, Ogg, WAV), un film court (MP4, WebM) ou un PDF."
    )
