"""A way in parts: what was recorded, what was flown over, what nobody recorded in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from routes.choices import PartKind
from routes.tracks.cleaning import FAST_KMH
from routes.tracks.measuring import length_km, steps_km
from routes.tracks.reading import UNKNOWN, Path, Source

LEAST_GAP_KM = 20
GAP_STEPS = 40  # how much longer than most steps one is, across which nothing was recorded
FLIGHT_KM = 50  # a shorter one is a fault of the device
JUMP_KMH, JUMP_KM = 200, 100  # faster and further without a word: a flight, its airports included
FEW = 10  # steps, of which none is longer than most


@dataclass(frozen=True)
class Part:
    """Parts of one way share the vertex where they meet."""

    kind: PartKind
    path: Path

    @property
    def km(self) -> float:
        return length_km(self.path.lons, self.path.lats)


def split(paths: Iterable[Path], source: Source) -> list[Part]:
    return [part for path in paths for part in _split(path, source)]


def _split(path: Path, source: Source) -> list[Part]:
    kinds = _kinds(path) if source != Source.PLANNED else np.zeros(len(path) - 1, np.int8)
    changes = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(kinds)]
    named = (PartKind.RECORDED, PartKind.FLIGHT, PartKind.GAP)
    return [
        Part(named[kinds[start]], path.pick(slice(start, end + 1)))
        for start, end in zip(changes, changes[1:], strict=False)
    ]


def _kinds(path: Path) -> np.ndarray:
    """Of each step: 0 recorded, 1 flown, 2 not recorded."""
    steps = steps_km(path.lons, path.lats)
    with np.errstate(over="ignore"):
        hours = (path.times[1:] - path.times[:-1]) / 3_600_000
    timed = (path.times[1:] != UNKNOWN) & (path.times[:-1] != UNKNOWN)
    fast = timed & (steps > FAST_KMH * np.maximum(hours, 1 / 3600))
    flown = _long_enough(fast, steps)
    longest = max(LEAST_GAP_KM, GAP_STEPS * float(np.median(steps))) if len(steps) >= FEW else np.inf
    jumps = steps > longest
    jumps_flown = jumps & timed & (steps > JUMP_KM) & (steps > JUMP_KMH * hours)
    return np.select([flown | jumps_flown, jumps], [np.int8(1), np.int8(2)], np.int8(0))


def _long_enough(fast: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Of steps that follow each other at speed, those that together go far."""
    runs = np.cumsum(np.r_[True, fast[1:] != fast[:-1]]) - 1
    return fast & (np.bincount(runs, steps)[runs] >= FLIGHT_KM)
