"""A plan: what was asked for, in its order, with every leg measured and every day filled."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.gis.geos import Point

from places import geo
from places.models import Initiative
from routes.planning.asking import Asked
from routes.planning.days import Day


@dataclass(frozen=True)
class Spot:
    """Where the way passes: a stop, or the place where one leaves or arrives (no initiative)."""

    name: str
    lon: float
    lat: float
    initiative: Initiative | None = None

    @property
    def point(self) -> Point:
        return geo.point(self.lon, self.lat)

    @property
    def place(self) -> tuple[float, float]:
        return self.lon, self.lat

    @property
    def is_coarse(self) -> bool:
        return self.initiative is not None and self.initiative.is_coarse


@dataclass(frozen=True)
class Leg:
    """From one spot to the next; `sea_km` of it are open water that the mode does not cross. `measured`: by a routing engine."""

    start: Spot
    end: Spot
    km: float
    hours: float
    measured: bool = False
    sea_km: float = 0.0

    @property
    def is_about(self) -> bool:
        return not self.measured or self.start.is_coarse or self.end.is_coarse


@dataclass(frozen=True)
class Stop:
    """`rank` from 1; `leg` leads to it (None: one begins there); `day` is the one that begins with it, if one does."""

    spot: Spot
    rank: int
    fixed: bool
    leg: Leg | None
    day: Day | None

    @property
    def initiative(self) -> Initiative:
        return self.spot.initiative


@dataclass(frozen=True)
class Plan:
    """`unplaced` are initiatives whose place is not shown; `home` is the way to where one arrives.

    `engine` measured the legs ("": as the crow flies, times a factor); `shorter_km` is how much shorter another order would be.
    """

    asked: Asked
    stops: tuple[Stop, ...]
    unplaced: tuple[Initiative, ...]
    home: Leg | None
    home_day: Day | None
    days: tuple[Day, ...]
    engine: str
    shorter_km: float
    problems: tuple[str, ...]

    @property
    def legs(self) -> list[Leg]:
        return [leg for leg in (*(stop.leg for stop in self.stops), self.home) if leg]

    @property
    def spots(self) -> list[Spot]:
        """All that the way passes, in order."""
        legs = self.legs
        return [legs[0].start, *(leg.end for leg in legs)] if legs else [stop.spot for stop in self.stops]

    @property
    def km(self) -> float:
        return sum(leg.km for leg in self.legs)

    @property
    def hours(self) -> float:
        return sum(leg.hours for leg in self.legs)

    @property
    def is_about(self) -> bool:
        return any(leg.is_about for leg in self.legs)

    @property
    def slugs(self) -> list[str]:
        """As the plan shows them, the unplaced last."""
        return [stop.initiative.slug for stop in self.stops] + [one.slug for one in self.unplaced]
