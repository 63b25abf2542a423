"""Journeys, each on its map beside its stages; each stage and each page of the diary on its own page: as everybody reads them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from routes import pages
from routes.models import Journey
from routes.reading import EVERYBODY
from routes.stops import stops_of


@require_safe
def journeys(request: HttpRequest) -> HttpResponse:
    found = list(Journey.objects.all())
    roads = stops_of(found, get_language())
    for one in found:
        one.stops = roads[one.pk]
        one.documented_count = sum(stop.is_documented for stop in one.stops)
    return render(request, "routes/journeys.html", {"journeys": found})


@require_safe
def journey(request: HttpRequest, slug: str) -> HttpResponse:
    return pages.journey(request, get_object_or_404(Journey.objects, slug=slug), EVERYBODY)


@require_safe
def stage(request: HttpRequest, slug: str, stage: str) -> HttpResponse:
    return pages.stage(request, get_object_or_404(Journey.objects, slug=slug), stage, EVERYBODY)


@require_safe
def entry(request: HttpRequest, slug: str, entry: str) -> HttpResponse:
    return pages.entry(request, get_object_or_404(Journey.objects, slug=slug), entry, EVERYBODY)


@require_safe
def drawn(request: HttpRequest, slug: str) -> HttpResponse:
    return pages.drawn(request, get_object_or_404(Journey.objects, slug=slug), EVERYBODY)


@require_safe
def ground(request: HttpRequest, slug: str) -> HttpResponse:
    return pages.ground(request, get_object_or_404(Journey.objects, slug=slug), EVERYBODY)
