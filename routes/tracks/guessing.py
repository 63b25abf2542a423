"""To which stage a line leads: the one it ends near, if it begins near the stage before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from routes.models import Stage
from routes.tracks.measuring import km_between
from routes.tracks.taking import Taken

NEAR_KM = 40


def stage_of(taken: Taken, stages: Sequence[Stage]) -> Stage | None:
    """Of stages in order; None when the line lies elsewhere."""
    if len(stages) < 2 or not taken.parts:
        return None
    first, last = taken.parts[0].path, taken.parts[-1].path
    lons, lats = (np.array([getattr(stage.point, axis) for stage in stages]) for axis in "xy")
    begins = km_between(lons[:-1], lats[:-1], first.lons[:1], first.lats[:1])
    ends = km_between(lons[1:], lats[1:], last.lons[-1:], last.lats[-1:])
    best = int(np.argmin(np.maximum(begins, ends)))
    return stages[best + 1] if max(begins[best], ends[best]) <= NEAR_KM else None
