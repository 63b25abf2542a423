"""What every file of a journey tells, read once: the stages in order, whom they met, and where one reads more."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from routes import legs
from routes.models import Encounter, Journey, Stage

LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
AUTHOR = "Interphaz"


@dataclass(frozen=True)
class Road:
    """`home`: how whole addresses begin, since a file is read anywhere."""

    journey: Journey
    stages: list[Stage]
    home: str

    @classmethod
    def read(cls, slug: str, *, home: str) -> Self:
        """Journey.DoesNotExist when there is none; three queries, however many stages there are."""
        met = Prefetch("encounters", Encounter.objects.select_related("initiative"))
        stages = Prefetch("stages", Stage.objects.order_by("order").prefetch_related(met))
        journey = Journey.objects.prefetch_related(stages).get(slug=slug)
        return cls(journey, list(journey.stages.all()), home)

    @property
    def url(self) -> str:
        return self.home + self.journey.get_absolute_url()

    def url_of(self, stage: Stage) -> str:
        return self.home + stage.get_absolute_url()

    def legs(self) -> list[tuple[Stage, Stage, str]]:
        """Each way with its evidence: documented only where the diary tells of both its ends."""
        return [(start, end, legs.evidence(start, end)) for start, end in pairwise(self.stages)]

    def told(self, stage: Stage) -> str:
        """In plain words: when, how sure that is, what the diary says, whom they met and where to read of them."""
        lines = [stage.date, str(stage.get_evidence_display()), stage.note]
        lines += [_("Rencontre : %s") % self._met(encounter) for encounter in stage.encounters.all()]
        return "\n".join(line for line in lines if line)

    def url_of_met(self, encounter: Encounter) -> str:
        """Of their sheet; "" when there is none, or none any more."""
        sheet = encounter.initiative
        return f"{self.home}{sheet.get_absolute_url()}" if sheet is not None and sheet.removed_at is None else ""

    def _met(self, encounter: Encounter) -> str:
        url = self.url_of_met(encounter)
        return f"{encounter.name} ({url})" if url else encounter.name
