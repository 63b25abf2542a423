"""How much sea lies between two places, as the coarsest level of the base map knows land."""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from shapely import Polygon, STRtree

from places.geodesy import WGS84
from routes.land import rings

SHORE_DEGREES = 0.5  # the coarse coast passes this close to harbours that stand on it
STEP_KM = 10
STRAIT_DEGREES = 0.5  # the Channel, the Øresund, Messina: across less, there is a bridge, a tunnel or a ferry
OCEAN_KM = 500  # islands may lead across an ocean like stepping stones: nobody takes them one by one
Place = tuple[float, float]  # lon, lat in degrees


def at_sea(place: Place) -> bool:
    """Whether no land that the map knows is near."""
    return _land_near(place) is None


def sea_km(start: Place, end: Place) -> float:
    """The longest stretch of open water on the shortest way between two places; 0 where one may go without a sea voyage.

    That is along one land, or over straits between lands: from Marseille to Barcelona, from Rome to Palermo.
    """
    here, there = _land_near(start), _land_near(end)
    if here is not None and here == there:
        return 0.0
    km = _open_km(start, end)
    near = here is not None and there is not None and _groups()[here] == _groups()[there]
    return 0.0 if near and km < OCEAN_KM else km


def _open_km(start: Place, end: Place) -> float:
    azimuth, _, metres = WGS84.inv(*start, *end)
    steps = max(2, round(metres / (STEP_KM * 1000)))
    along = np.linspace(0, metres, steps)
    same = np.ones(steps)
    lons, lats, _ = WGS84.fwd(start[0] * same, start[1] * same, azimuth * same, along)
    wet = np.ones(steps, dtype=bool)
    wet[_lands().query(shapely.points(lons, lats), predicate="intersects")[0]] = False
    return _longest(wet) * metres / 1000 / (steps - 1)


def _longest(wet: np.ndarray) -> int:
    """Of all runs of true, the longest."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], wet.astype(np.int8), [0]])))
    return int(np.diff(edges)[::2].max(initial=0))


def _land_near(place: Place) -> int | None:
    """The number of the land on whose ground, or on whose shore, a place is."""
    point = shapely.Point(place)
    nearest = int(_lands().nearest(point))
    return nearest if _lands().geometries[nearest].distance(point) <= SHORE_DEGREES else None


@cache
def _groups() -> list[int]:
    """Of each land, the number of those that straits join: lands of one group have the same."""
    lands = _lands()
    group = list(range(len(lands.geometries)))
    for one, other in zip(*lands.query(lands.geometries, predicate="dwithin", distance=STRAIT_DEGREES), strict=True):
        joined, left = group[one], group[other]
        if joined != left:
            group = [joined if number == left else number for number in group]
    return group


@cache
def _lands() -> STRtree:
    """Continents and islands, less their inner seas. Rings lie within each other in any depth: land, sea, island…"""
    shapes = [shapely.make_valid(Polygon(ring)) for ring in rings("land") if len(ring) > 3]
    shapes.sort(key=lambda shape: -shape.area)
    tree = STRtree(shapes)
    inside, around = tree.query([shape.representative_point() for shape in shapes], predicate="within")
    holders = {n: around[(inside == n) & (around != n)] for n in range(len(shapes))}
    seas = {n for n, outer in holders.items() if len(outer) % 2}
    waters: dict[int, list] = {}
    for n in seas:
        waters.setdefault(int(max(holders[n])), []).append(shapes[n])  # the smallest that holds it
    lands = [
        shapely.difference(shape, shapely.union_all(waters[n])) if n in waters else shape
        for n, shape in enumerate(shapes)
        if n not in seas
    ]
    return STRtree(lands)
