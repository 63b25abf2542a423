"""Pages of the diary that a booklet tells whole, with their photos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings

from routes.files import photos
from routes.files.diary import Page
from routes.files.road import Road
from routes.models import Entry, EntryMedium, Stage

LEAVES = 300  # and no more than so many
LETTERS = 300_000  # of all of them: some hundred and fifty pages of paper
PHOTOS_OF_EACH, PHOTOS = 4, 60


@dataclass(frozen=True)
class Leaf:
    """A page of the diary; `text` in Markdown."""

    page: Page
    text: str
    url: str
    photos: list[EntryMedium]

    @property
    def is_rtl(self) -> bool:
        return self.page.entry.language in settings.LANGUAGES_BIDI


def leaves(road: Road, told: Iterable[Stage]) -> list[Leaf]:
    """Of stages that have a chapter, and of none, as many as there is room for, in the order of the road; two queries."""
    chapters = {stage.pk for stage in told} | {None}
    chosen = [*_fitting(page for page in road.pages if (page.stage and page.stage.pk) in chapters)]
    keys = [page.entry.pk for page in chosen]
    texts = dict(Entry.objects.filter(pk__in=keys).order_by().values_list("pk", "text"))
    pictures, left, made = photos.of(keys, most=PHOTOS_OF_EACH), PHOTOS, []
    for page in chosen:
        shown = pictures.get(page.entry.pk, [])[:left]
        left -= len(shown)
        made.append(Leaf(page, texts.get(page.entry.pk, ""), road.url_of_page(page), shown))
    return made


def _fitting(pages: Iterable[Page]) -> Iterator[Page]:
    letters = 0
    for number, page in enumerate(pages):
        letters += page.entry.letters
        if number >= LEAVES or letters > LETTERS:
            return
        yield page
