"""A PDF written anew by a process of its own, `python -m places.media.pdfs`: from standard input to standard output.

Some hundred bytes may unpack to thousands of millions, in more ways than one can look for before opening them. So the system
gives this process only so much memory and time, and its end says what became of the document. It knows pikepdf and nothing
of Django: it is there in a tenth of a second.
"""

from __future__ import annotations

import logging
import resource
import sys
from enum import IntEnum
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from places.media.jpegs import without_notes

# Keys of what runs by itself, by which it is found wherever it stands.
RUNS = {"/JS", "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/XFA"}
HIDES = {"/EF", "/EmbeddedFiles", "/EmbeddedFile"}
TELLING = ("/Metadata", "/PieceInfo", "/LastModified")
JPEG = {"/DCTDecode", "/DCT"}
# How the library says that it had to do without something, when it says no more.
NO_ROOM = "bad_alloc"
LOST = ("error decoding stream data", "Pages tree includes non-dictionary object")


class Outcome(IntEnum):
    """How the process ends. A signal: it wanted more than it may have; any other status is a fault of ours."""

    KEPT = 0
    BROKEN = 10
    LOCKED = 11
    RUNS = 12
    HIDES = 13
    CROWDED = 14  # too many parts
    SWOLLEN = 15  # too much, once unpacked


class Unwanted(Exception):
    """`args[0]` is the outcome."""


def confine(memory: int, seconds: int) -> None:
    """So many bytes, and so much of a processor, from now on."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Warnings(logging.Handler):
    """What the library cannot unpack it leaves out, and only warns of it: a page may be missing."""

    is_swollen = has_lost = False

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        self.is_swollen |= NO_ROOM in said
        self.has_lost |= any(loss in said for loss in LOST)


def outcome(parts: int) -> Outcome:
    """Read the document, of so many parts at most, and write it when it may be kept."""
    warnings = Warnings()
    logging.getLogger("pikepdf").addHandler(warnings)
    try:
        written = _rewritten(parts)
    except Unwanted as unwanted:
        return unwanted.args[0]
    except pikepdf.PasswordError:
        return Outcome.LOCKED
    except MemoryError:
        return Outcome.SWOLLEN
    except Exception as fault:  # broken documents make the library throw almost anything
        return Outcome.SWOLLEN if warnings.is_swollen or NO_ROOM in str(fault) else Outcome.BROKEN
    if warnings.is_swollen or warnings.has_lost:
        return Outcome.SWOLLEN if warnings.is_swollen else Outcome.BROKEN
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()
    return Outcome.KEPT


def _rewritten(parts: int) -> bytes:
    # One that was cut short is not mended: its pages would be missing, and nobody would know.
    with pikepdf.open(sys.stdin.buffer, attempt_recovery=False, suppress_warnings=False) as document:
        if len(document.objects) > parts:
            raise Unwanted(Outcome.CROWDED)
        for part in document.objects:
            _check(part)
            _silence(document, part)
        if "/Info" in document.trailer:
            del document.trailer["/Info"]
        out = BytesIO()
        document.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, fix_metadata_version=False)
        return out.getvalue()


def _check(part: pikepdf.Object) -> None:
    """Within one part, however deep; what it points to is a part of its own."""
    if isinstance(part, (Dictionary, Stream)):
        held = dict(part.items())
        names = held.keys() | {str(held[key]) for key in ("/S", "/Type", "/Subtype") if key in held}
        if names & RUNS:
            raise Unwanted(Outcome.RUNS)
        if names & HIDES:
            raise Unwanted(Outcome.HIDES)
        children = list(held.values())
    else:
        children = list(part) if isinstance(part, Array) else []
    for child in children:
        if isinstance(child, (Dictionary, Array)) and not child.is_indirect:
            _check(child)


def _silence(document: pikepdf.Pdf, part: pikepdf.Object) -> None:
    """Leave out who made a part, when and with what, and the notes of a photo."""
    if not isinstance(part, (Dictionary, Stream)):
        return
    for key in TELLING:
        if key in part:
            del part[key]
    if isinstance(part, Stream):
        filters, how = _listed(part.get("/Filter")), _listed(part.get("/DecodeParms"))
        if filters and str(filters[-1]) in JPEG:
            photo = _unpacked(document, part.read_raw_bytes(), filters[:-1], how[:-1])
            part.write(without_notes(photo), filter=Name.DCTDecode, decode_parms=how[-1] if how else None)


def _unpacked(document: pikepdf.Pdf, photo: bytes, filters: list, how: list) -> bytes:
    """A JPEG may be packed once more."""
    if not filters:
        return photo
    packed = Stream(document, photo)
    packed.Filter = Array(filters)
    if how:
        packed.DecodeParms = Array(how)
    return packed.read_bytes()


def _listed(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    """Of what stands alone or in a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


if __name__ == "__main__":
    memory, seconds, parts = map(int, sys.argv[1:])
    confine(memory, seconds)
    sys.exit(outcome(parts))
