"""Where an eye above a road sees the globe: Lambert's azimuthal equal-area projection, turned and scaled so that the road fits.

Sheets of paper have no zoom: a tour around a town and a way around the world each fill the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely

from places.geodesy import EARTH_KM

Places = np.ndarray  # rows of longitude, latitude in degrees
Spots = np.ndarray  # rows of x from the left, y from the top, in the drawing's units

LEAST_KM = 4  # of the ground across, whatever is to be seen
OPPOSITE = 1.98  # radii of the Earth: just before the point behind it, which is everywhere on the rim
TINY = 1e-12
TURNS = 3  # of the eye towards the road's middle; after two, no drawing has changed


@dataclass(frozen=True)
class Eye:
    """`middle`: where the place under the eye (`lon`, `lat`) falls; `scale`: units per radius of the Earth."""

    lon: float
    lat: float
    scale: float = 1.0
    middle: tuple[float, float] = (0.0, 0.0)
    height: float = 0.0  # of the drawing
    rim: float = OPPOSITE  # what lies farther from the middle, in radii, is drawn on this circle

    @classmethod
    def over(cls, road: Places, width: float, height: float, margin: float, least_km: float = LEAST_KM) -> Self:
        """The eye that sees the whole road within a drawing, `margin` free on each side, and `least_km` across."""
        eye = cls(*_mean(road))
        for _ in range(TURNS):
            low, high = _ends(eye.see(road))
            eye = cls(*eye.place((low + high) / 2))
        low, high = _ends(eye.see(road))
        room = np.array([width, height]) - 2 * margin
        scale = float(min(np.min(room / np.maximum(high - low, 1e-9)), width / (least_km / EARTH_KM)))
        middle = np.array([width, height]) / 2 - scale * (low + high) / 2
        corner = math.hypot(width, height) / 2 / scale
        return cls(eye.lon, eye.lat, scale, (float(middle[0]), float(middle[1])), height, min(OPPOSITE, 1.6 * corner))

    @property
    def km(self) -> float:
        """From the drawing's middle to its corners, along the globe."""
        return 2 * EARTH_KM * math.asin(min(1.0, math.hypot(*self.middle) / self.scale / 2))

    def spots(self, places: Places) -> Spots:
        """Where places fall that are no line."""
        return self.see(places)

    def copies(self, places: Places) -> list[Spots]:
        """An eye sees each place once."""
        return [self.see(places)]

    def shapes(self, ring: Places) -> list[shapely.Geometry]:
        """What a ring holds. When that is the point behind the globe too, what looks like its inside is its outside."""
        spots = self.see(ring)
        if np.all(np.hypot(*(spots - self.middle).T) > 0.999 * self.scale * self.rim):
            return []  # all of it lies beyond the rim
        shape = shapely.Polygon(spots)
        opposite = shapely.Point((self.lon + 360) % 360 - 180, -self.lat)
        if not shapely.Polygon(ring).contains(opposite):
            return [shape]
        disc = shapely.Point(self.middle).buffer(self.scale * self.rim, quad_segs=45)
        return list(shapely.get_parts(disc.difference(shapely.make_valid(shape))))

    def see(self, places: Places) -> Spots:
        """Where places of the globe fall."""
        east, north = np.radians(places[:, 0] - self.lon), np.radians(places[:, 1])
        level = math.radians(self.lat)
        towards = math.sin(level) * np.sin(north) + math.cos(level) * np.cos(north) * np.cos(east)
        x = np.cos(north) * np.sin(east)
        y = math.cos(level) * np.sin(north) - math.sin(level) * np.cos(north) * np.cos(east)
        x = np.where(
            (towards < 0) & (np.hypot(x, y) < TINY), TINY, x
        )  # the point behind the globe: anywhere on the rim
        near, beyond = 2 / np.maximum(1, 1 + towards), 2 * (1 - towards) / np.maximum(TINY, np.hypot(x, y)) ** 2
        k = np.sqrt(np.where(towards < 0, beyond, near))
        x, y = k * x, k * y
        far = np.minimum(1, self.rim / np.maximum(TINY, np.hypot(x, y)))
        return np.column_stack([self.middle[0] + self.scale * far * x, self.middle[1] - self.scale * far * y])

    def place(self, spot: Sequence[float]) -> tuple[float, float]:
        """The (lon, lat) that falls on a spot."""
        x, y = (spot[0] - self.middle[0]) / self.scale, (self.middle[1] - spot[1]) / self.scale
        away = min(math.hypot(x, y), 2.0)
        if away < 1e-12:
            return self.lon, self.lat
        angle, level = 2 * math.asin(away / 2), math.radians(self.lat)
        north = math.cos(angle) * math.sin(level) + y * math.sin(angle) * math.cos(level) / away
        east = math.atan2(
            x * math.sin(angle), away * math.cos(level) * math.cos(angle) - y * math.sin(level) * math.sin(angle)
        )
        lon = self.lon + math.degrees(east)
        return (lon + 180) % 360 - 180, math.degrees(math.asin(max(-1.0, min(1.0, north))))


def _mean(places: Places) -> tuple[float, float]:
    """The middle of places on the globe; the first one when they cancel each other out."""
    lon, lat = np.radians(places[:, 0]), np.radians(places[:, 1])
    x, y, z = (float(part.mean()) for part in (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    if math.hypot(x, y, z) < 1e-6:
        return float(places[0, 0]), float(places[0, 1])
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _ends(spots: Spots) -> tuple[np.ndarray, np.ndarray]:
    return spots.min(axis=0), spots.max(axis=0)
