"""What a road adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from places.geodesy import WGS84
from places.models import Initiative
from routes.choices import Evidence
from routes.files.road import Road
from routes.models import Stage
from routes.tracks.passing_on import Way


@dataclass(frozen=True)
class Numbers:
    """Kilometres are along the globe from stage to stage, whatever the way really was; `km_recorded`: as it really was."""

    stages: int
    documented: int
    km: int
    km_documented: int
    countries: list[str]  # codes, in the order of the road, of documented stages
    encounters: int
    pages: int  # of the diary
    km_recorded: int
    resources: list[tuple[str, int]]  # code → how many of those met, most first

    @classmethod
    def of(cls, road: Road, sheets: Iterable[Initiative], walked: Iterable[Way] = ()) -> Self:
        told = [stage for stage in road.stages if stage.is_documented]
        ways = [(evidence, _km(start, end)) for start, end, evidence in road.legs()]
        met = {encounter.initiative_id for stage in told for encounter in stage.encounters.all()}
        counted = Counter(code for sheet in sheets if sheet.pk in met for code in sheet.resources)
        return cls(
            stages=len(road.stages),
            documented=len(told),
            km=round(sum(km for _, km in ways)),
            km_documented=round(sum(km for evidence, km in ways if evidence == Evidence.DOCUMENTED)),
            countries=list(dict.fromkeys(stage.country for stage in told)),
            encounters=_met(told),
            pages=len(road.pages),
            km_recorded=round(sum(way.track.km for way in walked if way.is_recorded)),
            resources=sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])),
        )


def _km(start: Stage, end: Stage) -> float:
    return WGS84.inv(*start.point.coords, *end.point.coords)[2] / 1000


def _met(stages: Sequence[Stage]) -> int:
    return sum(len(stage.encounters.all()) for stage in stages)
