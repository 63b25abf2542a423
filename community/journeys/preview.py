"""A journey as everybody will read it, before they may: for its team alone (`gate.team` stands before each use of it)."""

from __future__ import annotations

from routes.models import Entry, Stage
from routes.reading import Addresses, Reading

TEAM = Reading(
    stages=Stage.everything.standing,
    entries=Entry.everything.standing,
    at=Addresses(
        "journeys:preview",
        "journeys:preview_drawn",
        "journeys:preview_ground",
        "journeys:preview_stage",
        "journeys:preview_entry",
    ),
)
