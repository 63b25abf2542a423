"""Who else lies along the way, and by how much a visit to them makes it longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.contrib.gis.db.models.functions import GeoFunc
from django.db.models import FloatField

from places import geodesy
from places.models import Initiative
from routes.legs import line
from routes.planning.modes import FACTOR
from routes.planning.plan import Plan

MOST = 8  # proposed
CANDIDATES = 20_000  # that are looked at, of a way through a million
MEASURED = 200  # of those, along the ellipsoid
Away = Callable[[float, float], np.ndarray]  # (lon, lat) → metres from there to each candidate


@dataclass(frozen=True)
class Proposal:
    """`extra_km` is what the plan grows by; it would be visited when `after` of the plan's stops have been."""

    initiative: Initiative
    extra_km: float
    after: int


@dataclass(frozen=True)
class Gap:
    """Where one more stop fits: between two spots of the way, by their numbers; None: beyond an end that nobody asked for."""

    before: int | None
    behind: int | None
    after: int


class East(GeoFunc):
    function = "ST_X"
    output_field = FloatField()


class North(GeoFunc):
    function = "ST_Y"
    output_field = FloatField()


def propose(plan: Plan) -> list[Proposal]:
    """The least detours of no more than what was asked for, in the order of the way.

    Looked for within as many kilometres of the line between the spots; none when no detour was asked for, or nothing is placed.
    """
    spots = plan.spots
    if not (spots and plan.asked.detour):
        return []
    road = line(spots if len(spots) > 1 else spots * 2)
    near = Initiative.objects.exclude(slug__in=plan.slugs).along(road, km=plan.asked.detour).order_by("pk")
    found = np.array(near.values_list("pk", East("point"), North("point"))[:CANDIDATES]).reshape(-1, 3)
    rough, _along = _costs(plan, _by_sphere(found))
    found = found[np.argsort(rough.min(axis=1), kind="stable")[:MEASURED]]
    extra, along = _costs(plan, lambda lon, lat: geodesy.metres(lon, lat, found[:, 1], found[:, 2]))
    gap, least = extra.argmin(axis=1), extra.min(axis=1)
    kept = [n for n in np.lexsort((found[:, 0], least)) if least[n] <= plan.asked.detour][:MOST]
    kept.sort(key=lambda n: (gap[n], along[n, gap[n]]))
    sheets = Initiative.objects.defer("search", "name_key", "loaded").in_bulk([int(found[n, 0]) for n in kept])
    gaps = _gaps(plan)
    return [
        Proposal(sheets[pk], float(least[n]), gaps[gap[n]].after) for n in kept if (pk := int(found[n, 0])) in sheets
    ]


def _gaps(plan: Plan) -> list[Gap]:
    n = len(plan.spots)
    begun = plan.asked.start is not None
    gaps = [] if begun else [Gap(None, 0, 0)]
    gaps += [Gap(number, number + 1, number + (not begun)) for number in range(n - 1)]
    return gaps if plan.home else [*gaps, Gap(n - 1, None, len(plan.stops))]


def _costs(plan: Plan, away: Away) -> tuple[np.ndarray, np.ndarray]:
    """Of each candidate (row) in each gap (column): the kilometres more, and what grows along the gap."""
    places = np.array([spot.place for spot in plan.spots])
    from_spots = [away(lon, lat) / 1000 for lon, lat in places]
    extra, along = [], []
    for gap in _gaps(plan):
        if gap.before is None or gap.behind is None:
            beyond = from_spots[gap.behind if gap.before is None else gap.before]
            extra.append(beyond)
            along.append(-beyond if gap.before is None else beyond)
        else:
            before, behind = from_spots[gap.before], from_spots[gap.behind]
            whole = geodesy.metres(*places[gap.before], *places[gap.behind : gap.behind + 1].T)[0] / 1000
            extra.append(before + behind - whole)
            along.append(before**2 - behind**2)
    return np.array(extra).T * FACTOR[plan.asked.mode], np.array(along).T


def _by_sphere(found: np.ndarray) -> Away:
    """Distances good enough to say whom to measure."""
    east, north = np.radians(found[:, 1]), np.radians(found[:, 2])
    those = np.column_stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])

    def away(lon: float, lat: float) -> np.ndarray:
        east, north = np.radians(lon), np.radians(lat)
        here = np.array([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
        chords = np.linalg.norm(those - here, axis=1)
        return 2000 * geodesy.EARTH_KM * np.arcsin(np.minimum(chords / 2, 1))

    return away
