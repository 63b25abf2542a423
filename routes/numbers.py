"""A journey in numbers: how far by what, through which countries, whom it met.

Only what the diary tells is added up. The ways that illustrate it are measured apart, and emit nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Func, QuerySet

from places.models import Initiative
from routes import carbon
from routes.choices import Evidence
from routes.models import Encounter, Journey
from routes.reading import EVERYBODY, Reading
from routes.stops import Stop
from routes.ways import Way


@dataclass
class ByMode:
    """What is known of the ways by one mode: `km` in all; of some the travellers do not say the mode, it is `inferred`."""

    mode: str
    label: str
    km: float = 0
    inferred: float = 0
    ways: int = 0
    kilograms: float | None = None
    share: float = 0  # of the longest, in hundredths


@dataclass
class Numbers:
    """`untold_km`: along the ways that only illustrate; `kilograms`: of the modes that have a factor, `without_km` of the others."""

    km: float = 0
    untold_km: float = 0
    recorded_km: float = 0
    kilograms: float = 0
    without_km: float = 0
    by_mode: list[ByMode] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    factors: str = ""
    met_count: int = 0
    met: list[tuple[str, int]] = field(default_factory=list)


def numbers(journey: Journey, stops: Sequence[Stop], ways: Sequence[Way], reading: Reading = EVERYBODY) -> Numbers:
    """Two queries, however long the road."""
    told = [way for way in ways if way.is_documented]
    modes = _by_mode(told)
    return Numbers(
        km=sum(way.km for way in told),
        untold_km=sum(way.km for way in ways if not way.is_documented),
        recorded_km=sum(way.km for way in told if way.recorded),
        kilograms=sum(mode.kilograms for mode in modes if mode.kilograms is not None),
        without_km=sum(mode.km for mode in modes if mode.kilograms is None),
        by_mode=modes,
        factors=carbon.factors(mode.mode for mode in modes),
        countries=list(dict.fromkeys(stop.country for stop in stops if stop.is_documented and stop.country)),
        met_count=_met(journey, reading).count(),
        met=met_by_resource(journey, reading),
    )


def met_by_resource(journey: Journey, reading: Reading = EVERYBODY) -> list[tuple[str, int]]:
    """(code of a resource, how many of those met make it), most first; an initiative met twice counts once."""
    met = _met(journey, reading).filter(initiative__removed_at=None).values("initiative")
    counted = Initiative.objects.filter(pk__in=met).order_by().values_list(Func("resources", function="unnest"))
    return sorted(counted.annotate(n=Count("pk")), key=lambda pair: (-pair[1], pair[0]))


def _met(journey: Journey, reading: Reading) -> QuerySet[Encounter]:
    """The encounters that the diary tells."""
    stages = reading.stages().filter(journey=journey, evidence=Evidence.DOCUMENTED).order_by()
    return Encounter.objects.filter(stage__in=stages)


def _by_mode(told: Sequence[Way]) -> list[ByMode]:
    found: dict[str, ByMode] = {}
    for way in told:
        row = found.setdefault(way.mode, ByMode(way.mode, way.label))
        row.km += way.km
        row.inferred += way.km if way.is_inferred else 0
        row.ways += 1
        if (kilograms := way.kilograms) is not None:
            row.kilograms = (row.kilograms or 0) + kilograms
    longest = max((row.km for row in found.values()), default=0) or 1
    for row in found.values():
        row.share = 100 * row.km / longest
    return sorted(found.values(), key=lambda row: -row.km)
