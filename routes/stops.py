"""The stages of a journey, each as little as its line, its scrubber and its numbers need: one query for two thousand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from routes.choices import Evidence
from routes.models import Journey
from routes.reading import EVERYBODY, Reading


@dataclass(frozen=True, slots=True)
class Stop:
    """Of a stage, in the reader's language; `lon` and `lat` in degrees, `km` and `hours` those the travellers give."""

    pk: int
    journey: int
    slug: str
    name: str
    country: str
    lon: float
    lat: float
    precision: str
    evidence: str
    mode: str
    mode_certainty: str
    km: float | None
    hours: float | None
    when: str

    @property
    def is_documented(self) -> bool:
        return self.evidence == Evidence.DOCUMENTED


def stops(journey: Journey, language: str, reading: Reading = EVERYBODY) -> list[Stop]:
    """In their order."""
    return stops_of([journey], language, reading)[journey.pk]


def stops_around(
    journey: Journey, slug: str, language: str, *, most: int, reading: Reading = EVERYBODY
) -> tuple[list[Stop], int, int]:
    """(`most` stops on either side of the stage called so and itself, the rank of the first of them from 0, how many there are of
    all); all of them when there is no such stage."""
    readable = reading.stages().filter(journey=journey).order_by("order")
    order = readable.filter(slug=slug).values_list("order", flat=True).first()
    if order is None:
        road = stops(journey, language, reading)
        return road, 0, len(road)
    told = readable.aggregate(count=Count("pk"), rank=Count("pk", filter=Q(order__lt=order)))
    first = max(0, told["rank"] - most)
    rows = readable.brief(language)[first : told["rank"] + most + 1]
    return [Stop(*row) for row in rows], first, told["count"]


def stops_of(journeys: Iterable[Journey], language: str, reading: Reading = EVERYBODY) -> dict[int, list[Stop]]:
    """The same of several, by their keys: one query."""
    found: dict[int, list[Stop]] = {journey.pk: [] for journey in journeys}
    rows = reading.stages().filter(journey__in=list(found)).order_by("journey", "order").brief(language)
    for row in rows:
        stop = Stop(*row)
        found[stop.journey].append(stop)
    return found
