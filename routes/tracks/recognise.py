"""What a file of tracks really is, told by its bytes: unpacked when it is packed, its words made text."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from django.utils.translation import gettext as _

from places.media import limits as weights
from places.media import recognise as media
from places.media.refusal import Refused
from routes.tracks import limits

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
HEAD = 4096
DECLARED = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
BESIDES = re.compile(r"<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)", re.DOTALL)
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
TAKEN = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"%PDF-": "PDF",
    b"ID3": "MP3",
}


class Form(StrEnum):
    GPX = "gpx"
    KML = "kml"
    FEED = "feed"
    JSON = "json"


FORMS = {"gpx": Form.GPX, "kml": Form.KML, "rss": Form.FEED, "feed": Form.FEED, "RDF": Form.FEED}


@dataclass(frozen=True)
class Recognised:
    """`misnamed`: its encoding is not the one that it says."""

    form: Form
    text: str
    misnamed: bool = False


def recognise(content: bytes) -> Recognised:
    """`Refused`, saying what it is, for all that holds no track."""
    content = _unpacked(content)
    if not content.strip():
        raise Refused(_("Ce fichier est vide."))
    if content.startswith(tuple(TAKEN)):
        what = next(name for head, name in TAKEN.items() if content.startswith(head))
        raise Refused(_("C’est un fichier %(what)s, pas une trace : %(wanted)s") % {"what": what, "wanted": _wanted()})
    text, misnamed = _decoded(content)
    if (form := _form(text)) is None:
        what = _stranger(text, content)
        raise Refused(_("C’est %(what)s : %(wanted)s") % {"what": what, "wanted": _wanted()})
    return Recognised(form, text, misnamed)


def _form(text: str) -> Form | None:
    """By its first brace, or by the name of its first element."""
    return Form.JSON if text[:HEAD].lstrip().startswith("{") else FORMS.get(_root(text))


def _root(text: str) -> str:
    begins = text[:HEAD].lstrip()
    root = ROOT.search(BESIDES.sub("", begins)) if begins.startswith("<") else None
    return root[1] if root else ""


def _stranger(text: str, content: bytes) -> str:
    """What a file is that holds no track, in words."""
    root = _root(text)
    if root and root.lower() not in ("html", "svg"):
        return _("un fichier XML d’une autre sorte (« %s »)") % root[:40]
    return media.stranger(content[:HEAD])


def _unpacked(content: bytes) -> bytes:
    if content.startswith(GZIP):
        content = _gunzipped(content)
        if content.startswith((GZIP, ZIP)):
            raise Refused(_("Ce fichier est emballé deux fois : déballez-le d’abord."))
        return content
    if content.startswith(ZIP):
        return _unzipped(content)
    if len(content) > limits.UNPACKED_BYTES:
        raise too_heavy()
    return content


def _gunzipped(content: bytes) -> bytes:
    """What was cut short is given as far as it goes: the reader says where it ends."""
    unpacking = zlib.decompressobj(wbits=31)
    broken = Refused(_("Ce fichier emballé (gzip) est abîmé : envoyez-le de nouveau depuis l’original."))
    try:
        found = unpacking.decompress(content, limits.UNPACKED_BYTES + 1)
    except zlib.error as error:
        raise broken from error
    if not found and not unpacking.eof:
        raise broken
    if len(found) > limits.UNPACKED_BYTES:
        raise too_heavy()
    return found


def _unzipped(content: bytes) -> bytes:
    """The one document of a KMZ."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = [info for info in archive.infolist() if info.filename.lower().endswith(".kml")]
            if not names:
                raise Refused(_archived(archive))
            with archive.open(names[0]) as document:
                found = document.read(limits.UNPACKED_BYTES + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        LookupError,
    ) as error:
        raise Refused(_("Cette archive est abîmée ou protégée : envoyez le fichier qu’elle contient.")) from error
    if len(found) > limits.UNPACKED_BYTES:
        raise too_heavy()
    return found


def _archived(archive: zipfile.ZipFile) -> str:
    tracks = [name for name in archive.namelist() if name.lower().endswith((".gpx", ".geojson", ".json"))]
    if tracks:
        return _("C’est une archive ZIP, avec %s dedans : déballez-la, puis envoyez les fichiers.") % tracks[0][-60:]
    return _("C’est une archive ZIP sans trace dedans : %s") % _wanted()


def _decoded(content: bytes) -> tuple[str, bool]:
    """(its text, whether it is written otherwise than it says)."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace"), False
    declared = DECLARED.match(content[:HEAD].decode("latin-1"))
    said = declared[1] if declared else "utf-8"
    try:
        return content.decode(said), False
    except (LookupError, UnicodeError, ValueError):
        pass
    try:
        return content.decode("utf-8"), True
    except UnicodeError:
        return content.decode("cp1252", "replace"), True


def too_heavy() -> Refused:
    most = weights.weight(limits.UNPACKED_BYTES)
    return Refused(_("Ce fichier est trop lourd une fois déballé : %s au plus.") % most)


def _wanted() -> str:
    return _("envoyez une trace en GPX, KML, KMZ ou GeoJSON, telle que votre appareil l’exporte.")
