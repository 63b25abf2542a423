"""A booklet's pages made a PDF by a process of its own: `python -m routes.booklet.press FOLDER`.

It reads `book.html` and the photos of the folder and writes `book.pdf` beside them. Laying out a long road takes much memory
and time, which the system gives to this process only so far; nothing it reads makes it ask the network. It knows weasyprint and
nothing of Django.
"""

from __future__ import annotations

import logging
import re
import resource
import sys
from pathlib import Path

from PIL import ImageFile
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

# weasyprint lets photos that were cut short go by, in the whole process: whoever imports this must still refuse them.
ImageFile.LOAD_TRUNCATED_IMAGES = False

MEMORY = 1_500_000_000  # bytes; the longest booklet takes half
SECONDS = 120  # of a processor
VARIANT = "pdf/ua-1"  # tagged, so that it can be read aloud
PHOTO = re.compile(r"[\w-]+\.jpg")


class Refused(ValueError):
    """An address that is neither a photo of the folder nor written in the page itself."""


class OwnFiles(URLFetcher):
    """Hands out photos that lie in the folder, and what a page holds as `data:`; whatever else is refused unasked."""

    def __init__(self, folder: Path):
        super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False)
        self.folder = folder.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith("data:"):
            beginning, _, name = url.rpartition("/")
            if beginning != self.folder.as_uri() or not PHOTO.fullmatch(name):
                raise Refused(url)
        return super().fetch(url, headers)


def confine(memory: int, seconds: int) -> None:
    """So many bytes, and so much of a processor, from now on."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def press(folder: Path) -> None:
    """What weasyprint has to complain about goes to standard error."""
    logging.getLogger("weasyprint").addHandler(logging.StreamHandler())
    page = HTML(folder / "book.html", url_fetcher=OwnFiles(folder), encoding="utf-8", base_url=f"{folder.as_uri()}/")
    page.write_pdf(folder / "book.pdf", pdf_variant=VARIANT, presentational_hints=False)


if __name__ == "__main__":
    confine(MEMORY, SECONDS)
    press(Path(sys.argv[1]).resolve())
