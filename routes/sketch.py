"""A journey drawn small, for a page that needs no map: the road over Eurasia, seen by an eye above it.

Lambert's azimuthal equal-area projection: no country grows with its distance from the equator. bin/build-sketch draws
the land under it (static/img/sketch.svg) through the same `place`, so that the two always fit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from routes.legs import evidence, leg
from routes.profile import thinned

WIDTH, HEIGHT = 1000, 590
CENTRE = 56.0, 35.0  # lon, lat under the eye
SCALE = 556.0  # units per radius of the Earth
MIDDLE = 468.0, 316.0  # where the centre falls in the drawing
MOST_TICKS = 150
NEAR = 3  # degrees between two stops, within which the way on the globe is straight on paper
ROOM, ROOM_ON_PHONES = 118, 230  # between two names, which are written larger where the drawing is small


def place(lon: float, lat: float) -> tuple[float, float]:
    """Where a point of the globe falls: x from the left, y from the top."""
    east, north, level = math.radians(lon - CENTRE[0]), math.radians(lat), math.radians(CENTRE[1])
    towards = math.sin(level) * math.sin(north) + math.cos(level) * math.cos(north) * math.cos(east)
    k = SCALE * math.sqrt(2 / max(1e-6, 1 + towards))
    x = math.cos(north) * math.sin(east)
    y = math.cos(level) * math.sin(north) - math.sin(level) * math.cos(north) * math.cos(east)
    return MIDDLE[0] + k * x, MIDDLE[1] - k * y


def sketch(stops: Sequence) -> dict:
    """`documented` and `illustrative`, the road's two lines as SVG path data, and `ticks`: stops with their x and y.

    A tick is `named` when there is room for its name beside those before it, `on_phones` too when there is much. Of a long
    road some stops have none, its ends always do.
    """
    roads: dict[str, list[str]] = {"documented": [], "illustrative": []}
    for start, end in pairwise(stops):
        roads[evidence(start, end)].append(_path((start.lon, start.lat), (end.lon, end.lat)))
    ticked = [stops[n] for n in thinned(len(stops), MOST_TICKS)]
    spots = [place(stop.lon, stop.lat) for stop in ticked]
    named = _roomy(spots, ROOM)
    on_phones = _roomy(named, ROOM_ON_PHONES)
    ticks = [
        {
            "stop": stop,
            "x": _short(spot[0]),
            "y": _short(spot[1]),
            "named": spot in named,
            "on_phones": spot in on_phones,
            "at_end": spot[0] > 0.85 * WIDTH,
        }
        for stop, spot in zip(ticked, spots, strict=True)
    ]
    lines = {name: "".join(paths) for name, paths in roads.items()}
    ends = {"first": stops[0].name, "last": stops[-1].name} if stops else {"first": "", "last": ""}
    return lines | ends | {"ticks": ticks, "count": len(stops), "width": WIDTH, "height": HEIGHT}


def _roomy(spots: Sequence[tuple[float, float]], room: float) -> list[tuple[float, float]]:
    """Those at least `room` from every one chosen before."""
    chosen: list[tuple[float, float]] = []
    for spot in spots:
        if all(math.dist(spot, other) > room for other in chosen):
            chosen.append(spot)
    return chosen


def _path(start: tuple[float, float], end: tuple[float, float]) -> str:
    near = abs(start[0] - end[0]) < NEAR and abs(start[1] - end[1]) < NEAR
    parts = [[start, end]] if near else [part.coords for part in leg(start, end, step_km=400).geoms]
    return "".join("M" + "L".join(" ".join(map(_short, place(*point))) for point in part) for part in parts)


def _short(value: float) -> str:
    return f"{value:.1f}"
