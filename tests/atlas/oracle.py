"""The meaning of a question, written the plainest way: what every quicker way must answer too."""

from __future__ import annotations

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Q

from atlas.criteria import COLUMNS
from atlas.search import Search
from places.models import Initiative
from places.querysets import InitiativeQuerySet


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
        found = found.in_view(asked.boxes)
    if asked.origin:
        found = found.near(asked.origin.point, km=asked.radius).order_by()
    if asked.journey:
        found = found.along(search.road, km=asked.within)
    if search.words:
        said = Q(search=search.words.query)
        found = found.filter(said | Q(name_key__contains=search.words.substring) if search.words.substring else said)
    return found


def ordered(search: Search) -> InitiativeQuerySet:
    """Nearest first when there is a place, else best match of the words, else from the middle of the view, else by name."""
    found = initiatives(search)
    if search.criteria.origin:
        return found.order_by("distance", "pk")
    if search.words:
        return found.annotate(rank=SearchRank(F("search"), search.words.query)).order_by("-rank", "name_key", "pk")
    return found.order_by("name_key", "pk")
