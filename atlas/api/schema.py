"""The OpenAPI file, in the two forms programs read it in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.renderers import OpenApiYamlRenderer

from atlas.api.asking import reading
from atlas.api.door import JSON, YAML, Door
from atlas.api.openapi import document
from atlas.api.parameters import LANG, query
from atlas.api.shapes import one_of
from atlas.criteria import Problem
from atlas.problems import Refused

FORMS = {"json": JSON, "yaml": YAML}


@Door(
    "schema",
    tag="start",
    summary=_("Cette description, en OpenAPI 3.1"),
    about=_("En JSON, ou en YAML quand l’en-tête Accept ou « format » le demande."),
    parameters=(query("format", one_of(FORMS), _("La forme, plutôt que par l’en-tête Accept.")), LANG),
    answers={media: {"type": "object"} for media in FORMS.values()},
)
@reading("format")
def schema(request: HttpRequest) -> HttpResponse:
    told = {**document(get_language()), "servers": [{"url": request.build_absolute_uri("/").rstrip("/")}]}
    if _form(request) == YAML:
        response = HttpResponse(OpenApiYamlRenderer().render(told, renderer_context={}), content_type=YAML)
    else:
        response = JsonResponse(told)
    patch_vary_headers(response, ["Accept"])
    return response


def _form(request: HttpRequest) -> str:
    asked = request.GET.get("format", "").strip()
    if asked and asked not in FORMS:
        raise Refused(Problem("format", _("Les formes sont : %s.") % ", ".join(FORMS)))
    return FORMS.get(asked) or request.get_preferred_type([JSON, YAML])
