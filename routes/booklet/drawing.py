"""The road over its ground, as one drawing of a booklet: paths, ticks, and the names for which there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from places import coarse, geodesy
from routes.choices import Evidence
from routes.legs import evidence, leg
from routes.models import Stage
from routes.paper import view
from routes.paper.eye import Eye, Places, Spots
from routes.paper.flat import Flat
from routes.paper.ground import FINE, Ground, path, stepped
from routes.paper.names import Name, Room
from routes.paper.surroundings import Surroundings
from routes.tracks.passing_on import Way, led_to

STEP_KM = 100
NAME, TICK = 25.0, 7.0  # height of letters, radius, in tenths of a millimetre
MOST = 400  # ticks, and names for which room is sought


@dataclass(frozen=True)
class Tick:
    x: float
    y: float
    is_documented: bool


@dataclass(frozen=True)
class Drawing:
    """SVG path data in tenths of a millimetre on paper; `documented` and `illustrative` are the road's two lines; `towns` each
    with the spot of its dot."""

    width: int
    height: int
    ground: Ground
    documented: str
    illustrative: str
    ticks: list[Tick]
    names: list[Name]
    countries: list[Name]
    towns: list[tuple[Name, float, float]]
    vague: str  # areas in which places told vaguely may be


def drawing(
    stages: Sequence[Stage],
    walked: Sequence[Way] = (),
    *,
    width: int,
    height: int,
    language: str,
    around: Surroundings | None = None,
) -> Drawing | None:
    """None for a road without a stage. Ways that were recorded stand for the lines between their stages; what is `around`
    them is seen too, where the road is short."""
    if not stages:
        return None
    led = led_to(walked)
    ways = [(evidence(start, end), _way(start, end)) for start, end in pairwise(stages) if end.pk not in led]
    ways += [part for way in walked for part in _recorded(way)]
    points = np.array([stage.point.coords for stage in stages])
    corners = view.corners(around) if around else points
    eye = view.sight(np.concatenate([points, corners, *(part for _, way in ways for part in way)]), width, height)
    height = round(eye.height)
    spots, room = eye.spots(points), Room(width, height)
    room.keep(spots, TICK)
    room.avoid(spot for _, way in ways for part in way for copy in eye.copies(part) for spot in stepped(copy, TICK))
    names = _names(stages, spots, room)
    named = view.countries_on(eye, room, language)
    return Drawing(
        width,
        height,
        ground=Ground.under(eye, width, height),
        documented=_path("documented", ways, eye),
        illustrative=_path("illustrative", ways, eye),
        ticks=_ticks(stages, spots),
        names=names,
        countries=named,
        vague=_vague(stages, eye),
        towns=view.towns_on(eye, room, around.towns if around else []),
    )


def surroundings(stages: Sequence[Stage], walked: Sequence[Way], *, language: str) -> Surroundings:
    """What is around the road that a drawing shows."""
    lines = [part for way in walked for part in (*way.lines, *way.between)]
    areas = [ring for stage in stages if (ring := _area(stage, corners=4)) is not None]
    places = np.concatenate([np.array([stage.point.coords for stage in stages]).reshape(-1, 2), *areas, *lines])
    return Surroundings.of(places, named={stage.place for stage in stages}, language=language)


def _way(start: Stage, end: Stage) -> list[Places]:
    return [np.array(part.coords) for part in leg(start.point.coords, end.point.coords, step_km=STEP_KM).geoms]


def _recorded(way: Way) -> list[tuple[str, list[Places]]]:
    """What nobody recorded of it is drawn as what nobody told; so is what was only planned."""
    known = Evidence.DOCUMENTED if way.is_recorded else Evidence.ILLUSTRATIVE
    return [(known.value, way.lines), (Evidence.ILLUSTRATIVE.value, way.between)]


def _area(stage: Stage, *, corners: int = 48) -> Places | None:
    radius = coarse.radius(stage.precision)
    return geodesy.circle(*stage.point.coords, radius, corners=corners) if radius else None


def _vague(stages: Sequence[Stage], eye: Eye | Flat) -> str:
    """Those that are larger than what marks the place, each place once."""
    once = {(stage.point.coords, stage.precision): stage for stage in stages}
    rings = [ring for stage in once.values() if (ring := _area(stage)) is not None]
    seen = [spots for ring in rings for spots in eye.copies(ring)]
    return "".join(f"{path(spots)}z" for spots in seen if np.ptp(spots[:, 1]) > 3 * TICK)


def _path(told: str, ways: list[tuple[str, list[Places]]], eye: Eye | Flat) -> str:
    return "".join(
        path(_finely(spots)) for known, way in ways if known == told for part in way for spots in eye.copies(part)
    )


def _finely(spots: Spots) -> Spots:
    return shapely.get_coordinates(shapely.LineString(spots).simplify(FINE, preserve_topology=False))


def _ticks(stages: Sequence[Stage], spots: np.ndarray) -> list[Tick]:
    """Of a long road one in so many, that they do not hide it."""
    step = -(-len(stages) // MOST)
    shown = list(zip(stages, spots, strict=True))[::step]
    return [Tick(round(float(x), 1), round(float(y), 1), stage.is_documented) for stage, (x, y) in shown]


def _names(stages: Sequence[Stage], spots: np.ndarray, room: Room) -> list[Name]:
    """The ends first, then what the diary tells, evenly along the road; a place that is passed twice is named once."""
    ends = {0, len(stages) - 1}
    first = sorted(range(len(stages)), key=lambda n: (n not in ends, not stages[n].is_documented, -(n & -n)))
    said: dict[str, Name | None] = {}
    for n in first[:MOST]:
        text = _short(stages[n].place)
        if text not in said:
            said[text] = room.beside(text, spots[n], NAME)
    return [name for name in said.values() if name]


def _short(place: str) -> str:
    """« Sudètes (lieu non nommé) » is « Sudètes » on a map."""
    return place.split(" (")[0].strip() or place
