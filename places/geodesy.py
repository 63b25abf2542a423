"""Distances of a million rows at once, good enough to say which few the database must measure."""

from __future__ import annotations

import math

import numpy as np

EARTH_KM = 6371.0088
ROUGH = 0.007  # by how much of itself a distance along a sphere may be wrong…
FINE = 0.0002  # …and one along Lambert's ellipsoid, but for the other side of the Earth
MARGIN_KM = 0.05  # of both, for what single precision loses
FAR_KM = 19_000
AXIS_KM, FLATTENING = 6378.137, 1 / 298.257223563


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


def nearest(lon: float, lat: float, lons: np.ndarray, lats: np.ndarray, count: int) -> np.ndarray:
    """Which of these (bool each) the `count` nearest surely are among."""
    far = along(lon, lat, lons, lats)
    if len(far) <= count:
        return np.ones(len(far), bool)
    last = float(np.partition(far, count - 1)[count - 1])
    return np.ones(len(far), bool) if last > FAR_KM else far <= last * (1 + 2 * FINE) + MARGIN_KM


def along(lon: float, lat: float, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
    """Kilometres along the ellipsoid by Lambert's formula: some metres wrong, more near the antipode."""
    here, there = (np.arctan((1 - FLATTENING) * np.tan(np.radians(latitude))) for latitude in (lat, lats))
    across = np.sin(np.radians(lons - lon) / 2) ** 2
    half = np.arcsin(np.sqrt(np.minimum(np.sin((there - here) / 2) ** 2 + np.cos(here) * np.cos(there) * across, 1)))
    angle, p, q = 2 * half, (here + there) / 2, (there - here) / 2
    tiny = np.finfo(float).tiny
    x = (angle - np.sin(angle)) * (np.sin(p) * np.cos(q)) ** 2 / np.maximum(np.cos(half) ** 2, 1e-9)
    y = (angle + np.sin(angle)) * (np.cos(p) * np.sin(q)) ** 2 / np.maximum(np.sin(half) ** 2, tiny)
    return AXIS_KM * (angle - FLATTENING / 2 * (x + y))
