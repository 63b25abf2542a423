"""The journeys, and the road of each as GeoJSON."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
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
from routes.geojson import journey_features
from routes.models import Journey, Stage

JOURNEY = shape(
    {
        "slug": TEXT,
        "title": TEXT,
        "about": TEXT,
        "travellers": many(TEXT),
        "year": or_none({"type": "integer"}),
        "stages": COUNT,
        "href": ADDRESS,
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
                "url": ADDRESS,
            }
        ),
    }
)


@Door(
    "journeys",
    tag="journeys",
    summary=_("Les voyages"),
    parameters=(PAGE, SIZE, LANG),
    answers={JSON: shape(NUMBERS | {"journeys": many(JOURNEY)}, optional=MAYBE)},
)
@reading("page", "size")
def index(request: HttpRequest) -> HttpResponse:
    known = Journey.objects.annotate(stage_count=Count("stages", filter=Q(stages__in=Stage.objects.all()))).order_by(
        "year", "slug"
    )
    page = paging.page(Paginator(known, paging.size(request.GET)), paging.number(request.GET))
    return JsonResponse({**paging.told(request, page), "journeys": [_told(journey) for journey in page]})


@Door(
    "journey",
    tag="journeys",
    summary=_("La route d’un voyage"),
    about=_("Trajets et étapes ; « evidence » dit si le carnet en parle ou si la ligne n’est qu’illustrative."),
    parameters=(
        in_path("slug", SLUG | {"examples": ["sur-la-route-des-utopies-realistes"]}, _("Identifiant du voyage.")),
        LANG,
    ),
    answers={GEOJSON: collection({"features": many({"oneOf": [LEG, STAGE]})})},
    refusals=(400, 404, 429),
)
@reading()
def road(request: HttpRequest, slug: str) -> HttpResponse:
    found = Journey.objects.filter(slug=slug).first()
    return JsonResponse(journey_features(found), content_type=GEOJSON) if found else nothing_here()


def _told(journey: Journey) -> dict:
    return {
        "slug": journey.slug,
        "title": journey.title,
        "about": journey.about,
        "travellers": journey.travellers,
        "year": journey.year,
        "stages": journey.stage_count,
        "href": reverse("api:journey", args=[journey.slug]),
        "url": journey.get_absolute_url(),
    }
