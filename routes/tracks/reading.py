"""What a file of tracks holds, as it came: lines with times and heights, waypoints, and what was met besides."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import numpy as np
from django.utils.translation import gettext as _

from places.media.refusal import Refused
from routes.tracks import limits

UNKNOWN = np.iinfo(np.int64).min  # a time that is not told
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Source(StrEnum):
    """How a line came to be, as far as its file says."""

    RECORDED = "recorded"  # a device wrote it on the way
    PLANNED = "planned"  # somebody drew it
    UNSAID = "unsaid"


class Met(StrEnum):
    """What was met while reading, and is told in the report."""

    AREA = "area"
    ELSEWHERE = "elsewhere"  # a link to another file
    PLACELESS = "placeless"  # a feature without a geometry
    TIMELESS = "timeless"  # a time nobody can read
    CUT = "cut"  # the file ends before its end; counts the line where it breaks
    ENCODING = "encoding"  # another one than it says
    EMPTY = "empty"  # a track or a segment without a point


@dataclass(frozen=True)
class Path:
    """Vertices in order. `lons`, `lats`: degrees (float64); `times`: milliseconds UTC since 1970 (int64, `UNKNOWN`); `heights`: metres (float32, NaN)."""

    lons: np.ndarray
    lats: np.ndarray
    times: np.ndarray
    heights: np.ndarray

    def __len__(self) -> int:
        return len(self.lons)

    def pick(self, which: np.ndarray | slice) -> Path:
        """Some of its vertices: a mask, numbers, or a slice."""
        return Path(self.lons[which], self.lats[which], self.times[which], self.heights[which])

    @property
    def is_timed(self) -> bool:
        return bool((self.times != UNKNOWN).any())


@dataclass(frozen=True)
class Recording:
    name: str
    source: Source
    segments: list[Path]


@dataclass(frozen=True)
class Waypoint:
    name: str  # "" when the file gives none
    lon: float
    lat: float
    time: int = UNKNOWN


@dataclass
class Reading:
    """`form`: "GPX", "KML"…, as people call it."""

    form: str
    recordings: list[Recording] = field(default_factory=list)
    waypoints: list[Waypoint] = field(default_factory=list)
    met: Counter[Met] = field(default_factory=Counter)

    @property
    def vertices(self) -> int:
        return sum(len(segment) for recording in self.recordings for segment in recording.segments)

    def add(self, name: str, source: Source, segments: list[Path]) -> None:
        """One line of the file; its empty segments are only counted."""
        filled = [segment for segment in segments if len(segment)]
        self.met[Met.EMPTY] += len(segments) - len(filled) or (not segments)
        if not filled:
            return
        self.recordings.append(Recording(" ".join(name.split())[:200], source, filled))
        if self.vertices > limits.FILE_VERTICES:
            raise Refused(_("Ce fichier a trop de points : coupez-le en plusieurs."))
        if len(self.recordings) > limits.RECORDINGS:
            raise Refused(_("Ce fichier a plus de %s traces : envoyez-les en plusieurs fois.") % limits.RECORDINGS)

    def mark(self, name: str, lon: float, lat: float, time: int = UNKNOWN) -> None:
        """A waypoint; one that is nowhere is counted."""
        if not (abs(lat) <= 90 and abs(lon) <= 360):
            self.met[Met.PLACELESS] += 1
        elif len(self.waypoints) < limits.WAYPOINTS:
            self.waypoints.append(Waypoint(" ".join(name.split())[:200], lon, lat, time))


class Gathering:
    """A path that grows point by point."""

    def __init__(self):
        self.rows: list[tuple[float, float, int, float]] = []

    def add(self, lon: float, lat: float, time: int = UNKNOWN, height: float = np.nan) -> None:
        if len(self.rows) > limits.FILE_VERTICES:
            raise Refused(_("Ce fichier a trop de points : coupez-le en plusieurs."))
        self.rows.append((lon, lat, time, height))

    def path(self) -> Path:
        lons, lats, times, heights = zip(*self.rows, strict=True) if self.rows else ((), (), (), ())
        with np.errstate(over="ignore"):
            return Path(
                np.array(lons, np.float64),
                np.array(lats, np.float64),
                np.array(times, np.int64),
                np.array(heights, np.float64).astype(np.float32),
            )


def number(text: object) -> float:
    """What a file writes for a number; NaN when it is none."""
    try:
        return float(text)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return np.nan


def milliseconds(text: object) -> int:
    """ISO 8601, in UTC when it names no zone, as GPX says; `UNKNOWN` when it cannot be read."""
    try:
        moment = datetime.fromisoformat(str(text).strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return round((moment - EPOCH).total_seconds() * 1000)
    except (ValueError, OverflowError):
        return UNKNOWN
