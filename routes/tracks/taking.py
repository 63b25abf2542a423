"""A recording as it will be taken: cleaned, in parts, with what was found on the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from routes.choices import PartKind, TrackKind
from routes.tracks.cleaning import Fault, clean
from routes.tracks.reading import UNKNOWN, Recording, Source
from routes.tracks.splitting import Part, split


@dataclass(frozen=True)
class Taken:
    """`segments`: how many it came in; none of its parts when nothing of it can be drawn."""

    name: str
    source: Source
    segments: int
    parts: list[Part]
    faults: Counter[Fault]

    @property
    def points(self) -> int:
        """Vertices kept; one where two parts meet is counted once."""
        shared = sum(_meet(one, other) for one, other in zip(self.parts, self.parts[1:], strict=False))
        return sum(len(part.path) for part in self.parts) - shared

    def km(self, *kinds: PartKind) -> float:
        return sum(part.km for part in self.parts if part.kind in kinds)

    @property
    def recorded_km(self) -> float:
        return self.km(PartKind.RECORDED)

    @property
    def is_timed(self) -> bool:
        return any(part.path.is_timed for part in self.parts)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The first and the last time, in UTC."""
        times = np.concatenate([part.path.times for part in self.parts]) if self.parts else np.array([], np.int64)
        known = times[times != UNKNOWN]
        return (_moment(known.min()), _moment(known.max())) if len(known) else None

    @property
    def kind(self) -> TrackKind:
        """What it is taken for unless somebody says otherwise: what tells no time may have been drawn by hand."""
        return TrackKind.TRACK if self.source == Source.RECORDED else TrackKind.ROUTE


def take(recording: Recording) -> Taken:
    paths, faults = clean(recording.segments, recording.source)
    return Taken(recording.name, recording.source, len(recording.segments), split(paths, recording.source), faults)


def _meet(one: Part, other: Part) -> bool:
    return bool(one.path.lons[-1] == other.path.lons[0] and one.path.lats[-1] == other.path.lats[0])


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
