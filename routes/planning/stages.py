"""A plan as the stages of a journey, for whoever keeps it as one. A pure function: nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass

from places.choices import Precision
from places.models import Initiative
from routes.choices import Mode
from routes.planning.plan import Plan, Spot


@dataclass(frozen=True)
class PlannedStage:
    """`place` is the town of an initiative, else the name of where one leaves or arrives; `when` an EDTF day, or "".

    `country` is "" where nobody told it; `mode` is how one comes here, unknown for the first.
    """

    order: int
    place: str
    country: str
    lon: float
    lat: float
    precision: Precision
    when: str
    mode: Mode
    initiative: Initiative | None


def planned_stages(plan: Plan) -> list[PlannedStage]:
    """One for each spot of the way, from 1; initiatives without a place that is shown are none (`plan.unplaced`)."""
    days = _days(plan)
    return [
        _stage(order, spot, days.get(order, ""), Mode.UNKNOWN if order == 1 else plan.asked.mode)
        for order, spot in enumerate(plan.spots, start=1)
    ]


def _stage(order: int, spot: Spot, when: str, mode: Mode) -> PlannedStage:
    met = spot.initiative
    place, country = (met.locality or met.admin1 or met.name, met.country) if met else (spot.name, "")
    precision = Precision(met.precision) if met else Precision.CITY
    return PlannedStage(order, place, country, spot.lon, spot.lat, precision, when, mode, met)


def _days(plan: Plan) -> dict[int, str]:
    """{order of a stage: the day one is there}, when the plan has dates: that on which its travelling and visiting ends."""
    begun = plan.asked.start is not None
    days = {}
    for day in plan.days:
        if day.date_until:
            days |= {item + 1 + begun: day.date_until.isoformat() for item in range(day.first, day.last + 1)}
    if begun and plan.days and plan.days[0].date:
        days[1] = plan.days[0].date.isoformat()
    return days
