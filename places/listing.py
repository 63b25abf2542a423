"""The atlas pages' lists: initiatives of one country, resource or theme, by pages, with where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.gis.db.models import Extent
from django.core.paginator import InvalidPage, Page, Paginator

from places.models import Initiative
from places.querysets import InitiativeQuerySet

PER_PAGE = 24


@dataclass(frozen=True)
class Listing:
    """`query` is the same choice in the words of the map's address; `page` is None when there is no such page."""

    query: str
    paginator: Paginator
    page: Page | None
    bounds: list[list[float]] | None  # [[south, west], [north, east]], as map libraries want it


def choose(facet: str, code: str) -> tuple[InitiativeQuerySet, str]:
    """The initiatives a filter of the map leaves, and its query string."""
    column = {"resource": "resources", "theme": "themes"}.get(facet, facet)
    return Initiative.objects.having_any(column, [code]), urlencode({facet: code})


def listing(found: InitiativeQuerySet, query: str, *, language: str, number: str) -> Listing:
    paginator = Paginator(found.for_cards(language).order_by("name", "pk"), PER_PAGE)
    try:
        page = paginator.page(number)
    except InvalidPage:
        page = None
    return Listing(query, paginator, page, _bounds(found))


def _bounds(found: InitiativeQuerySet) -> list[list[float]] | None:
    extent = found.order_by().aggregate(extent=Extent("point"))["extent"]
    if extent is None:
        return None
    west, south, east, north = extent
    return [[south, west], [north, east]]
