"""When a journey's travellers were where, from all that they recorded: what places photos by their hour."""

from __future__ import annotations

import numpy as np
import shapely

from routes.choices import PartKind
from routes.models import Journey, TrackPart
from routes.tracks.placing import Timeline, timeline


def of(journey: Journey) -> Timeline:
    """Shown or not, its tracks tell its own team where a photo was taken; one query."""
    parts = TrackPart.objects.filter(track__journey=journey, track__removed_at=None).exclude(times=b"")
    return timeline(
        (PartKind(part.kind), part.milliseconds, *_places(part)) for part in parts.order_by("track", "position")
    )


def _places(part: TrackPart) -> tuple[np.ndarray, np.ndarray]:
    lons, lats = shapely.get_coordinates(shapely.from_wkb(bytes(part.line.wkb))).T
    return lons, lats
