"""Where an eye stands above a road, and what is named around it: the same for a sheet of paper and for a page without a script."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from places import countries
from routes import land
from routes.paper.eye import LEAST_KM, Eye, Places
from routes.paper.flat import Flat
from routes.paper.names import Name, Room
from routes.paper.surroundings import Surroundings

MARGIN = 110.0
SHORT = 5  # degrees
COUNTRY, TOWN, DOT = 21.0, 21.0, 3.5  # heights of letters, a radius
TILE = 680.0  # units: a tile of the screen's map, 256 points, where its names are as large
EYE_KM = 11_500  # from the middle to the corners: beyond, the rim of the globe is all that one sees
TOWNS_KM, MOST_TOWNS = 700, 60  # reached from the middle: beyond, countries say where one is


def sight(
    road: Places, width: float, height: float, *, margin: float = MARGIN, least_km: float = LEAST_KM
) -> Eye | Flat:
    """The globe from above the road; a sheet when the road goes around it."""
    eye = Eye.over(road, width, height, margin, least_km)
    return eye if eye.km < EYE_KM else Flat.around(road, width, height)


def corners(around: Surroundings) -> Places:
    """Of what is seen around a short road; a long one is seen whole anyway, and its corners are nowhere."""
    west, south, east, north = around.bounds
    if max(east - west, north - south) > SHORT:
        return np.empty((0, 2))
    return np.array([[lon, lat] for lon in (west, east) for lat in (south, north)])


def _zoom(eye: Eye | Flat) -> float:
    """Of a screen's map as large as the drawing."""
    return math.log2(2 * math.pi * eye.scale / TILE)


def towns_on(
    eye: Eye | Flat, room: Room, towns: Sequence[tuple[str, float, float, int]]
) -> list[tuple[Name, float, float]]:
    """Those for which there is room, each with the spot of its dot."""
    if not isinstance(eye, Eye) or eye.km > TOWNS_KM:
        return []
    zoom, drawn = _zoom(eye), []
    for text, lon, lat, first in towns:
        [(x, y)] = eye.see(np.array([[lon, lat]])).tolist()
        if first <= zoom and len(drawn) < MOST_TOWNS and (name := room.beside(text, (x, y), TOWN)):
            room.keep([(x, y)], DOT)
            drawn.append((name, round(x, 1), round(y, 1)))
    return drawn


def countries_on(eye: Eye | Flat, room: Room, language: str) -> list[Name]:
    """Those that a screen would name at this scale."""
    zoom = _zoom(eye)
    drawn = []
    for code, lon, lat, first, is_territory in sorted(land.countries(), key=lambda country: country[3]):
        if first <= zoom and not is_territory:
            [spot] = eye.see(np.array([[lon, lat]]))
            drawn.append(room.upon(countries.name(code, language), spot, COUNTRY))
    return [name for name in drawn if name]
