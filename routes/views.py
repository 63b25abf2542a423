"""Journeys, each on its map beside its stages; each stage and each page of the diary on its own page."""

from __future__ import annotations

from django.contrib.gis.geos import Point
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from places import coarse, sheet
from places.maps import map_options
from places.models import Initiative
from places.vocabulary import Terms
from routes import carbon, diary
from routes import sketch as sketches
from routes.drawing import drawing
from routes.models import Entry, Journey, Stage
from routes.numbers import numbers
from routes.profile import profile
from routes.querysets import NEARBY_KM, NEARBY_MOST
from routes.stops import Stop, stops, stops_of
from routes.telling import WINDOW, story, track, with_media
from routes.tracks.maps import tracks_on_map
from routes.ways import Way, ways

PAGES_OF_A_STAGE = 60


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
    """Told in windows of stages; `from` is the stage whose window it is."""
    shown = get_object_or_404(Journey.objects, slug=slug)
    shown.stops = road = stops(shown, get_language())
    legs = ways(road)
    context = {
        "journey": shown,
        "story": story(shown, road, legs, at=request.GET.get("from", ""), language=get_language()),
        "track": track(road),
        "last": max(0, len(road) - 1),
        "documented_count": sum(stop.is_documented for stop in road),
        "numbers": numbers(shown, road, legs),
        "profile": profile(road, legs),
        "carbon": carbon,
        "terms": Terms.read(get_language()),
        "nearby_km": NEARBY_KM,
        "map": _map(shown, _("Carte du voyage : %s") % shown.title),
    }
    return render(request, "routes/journey.html", context)


@require_safe
def stage(request: HttpRequest, slug: str, stage: str) -> HttpResponse:
    road = get_object_or_404(Journey.objects, slug=slug)
    shown = get_object_or_404(Stage.objects.filter(journey=road).told(get_language()), slug=stage)
    shown.journey = road
    readable = Stage.objects.filter(journey=road)
    before, after = readable.beside(shown.order)
    for one in filter(None, (before, after)):
        one.journey = road
    pages = with_media(Entry.objects.filter(journey=road, stage=shown).excerpts(most=PAGES_OF_A_STAGE))
    context = {
        "journey": road,
        "stage": shown,
        "way": _way(before, shown),
        "before": before,
        "after": after,
        "entries": diary.of(road, pages),
        "window": WINDOW,
        "carbon": carbon,
        "radius": coarse.radius(shown.precision),
        "nearby_km": NEARBY_KM,
        "map": _map(road, _("Carte : %s et la route") % shown.place, around=shown.slug) | {"stage": shown.slug},
        **readable.aggregate(count=Count("pk"), rank=Count("pk", filter=Q(order__lte=shown.order))),
    }
    return render(request, "routes/stage.html", context)


@require_safe
def entry(request: HttpRequest, slug: str, entry: str) -> HttpResponse:
    """A page of the diary. Its stage is told only where the stage itself may be read."""
    road = get_object_or_404(Journey.objects, slug=slug)
    shown = get_object_or_404(with_media(Entry.objects.filter(journey=road)).select_related("author"), slug=entry)
    shown.journey = road
    told = Stage.objects.filter(journey=road).told(get_language())
    where = told.filter(pk=shown.stage_id).first() if shown.stage_id else None
    point = shown.point or (where and where.point)
    radius = coarse.radius(shown.precision if shown.point or where is None else where.precision)
    before, after = diary.beside(road, shown)
    context = {
        "journey": road,
        "entry": shown,
        "stage": where,
        "point": point,
        "nearby": _nearby(point, where),
        "foreign": "" if shown.language == get_language() else sheet.language_name(shown.language, get_language()),
        "before": before,
        "after": after,
        "nearby_km": NEARBY_KM,
        "map": _map(road, _("Carte : où cette page a été écrite"), around=where.slug if where else "")
        | {"stage": where and where.slug, "note": shown.slug, "point": point and [point.x, point.y], "radius": radius},
        "radius": radius,
    }
    return render(request, "routes/entry.html", context)


@require_safe
def drawn(request: HttpRequest, slug: str) -> HttpResponse:
    """What the page's own map draws; `around` a stage, only what is beside it."""
    shown = get_object_or_404(Journey.objects, slug=slug)
    return JsonResponse(drawing(shown, get_language(), around=request.GET.get("around", "")))


@require_safe
def ground(request: HttpRequest, slug: str) -> HttpResponse:
    """The land under a journey's small drawing, as symbols that a page takes in."""
    shown = get_object_or_404(Journey.objects, slug=slug)
    seen = sketches.ground(stops(shown, get_language()))
    if seen is None:
        raise Http404
    land, height = seen
    context = {"ground": land, "width": sketches.WIDTH, "height": height}
    return render(request, "routes/ground.svg", context, content_type="image/svg+xml")


def _way(before: Stage | None, shown: Stage) -> Way | None:
    """How the stage was reached; None where the road begins."""
    if before is None:
        return None
    pair = Stage.objects.filter(pk__in=(before.pk, shown.pk)).order_by("order").brief(get_language())
    [way] = ways([Stop(*row) for row in pair])
    return way


def _nearby(point: Point | None, where: Stage | None) -> list[dict]:
    """As `told` has them, around the entry's own place; its stage's where it has none."""
    if where and point == where.point:
        return where.nearby
    if point is None:
        return []
    met = {one["slug"] for one in where.met} if where else set()
    found = Initiative.objects.exclude(slug__in=met).near(point, km=NEARBY_KM)[:NEARBY_MOST]
    return [
        {
            "slug": one.slug,
            "name": one.name,
            "precision": one.precision,
            "resources": one.resources,
            "metres": one.distance.m,
        }
        for one in found.defer("search", "name_key")
    ]


def _map(shown: Journey, label: str, *, around: str = "") -> dict:
    """What static/js/journey.js, stage.js and entry.js start from."""
    options = map_options(get_language())
    road = reverse("routes:drawn", args=[shown.slug]) + (f"?around={around}" if around else "")
    drawn = {"map": options | {"detail": None, "strings": options["strings"] | {"map": label}}, "road": road}
    return drawn | tracks_on_map(shown.slug)
