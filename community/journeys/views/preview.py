"""The pages of a journey read before everybody may. Not under /write/, whose pages a browser keeps for the road."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from community.journeys.gate import team
from community.journeys.preview import TEAM
from routes import pages
from routes.models import Journey


@team
@require_safe
def journey(request: HttpRequest, journey: Journey) -> HttpResponse:
    return pages.journey(request, journey, TEAM)


@team
@require_safe
def drawn(request: HttpRequest, journey: Journey) -> HttpResponse:
    return pages.drawn(request, journey, TEAM)


@team
@require_safe
def ground(request: HttpRequest, journey: Journey) -> HttpResponse:
    return pages.ground(request, journey, TEAM)


@team
@require_safe
def stage(request: HttpRequest, journey: Journey, stage: str) -> HttpResponse:
    return pages.stage(request, journey, stage, TEAM)


@team
@require_safe
def entry(request: HttpRequest, journey: Journey, entry: str) -> HttpResponse:
    return pages.entry(request, journey, entry, TEAM)
