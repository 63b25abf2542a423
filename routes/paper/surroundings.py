"""Where a drawn road lies: a view of it that holds what names the place, and the towns to be named in that view."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from places import gazetteer, geo
from places.labelling import LAST_ZOOM

Bounds = tuple[
    float, float, float, float
]  # west, south, east, north in degrees; east beyond 180 across the antimeridian
KM_PER_DEGREE = 111.2
# At least so many kilometres across, the nearest first in which one may know where one is: by so many towns that maps name
# from this zoom on. On an island far from any the last one shows a coast.
ACROSS_KM = (20, 40, 80, 160, 320)
KNOWN, KNOWN_ZOOM = 2, 8
NORTHERNMOST = 85.0  # where maps end
BESIDE = 0.5  # of the view, on each side, where towns are named too
FAR = 3.0  # degrees around it, where only those are named that maps name from afar
NEAR_TOWNS, FAR_TOWNS = 200, 400


@dataclass(frozen=True)
class Surroundings:
    """`bounds` hold the road; `towns`: (name, lon, lat, first zoom), those seen from farthest first."""

    bounds: Bounds
    towns: list[tuple[str, float, float, int]]

    @classmethod
    def of(cls, places: np.ndarray, *, named: Collection[str], language: str) -> Self:
        """Around rows of lon, lat; `named` are towns that the road names itself. Without a place: the whole world."""
        if not len(places):
            return cls((-180, -60, 180, 80), [])
        road = _extent(places)
        for km in ACROSS_KM:
            bounds = _across(road, km)
            towns = _towns(bounds, named, language, LAST_ZOOM, NEAR_TOWNS)
            if bounds == road or sum(zoom <= KNOWN_ZOOM for *_, zoom in towns) >= KNOWN:
                break
        return cls(bounds, _all_towns(bounds, named, language))

    @property
    def middle(self) -> float:
        """The longitude that the drawing goes around."""
        return (self.bounds[0] + self.bounds[2]) / 2

    def turned(self, lon: float) -> float:
        """The same meridian where the drawing has it."""
        return lon + 360 * round((self.middle - lon) / 360)

    def turned_line(self, line: Iterable) -> list[tuple[float, float]]:
        """A line that crosses no antimeridian, of (lon, lat), whole where most of it is."""
        points = [tuple(point) for point in line]
        west, east = min(points)[0], max(points)[0]
        turn = self.turned((west + east) / 2) - (west + east) / 2
        return [(lon + turn, lat) for lon, lat in points]


def _extent(places: np.ndarray) -> Bounds:
    lons, lats = np.array(geo.together([geo.wrap(lon) for lon in places[:, 0].tolist()])), places[:, 1]
    return float(lons.min()), float(lats.min()), float(lons.max()), float(lats.max())


def _across(bounds: Bounds, km: float) -> Bounds:
    """The same, grown on all sides to so many kilometres where they are less."""
    west, south, east, north = bounds
    up = max(0, km / KM_PER_DEGREE - (north - south)) / 2
    degree = max(0.05, math.cos(math.radians((south + north) / 2)))
    aside = max(0, min(360, km / KM_PER_DEGREE / degree) - (east - west)) / 2
    south, north = max(-NORTHERNMOST, south - up), min(NORTHERNMOST, north + up)
    return west - aside, min(south, bounds[1]), east + aside, max(north, bounds[3])


def _all_towns(bounds: Bounds, named: Collection[str], language: str) -> list[tuple[str, float, float, int]]:
    west, south, east, north = bounds
    beside = BESIDE * max(east - west, north - south)
    near = _towns(_beyond(bounds, beside), named, language, LAST_ZOOM, NEAR_TOWNS)
    far = _towns(_beyond(bounds, FAR), named, language, gazetteer.FARTHEST_ZOOM, FAR_TOWNS)
    return sorted(dict.fromkeys([*far, *near]), key=lambda town: town[3])


def _beyond(bounds: Bounds, degrees: float) -> Bounds:
    west, south, east, north = bounds
    return west - degrees, max(-90, south - degrees), east + degrees, min(90, north + degrees)


def _towns(
    bounds: Bounds, named: Collection[str], language: str, finest: int, most: int
) -> list[tuple[str, float, float, int]]:
    found = gazetteer.marks(*bounds, language=language, most=most, finest=finest)
    return [town for town in found if town[0] not in named]
