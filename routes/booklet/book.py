"""What a booklet tells, read once: chapters, whom they met with their sheets and photos, the diary, numbers, sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Self

import segno

from places.choices import Licence, MediumKind
from places.models import AnyMedium, Initiative, Medium
from routes.booklet.leaves import Leaf, leaves
from routes.booklet.numbers import Numbers
from routes.files.road import Road
from routes.models import Encounter, Stage
from routes.tracks.passing_on import Way, ways

CHAPTERS = 200  # told one by one: a book of some eighty pages; the stages after them stand in a table
IN_TABLE = 2_000  # and no more than that
LETTERS = 300_000  # of notes in all chapters: some hundred and fifty pages
PHOTOS_OF_EACH, PHOTOS = 2, 60
FINEST = 9  # zoom, of recorded ways: no map of it is finer than a hundred and fifty metres to a tenth of a millimetre
CODE_LEVEL = "m"  # of a QR code: still read when a seventh of it is hidden


@dataclass(frozen=True)
class Meeting:
    """`sheet` is None for one without a sheet; `first` says whether the book tells of it here, or has before."""

    told: Encounter
    sheet: Initiative | None
    url: str = ""
    code: str = ""  # a QR code of the address, as a data: image
    photos: list[Medium] = field(default_factory=list)
    first: bool = True


@dataclass(frozen=True)
class Chapter:
    """A stage by its number from 1; `sources` are numbers in the book's list."""

    number: int
    stage: Stage
    url: str
    meetings: list[Meeting]
    leaves: list[Leaf]
    sources: list[int]


@dataclass(frozen=True)
class Book:
    """`leaves`: pages of the diary that are of no stage; `untold`: how many there is no room for, of any stage or none."""

    road: Road
    ways: list[Way]
    language: str
    chapters: list[Chapter]
    table: list[tuple[int, Stage]]
    left_out: int  # stages that are not even in the table
    leaves: list[Leaf]
    untold: int
    numbers: Numbers
    sources: list[str]

    @classmethod
    def read(cls, road: Road, *, language: str) -> Self:
        """Five queries more than the road, and two where something was recorded, however long it is."""
        told, rest = _parted(road.stages)
        met = {encounter.initiative_id for stage in told for encounter in stage.encounters.all()}
        sheets = Initiative.objects.filter(pk__in=met - {None}).for_cards(language).in_bulk()
        told_pages, walked = leaves(road, told), ways(road.journey, finest=FINEST)
        binder = _Binder(road, sheets, _photos(sheets), told_pages)
        chapters = [binder.chapter(number, stage) for number, stage in enumerate(told, 1)]
        table = list(enumerate(rest, len(told) + 1))[:IN_TABLE]
        return cls(
            road,
            walked,
            language,
            chapters,
            table,
            left_out=len(rest) - len(table),
            leaves=binder.leaves[None],
            untold=len(road.pages) - len(told_pages),
            numbers=Numbers.of(road, sheets.values(), walked),
            sources=list(binder.sources),
        )

    @property
    def photos(self) -> dict[str, AnyMedium]:
        """By the name that its pages call each."""
        met = [photo for chapter in self.chapters for meeting in chapter.meetings for photo in meeting.photos]
        pages = [leaf for chapter in self.chapters for leaf in chapter.leaves] + self.leaves
        seen = [photo for leaf in pages for photo in leaf.photos]
        return {f"photo-{photo.pk}": photo for photo in met} | {f"leaf-{photo.pk}": photo for photo in seen}


def _parted(stages: list[Stage]) -> tuple[list[Stage], list[Stage]]:
    """Those that have a chapter, and those for which the book has no room."""
    letters = accumulate(map(_letters, stages))
    most = min(CHAPTERS, sum(so_far <= LETTERS for so_far in letters))
    return stages[:most], stages[most:]


def _letters(stage: Stage) -> int:
    return len(stage.note) + sum(len(encounter.note) for encounter in stage.encounters.all())


def _photos(sheets: Iterable[int]) -> dict[int, list[Medium]]:
    """Of each sheet the first ones that everybody sees, but those that were lent to the atlas alone."""
    found = defaultdict(list)
    shown = Medium.objects.standing().filter(initiative__in=list(sheets), kind=MediumKind.PHOTO)
    for photo in shown.exclude(licence=Licence.GRANTED).order_by("position", "pk"):
        if len(found[photo.initiative_id]) < PHOTOS_OF_EACH:
            found[photo.initiative_id].append(photo)
    return found


class _Binder:
    """Puts chapters together, and knows what the ones before have told."""

    def __init__(
        self, road: Road, sheets: dict[int, Initiative], photos: dict[int, list[Medium]], pages: Iterable[Leaf]
    ):
        self.leaves: dict[int | None, list[Leaf]] = defaultdict(list)
        for leaf in pages:
            self.leaves[leaf.page.stage and leaf.page.stage.pk].append(leaf)
        self.road, self.sheets, self.photos = road, sheets, photos
        self.sources: dict[str, int] = {}
        self.told: set[int] = set()
        self.left = PHOTOS

    def chapter(self, number: int, stage: Stage) -> Chapter:
        sources = [self.sources.setdefault(url, len(self.sources) + 1) for url in stage.sources]
        meetings = [self._meeting(encounter) for encounter in stage.encounters.all()]
        return Chapter(number, stage, self.road.url_of(stage), meetings, self.leaves[stage.pk], sources)

    def _meeting(self, encounter: Encounter) -> Meeting:
        sheet = self.sheets.get(encounter.initiative_id)
        if sheet is None:
            return Meeting(encounter, None)
        url = self.road.home + sheet.get_absolute_url()
        if sheet.pk in self.told:
            return Meeting(encounter, sheet, url, first=False)
        self.told.add(sheet.pk)
        photos = self.photos.get(sheet.pk, [])[: self.left]
        self.left -= len(photos)
        return Meeting(encounter, sheet, url, _code(url), photos)


def _code(url: str) -> str:
    return segno.make(url, error=CODE_LEVEL, micro=False).svg_data_uri(border=0, dark="#26221b", omitsize=True)
