"""When a journey's travellers were where, from all that they recorded: what places photos by their hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import shapely

from routes.choices import PartKind
from routes.models import Journey, TrackPart
from routes.tracks.placing import Timeline, timeline

CLOCKS = timedelta(hours=15)  # by how much a clock may differ from UTC, and a little


def of(journey: Journey, *, around: datetime) -> Timeline:
    """Of those of its tracks that were under way when some clock on Earth showed `around` (no zone); one query.

    Shown or not, they tell its own team where a photo was taken.
    """
    moment = around.replace(tzinfo=UTC)
    under_way = {"track__started_at__lte": moment + CLOCKS, "track__ended_at__gte": moment - CLOCKS}
    parts = TrackPart.objects.filter(track__journey=journey, track__removed_at=None, **under_way).exclude(times=b"")
    return timeline(
        (PartKind(part.kind), part.milliseconds, *_places(part)) for part in parts.order_by("track", "position")
    )


def _places(part: TrackPart) -> tuple[np.ndarray, np.ndarray]:
    lons, lats = shapely.get_coordinates(shapely.from_wkb(bytes(part.line.wkb))).T
    return lons, lats
