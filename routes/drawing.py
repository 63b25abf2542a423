"""What the page's own map draws of a journey, as little of it as will do: columns, points instead of lines.

The ways between the stops are the shortest on the globe, which the browser finds itself (static/js/map/geodesic.js). Whoever
wants lines has them from /api/v1/journeys/{slug}/.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from places import coarse
from places.choices import Precision
from routes import edtf
from routes.models import Encounter, EntryMedium, Journey
from routes.querysets import degrees
from routes.reading import EVERYBODY, Reading
from routes.stops import Stop, stops_around

DECIMALS = 5
AROUND = 20  # stops on either side of one


def drawing(journey: Journey, language: str, *, around: str = "", reading: Reading = EVERYBODY) -> dict[str, Any]:
    """`first`: the rank of the first stop, from 0, of the whole road or of the part around one; lon and lat in degrees.

    `notes`, `photos` and `met` are what has a place of its own, each with the rank of its stop (-1 without one). `radius`: of the area
    in which a place that is told vaguely may be, in metres.
    """
    shown, first, count = stops_around(journey, around, language, most=AROUND, reading=reading)
    ranks = {stop.pk: n for n, stop in enumerate(shown, first)}
    return {
        "home": reverse(reading.at.journey, args=[journey.slug]),
        "count": count,
        "first": first,
        "stops": _stops(shown, language),
        "notes": _columns(("lon", "lat", "at", "slug", "name", "radius"), _notes(journey, ranks, reading)),
        "photos": _columns(("lon", "lat", "at", "slug", "name"), _photos(journey, ranks, reading)),
        "met": _columns(("lon", "lat", "at", "name", "resource"), _met(ranks)),
    }


def _stops(shown: Sequence[Stop], language: str) -> dict[str, list]:
    columns: dict[str, list] = {name: [getattr(stop, name) for stop in shown] for name in ("slug", "name", "mode")}
    columns["told"] = [int(stop.is_documented) for stop in shown]
    columns["radius"] = [coarse.radius(stop.precision) for stop in shown]
    columns["date"] = [edtf.said(stop.when, language) for stop in shown]
    columns["lon"] = [round(stop.lon, DECIMALS) for stop in shown]
    columns["lat"] = [round(stop.lat, DECIMALS) for stop in shown]
    return columns


def _notes(journey: Journey, ranks: dict[int, int], reading: Reading) -> Iterable[tuple]:
    """By their own places, which are theirs to tell: those of a stage that may not be read (yet) among them, as of no stage."""
    readable = reading.stages().filter(journey=journey).order_by().values("pk")
    seen = _there(ranks) | ~Q(stage__in=readable)
    placed = reading.entries().filter(seen, journey=journey, point__isnull=False).along()
    columns = (degrees("X"), degrees("Y"), "stage", "slug", "title", "precision")
    for lon, lat, stage, slug, title, precision in placed.values_list(*columns):
        yield *_rounded(lon, lat), ranks.get(stage, -1), slug, title, coarse.radius(precision)


def _photos(journey: Journey, ranks: dict[int, int], reading: Reading) -> Iterable[tuple]:
    """Only where the travellers hide nothing: a photo is placed no more exactly than its page, which is where its stage is when it has
    no place of its own."""
    if journey.live_precision != Precision.SITE:
        return
    exact = Q(point__isnull=False, precision=Precision.SITE) | Q(point=None, stage__precision=Precision.SITE)
    readable = reading.entries().filter(_there(ranks), exact | Q(point=None, stage=None), journey=journey)
    taken = (
        EntryMedium.objects.standing()
        .filter(entry__in=readable, point__isnull=False)
        .order_by("entry", "position", "pk")
    )
    columns = (degrees("X"), degrees("Y"), "entry__stage", "entry__slug", "caption")
    for lon, lat, stage, slug, caption in taken.values_list(*columns):
        yield *_rounded(lon, lat), ranks.get(stage, -1), slug, caption


def _met(ranks: dict[int, int]) -> Iterable[tuple]:
    """Initiatives are where their sheets show them."""
    met = Encounter.objects.filter(stage__in=list(ranks), initiative__removed_at=None, initiative__point__isnull=False)
    where = degrees("X", "initiative__point"), degrees("Y", "initiative__point")
    rows = met.order_by("stage__order", "position", "pk").values_list(
        *where, "stage", "initiative__name", "initiative__resources"
    )
    for lon, lat, stage, name, resources in rows:
        yield *_rounded(lon, lat), ranks[stage], name, next(iter(resources), "")


def _there(ranks: dict[int, int]) -> Q:
    """Of the stops that are drawn, or of none."""
    return Q(stage__in=list(ranks)) | Q(stage=None)


def _rounded(lon: float, lat: float) -> tuple[float, float]:
    return round(lon, DECIMALS), round(lat, DECIMALS)


def _columns(names: Sequence[str], rows: Iterable[tuple]) -> dict[str, list]:
    listed = list(rows)
    return {name: [row[n] for row in listed] for n, name in enumerate(names)}
