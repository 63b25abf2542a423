"""Journeys: their stages, whom these met, their diary with its pictures, the tracks they recorded, and every change of all that."""

from routes.models.entry import Entry, EntryMedium
from routes.models.journey import Encounter, Journey, Stage
from routes.models.revision import JourneyRevision
from routes.models.track import Track, TrackDrawing, TrackFile, TrackPart

__all__ = [
    "Encounter",
    "Entry",
    "EntryMedium",
    "Journey",
    "JourneyRevision",
    "Stage",
    "Track",
    "TrackDrawing",
    "TrackFile",
    "TrackPart",
]
