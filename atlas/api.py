"""/api/v1/ and /tiles/: the same questions as the pages, answered to programs (and to our own map)."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from atlas import criteria, tiles
from atlas.problems import problem, refused
from atlas.search import Search
from places.models import Initiative
from places.serializers import InitiativeSerializer
from places.vocabulary import Terms
from routes.geojson import journey_features
from routes.models import Journey

PAGE_SIZE = 100
# Short enough that everybody sees an edit within ten seconds; an unchanged answer then costs a 304.
fresh = cache_control(public=True, max_age=10)


def spoken(request: HttpRequest) -> str:
    """The language asked for by `lang`: an address without one always answers the same, whoever asks."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def asking(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view a `Search` made of the query string; 400 with reasons when any part of it is unusable."""

    @wraps(view)
    def wrapper(request: HttpRequest, **where) -> HttpResponse:
        with translation.override(spoken(request)):
            terms = Terms.read(spoken(request))
            asked = criteria.read(request.GET, terms)
            if request.GET.get("lang", spoken(request)) != spoken(request):
                return problem(400, _("Les langues sont : %s.") % ", ".join(dict(settings.LANGUAGES)))
            return refused(asked) if asked.problems else view(request, Search(asked, terms), **where)

    return require_safe(fresh(wrapper))


@asking
def initiatives(request: HttpRequest, search: Search) -> HttpResponse:
    """A page of the list as a GeoJSON FeatureCollection, in the list's own order."""
    pages = search.pages(PAGE_SIZE)
    number = search.criteria.page
    if number > pages.num_pages:
        reason = _("La page %(page)s n’existe pas : il y en a %(pages)s.")
        return problem(400, reason % {"page": number, "pages": pages.num_pages})
    start = (number - 1) * PAGE_SIZE
    features = search.features(start, start + PAGE_SIZE)
    head = {
        "type": "FeatureCollection",
        "numberMatched": pages.count,
        "numberReturned": len(features),
        "links": _links(request, number, pages.num_pages),
    }
    # Features are kept as text: nothing of them is read only to be written again.
    body = f'{json.dumps(head)[:-1]}, "features": [{", ".join(features)}]}}'
    return HttpResponse(body, content_type="application/geo+json")


@asking
def facets(request: HttpRequest, search: Search) -> HttpResponse:
    counted = {
        name: [
            {"code": option.code, "label": option.label, "count": option.count, "chosen": option.chosen}
            for option in options
        ]
        for name, options in search.facets().items()
    }
    return JsonResponse({"count": search.count, "facets": counted})


@asking
def tile(request: HttpRequest, search: Search, *, z: int, x: int, y: int, form: str) -> HttpResponse:
    try:
        where = tiles.Tile(z, x, y)
    except ValueError as error:
        return problem(400, str(error))
    if form == "json":
        return JsonResponse({"cells": tiles.cells(search, where)})
    body = tiles.vector_tile(search, where)
    return HttpResponse(body, content_type="application/vnd.mapbox-vector-tile")


@api_view(["GET"])
def initiative(request: Request, slug: str) -> Response:
    """A whole sheet: every answer in every language, and its sources."""
    found = get_object_or_404(Initiative.objects.for_sheet(), slug=slug)
    return Response(InitiativeSerializer(found).data)


@require_safe
@fresh
def journey(request: HttpRequest, slug: str) -> HttpResponse:
    """The road: legs and stages as a GeoJSON FeatureCollection."""
    with translation.override(spoken(request)):
        found = get_object_or_404(Journey, slug=slug)
        return JsonResponse(journey_features(found), content_type="application/geo+json")


def _links(request: HttpRequest, number: int, last: int) -> list[dict]:
    def link(rel: str, number: int) -> dict:
        query = request.GET.copy()
        query["page"] = number
        return {"rel": rel, "href": request.build_absolute_uri(f"{request.path}?{query.urlencode()}")}

    links = [link("self", number)]
    links += [link("next", number + 1)] if number < last else []
    return links + ([link("prev", number - 1)] if number > 1 else [])
