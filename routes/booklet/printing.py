"""A booklet printed, or taken from the shelf: it is printed again only when something in it has changed.

Printing takes seconds and a processor, so there is one press for all server processes of the machine. Who comes while it
works waits a little, and is then asked to come back.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from PIL import Image

from places.media import shelf
from places.models import AnyMedium
from places.vocabulary import Terms
from routes.booklet.book import Book
from routes.booklet.drawing import drawing, surroundings
from routes.files.road import LICENCE, Road

log = logging.getLogger(__name__)

PRESS = [sys.executable, "-m", "routes.booklet.press"]
PATIENCE = 150  # seconds by the clock, where others have work to do as well
WAIT, LOOK = 15.0, 0.1  # seconds for the press to be free, and between two looks at it
KEPT = 40  # booklets on the shelf, some megabytes each
MAP = {"width": 2100, "height": 1500}  # tenths of a millimetre
PHOTO_QUALITY = 85
# Debian's fonts-ebgaramond and fonts-noto-core: a book's face, then one with serifs for each script that has it.
SCRIPTS = (
    "Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam Myanmar Sinhala"
)
SCRIPTS += " Tamil Telugu Thai Tibetan"
FACES = ["EB Garamond", "Noto Serif", "Noto Naskh Arabic", *(f"Noto Serif {script}" for script in SCRIPTS.split())]
FACES += ["Noto Serif CJK SC"]  # of fonts-noto-cjk; where it is not there, whatever face the system has
BOX = re.compile(r"\.notdef glyph rendered .* \(U\+([0-9A-F]+)\)")  # as weasyprint says it


class Busy(Exception):
    """The press works for somebody else."""


class Unprinted(Exception):
    """The press did without writing anything; what it said is the argument."""


def write(road: Road) -> bytes:
    """The booklet in the language that is spoken, as a PDF; `Busy` when one cannot wait for it."""
    language = get_language() or "fr"
    book = Book.read(road, language=language)
    page = render_to_string("routes/booklet/book.html", _told(book))
    try:
        return _taken(_shelf() / _name(road, language, page), page, book.photos)
    except OSError as fault:  # a full disk, a folder that is somebody else's
        raise Unprinted(str(fault)) from fault


def _taken(kept: Path, page: str, photos: dict[str, AnyMedium]) -> bytes:
    """From the shelf, where it is put first when it is not there."""
    if not kept.exists():
        with _press():
            if not kept.exists():
                _print(page, photos, kept)
    kept.touch()
    return kept.read_bytes()


def _name(road: Road, language: str, page: str) -> str:
    """Whose booklet it is and for which house, then a mark of all that is in it."""
    house, mark = (hashlib.sha256(text.encode()).hexdigest() for text in (road.home, f"{version('weasyprint')} {page}"))
    return f"{road.journey.slug}.{language}.{house[:8]}.{mark[:24]}.pdf"


def _told(book: Book) -> dict:
    around = surroundings(book.road.stages, book.ways, language=book.language)
    return {
        "book": book,
        "journey": book.road.journey,
        "language": book.language,
        "drawn": drawing(book.road.stages, book.ways, language=book.language, around=around, **MAP),
        # Without spaces, which weasyprint would take for a part of a name within SVG.
        "faces": ",".join([*(f"'{face}'" for face in FACES), "serif"]),
        "terms": Terms.read(book.language),
        "author": book.road.author,
        "licence": LICENCE,
    }


def _shelf() -> Path:
    folder = settings.VAR / "books"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _press() -> Iterator[None]:
    """Alone at it, among all threads and processes of the machine."""
    until = time.monotonic() + WAIT
    with (_shelf() / "lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as taken:
                if time.monotonic() > until:
                    raise Busy from taken
                time.sleep(LOOK)
        yield


def _print(page: str, photos: dict[str, AnyMedium], kept: Path) -> None:
    """In a folder that goes away; only a whole booklet comes to the shelf."""
    with TemporaryDirectory(dir=_shelf()) as name:
        folder = Path(name)
        (folder / "book.html").write_text(page, encoding="utf-8")
        for called, photo in photos.items():
            _lay(photo, folder / f"{called}.jpg")
        try:
            ended = subprocess.run(
                [*PRESS, str(folder)], cwd=settings.ROOT, timeout=PATIENCE, capture_output=True, text=True, check=False
            )
        except subprocess.TimeoutExpired as late:
            raise Unprinted from late
        if ended.returncode:
            raise Unprinted(ended.stderr)
        _tell_boxes(kept, ended.stderr)
        (folder / "book.pdf").rename(kept)
    _thin_out(kept)


def _tell_boxes(kept: Path, complaints: str) -> None:
    """To whoever keeps the site, who can install a face (docs/operating.md)."""
    letters = "".join(sorted({chr(int(code, 16)) for code in BOX.findall(complaints)}))
    if letters:
        log.warning("%s: no face has these letters, which are printed as boxes: %s", kept.name, ascii(letters[:200]))


def _lay(photo: AnyMedium, file: Path) -> None:
    """The widest thumbnail as a JPEG, which a PDF holds as it is; the book does without one that is no longer there."""
    try:
        with shelf.fetch(shelf.thumbnail(photo.file, photo.widths[-1])) as kept, Image.open(kept) as image:
            out = BytesIO()
            image.convert("RGB").save(out, format="JPEG", quality=PHOTO_QUALITY)
    except (IndexError, OSError):
        return
    file.write_bytes(out.getvalue())


def _thin_out(kept: Path) -> None:
    """What this booklet was before goes, since something in it may have been taken out; and those nobody asked for of late."""
    whose = kept.name.rpartition(".pdf")[0].rpartition(".")[0]
    before = [path for path in _shelf().glob(f"{whose}.*.pdf") if path != kept]
    others = sorted(_shelf().glob("*.pdf"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in [*before, *others[KEPT:]]:
        path.unlink(missing_ok=True)
