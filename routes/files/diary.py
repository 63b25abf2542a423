"""Pages of the diary as files tell them: where and when they were written, and how they begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Self

from django.contrib.gis.geos import Point
from django.db.models import F
from django.db.models.functions import Left, Length
from django.utils.translation import gettext as _

from places import prose
from routes import edtf
from routes.models import Entry, Journey, Stage
from routes.querysets import EntryQuerySet
from routes.tracks.hours import zone

BEGINNING = 2_000  # letters of a page that a file tells; the rest is read at its address
# Signs that XML 1.0 has no place for, and no reader of a calendar expects; a lone return would end a line of it.
UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Page:
    """A page of the diary that everybody may read; `stage` is None where its stage is not told (yet)."""

    def __init__(self, entry: Entry, stage: Stage | None):
        self.entry, self.stage = entry, stage

    @classmethod
    def all_of(cls, journey: Journey, stages: Sequence[Stage]) -> list[Self]:
        """In the order of the road, in one query."""
        return cls.of(journey, cls.begun(journey), stages)

    @classmethod
    def begun(cls, journey: Journey) -> EntryQuerySet:
        """The entries of which pages are made, in the order of the road, each with how its text begins."""
        begun = Entry.objects.filter(journey=journey).along().defer("text")
        return begun.annotate(beginning=Left("text", BEGINNING), letters=Length("text"), handle=F("author__username"))

    @classmethod
    def of(cls, journey: Journey, entries: Iterable[Entry], stages: Iterable[Stage]) -> list[Self]:
        """`stages`: those of theirs that may be read."""
        told = {stage.pk: stage for stage in stages}
        return [cls(_of(journey, entry), told.get(entry.stage_id)) for entry in entries]

    @property
    def title(self) -> str:
        return self.entry.title or _("Page du carnet")

    @property
    def point(self) -> Point | None:
        """Its own place, else its stage's."""
        return self.entry.point or (self.stage and self.stage.point)

    @property
    def precision(self) -> str:
        """Of that place."""
        return self.stage.precision if self.stage and not self.entry.point else self.entry.precision

    @property
    def day(self) -> date | None:
        """None unless it is known."""
        when = self.entry.when
        return edtf.parse(when)[0] if when and "/" not in when and edtf.known(when) == 3 else None

    @property
    def moment(self) -> datetime | None:
        """UTC; None unless day, hour and place are known, since none of them is made up."""
        if self.day is None or self.entry.clock is None or self.point is None:
            return None
        there = zone(self.point.x, self.point.y)
        return datetime.combine(self.day, self.entry.clock, tzinfo=there).astimezone(UTC)

    @property
    def signed(self) -> str:
        """« 3 août 2012, 18:30 · amel », as far as that is known."""
        clock = self.entry.clock
        when = ", ".join(filter(None, [self.entry.date, self.entry.date and clock and f"{clock:%H:%M}"]))
        return " · ".join(filter(None, [when, self.entry.handle]))

    @property
    def beginning(self) -> str:
        """Its text, in Markdown, as far as a file tells it."""
        begun = self.entry.beginning
        return f"{begun.rstrip()}…" if self.entry.letters > len(begun) else begun

    @property
    def words(self) -> str:
        """The same without emphasis, a line for each paragraph."""
        return "\n".join(prose.lines(self.beginning))

    def excerpt(self, most: int) -> str:
        """On one line, so many letters of it."""
        told = prose.plain(self.beginning)
        return told if len(told) <= most + 1 else f"{told[:most].rstrip()}…"

    def told(self) -> str:
        """In plain words: when, by whom, and how it begins."""
        return "\n".join(filter(None, [self.signed, self.words]))


def legible(text: str) -> str:
    """Without signs that a file could not hold."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _of(journey: Journey, entry: Entry) -> Entry:
    """It knows its journey, so that its address costs no query."""
    entry.journey = journey
    return entry
