"""Journeys, each on its map beside its stages, and each stage on its own page."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from places.maps import map_options
from routes.choices import Evidence
from routes.models import Journey, Stage
from routes.querysets import NEARBY_KM, visible_stage
from routes.telling import around, steps, track
from routes.tracks.maps import tracks_on_map

NEARBY_BESIDE_A_STAGE = 3


@require_safe
def journeys(request: HttpRequest) -> HttpResponse:
    shown = visible_stage("stages__")
    documented = Count("stages", filter=shown & Q(stages__evidence=Evidence.DOCUMENTED))
    found = Journey.objects.annotate(stage_count=Count("stages", filter=shown), documented_count=documented)
    return render(request, "routes/journeys.html", {"journeys": found.prefetch_related("stages")})


@require_safe
def journey(request: HttpRequest, slug: str) -> HttpResponse:
    told = Stage.objects.told(get_language(), most=NEARBY_BESIDE_A_STAGE).order_by("order")
    shown = get_object_or_404(Journey.objects.prefetch_related(Prefetch("stages", told)), slug=slug)
    stages = list(shown.stages.all())
    context = {
        "journey": shown,
        "steps": steps(stages),
        "track": track(stages),
        "last": max(0, len(stages) - 1),
        "documented_count": sum(stage.is_documented for stage in stages),
        "met_count": sum(len(stage.met) for stage in stages if stage.is_documented),
        "nearby_km": NEARBY_KM,
        "map": _map(shown, _("Carte du voyage : %s") % shown.title),
    }
    return render(request, "routes/journey.html", context)


@require_safe
def stage(request: HttpRequest, slug: str, stage: str) -> HttpResponse:
    road = get_object_or_404(Journey.objects.prefetch_related("stages"), slug=slug)
    shown = get_object_or_404(road.stages.told(get_language()), slug=stage)
    rank, before, after = around(list(road.stages.all()), shown)
    context = {
        "journey": road,
        "stage": shown,
        "rank": rank,
        "before": before,
        "after": after,
        "nearby_km": NEARBY_KM,
        "map": _map(road, _("Carte : %s et la route") % shown.place) | {"stage": shown.slug},
    }
    return render(request, "routes/stage.html", context)


def _map(shown: Journey, label: str) -> dict:
    """What static/js/journey.js and stage.js start from."""
    options = map_options(get_language())
    features = f"{reverse('api:journey', args=[shown.slug])}?lang={get_language()}"
    drawn = {"map": options | {"detail": None, "strings": options["strings"] | {"map": label}}, "features": features}
    return drawn | tracks_on_map(shown.slug)
