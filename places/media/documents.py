"""PDF documents: read whole, refused when something in them would run or is hidden, kept without who made them and where."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import BinaryIO

import pikepdf
from django.utils.translation import gettext as _

from places.media import limits
from places.media.jpegs import without_notes
from places.media.refusal import Refused

# Keys of what runs by itself, by which it is found wherever it stands.
RUNS = {"/JS", "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/XFA"}
HIDES = {"/EF", "/EmbeddedFiles", "/EmbeddedFile"}
# Streams that are unpacked when a document is opened: the parts it is made of, and where they are.
PACKED = re.compile(rb"/(?:ObjStm|XRef)\b.{0,2000}?\bstream\r?\n", re.DOTALL)
TELLING = ("/Metadata", "/PieceInfo", "/LastModified")


def read(file: BinaryIO) -> bytes:
    """The document written anew; `Refused` when it is locked, broken, or holds a program or a file."""
    file.seek(0)
    _measure(file.read())
    file.seek(0)
    try:
        with pikepdf.open(file) as document:
            if len(document.objects) > limits.DOCUMENT_OBJECTS:
                raise Refused(_("Ce PDF a trop de parties pour être lu : enregistrez-le plus simplement."))
            for part in document.objects:
                _check(part)
                _silence(part)
            if "/Info" in document.trailer:
                del document.trailer["/Info"]
            out = BytesIO()
            document.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, fix_metadata_version=False)
            return out.getvalue()
    except pikepdf.PasswordError as fault:
        raise Refused(_("Ce PDF est fermé par un mot de passe : enregistrez-le sans lui.")) from fault
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as fault:
        raise Refused(_("Ce PDF est incomplet ou abîmé : enregistrez-le de nouveau.")) from fault


def _measure(content: bytes) -> None:
    """A few thousand bytes may unpack to thousands of millions: they are counted before the document is opened."""
    room = limits.DOCUMENT_UNPACKED
    for packed in PACKED.finditer(content):
        try:
            room -= len(zlib.decompressobj().decompress(memoryview(content)[packed.end() :], room + 1))
        except zlib.error:
            continue  # packed otherwise, or broken: opening it will tell
        if room < 0:
            raise Refused(_("Ce PDF se déplierait en trop de données : enregistrez-le plus simplement."))


def _check(part: pikepdf.Object) -> None:
    """Within one part, however deep; what it points to is a part of its own."""
    if isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
        keys = {str(key) for key in part.keys()}  # noqa: SIM118 - not a dict
        named = {str(value) for value in (part.get("/S"), part.get("/Type"), part.get("/Subtype")) if value is not None}
        if (keys | named) & RUNS:
            raise Refused(_("Ce PDF contient un programme : enregistrez-le sans lui (« imprimer dans un fichier »)."))
        if (keys | named) & HIDES:
            raise Refused(_("Ce PDF contient un autre fichier : envoyez-les séparément."))
        children = [part.get(key) for key in keys]
    else:
        children = list(part) if isinstance(part, pikepdf.Array) else []
    for child in children:
        if isinstance(child, (pikepdf.Dictionary, pikepdf.Array)) and not child.is_indirect:
            _check(child)


def _silence(part: pikepdf.Object) -> None:
    if not isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    for key in TELLING:
        if key in part:
            del part[key]
    if isinstance(part, pikepdf.Stream) and part.get("/Filter") == pikepdf.Name.DCTDecode:
        part.write(
            without_notes(part.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=part.get("/DecodeParms")
        )
