"""Which initiatives lie along a journey, and in what order one comes past them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from places.geodesy import EARTH_KM
from places.models import Initiative
from routes.legs import line
from routes.models import Journey, Stage

AT_ONCE = 4096  # places times some hundreds of stretches, in memory


def beside(journey: str, km: float, generation: int) -> tuple[int, ...]:
    """Primary keys of those within `km` of the line of the journey called so, in the order of the road; kept until the next
    generation, or until time lets one read more of its stages. Nobody for a journey of fewer than two."""
    return _beside(journey, km, generation, Stage.objects.filter(journey__slug=journey).count())


@lru_cache(maxsize=16)
def _beside(journey: str, km: float, generation: int, readable: int) -> tuple[int, ...]:
    road = line(Journey.objects.get(slug=journey).stages.order_by("order"))
    found = list(Initiative.objects.order_by("pk").along(road, km=km).values_list("pk", "point")) if len(road) else []
    passed = along(road.coords, [point.x for _, point in found], [point.y for _, point in found])
    return tuple(found[row][0] for row in np.argsort(passed, kind="stable"))


def along(parts: Iterable[Iterable[tuple[float, float]]], lons: Iterable[float], lats: Iterable[float]) -> np.ndarray:
    """How far along a line, in km, one is nearest to each place: of parts that follow one another, (lon, lat) in degrees, whose
    points lie close enough for straight lines (`legs.STEP_KM`). Where two stretches are as near, the first."""
    stretches = [
        np.stack([points[:-1], points[1:]]) for part in parts if len(points := _globe(*zip(*part, strict=True))) > 1
    ]
    places = _globe(lons, lats)
    if not stretches or not len(places):
        return np.zeros(len(places))
    starts, ends = np.concatenate(stretches, axis=1)
    ways = ends - starts
    lengths = np.linalg.norm(ways, axis=1)
    before = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    found = [
        _nearest(some, starts, ways, lengths, before) for some in np.array_split(places, -(-len(places) // AT_ONCE))
    ]
    return np.concatenate(found) * EARTH_KM


def _nearest(
    places: np.ndarray, starts: np.ndarray, ways: np.ndarray, lengths: np.ndarray, before: np.ndarray
) -> np.ndarray:
    """Of each place, the length of the line before the point of it that is nearest."""
    squared = np.maximum(lengths**2, 1e-30)
    shares = np.clip((places @ ways.T - np.sum(starts * ways, axis=1)) / squared, 0, 1)
    # |p − s − t·w|², without an array of all the differences.
    to_start = 2 - 2 * (places @ starts.T)
    across = to_start - 2 * shares * (places @ ways.T - np.sum(starts * ways, axis=1)) + shares**2 * squared
    nearest = np.argmin(np.round(across, 12), axis=1)
    rows = np.arange(len(places))
    return before[nearest] + shares[rows, nearest] * lengths[nearest]


def _globe(lons: Iterable[float], lats: Iterable[float]) -> np.ndarray:
    """Places on a sphere of radius 1."""
    east, north = np.radians(np.asarray(lons, float)), np.radians(np.asarray(lats, float))
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=-1)
