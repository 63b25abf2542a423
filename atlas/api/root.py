"""/api/v1/: what there is, for a program as JSON, for a person the page where one can try it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request, override
from django.utils.translation import gettext_lazy as _

from atlas.api.asking import reading
from atlas.api.door import HTML, JSON, Door
from atlas.api.openapi import LICENCE, document
from atlas.api.parameters import LANG
from atlas.api.shapes import ADDRESS, TEXT, YES_NO, many, shape

LINK = shape({"rel": TEXT, "href": TEXT, "type": TEXT, "title": TEXT, "templated": YES_NO}, optional="templated")
ROOT = shape(
    {
        "title": TEXT,
        "description": TEXT,
        "version": TEXT,
        "licence": shape({"name": TEXT, "url": ADDRESS}),
        "links": many(LINK),
    },
    about=_("Une adresse « templated » contient des {noms} à remplacer."),
)


@Door(
    "root",
    tag="start",
    summary=_("Ce qu’il y a ici"),
    about=_("Une personne est menée vers la page où tout s’essaie."),
    parameters=(LANG,),
    answers={JSON: ROOT},
    redirects=True,
)
@reading()
def root(request: HttpRequest) -> HttpResponse:
    if request.get_preferred_type([JSON, HTML]) == HTML:
        return _to_the_page(request)
    response = JsonResponse(_told(request))
    patch_vary_headers(response, ["Accept"])
    return response


def _to_the_page(request: HttpRequest) -> HttpResponse:
    """In the reader's own language, unless the address names one."""
    with override(get_language() if request.GET.get("lang") else get_language_from_request(request)):
        response = redirect("try_api")
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def _told(request: HttpRequest) -> dict:
    told = document(get_language())
    page = {"rel": "service-doc", "href": reverse("try_api"), "type": HTML, "title": _("Essayer l’API")}
    doors = [_link(path, methods["get"]) for path, methods in told["paths"].items()]
    links = [link | {"href": request.build_absolute_uri("/")[:-1] + link["href"]} for link in [*doors, page]]
    info = told["info"]
    described = {"title": info["title"], "description": info["description"], "version": info["version"]}
    return described | {"licence": LICENCE, "links": links}


def _link(path: str, operation: dict) -> dict:
    rel = {"root": "self", "schema": "service-desc"}.get(operation["operationId"], operation["operationId"])
    media = next(iter(operation["responses"]["200"]["content"]))
    link = {"rel": rel, "href": path, "type": media, "title": operation["summary"]}
    return link | ({"templated": True} if "{" in path else {})
