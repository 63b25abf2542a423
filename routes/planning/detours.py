"""Who else lies along the way, and by how much a visit to them makes it longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.contrib.gis.db.models.functions import Distance

from places import geodesy
from places.models import Initiative
from routes.legs import line
from routes.planning.modes import FACTOR
from routes.planning.plan import Plan

MOST = 8  # proposed
CANDIDATES = 300  # measured: the nearest to the way


@dataclass(frozen=True)
class Proposal:
    """`extra_km` is what the plan grows by; it would be visited when `after` of the plan's stops have been."""

    initiative: Initiative
    extra_km: float
    after: int


@dataclass(frozen=True)
class Gap:
    """Where one more stop fits, between two rows of distances; None beside it: the plan begins or ends there."""

    before: int | None
    behind: int | None
    after: int


def propose(plan: Plan) -> list[Proposal]:
    """The least detours of no more than what was asked for, in the order of the way.

    Looked for within as many kilometres of the line between the spots; none when no detour was asked for, or nothing is placed.
    """
    spots = plan.spots
    if not (spots and plan.asked.detour):
        return []
    road = line(spots if len(spots) > 1 else spots * 2)
    near = Initiative.objects.exclude(slug__in=plan.slugs).along(road, km=plan.asked.detour)
    nearest = (
        near.annotate(aside=Distance("beside", road)).order_by("aside", "pk").defer("search", "name_key", "loaded")
    )
    candidates = list(nearest[:CANDIDATES])
    if not candidates:
        return []
    extra, along = _costs(plan, candidates)
    extra *= FACTOR[plan.asked.mode]
    best = extra.argmin(axis=1)
    found = sorted(range(len(candidates)), key=lambda n: (extra[n, best[n]], candidates[n].pk))
    kept = [n for n in found if extra[n, best[n]] <= plan.asked.detour][:MOST]
    kept.sort(key=lambda n: (best[n], along[n, best[n]]))
    return [Proposal(candidates[n], float(extra[n, best[n]]), _gaps(plan)[best[n]].after) for n in kept]


def _gaps(plan: Plan) -> list[Gap]:
    """Between spots, and beyond the ends that nobody asked for."""
    n = len(plan.spots)
    begun = plan.asked.start is not None
    gaps = [] if begun else [Gap(None, 0, 0)]
    gaps += [Gap(row, row + 1, row + (not begun)) for row in range(n - 1)]
    return gaps if plan.home else [*gaps, Gap(n - 1, None, len(plan.stops))]


def _costs(plan: Plan, candidates: Sequence[Initiative]) -> tuple[np.ndarray, np.ndarray]:
    """Of each candidate in each gap: the kilometres more, and how far along the gap it stands."""
    lons, lats = np.array([one.point.coords for one in candidates]).T
    away = np.array([geodesy.metres(*spot.place, lons, lats) for spot in plan.spots]) / 1000
    extra, along = [], []
    for gap in _gaps(plan):
        if gap.before is None:
            extra.append(away[gap.behind])
            along.append(-away[gap.behind])
        elif gap.behind is None:
            extra.append(away[gap.before])
            along.append(away[gap.before])
        else:
            whole = (
                float(geodesy.metres(*plan.spots[gap.before].place, *np.array([plan.spots[gap.behind].place]).T)[0])
                / 1000
            )
            extra.append(away[gap.before] + away[gap.behind] - whole)
            along.append((away[gap.before] ** 2 - away[gap.behind] ** 2) / max(whole, 0.001))
    return np.array(extra).T, np.array(along).T
