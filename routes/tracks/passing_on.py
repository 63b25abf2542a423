"""What was recorded, for the files of a journey: thin enough to be passed on, near enough to be walked again.

Without times: where one was at every minute is for one's own team.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from django.db.models import Sum

from routes.choices import PartKind, TrackKind
from routes.models import Journey, Track, TrackDrawing
from routes.tracks.simplifying import DEEPEST

MOST = 20_000  # vertices of a file


@dataclass(frozen=True)
class Way:
    """A public track; `lines`: rows of lon, lat in degrees of its recorded parts, within ±180; `between`: of flights and gaps."""

    track: Track
    lines: list[np.ndarray]
    between: list[np.ndarray]

    @property
    def is_recorded(self) -> bool:
        return self.track.kind == TrackKind.TRACK


def ways(journey: Journey, *, finest: int = DEEPEST) -> list[Way]:
    """Of the finest zoom that has no more than `MOST` vertices; one query where there is none, else three.

    `finest`: the last zoom at which what they are for is looked at.
    """
    tracks = Track.objects.public().filter(journey=journey).select_related("stage").order_by("started_at", "pk")
    drawn = TrackDrawing.objects.filter(journey=journey)
    found = {track.pk: track for track in tracks}
    if not found:
        return []
    sizes = drawn.filter(track__in=found, zoom__lte=finest).values_list("zoom").annotate(n=Sum("points"))
    fits = max((zoom for zoom, n in sizes if n <= MOST), default=0)
    lines = defaultdict(list)
    pieces = drawn.filter(track__in=found, zoom=fits).order_by("pk").values_list("track", "kind", "line", "points")
    for key, kind, line in _fitting(pieces[:MOST]):
        lines[key, kind == PartKind.RECORDED].append(shapely.get_coordinates(shapely.from_wkb(bytes(line.wkb))))
    return [Way(track, lines[key, True], lines[key, False]) for key, track in found.items() if lines[key, True]]


def led_to(ways: Iterable[Way]) -> set[int | None]:
    """Keys of the stages to which a recorded way leads: a line from stage to stage would tell it twice."""
    return {way.track.stage_id for way in ways if way.is_recorded}


def _fitting(pieces: Iterable[tuple]) -> Iterator[tuple]:
    """The first of them: seen from ever so far, ten thousand tracks are still ten thousand lines."""
    left = MOST
    for *piece, points in pieces:
        left -= points
        if left < 0:
            return
        yield piece
