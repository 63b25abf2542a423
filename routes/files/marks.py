"""The diary on the map of a USB stick: a mark for each place, where its pages begin; some with a photo, written into the file."""

from __future__ import annotations

from base64 import b64encode

from django.utils.translation import get_language, ngettext

from places.media import shelf
from places.templatetags.media import DEEDS
from places.typography import typeset
from routes.files import photos
from routes.files.diary import Page
from routes.files.road import Road
from routes.models import EntryMedium

PAGES = 1_000  # that are told: some 700 kB
LETTERS = 280  # of each
PHOTOS = 60  # that are looked for, in so many bytes each and together
PHOTO_BYTES, ALL_BYTES = 60_000, 2_000_000


def marks(road: Road) -> list[dict]:
    """One for each place: lon, lat, `label`, `beside` when a stage is marked there, `pages` in the order of the road."""
    told = [page for page in road.pages if page.point][:PAGES]
    pictures = _pictures(told)
    stages = {_place(stage.point) for stage in road.stages}
    there = {}
    for page in told:
        there.setdefault(_place(page.point), []).append(page)
    return [
        {
            "lon": lon,
            "lat": lat,
            "beside": (lon, lat) in stages,
            "label": _label(pages),
            "pages": [_page(road, page) | {"photo": pictures.get(page.entry.pk)} for page in pages],
        }
        for (lon, lat), pages in there.items()
    ]


def left_out(road: Road) -> int:
    """Pages for which the map has no mark."""
    return len(road.pages) - min(PAGES, sum(page.point is not None for page in road.pages))


def _place(point) -> tuple[float, float]:
    return round(point.x, 5), round(point.y, 5)


def _label(pages: list[Page]) -> str:
    told = ngettext("%(count)s page du carnet : %(title)s", "%(count)s pages du carnet : %(title)s", len(pages))
    return told % {"count": len(pages), "title": pages[0].title}


def _page(road: Road, page: Page) -> dict:
    language = page.entry.language
    return {
        "title": typeset(page.title, language),
        "signed": page.signed,
        "words": typeset(page.excerpt(LETTERS), language),
        "language": language,
        "url": road.url_of_page(page),
    }


def _pictures(pages: list[Page]) -> dict[int, dict]:
    """Of pages (by key) the first photo, its smallest thumbnail; as many as there is room for."""
    found = photos.of([page.entry.pk for page in pages], most=1)
    first = [photo for page in pages for photo in found.get(page.entry.pk, [])]
    drawn, left = {}, ALL_BYTES
    for photo in first[:PHOTOS]:
        content = _thumbnail(photo)
        if content and len(content) <= min(PHOTO_BYTES, left):
            left -= len(content)
            drawn[photo.entry_id] = _picture(photo, content)
    return drawn


def _thumbnail(photo: EntryMedium) -> bytes:
    """Nothing when it is no longer there."""
    try:
        with shelf.fetch(shelf.thumbnail(photo.file, photo.widths[0])) as file:
            return file.read()
    except OSError:
        return b""


def _picture(photo: EntryMedium, content: bytes) -> dict:
    name, deed = DEEDS[photo.licence]
    return {
        "src": f"data:image/webp;base64,{b64encode(content).decode()}",
        "alt": photo.alternative or photo.caption,
        "author": photo.author,
        "licence": name,
        "deed": deed.format(get_language() or "fr"),
    }
