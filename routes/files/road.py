"""What every file of a journey tells, read once: stages in order, whom they met, the diary, and where one reads more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from routes import legs
from routes.files.diary import Page, legible
from routes.models import Encounter, Journey, Stage
from routes.tracks.passing_on import Way, led_to

LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
ATLAS = "Interphaz"


@dataclass(frozen=True)
class Road:
    """`home`: how whole addresses begin, since a file is read anywhere."""

    journey: Journey
    stages: list[Stage]
    pages: list[Page]
    home: str

    @classmethod
    def read(cls, slug: str, *, home: str) -> Self:
        """Journey.DoesNotExist when there is none; four queries, however much there is to tell."""
        met = Prefetch("encounters", Encounter.objects.select_related("initiative"))
        stages = Prefetch("stages", Stage.objects.order_by("order").prefetch_related(met))
        journey = Journey.objects.prefetch_related(stages).get(slug=slug)
        stages = list(journey.stages.all())
        return cls(journey, stages, Page.all_of(journey, stages), home)

    @property
    def author(self) -> str:
        """Who signs: of the journey that the atlas came with, its association; of others, those who travelled."""
        return ATLAS if self.journey.loaded else ", ".join(self.journey.travellers) or self.journey.title

    @property
    def url(self) -> str:
        return self.home + self.journey.get_absolute_url()

    def url_of(self, stage: Stage) -> str:
        return self.home + stage.get_absolute_url()

    def legs(self) -> list[tuple[Stage, Stage, str]]:
        """Each way with its evidence: documented only where the diary tells of both its ends."""
        return [(start, end, legs.evidence(start, end)) for start, end in pairwise(self.stages)]

    def supposed(self, ways: Iterable[Way]) -> list[tuple[Stage, Stage, str]]:
        """The legs of which no recorded way tells."""
        recorded = led_to(ways)
        return [leg for leg in self.legs() if leg[1].pk not in recorded]

    def name_of(self, way: Way) -> str:
        """As its team calls it, else where it leads."""
        track = way.track
        return legible(track.name or (_("Trace vers %s") % track.stage.place if track.stage else _("Trace")))

    def url_of_page(self, page: Page) -> str:
        return self.home + page.entry.get_absolute_url()

    def told(self, stage: Stage) -> str:
        """In plain words: when, how sure that is, what the diary says, whom they met or mean to, and where to read of them."""
        lines = [stage.date, str(stage.get_evidence_display()), stage.note]
        met = _("Rencontre : %s") if stage.is_documented else _("À rencontrer : %s")
        lines += [met % self._met(encounter) for encounter in stage.encounters.all()]
        return legible("\n".join(line for line in lines if line))

    def url_of_met(self, encounter: Encounter) -> str:
        """Of their sheet; "" when there is none, or none any more."""
        sheet = encounter.initiative
        return f"{self.home}{sheet.get_absolute_url()}" if sheet is not None and sheet.removed_at is None else ""

    def _met(self, encounter: Encounter) -> str:
        url = self.url_of_met(encounter)
        return f"{encounter.name} ({url})" if url else encounter.name
