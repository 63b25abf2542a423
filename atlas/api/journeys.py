"""The journeys, and the road of each as GeoJSON."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atlas.api import paging
from atlas.api.asking import reading
from atlas.api.door import GEOJSON, JSON, Door
from atlas.api.parameters import LANG, PAGE, SIZE, SLUG, in_path
from atlas.api.shapes import ADDRESS, COUNT, MAYBE, NUMBERS, TEXT, collection, many, one_of, or_none, ref, shape
from atlas.problems import nothing_here
from routes.choices import Evidence, Mode
from routes.files.diary import Page
from routes.geojson import journey_features, page_feature
from routes.models import Journey, Stage
from routes.querysets import visible_stage

RADIUS = COUNT | {
    "description": _("Mètres autour du point où le lieu peut être vraiment ; 0 quand il est dit exactement.")
}
JOURNEY = shape(
    {
        "slug": TEXT,
        "title": TEXT,
        "about": TEXT,
        "travellers": many(TEXT),
        "year": or_none({"type": "integer"}),
        "stages": COUNT,
        "href": ADDRESS,
        "diary": ADDRESS,
        "url": ADDRESS,
    }
)
LEG = shape(
    {
        "type": {"const": "Feature"},
        "geometry": ref("MultiLineString"),
        "properties": shape(
            {
                "kind": {"const": "leg"},
                "to": COUNT,
                "mode": one_of(Mode.values),
                "evidence": one_of(Evidence.values),
            }
        ),
    },
    about=_("Le trajet vers l’étape « to », coupé à l’antiméridien."),
)
STAGE = shape(
    {
        "type": {"const": "Feature"},
        "id": TEXT,
        "geometry": ref("Point"),
        "properties": shape(
            {
                "kind": {"const": "stage"},
                "order": COUNT,
                "slug": TEXT,
                "name": TEXT,
                "date": TEXT,
                "mode": one_of(Mode.values),
                "evidence": one_of(Evidence.values),
                "precision": ref("Precision"),
                "radius": RADIUS,
                "url": ADDRESS,
            }
        ),
    }
)
ENTRY = shape(
    {
        "type": {"const": "Feature"},
        "id": TEXT,
        "geometry": or_none(ref("Point")),
        "properties": shape(
            {
                "kind": {"const": "entry"},
                "slug": TEXT,
                "stage": or_none(TEXT),
                "name": TEXT,
                "date": {"type": "string", "description": _("EDTF (ISO 8601-2) ; vide quand elle n’est pas dite.")},
                "clock": or_none({"type": "string", "description": _("Heure du lieu.")}),
                "author": or_none(TEXT),
                "language": TEXT,
                "precision": ref("Precision"),
                "radius": RADIUS,
                "text": {
                    "type": "string",
                    "description": _(
                        "Le début de la page, 2 000 signes au plus, sans mise en forme ; le tout est à « url »."
                    ),
                },
                "url": ADDRESS,
            }
        ),
    },
    about=_("Une page du carnet ; sans lieu quand personne ne le dit. « stage » est l’étape, si elle peut être lue."),
)

WHICH = in_path("slug", SLUG | {"examples": ["sur-la-route-des-utopies-realistes"]}, _("Identifiant du voyage."))


@Door(
    "journeys",
    tag="journeys",
    summary=_("Les voyages"),
    parameters=(PAGE, SIZE, LANG),
    answers={JSON: shape(NUMBERS | {"journeys": many(JOURNEY)}, optional=MAYBE)},
)
@reading("page", "size")
def index(request: HttpRequest) -> HttpResponse:
    known = Journey.objects.annotate(stage_count=Count("stages", filter=visible_stage("stages__"))).order_by(
        "year", "slug"
    )
    page = paging.page(Paginator(known, paging.size(request.GET)), paging.number(request.GET))
    return JsonResponse({**paging.told(request, page), "journeys": [_told(journey) for journey in page]})


@Door(
    "journey",
    tag="journeys",
    summary=_("La route d’un voyage"),
    about=_(
        "Trajets et étapes ; « evidence » dit si le carnet en parle ou si la ligne n’est qu’illustrative. "
        "Les pages du carnet ont leur propre adresse."
    ),
    parameters=(WHICH, LANG),
    answers={GEOJSON: collection({"features": many({"oneOf": [LEG, STAGE]})})},
    refusals=(400, 404, 429),
)
@reading()
def road(request: HttpRequest, slug: str) -> HttpResponse:
    found = Journey.objects.filter(slug=slug).first()
    return JsonResponse(journey_features(found), content_type=GEOJSON) if found else nothing_here()


@Door(
    "diary",
    tag="journeys",
    summary=_("Le carnet d’un voyage"),
    about=_(
        "Ses pages dans l’ordre de la route. Ce que les voyageurs gardent pour plus tard ou n’ont pas publié n’y est pas ; "
        "les lieux sont aussi vagues qu’ils le veulent."
    ),
    parameters=(WHICH, PAGE, SIZE, LANG),
    answers={GEOJSON: collection(NUMBERS | {"features": many(ENTRY)}, optional=MAYBE)},
    refusals=(400, 404, 429),
)
@reading("page", "size")
def diary(request: HttpRequest, slug: str) -> HttpResponse:
    found = Journey.objects.filter(slug=slug).first()
    if found is None:
        return nothing_here()
    page = paging.page(Paginator(Page.begun(found), paging.size(request.GET)), paging.number(request.GET))
    entries = list(page)
    stages = Stage.objects.filter(journey=found, pk__in={entry.stage_id for entry in entries} - {None})
    pages = [page_feature(one, url=one.entry.get_absolute_url()) for one in Page.of(found, entries, stages)]
    told = {"type": "FeatureCollection", **paging.told(request, page), "features": pages}
    return JsonResponse(told, content_type=GEOJSON)


def _told(journey: Journey) -> dict:
    return {
        "slug": journey.slug,
        "title": journey.title,
        "about": journey.about,
        "travellers": journey.travellers,
        "year": journey.year,
        "stages": journey.stage_count,
        "href": reverse("api:journey", args=[journey.slug]),
        "diary": reverse("api:diary", args=[journey.slug]),
        "url": journey.get_absolute_url(),
    }
