"""The pages of one journey, its stages and its diary, as a reading has them. Who may have it was asked before."""

from __future__ import annotations

from django.contrib.gis.geos import Point
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places import coarse, sheet
from places.maps import map_options
from places.models import Initiative
from places.vocabulary import Terms
from routes import carbon, diary, sketch
from routes.drawing import drawing
from routes.models import Journey, Stage
from routes.numbers import numbers
from routes.profile import profile
from routes.querysets import NEARBY_KM, NEARBY_MOST
from routes.reading import Reading
from routes.stops import Stop, stops
from routes.telling import WINDOW, story, track, with_media
from routes.tracks.maps import tracks_on_map
from routes.ways import Way, ways

PAGES_OF_A_STAGE = 60


def journey(request: HttpRequest, shown: Journey, reading: Reading) -> HttpResponse:
    """Told in windows of stages; `from` is the stage whose window it is."""
    shown.stops = road = stops(shown, get_language(), reading)
    legs = ways(road)
    context = {
        "reading": reading,
        "journey": shown,
        "story": story(shown, road, legs, at=request.GET.get("from", ""), language=get_language(), reading=reading),
        "track": track(road),
        "last": max(0, len(road) - 1),
        "documented_count": sum(stop.is_documented for stop in road),
        "numbers": numbers(shown, road, legs, reading),
        "profile": profile(road, legs),
        "carbon": carbon,
        "terms": Terms.read(get_language()),
        "nearby_km": NEARBY_KM,
        "map": _map(shown, _("Carte du voyage : %s") % shown.title, reading),
    }
    return render(request, "routes/journey.html", context)


def stage(request: HttpRequest, road: Journey, slug: str, reading: Reading) -> HttpResponse:
    readable = reading.stages().filter(journey=road)
    shown = get_object_or_404(readable.told(get_language()), slug=slug)
    shown.journey = road
    before, after = readable.beside(shown.order)
    for one in filter(None, (before, after)):
        one.journey = road
    pages = with_media(reading.entries().filter(journey=road, stage=shown).excerpts(most=PAGES_OF_A_STAGE))
    context = {
        "reading": reading,
        "journey": road,
        "stage": shown,
        "way": _way(before, shown, reading),
        "before": before,
        "after": after,
        "entries": diary.of(road, pages),
        "window": WINDOW,
        "carbon": carbon,
        "radius": coarse.radius(shown.precision),
        "nearby_km": NEARBY_KM,
        "map": _map(road, _("Carte : %s et la route") % shown.place, reading, around=shown.slug)
        | {"stage": shown.slug},
        **readable.aggregate(count=Count("pk"), rank=Count("pk", filter=Q(order__lte=shown.order))),
    }
    return render(request, "routes/stage.html", context)


def entry(request: HttpRequest, road: Journey, slug: str, reading: Reading) -> HttpResponse:
    """A page of the diary. Its stage is told only where the stage itself may be read."""
    pages = reading.entries().filter(journey=road)
    shown = get_object_or_404(with_media(pages).select_related("author"), slug=slug)
    shown.journey = road
    told = reading.stages().filter(journey=road).told(get_language())
    where = told.filter(pk=shown.stage_id).first() if shown.stage_id else None
    point = shown.point or (where and where.point)
    radius = coarse.radius(shown.precision if shown.point or where is None else where.precision)
    before, after = diary.beside(road, shown, reading)
    context = {
        "reading": reading,
        "journey": road,
        "entry": shown,
        "stage": where,
        "point": point,
        "nearby": _nearby(point, where),
        "foreign": "" if shown.language == get_language() else sheet.language_name(shown.language, get_language()),
        "before": before,
        "after": after,
        "nearby_km": NEARBY_KM,
        "map": _map(road, _("Carte : où cette page a été écrite"), reading, around=where.slug if where else "")
        | {"stage": where and where.slug, "note": shown.slug, "point": point and [point.x, point.y], "radius": radius},
        "radius": radius,
    }
    return render(request, "routes/entry.html", context)


def drawn(request: HttpRequest, shown: Journey, reading: Reading) -> HttpResponse:
    """What the page's own map draws; `around` a stage, only what is beside it."""
    return JsonResponse(drawing(shown, get_language(), around=request.GET.get("around", ""), reading=reading))


def ground(request: HttpRequest, shown: Journey, reading: Reading) -> HttpResponse:
    """The land under a journey's small drawing, as symbols that a page takes in."""
    seen = sketch.ground(stops(shown, get_language(), reading))
    if seen is None:
        raise Http404
    land, height = seen
    context = {"ground": land, "width": sketch.WIDTH, "height": height}
    return render(request, "routes/ground.svg", context, content_type="image/svg+xml")


def _way(before: Stage | None, shown: Stage, reading: Reading) -> Way | None:
    """How the stage was reached; None where the road begins."""
    if before is None:
        return None
    pair = reading.stages().filter(pk__in=(before.pk, shown.pk)).order_by("order").brief(get_language())
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


def _map(shown: Journey, label: str, reading: Reading, *, around: str = "") -> dict:
    """What static/js/journey.js, stage.js and entry.js start from."""
    options = map_options(get_language())
    road = reverse(reading.at.drawn, args=[shown.slug]) + (f"?around={around}" if around else "")
    drawn = {"map": options | {"detail": None, "strings": options["strings"] | {"map": label}}, "road": road}
    return drawn | tracks_on_map(shown.slug)
