"""Where a photo was taken: by what it says itself, by its time on a recorded track, by its stage. Pure functions.

A camera's clock tells the hour of some place and seldom which. It is taken for the hour of the place where the track says one
was then; where that is not known before the zone is, and the zone not before the place, every zone that the track crosses is tried.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np

from routes.choices import PartKind, Placed
from routes.tracks import hours
from routes.tracks.measuring import km_between
from routes.tracks.reading import EPOCH, UNKNOWN

TOLERANCE = timedelta(minutes=10)  # before the track begins and after it ends, one has not gone far
LONGEST_SILENCE = timedelta(minutes=30)  # between two vertices that are not in one place
STILL_KM = 0.5  # who is found there again, however much later, has been there
PROBES = 24  # places along a track at which its zone is asked for

Place = tuple[float, float]  # lon, lat in degrees


@dataclass(frozen=True)
class Timeline:
    """Vertices of known time, in its order: `times` in milliseconds UTC, `lons`, `lats` in degrees; `zones` it crosses."""

    times: np.ndarray
    lons: np.ndarray
    lats: np.ndarray
    zones: tuple[tzinfo, ...]

    def at(self, moment: datetime) -> Place | None:
        """Where one was; None when nobody recorded it."""
        time = (moment - EPOCH) / timedelta(milliseconds=1)
        if not len(self.times) or not -_ms(TOLERANCE) <= time - self.times[0] or time - self.times[-1] > _ms(TOLERANCE):
            return None
        after = int(np.searchsorted(self.times, time))
        if after in (0, len(self.times)):
            return self._vertex(min(after, len(self.times) - 1))
        return self._between(after - 1, after, time)

    def _between(self, before: int, after: int, time: float) -> Place | None:
        silence = self.times[after] - self.times[before]
        ends = (self.lons[[before]], self.lats[[before]], self.lons[[after]], self.lats[[after]])
        if silence > _ms(LONGEST_SILENCE) and km_between(*ends)[0] > STILL_KM:
            near = before if time - self.times[before] <= self.times[after] - time else after
            return self._vertex(near) if abs(time - self.times[near]) <= _ms(TOLERANCE) else None
        share = (time - self.times[before]) / silence if silence else 0.0
        west, east = np.unwrap([self.lons[before], self.lons[after]], period=360)
        lon = (west + share * (east - west) + 180) % 360 - 180
        return round(float(lon), 6), round(float(self.lats[before] + share * (self.lats[after] - self.lats[before])), 6)

    def _vertex(self, n: int) -> Place:
        return round(float(self.lons[n]), 6), round(float(self.lats[n]), 6)


def timeline(parts: Iterable[tuple[PartKind, np.ndarray, np.ndarray, np.ndarray]]) -> Timeline:
    """Of all parts of all tracks: (kind, times, lons, lats), as they are kept; what was not recorded says nothing."""
    rows = [part[1:] for part in parts if part[0] != PartKind.GAP and len(part[1]) == len(part[2])]
    times, lons, lats = (np.concatenate([row[n] for row in rows]) if rows else np.array([]) for n in range(3))
    known = times != UNKNOWN
    order = np.argsort(times[known], kind="stable")
    times, lons, lats = times[known][order], lons[known][order], lats[known][order]
    probes = np.unique(np.linspace(0, len(times) - 1, PROBES).astype(int)) if len(times) else []
    zones = dict.fromkeys(hours.zone(float(lons[n]), float(lats[n])) for n in probes)
    return Timeline(times, lons, lats, tuple(zones))


def on_track(taken: datetime, line: Timeline, *, offset: timedelta | None = None) -> Place | None:
    """By the hour of the place (`taken` has no zone), or by an `offset` from UTC that the camera noted."""
    if offset is not None:
        return line.at((taken - offset).replace(tzinfo=UTC))
    for zone in line.zones:
        found = line.at(taken.replace(tzinfo=zone).astimezone(UTC))
        if found and hours.zone(*found).utcoffset(taken) == zone.utcoffset(taken):
            return found
    return None


def place(
    *,
    exif: Place | None,
    taken: datetime | None,
    line: Timeline,
    stage: Place | None,
    offset: timedelta | None = None,
) -> tuple[Place, Placed] | None:
    """Where a photo was taken, and what says so; None when nothing does."""
    if exif is not None:
        return exif, Placed.EXIF
    if taken is not None and (found := on_track(taken, line, offset=offset)):
        return found, Placed.TRACK
    return (stage, Placed.STAGE) if stage is not None else None


def _ms(span: timedelta) -> float:
    return span / timedelta(milliseconds=1)
