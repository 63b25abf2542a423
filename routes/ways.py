"""The ways between stages: how far, how sure that is, by what, and what it emits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from places.geodesy import WGS84
from routes import carbon, legs
from routes.choices import Certainty, Evidence, Mode
from routes.stops import Stop


@dataclass(frozen=True, slots=True)
class Way:
    """From one stop to the next. `km` is what the travellers give (`recorded`), else the shortest way on the globe."""

    start: Stop
    end: Stop
    km: float
    recorded: bool
    evidence: str

    @property
    def is_documented(self) -> bool:
        return self.evidence == Evidence.DOCUMENTED

    @property
    def mode(self) -> str:
        """Unknown where it was only supposed: an illustration is no mode of a known way."""
        supposed = self.end.mode_certainty == Certainty.ILLUSTRATIVE and self.is_documented
        return Mode.UNKNOWN.value if supposed else self.end.mode

    @property
    def label(self) -> str:
        return str(Mode(self.mode).label)

    @property
    def is_inferred(self) -> bool:
        return self.end.mode_certainty == Certainty.INFERRED and self.mode != Mode.UNKNOWN

    @property
    def kilograms(self) -> float | None:
        """Of CO₂ equivalent for one person, estimated; None where there is no factor, or nobody says they went."""
        return carbon.kilograms(self.mode, self.km) if self.is_documented else None

    @property
    def factors(self) -> str:
        return carbon.factors([self.mode])


def ways(stops: Sequence[Stop]) -> list[Way]:
    """One fewer than there are stops: all are measured at once."""
    straight = _straight(stops)
    return [
        Way(start, end, metres / 1000 if end.km is None else end.km, end.km is not None, legs.evidence(start, end))
        for (start, end), metres in zip(pairwise(stops), straight, strict=True)
    ]


def _straight(stops: Sequence[Stop]) -> list[float]:
    """Metres along the ellipsoid from each stop to the next."""
    if len(stops) < 2:
        return []
    lons, lats = (np.array([getattr(stop, name) for stop in stops]) for name in ("lon", "lat"))
    return WGS84.inv(lons[:-1], lats[:-1], lons[1:], lats[1:])[2].tolist()
