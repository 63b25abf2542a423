"""A plan made of what was asked for: read, measured, put in order, spread over days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from places.templatetags.sheets import grouped
from routes.planning import days, engines, tour
from routes.planning.asking import MOST, Asked, Place
from routes.planning.choosing import choose
from routes.planning.crossing import sea_km
from routes.planning.days import Day, Item
from routes.planning.engines import Failure
from routes.planning.modes import OVERLAND
from routes.planning.plan import Leg, Plan, Spot, Stop

TOLD = 3  # sentences about one kind of fault


def make(asked: Asked) -> Plan:
    choice = choose(asked.stops)
    placed = [one for one in choice.initiatives if one.point]
    spots = [Spot(one.name, *one.point.coords, one) for one in placed]
    ends = [_end(asked.start), _end(asked.end)]
    places = [spot.place for spot in (*spots, *ends) if spot]
    table = engines.table(places, asked.mode)
    order, shorter = _order(table.km, asked, [one.slug for one in placed], [bool(end) for end in ends])
    path = [n for n in _path(order, len(spots), ends) if n is not None]
    at = [*spots, *(end for end in ends if end)]
    legs = [_leg(at[a], at[b], table.km[a, b], table.hours[a, b], asked, table.engine) for a, b in pairwise(path)]
    to = {leg.end.initiative.pk: leg for leg in legs if leg.end.initiative}
    home = legs[-1] if legs and not legs[-1].end.initiative else None
    items = _items(order, spots, to, home, asked)
    filled = days.spread(items, days=asked.days, since=asked.since)
    begins = {day.first: day for day in filled}
    stops = tuple(
        Stop(spots[n], rank + 1, placed[n].slug in asked.fixed, to.get(placed[n].pk), begins.get(rank))
        for rank, n in enumerate(order)
    )
    return Plan(
        asked=asked,
        stops=stops,
        unplaced=tuple(one for one in choice.initiatives if not one.point),
        home=home,
        home_day=begins.get(len(order)) if home else None,
        days=tuple(filled),
        engine=table.engine,
        shorter_km=shorter,
        problems=(*asked.problems, *choice.problems, *_told(asked, legs, table), *_too_much(asked, items, filled)),
    )


def _end(place: Place | None) -> Spot | None:
    return Spot(place.name.partition(",")[0] if place.town else place.name, place.lon, place.lat) if place else None


def _order(km: np.ndarray, asked: Asked, slugs: Sequence[str], ended: Sequence[bool]) -> tuple[list[int], float]:
    """(the stops' numbers in the order of the plan, by how many kilometres the shortest order is shorter)"""
    n = len(slugs)
    between = km[:n, :n]
    start = km[n, :n] if ended[0] else None
    end = km[:n, -1] if ended[1] else None
    fixed = {rank: rank for rank, slug in enumerate(slugs) if slug in asked.fixed}
    best = tour.shortest(between, start=start, end=end, fixed=fixed)
    if not asked.by_hand:
        return best, 0.0
    given = list(range(n))
    return given, tour.length(between, given, start, end) - tour.length(between, best, start, end)


def _path(order: Sequence[int], n: int, ends: Sequence[Spot | None]) -> Iterator[int | None]:
    """The rows of the table that the way passes."""
    yield n if ends[0] else None
    yield from order
    yield n + bool(ends[0]) if ends[1] else None


def _items(
    order: Sequence[int], spots: Sequence[Spot], to: dict[int, Leg], home: Leg | None, asked: Asked
) -> list[Item]:
    legs = [to.get(spots[n].initiative.pk) for n in order]
    items = [Item(leg.hours if leg else 0.0, asked.visit) for leg in legs]
    return items + [Item(home.hours, 0.0)] if home and items else items


def _leg(start: Spot, end: Spot, km: float, hours: float, asked: Asked, engine: str) -> Leg:
    """An engine knows its ferries; without one, the map tells where the sea is."""
    wet = sea_km(start.place, end.place) if asked.mode in OVERLAND and not engine else 0.0
    return Leg(start, end, float(km), float(hours), bool(engine), wet)


def _told(asked: Asked, legs: Sequence[Leg], table: engines.Table) -> Iterator[str]:
    """What there is to say of the way."""
    if asked.found > MOST:
        yield _("%(found)s initiatives répondaient à la recherche ; un plan en garde %(most)s, les premières.") % {
            "found": grouped(asked.found),
            "most": MOST,
        }
    if table.unanswered:
        yield _unanswered(table.failed, table.unanswered)
    wet = [leg for leg in legs if leg.sea_km]
    for leg in wet[:TOLD]:
        yield _(
            "De %(start)s à %(end)s il y a la mer, quelque %(km)s km : %(mode)s, on ne la traverse pas. Ce trajet reste "
            "compté, mais il demande un bateau ou un avion."
        ) % {
            "start": leg.start.name,
            "end": leg.end.name,
            "km": grouped(round(leg.sea_km, -1)),
            "mode": asked.mode.label,
        }
    if len(wet) > TOLD:
        yield _("Et %s autres trajets passent la mer.") % (len(wet) - TOLD)


def _unanswered(engine: str, unanswered: engines.Unanswered) -> str:
    """« Les distances de ce plan sont estimées à vol d’oiseau. OSRM, qui calcule les itinéraires, n’est pas joignable. »"""
    why = {
        Failure.SLOW: _("%(engine)s, qui calcule les itinéraires, n’a pas répondu en %(seconds)s secondes."),
        Failure.AWAY: _("%(engine)s, qui calcule les itinéraires, n’est pas joignable."),
        Failure.REFUSED: _("%(engine)s, qui calcule les itinéraires, a refusé de répondre."),
        Failure.STRANGE: _("%(engine)s, qui calcule les itinéraires, a répondu autre chose que des distances."),
        Failure.UNABLE: _("%(engine)s, qui calcule les itinéraires, ne trouve pas de chemin entre toutes ces étapes."),
    }[unanswered.failure] % {"engine": engine, "seconds": engines.SECONDS}
    told = _("Les distances de ce plan sont estimées à vol d’oiseau.")
    rests = _("C’était il y a peu : il ne sera redemandé que dans quelques minutes.") if unanswered.rests else ""
    return " ".join(filter(None, [told, why, rests]))


def _too_much(asked: Asked, items: Sequence[Item], filled: Sequence[Day]) -> Iterator[str]:
    """What there is to say of the days asked for."""
    if any(day.too_full for day in filled):
        sentence = ngettext(
            "C’est trop pour %(days)s jour de %(hours)s heures : comptez-en plutôt %(fewest)s.",
            "C’est trop pour %(days)s jours de %(hours)s heures : comptez-en plutôt %(fewest)s.",
            len(filled),
        )
        fewest = days.spread(items, days=None)[-1].until
        yield sentence % {"days": len(filled), "hours": f"{days.FULL:g}", "fewest": fewest}
    elif asked.days and filled and len(filled) < asked.days:
        yield _("Il y a moins d’étapes que de jours : le plan en remplit %s.") % len(filled)
