"""The meaning of a question, written the plainest way: what every quicker way must answer too."""

from __future__ import annotations

import math
from collections import Counter

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Q

from atlas.criteria import COLUMNS
from atlas.search import Search
from atlas.tiles import CELLS_PER_SIDE
from places import geo
from places.models import Initiative
from places.pyramid import FEW
from places.querysets import InitiativeQuerySet
from routes.legs import line
from routes.models import Journey


def initiatives(search: Search, *, except_for: str = "") -> InitiativeQuerySet:
    """Everything the question lets through, in no order; `except_for` leaves one facet's choice out."""
    asked = search.criteria
    found = Initiative.objects.order_by()
    for facet, codes in asked.chosen.items():
        if facet != except_for:
            found = found.having_any(COLUMNS.get(facet, facet), codes)
    if asked.since and except_for != "decade":
        found = found.filter(started__gte=asked.since)
    if asked.until and except_for != "decade":
        found = found.filter(started__lte=asked.until)
    if asked.bbox:
        found = found.in_view(geo.view(*asked.bbox))
    if asked.origin:
        found = found.near(asked.origin.point, km=asked.radius).order_by()
    if asked.journey:
        found = found.along(road(asked.journey), km=asked.within)
    if search.words:
        said = Q(search=search.words.query)
        found = found.filter(said | Q(name_key__contains=search.words.substring) if search.words.substring else said)
    return found


def road(journey: str):
    return line(Journey.objects.get(slug=journey).stages.order_by("order"))


def counts(search: Search, facet: str) -> dict[str, int]:
    """Code → how many the other facets' choices leave it."""
    found: dict[str, int] = {}
    column = COLUMNS.get(facet, facet)
    for initiative in initiatives(search, except_for=facet):
        value = (
            initiative.started and str(initiative.started // 10 * 10)
            if facet == "decade"
            else getattr(initiative, column)
        )
        for code in value if isinstance(value, list) else [value] if value else []:
            found[code] = found.get(code, 0) + 1
    return found


def cells(search: Search, z: int, shown: list[tuple[int, int]]) -> list[dict]:
    """The cells of some tiles of a zoom, counted one by one."""
    side = 2**z * CELLS_PER_SIDE
    found: dict[tuple[int, int], list[Initiative]] = {}
    for initiative in initiatives(search).filter(point__isnull=False).order_by("name", "slug"):
        x, y = (min(max(int(part * side), 0), side - 1) for part in fraction(initiative))
        found.setdefault((x, y), []).append(initiative)
    return [_cell(held) for (x, y), held in found.items() if (x // CELLS_PER_SIDE, y // CELLS_PER_SIDE) in shown]


def fraction(initiative: Initiative) -> tuple[float, float] | None:
    """Where in the Web Mercator square it lies, from the north-west; None when it is hidden."""
    if initiative.point is None:
        return None
    lon, lat = initiative.point.coords
    lat = min(max(lat, -85.05112878), 85.05112878)
    return (lon + 180) / 360, 0.5 - math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)


def _cell(held: list[Initiative]) -> dict:
    lons, lats = zip(*(initiative.point.coords for initiative in held), strict=True)
    cell = {"n": len(held), "x": sum(lons) / len(held), "y": sum(lats) / len(held)}
    cell["box"] = [min(lons), min(lats), max(lons), max(lats)]
    cell["mix"] = dict(Counter(code for initiative in held for code in initiative.resources))
    if len(held) <= FEW:
        cell["slugs"] = [initiative.slug for initiative in held]
    if len(held) == 1:
        [one] = held
        cell |= {
            "slug": one.slug,
            "name": one.name,
            "precision": one.precision,
            "resource": next(iter(one.resources), None),
        }
    return cell


def ordered(search: Search) -> InitiativeQuerySet:
    """Nearest first when there is a place, else best match of the words, else by name."""
    found = initiatives(search)
    if search.criteria.origin:
        return found.order_by("distance", "pk")
    if search.words:
        return found.annotate(rank=SearchRank(F("search"), search.words.query)).order_by("-rank", "name_key", "pk")
    return found.order_by("name_key", "pk")
