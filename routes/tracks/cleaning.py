"""Vertices that cannot be right are left out, and counted; none is ever made up. What was sent is kept whole beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum

import numpy as np

from routes.tracks.measuring import km_between, steps_km
from routes.tracks.reading import EPOCH, UNKNOWN, Path, Source

FIRST_FIX = round((datetime(1980, 1, 6, tzinfo=UTC) - EPOCH).total_seconds() * 1000)  # the satellites' own first day
DAY_MS = 86_400_000
FASTEST_KMH = 1300  # no airliner flies faster
FAST_KMH = 350  # no train runs faster
STRAY_KM, TIMED_STRAY_KM = 0.05, 0.1  # beneath, it is how exactly devices know where they are
STRAY_STEPS = 3  # how much longer than most steps those to a stray vertex and back are
BACK = 0.3  # of the way there and back: how near to each other both ends of a stray's detour lie
MOST_ROUNDS = 100


class Fault(StrEnum):
    NOWHERE = "nowhere"  # no coordinates, none on Earth, or 0, 0
    UNTIMELY = "untimely"  # a time before there were satellites, or to come
    MOVED = "moved"  # put back in the order of time
    BACKWARDS = "backwards"  # a time that goes back while the way goes on: forgotten, its vertex stays
    TWICE = "twice"
    STRAY = "stray"
    ALONE = "alone"  # a segment of one vertex


def clean(
    segments: Iterable[Path], source: Source, *, now: datetime | None = None
) -> tuple[list[Path], Counter[Fault]]:
    """Segments with two vertices or more, in order of time where all have one, and what was found in them."""
    faults: Counter[Fault] = Counter()
    latest = round(((now or datetime.now(UTC)) - EPOCH).total_seconds() * 1000) + DAY_MS
    found = [_clean(segment, source, latest, faults) for segment in segments]
    faults[Fault.ALONE] += sum(len(path) == 1 for path in found)
    return _in_order([path for path in found if len(path) > 1], faults), faults


def _clean(path: Path, source: Source, latest: int, faults: Counter[Fault]) -> Path:
    path = _timely(_somewhere(path, faults), latest, faults)
    path = _forwards(path, faults)
    for _round in range(MOST_ROUNDS):
        before = len(path)
        path = _once(path, faults)
        if source != Source.PLANNED:
            path = _without_strays(path, faults)
        if len(path) == before:
            break
    return path


def _somewhere(path: Path, faults: Counter[Fault]) -> Path:
    """Only what lies on Earth, between −180 and 180. Devices without a satellite write 0, 0."""
    with np.errstate(invalid="ignore"):
        right = (np.abs(path.lats) <= 90) & (np.abs(path.lons) <= 360) & ((path.lats != 0) | (path.lons != 0))
    faults[Fault.NOWHERE] += int((~right).sum())
    path = path.pick(right)
    lons = np.where(np.abs(path.lons) > 180, (path.lons + 180) % 360 - 180, path.lons)
    return Path(lons, path.lats, path.times, path.heights)


def _timely(path: Path, latest: int, faults: Counter[Fault]) -> Path:
    wrong = (path.times != UNKNOWN) & ((path.times < FIRST_FIX) | (path.times > latest))
    faults[Fault.UNTIMELY] += int(wrong.sum())
    return _timed(path, np.where(wrong, UNKNOWN, path.times))


def _forwards(path: Path, faults: Counter[Fault]) -> Path:
    """In order of time, if that makes the way shorter: then it was shuffled. Else the clock was wrong, not the way."""
    known = np.flatnonzero(path.times != UNKNOWN)
    if len(known) < 2 or (np.diff(path.times[known]) >= 0).all():
        return path
    if len(known) == len(path):
        order = np.argsort(path.times, kind="stable")
        ordered = path.pick(order)
        if steps_km(ordered.lons, ordered.lats).sum() < steps_km(path.lons, path.lats).sum():
            faults[Fault.MOVED] += int((order != np.arange(len(path))).sum())
            return ordered
    wrong = np.setdiff1d(known, known[_rising(path.times[known].tolist())])
    faults[Fault.BACKWARDS] += len(wrong)
    times = path.times.copy()
    times[wrong] = UNKNOWN
    return _timed(path, times)


def _rising(times: list[int]) -> list[int]:
    """Numbers of the most that follow each other without going back."""
    tails: list[int] = []
    ends: list[int] = []  # number of the last, for each length
    before = [-1] * len(times)
    for n, time in enumerate(times):
        at = bisect_right(tails, time)
        before[n] = ends[at - 1] if at else -1
        tails[at : at + 1], ends[at : at + 1] = [time], [n]
    chain, n = [], ends[-1]
    while n >= 0:
        chain.append(n)
        n = before[n]
    return chain[::-1]


def _once(path: Path, faults: Counter[Fault]) -> Path:
    """Of a stay at one very place, its beginning and its end."""
    if len(path) < 2:
        return path
    same = (path.lons[1:] == path.lons[:-1]) & (path.lats[1:] == path.lats[:-1])
    starts, ends = np.r_[True, ~same], np.r_[~same, True]
    began = path.times[np.flatnonzero(starts)[np.cumsum(starts) - 1]]
    kept = starts | (ends & (path.times != UNKNOWN) & (path.times != began))
    faults[Fault.TWICE] += int((~kept).sum())
    return path.pick(kept)


def _without_strays(path: Path, faults: Counter[Fault]) -> Path:
    """Without those that lie far off for one moment; of neighbours, one at a time."""
    if len(path) < 3:
        return path
    steps = steps_km(path.lons, path.lats)
    there, back = steps[:-1], steps[1:]
    across = km_between(path.lons[:-2], path.lats[:-2], path.lons[2:], path.lats[2:])
    returns = (across < BACK * (there + back)) & (across > 0)
    hours = _hours(path)
    timed = ~np.isnan(hours[:-1]) & ~np.isnan(hours[1:])
    least = max(STRAY_KM, STRAY_STEPS * float(np.median(steps)))
    with np.errstate(invalid="ignore"):
        quick = (there > FAST_KMH * hours[:-1]) & (back > FAST_KMH * hours[1:])
    far = np.where(timed, quick & (np.minimum(there, back) > TIMED_STRAY_KM), np.minimum(there, back) > least)
    stray = np.r_[_too_quick(steps, hours, 0), far & returns, _too_quick(steps, hours, -1)]
    stray &= _alternate(stray)
    faults[Fault.STRAY] += int(stray.sum())
    return path.pick(~stray)


def _hours(path: Path) -> np.ndarray:
    """From each vertex to the next, a second at the least; NaN where a time is not told."""
    untold = (path.times[:-1] == UNKNOWN) | (path.times[1:] == UNKNOWN)
    with np.errstate(over="ignore"):
        took = np.maximum((path.times[1:] - path.times[:-1]) / 3_600_000, 1 / 3600)
    return np.where(untold, np.nan, took)


def _too_quick(steps: np.ndarray, hours: np.ndarray, end: int) -> bool:
    """Whether the first or last vertex is one that nobody can have come from, or gone to."""
    return bool(steps[end] > max(FASTEST_KMH * hours[end], 1)) if not np.isnan(hours[end]) else False


def _alternate(chosen: np.ndarray) -> np.ndarray:
    """Every other one of those that follow each other."""
    numbers = np.arange(len(chosen))
    began = np.maximum.accumulate(np.where(chosen & ~np.r_[False, chosen[:-1]], numbers, -1))
    return (numbers - began) % 2 == 0


def _in_order(paths: list[Path], faults: Counter[Fault]) -> list[Path]:
    """Segments by the time they begin, when each tells it."""
    firsts = [int(path.times[path.times != UNKNOWN][0]) for path in paths if path.is_timed]
    if len(firsts) < len(paths):
        return paths
    order = sorted(range(len(paths)), key=firsts.__getitem__)
    faults[Fault.MOVED] += sum(len(paths[n]) for at, n in enumerate(order) if at != n)
    return [paths[n] for n in order]


def _timed(path: Path, times: np.ndarray) -> Path:
    return Path(path.lons, path.lats, times, path.heights)
