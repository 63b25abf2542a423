"""How far vertices are from each other: roughly, of a million at once; exactly, along the ellipsoid, for what is told."""

from __future__ import annotations

import numpy as np

from places.geodesy import EARTH_KM, WGS84


def km_between(lons: np.ndarray, lats: np.ndarray, others_lons: np.ndarray, others_lats: np.ndarray) -> np.ndarray:
    """Along a sphere, pair by pair: to half a percent."""
    west, south, east, north = map(np.radians, (lons, lats, others_lons, others_lats))
    half = np.sin((north - south) / 2) ** 2 + np.cos(south) * np.cos(north) * np.sin((east - west) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def steps_km(lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
    """From each vertex to the next, roughly."""
    return km_between(lons[:-1], lats[:-1], lons[1:], lats[1:])


def length_km(lons: np.ndarray, lats: np.ndarray) -> float:
    """Along the ellipsoid, exactly."""
    return WGS84.line_length(lons, lats) / 1000 if len(lons) > 1 else 0.0
