"""The list as GeoJSON, in the list's own order, and a whole sheet."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from atlas.api import paging
from atlas.api.asking import asking, reading
from atlas.api.door import GEOJSON, Door
from atlas.api.parameters import LANG, QUESTION, SIZE, SLUG, in_path
from atlas.api.shapes import MAYBE, NUMBERS, collection, many, ref
from atlas.problems import nothing_here
from atlas.search import Search
from places.models import Initiative
from places.serializers import InitiativeSerializer

LED_ON = 600  # seconds that a program may keep where a sheet went: it may be brought back
LIST = collection(NUMBERS | {"features": many(ref("Feature"))}, optional=MAYBE)


@Door(
    "initiatives",
    tag="initiatives",
    summary=_("Les initiatives, filtrées"),
    about=_(
        "Le plus proche d’abord quand un lieu est donné, sinon ce qui répond le mieux aux mots, sinon par nom. "
        "C’est la liste de la page « La carte » : les mêmes paramètres donnent les mêmes initiatives."
    ),
    parameters=(*QUESTION, SIZE),
    answers={GEOJSON: LIST},
    tries={"resource": "water", "near": "2.83,50.43", "size": "3"},
)
@asking("size")
def index(request: HttpRequest, search: Search) -> HttpResponse:
    pages = search.pages(paging.size(request.GET), parts=search.features)
    page = paging.page(pages, search.criteria.page)
    features = page.object_list
    head = json.dumps({"type": "FeatureCollection", **paging.told(request, page), **search.limits})
    # Features are kept as text: nothing of them is read only to be written again.
    return HttpResponse(f'{head[:-1]}, "features": [{", ".join(features)}]}}', content_type=GEOJSON)


@Door(
    "initiative",
    tag="initiatives",
    summary=_("Une fiche entière"),
    about=_("Chaque réponse dans chaque langue, et chaque source. Une fiche réunie à une autre mène à celle-ci (301)."),
    parameters=(
        in_path("slug", SLUG | {"examples": ["la-coroutine-lille"]}, _("Identifiant de l’initiative.")),
        LANG,
    ),
    answers={GEOJSON: InitiativeSerializer},
    refusals=(400, 404, 429),
)
@reading("lang")
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    found = Initiative.objects.for_sheet().filter(slug=slug).first()
    if found is None:
        gone = Initiative.everything.filter(slug=slug).first()
        heir = gone and gone.heir
        return _led_to(heir, request) if heir else nothing_here()
    return JsonResponse(InitiativeSerializer(found).data, content_type=GEOJSON)


def _led_to(heir: Initiative, request: HttpRequest) -> HttpResponse:
    asked = request.META["QUERY_STRING"]
    answer = redirect(reverse("api:initiative", args=[heir.slug]) + (f"?{asked}" if asked else ""), permanent=True)
    patch_cache_control(answer, max_age=LED_ON)
    return answer
