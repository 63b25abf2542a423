"""A journey drawn small, for a page that needs no map: the road over its land, seen by an eye above it.

The eye is the booklet's: a tour around a town and a way around the world each fill the drawing. The page holds the road;
the land is a file of its own, which browsers keep (`ground`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from routes.legs import evidence, leg
from routes.paper.eye import Eye, Places
from routes.paper.flat import Flat
from routes.paper.ground import Ground, path
from routes.paper.view import sight
from routes.profile import thinned

WIDTH, HEIGHT = 1000, 590
MARGIN = 62.0
LEAST_KM = 120  # across: a coast or a border is rarely farther, and names of stages still part
BORDERS_KM = 3_000  # from the middle: beyond, they are only restless
STEP_KM = 400
MOST_TICKS = 150
NEAR = 3  # degrees between two stops, within which the way on the globe is straight on paper
LOW = 0.7  # of the room beside a name, what it needs above
ROOM, ROOM_ON_PHONES = 118, 230  # between two names, which are written larger where the drawing is small
ASIDE = 0.15  # of the width, on each side, where names turn inwards


def sketch(stops: Sequence) -> dict:
    """`documented` and `illustrative`, the road's two lines as SVG path data, and `ticks`: stops with their x and y.

    A tick is `named` when there is room for its name beside those before it, `on_phones` too when there is much. Of a long
    road some stops have none, its ends always do.
    """
    ways = _ways(stops)
    eye = _eye(stops, ways)
    roads: dict[str, list[str]] = {"documented": [], "illustrative": []}
    for known, parts in ways if eye else []:
        roads[known] += [path(spots) for part in parts for spots in eye.copies(part)]
    ends = {"first": stops[0].name, "last": stops[-1].name} if stops else {"first": "", "last": ""}
    lines = {name: "".join(paths) for name, paths in roads.items()}
    height = round(eye.height) if eye else HEIGHT
    return lines | ends | {"ticks": _ticks(stops, eye), "count": len(stops), "width": WIDTH, "height": height}


def ground(stops: Sequence) -> tuple[Ground, int] | None:
    """What lies under the same drawing, and its height; None without a stop."""
    eye = _eye(stops, _ways(stops))
    return eye and _ground(eye)


@lru_cache(maxsize=64)
def _ground(eye: Eye | Flat) -> tuple[Ground, int]:
    seen = Ground.under(eye, WIDTH, eye.height)
    is_wide = isinstance(eye, Flat) or eye.km > BORDERS_KM
    return replace(seen, borders="", disputed="") if is_wide else seen, round(eye.height)


def _eye(stops: Sequence, ways: Sequence[tuple[str, list[Places]]]) -> Eye | Flat | None:
    if not stops:
        return None
    points = np.array([(stop.lon, stop.lat) for stop in stops])
    places = np.concatenate([points, *(part for _, parts in ways for part in parts)])
    return sight(places, WIDTH, HEIGHT, margin=MARGIN, least_km=LEAST_KM)


def _ways(stops: Sequence) -> list[tuple[str, list[Places]]]:
    return [
        (evidence(start, end), _parts((start.lon, start.lat), (end.lon, end.lat))) for start, end in pairwise(stops)
    ]


def _parts(start: tuple[float, float], end: tuple[float, float]) -> list[Places]:
    near = abs(start[0] - end[0]) < NEAR and abs(start[1] - end[1]) < NEAR
    return [
        np.array(part)
        for part in ([[start, end]] if near else [p.coords for p in leg(start, end, step_km=STEP_KM).geoms])
    ]


def _ticks(stops: Sequence, eye: Eye | Flat | None) -> list[dict]:
    if eye is None:
        return []
    ticked = [stops[n] for n in thinned(len(stops), MOST_TICKS)]
    spots = [tuple(spot) for spot in eye.spots(np.array([(stop.lon, stop.lat) for stop in ticked])).tolist()]
    named = _roomy(spots, ROOM)
    on_phones = _roomy(named, ROOM_ON_PHONES)
    return [
        {
            "stop": stop,
            "x": f"{spot[0]:.1f}",
            "y": f"{spot[1]:.1f}",
            "named": spot in named,
            "on_phones": spot in on_phones,
            "at_start": spot[0] < ASIDE * WIDTH,
            "at_end": spot[0] > (1 - ASIDE) * WIDTH,
        }
        for stop, spot in zip(ticked, spots, strict=True)
    ]


def _roomy(spots: Sequence[tuple[float, float]], room: float) -> list[tuple[float, float]]:
    """Those far enough from every one chosen before: `room` beside each other, less above, since names are wide and low."""
    chosen: list[tuple[float, float]] = []
    for x, y in spots:
        if all(math.hypot(x - left, (y - top) / LOW) > room for left, top in chosen):
            chosen.append((x, y))
    return chosen
