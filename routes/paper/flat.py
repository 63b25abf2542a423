"""The whole world as a sheet, for roads too wide for any eye: Patterson's cylindrical projection around a road's own middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely

from routes.paper.eye import Places, Spots

# Of Patterson's polynomial in the latitude: T. Patterson, B. Šavrič, B. Jenny, « Introducing the Patterson cylindrical
# projection », 2014.
NORTH = 83.6  # and south: where the base map ends
TERMS = ((1, 1.0148), (5, 0.23185), (7, -0.14499), (9, 0.02406))


@dataclass(frozen=True)
class Flat:
    """`lon` is in the middle of the sheet, `top` how far below its upper edge the equator falls, `scale` units per radian."""

    lon: float
    scale: float
    width: float
    height: float
    top: float

    @classmethod
    def around(cls, road: Places, width: float, height: float) -> Self:
        """As wide as the world, at most as high, and where the road's latitudes are."""
        scale = width / (2 * np.pi)
        ups = _up(road[:, 1]) * scale
        edge = float(_up(np.array([NORTH]))[0]) * scale
        height = min(height, 2 * edge)
        middle = min(edge - height / 2, max(height / 2 - edge, float(ups.max() + ups.min()) / 2))
        return cls(_emptiest(road[:, 0]), float(scale), width, height, height / 2 + middle)

    def see(self, places: Places) -> Spots:
        """Where places fall; a line goes on beyond the edge rather than across the sheet."""
        [spots] = self._shifted(places, [0])
        return spots

    def spots(self, places: Places) -> Spots:
        """Where places fall that are no line, each on the sheet itself."""
        return np.concatenate([self.see(places[n : n + 1]) for n in range(len(places))])

    def copies(self, places: Places) -> list[Spots]:
        """The same, and once more on either side."""
        return self._shifted(places, [-1, 0, 1])

    def shapes(self, ring: Places) -> list[shapely.Geometry]:
        """What a ring holds, with its copies."""
        return [shapely.Polygon(spots) for spots in self.copies(ring)]

    def _shifted(self, places: Places, worlds: list[int]) -> list[Spots]:
        lons = np.unwrap((places[:, 0] - self.lon + 180) % 360 - 180, period=360)
        y = self.top - self.scale * _up(places[:, 1])
        return [np.column_stack([self.width / 2 + self.scale * np.radians(lons + 360 * world), y]) for world in worlds]


def _up(lats: np.ndarray) -> np.ndarray:
    north = np.radians(lats)
    return sum(factor * north**power for power, factor in TERMS)


def _emptiest(lons: np.ndarray) -> float:
    """The longitude opposite the middle of the widest gap: the sheet is cut where the road does not pass."""
    around = np.sort(lons % 360)
    gaps = np.diff(np.append(around, around[0] + 360))
    widest = int(gaps.argmax())
    return float((around[widest] + gaps[widest] / 2) % 360 - 180)
