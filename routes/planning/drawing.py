"""A plan on a map: what the script draws, and a small drawing for paper and for whoever has no script."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from django.utils.translation import get_language
from shapely import LineString

from places import geo
from places.maps import map_options
from places.small_maps import HALO
from routes.legs import leg
from routes.paper import view
from routes.paper.eye import Eye, Places, Spots
from routes.paper.flat import Flat
from routes.paper.ground import Ground, path, stepped
from routes.paper.names import Room
from routes.paper.surroundings import Surroundings
from routes.planning.plan import Plan, Spot

WIDTH, HEIGHT = 1000, 620
EDGE = 80  # units kept free around the way
LEAST_KM = 40  # across: a plan within one town is shown with what lies around it
STEP_KM = 50
APART = 46  # units between two dots; closer ones share theirs
DOT = 22  # units, the radius of one


def plan_map(plan: Plan, label: str) -> dict | None:
    """What static/js/plan.js starts from; None when nothing is placed.

    Longitudes go beyond 180 rather than around the world, so that "bounds" is the smallest view that holds all.
    """
    spots = plan.spots
    if not spots:
        return None
    options = map_options(get_language())
    lons = geo.together([round(spot.lon, 5) for spot in spots])
    lats = [round(spot.lat, 5) for spot in spots]
    ranks = {stop.initiative.pk: stop.rank for stop in plan.stops}
    return {
        "map": options | {"detail": None, "strings": options["strings"] | {"map": label}},
        "bounds": [[min(lats), min(lons)], [max(lats), max(lons)]],
        "places": [
            {
                "letter": str(ranks[spot.initiative.pk]),
                "lon": lon,
                "lat": lat,
                "halo": HALO[spot.initiative.precision][0],
                "resource": next(iter(spot.initiative.resources), ""),
            }
            for spot, lon, lat in zip(spots, lons, lats, strict=True)
            if spot.initiative
        ],
        "ends": [[lon, lat] for spot, lon, lat in zip(spots, lons, lats, strict=True) if not spot.initiative],
        "lines": [_unwrapped(*ends, lon) for ends, lon in zip(pairwise(spots), lons, strict=False)],
    }


def drawing(plan: Plan, *, on_paper: bool = False) -> dict | None:
    """The `way` as SVG path data and `dots` with their x, y, ranks and label; None when nothing is placed. On paper, which has nothing
    else to say where one is, with the `ground` and the `towns` around; a page takes the ground from a file of its own (`ground`),
    which only readers without a script ask for."""
    spots = plan.spots
    if not spots:
        return None
    places = np.array([spot.place for spot in spots])
    around = Surroundings.of(places, named=(), language=get_language() or "fr") if on_paper else None
    eye, ways = eye_of(spots, around)
    drawn = [spots for way in ways for spots in eye.copies(way)]
    dots = _dots(plan, eye.spots(places))
    return {
        "width": WIDTH,
        "height": round(eye.height),
        "ground": Ground.under(eye, WIDTH, eye.height) if on_paper else None,
        "way": "".join(path(spots) for spots in drawn if len(spots) > 1),
        "dots": dots,
        "towns": _towns(eye, around.towns, dots, drawn) if around else [],
    }


def ground(plan: Plan) -> tuple[Ground, int] | None:
    """What lies under the drawing of a page, and how high it is; None when nothing is placed."""
    if not plan.spots:
        return None
    eye, _ways = eye_of(plan.spots)
    return Ground.under(eye, WIDTH, eye.height), round(eye.height)


def eye_of(spots: Sequence[Spot], around: Surroundings | None = None) -> tuple[Eye | Flat, list[Places]]:
    """What sees all of a plan, and what is `around` a short one; the ways between its spots, in one piece or cut at 180°."""
    ways = [np.array(part.coords) for ends in pairwise(spots) for part in _leg(*ends)]
    corners = [view.corners(around)] if around else []
    seen = np.concatenate([[spot.place for spot in spots], *ways, *corners])
    return view.sight(seen, WIDTH, HEIGHT, margin=EDGE, least_km=LEAST_KM), ways


def _leg(start: Spot, end: Spot) -> list[LineString]:
    return list(leg(start.place, end.place, step_km=STEP_KM).geoms)


def _towns(eye: Eye | Flat, towns: Sequence[tuple], dots: Sequence[dict], drawn: Sequence[Spots]) -> list[tuple]:
    """(name, x and y of its dot) of those for which there is room beside the stops and off the way."""
    room = Room(WIDTH, round(eye.height))
    room.keep([(dot["x"], dot["y"]) for dot in dots], DOT)
    room.avoid(spot for way in drawn for spot in stepped(way, DOT))
    return view.towns_on(eye, room, towns)


def _unwrapped(start: Spot, end: Spot, lon: float) -> list[list[float]]:
    """The geodesic as [lat, lon] points that begin at `lon` and cross the antimeridian without a jump."""
    points = np.concatenate([part.coords for part in _leg(start, end)])
    lons = np.unwrap(points[:, 0], period=360)
    lons += round((lon - lons[0]) / 360) * 360
    return np.column_stack([points[:, 1], lons]).round(4).tolist()


def _dots(plan: Plan, at: Sequence[np.ndarray]) -> list[dict]:
    """Where the spots are, those that would lie on each other as one; one leaves and arrives at dots without a number."""
    ranks = {stop.initiative.pk: stop.rank for stop in plan.stops}
    dots: list[dict] = []
    for spot, (x, y) in zip(plan.spots, at, strict=True):
        rank = [ranks[spot.initiative.pk]] if spot.initiative else []
        near = next((dot for dot in dots if math.hypot(dot["x"] - x, dot["y"] - y) < APART), None)
        if near:
            near["ranks"] += rank
        else:
            dots.append({"x": round(x), "y": round(y), "ranks": rank})
    return [dot | {"label": _label(dot["ranks"])} for dot in dots]


def _label(ranks: Sequence[int]) -> str:
    """« 3 », « 1–4 », « 2·7 »; of many that do not follow each other, the first."""
    if not ranks:
        return ""
    if len(ranks) > 1 and ranks[-1] - ranks[0] == len(ranks) - 1:
        return f"{ranks[0]}–{ranks[-1]}"
    return "·".join(map(str, ranks)) if len(ranks) < 3 else f"{ranks[0]}…"
