"""A plan on a map: what the script draws, and a small drawing for paper and for whoever has no script."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import shapely
from django.utils.translation import get_language
from shapely import LineString, Polygon

from places import geo
from places.maps import map_options
from places.small_maps import HALO
from routes.land import rings
from routes.legs import leg
from routes.planning.plan import Plan, Spot

WIDTH, HEIGHT = 1000, 620
EDGE = 80  # units kept free around the way
SMALLEST = 0.006  # radians: a plan within one town is shown with what lies around it
SIDE = 110  # degrees east and west of the middle: beyond, shapes would be turned inside out
APART = 46  # units between two dots; closer ones share theirs
MARGIN = 5  # units beyond the frame, where a cut edge is not seen
FINE = 0.8  # units: what a line may lose
Fit = Callable[[np.ndarray], np.ndarray]  # projected points → points of the drawing


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


def drawing(plan: Plan) -> dict | None:
    """SVG path data of `land`, `borders` and the `way`, and `dots` with their x, y, ranks and label; None when nothing is placed."""
    spots = plan.spots
    if not spots:
        return None
    eye = _eye(spots)
    ways = [np.array(_unwrapped(*ends, ends[0].lon))[:, ::-1] for ends in pairwise(spots)]
    drawn = [_project(eye, way) for way in ways] or [_project(eye, np.array([spots[0].place]))]
    fit = _fitting(np.concatenate(drawn))
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "land": _paths(_shapes(eye, fit, "land")),
        "borders": _paths(_shapes(eye, fit, "border")),
        "way": "".join(_path(fit(way)) for way in drawn if len(way) > 1),
        "dots": _dots(plan, [fit(_project(eye, np.array([spot.place])))[0] for spot in spots]),
    }


def _unwrapped(start: Spot, end: Spot, lon: float) -> list[list[float]]:
    """The geodesic as [lat, lon] points that begin at `lon` and cross the antimeridian without a jump."""
    points = np.concatenate([part.coords for part in leg(start.place, end.place, step_km=50).geoms])
    lons = np.unwrap(points[:, 0], period=360)
    lons += round((lon - lons[0]) / 360) * 360
    return np.column_stack([points[:, 1], lons]).round(4).tolist()


def _eye(spots: Sequence[Spot]) -> tuple[float, float]:
    """The point of the globe above which the drawing is made: lon, lat in radians."""
    lons, lats = geo.together([spot.lon for spot in spots]), [spot.lat for spot in spots]
    return math.radians((min(lons) + max(lons)) / 2), math.radians((min(lats) + max(lats)) / 2)


def _project(eye: tuple[float, float], points: np.ndarray) -> np.ndarray:
    """Lambert's azimuthal equal-area projection of lon, lat in degrees: x to the right, y down, in radii of the Earth."""
    east, north = np.radians(points[:, 0]) - eye[0], np.radians(points[:, 1])
    towards = math.sin(eye[1]) * np.sin(north) + math.cos(eye[1]) * np.cos(north) * np.cos(east)
    k = np.sqrt(2 / np.maximum(1e-6, 1 + towards))
    x = k * np.cos(north) * np.sin(east)
    y = k * (math.cos(eye[1]) * np.sin(north) - math.sin(eye[1]) * np.cos(north) * np.cos(east))
    return np.column_stack([x, -y])


def _fitting(points: np.ndarray) -> Fit:
    """What brings projected points into the drawing, with all of `points` inside."""
    low, high = points.min(axis=0), points.max(axis=0)
    middle, size = (low + high) / 2, np.maximum(high - low, SMALLEST)
    scale = min((WIDTH - 2 * EDGE) / size[0], (HEIGHT - 2 * EDGE) / size[1])
    return lambda projected: (projected - middle) * scale + (WIDTH / 2, HEIGHT / 2)


def _shapes(eye: tuple[float, float], fit: Fit, layer: str) -> Iterator[shapely.Geometry]:
    """What the frame shows of a layer of the base map, of which each copy of the world has a part."""
    middle = math.degrees(eye[0])
    for turn in (-360, 0, 360):
        west, east = max(-180, middle - SIDE - turn), min(180, middle + SIDE - turn)
        if west < east:
            near = _seen(shapely.clip_by_rect(_layer(layer), west, -90, east, 90))
            drawn = shapely.transform(near, lambda points, turn=turn: fit(_project(eye, points + (turn, 0))))
            shown = shapely.clip_by_rect(drawn, -MARGIN, -MARGIN, WIDTH + MARGIN, HEIGHT + MARGIN)
            yield from shapely.simplify(_seen(shown), FINE)


def _seen(shapes: np.ndarray) -> np.ndarray:
    return shapes[~shapely.is_empty(shapes)]


@cache
def _layer(name: str) -> np.ndarray:
    """Rings are filled even-odd, so that a sea within a land is one more ring."""
    kind, least = (Polygon, 4) if name == "land" else (LineString, 2)
    return shapely.make_valid(np.array([kind(ring) for ring in rings(name) if len(ring) >= least]))


def _paths(shapes: Iterable[shapely.Geometry]) -> str:
    return "".join(_path(np.array(line.coords)) for shape in shapes for line in _lines(shape))


def _lines(shape: shapely.Geometry) -> Iterator[LineString]:
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            yield part.exterior
            yield from part.interiors
        elif part.geom_type == "LineString":
            yield part


def _path(points: np.ndarray) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)


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
