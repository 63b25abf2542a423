"""Distances: of a million rows at once, good enough to say which few are to be measured; and of those few, exactly."""

from __future__ import annotations

import math

import numpy as np
from pyproj import Geod

EARTH_KM = 6371.0088
ROUGH = 0.007  # by how much of itself a distance along a sphere may be wrong
MARGIN_KM = 0.05  # for what single precision loses
WGS84 = Geod(ellps="WGS84")


def chord(km: float) -> float:
    """The square of the straight line, through a sphere of radius 1, to what lies `km` away along it."""
    return (2 * math.sin(min(km / EARTH_KM, math.pi) / 2)) ** 2


def km(chord: float) -> float:
    return 2 * EARTH_KM * math.asin(min(math.sqrt(chord) / 2, 1))


def at_least(km: float) -> float:
    """What is truly within `km` if a sphere says so."""
    return max(km * (1 - ROUGH) - MARGIN_KM, 0)


def at_most(km: float) -> float:
    """What a sphere says of all that is truly within `km`, and of all that a sphere says to be."""
    return km * (1 + 2.1 * ROUGH) + MARGIN_KM


def metres(lon: float, lat: float, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
    """From a place to each of others, along the ellipsoid: what PostGIS measures, by the same algorithm."""
    return WGS84.inv(np.full(len(lons), lon), np.full(len(lats), lat), lons, lats)[2]


def circle(lon: float, lat: float, metres: float, *, corners: int = 48) -> np.ndarray:
    """Rows of lon, lat all so far from a place, closed; longitudes run on beyond the antimeridian."""
    around = np.linspace(0, 360, corners + 1)
    lons, lats, _ = WGS84.fwd(
        np.full(corners + 1, lon), np.full(corners + 1, lat), around, np.full(corners + 1, metres)
    )
    return np.column_stack([np.unwrap(lons, period=360), lats])
