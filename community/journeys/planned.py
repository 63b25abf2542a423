"""A plan kept as a journey: its stops become stages that are only announced, until somebody has been there."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from community.journeys import writing
from community.permissions import Person
from places import gazetteer
from routes.choices import Evidence
from routes.models import Journey
from routes.planning.plan import Plan
from routes.planning.stages import PlannedStage, planned_stages


@transaction.atomic
def keep(plan: Plan, *, title: str, by: Person) -> Journey:
    """A draft of theirs; ValidationError by part, and then nothing is kept."""
    language = "en" if get_language() == "en" else "fr"
    journey = writing.begin({f"title_{language}": title}, by=by)
    writing.add_stages(journey, [_said(stage) for stage in planned_stages(plan)], by=by)
    journey.refresh_from_db()
    return journey


def _said(stage: PlannedStage) -> dict[str, Any]:
    """As `actions.add_stages` wants it. Where one leaves has no country of its own: that of the town one would name it by."""
    here = stage.lon, stage.lat, get_language() or "fr"
    town = None if stage.country else gazetteer.nearest_town(*here) or gazetteer.nearest_of_all(*here)
    said = {
        "place_fr": stage.place,
        "country": stage.country or (town.country if town else ""),
        "point": [stage.lon, stage.lat],
        "precision": stage.precision.value,
        "evidence": Evidence.ILLUSTRATIVE.value,
        "mode": stage.mode.value,
        "when": stage.when,
    }
    if stage.initiative:
        said["met"] = [{"slug": stage.initiative.slug, "name": stage.initiative.name}]
    return said
