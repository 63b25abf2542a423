"""The addresses of the map's tiles; what they hold is made by atlas.tiles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from atlas import tiles
from atlas.api.asking import asking
from atlas.api.door import JSON, MVT, Door
from atlas.api.parameters import QUESTION, in_path, query
from atlas.api.sending import written
from atlas.api.shapes import COUNT, LAT, LON, NUMBER, NUMBERS, TEXT, many, ref, shape
from atlas.criteria import Problem
from atlas.problems import Refused, problem
from atlas.search import Search

WHERE = (
    in_path("z", {"type": "integer", "minimum": 0, "maximum": tiles.DEEPEST, "examples": [3]}, _("Niveau de zoom.")),
    in_path("x", {"type": "integer", "minimum": 0, "examples": [4]}, _("Colonne, d’ouest en est.")),
    in_path("y", {"type": "integer", "minimum": 0, "examples": [2]}, _("Ligne, du nord au sud.")),
)
VERSION = query(
    "v",
    {"type": "integer", "minimum": 0, "maximum": 2**63 - 1},
    _("Numéro qui change à chaque modification ; il ne change pas la réponse, seulement ce que les caches en gardent."),
)
CELL = shape(
    {
        "n": COUNT,
        "x": LON,
        "y": LAT,
        "box": {"type": "array", "items": NUMBER, "minItems": 4, "maxItems": 4},
        "mix": {"type": "object", "additionalProperties": COUNT},
        "slugs": many(TEXT),
        "slug": TEXT,
        "name": TEXT,
        "precision": ref("Precision"),
        "resource": {"anyOf": [ref("Resource"), {"type": "null"}]},
    },
    optional="slugs slug name precision resource",
    about=_(
        "n initiatives autour de x, y (moyenne des longitudes et latitudes), dans box (ouest, sud, est, nord) ; mix compte "
        "leurs ressources, slugs les nomme quand elles sont peu, et une seule dit qui elle est."
    ),
)
# The last zoom of which whole answers about all initiatives are kept: 1 365 tiles, which every visitor's map begins with.
WORLD = 5
ABOUT = _("Les initiatives de la question, groupées sur une grille qui est la même pour toutes les tuiles.")


@asking("v")
def _tile(request: HttpRequest, search: Search, *, z: int, x: int, y: int, form: str) -> HttpResponse:
    try:
        where = tiles.Tile(z, x, y)
    except ValueError as error:
        raise Refused(Problem("z/x/y", str(error))) from error
    if where.z > WORLD or not search.criteria.is_empty:
        return HttpResponse(_written(search, where, form), content_type=form)
    answers = search.tally.answers
    if (where, form) not in answers:
        answers[where, form] = _written(search, where, form)
    return HttpResponse(answers[where, form], content_type=form)


def _written(search: Search, where: tiles.Tile, form: str) -> bytes:
    if form == MVT:
        return tiles.vector_tile(search, where)
    return written({"cells": tiles.cells(search, where)} | ({"partial": True} if search.partial else {}))


@Door(
    "initiative_tile",
    tag="tiles",
    summary=_("Une tuile vectorielle"),
    about=ABOUT,
    parameters=(*WHERE, *QUESTION, VERSION),
    answers={MVT: {"type": "string", "format": "binary"}},
    refusals=(400,),
)
def mvt(request: HttpRequest, **where: int) -> HttpResponse:
    return _tile(request, **where, form=MVT)


@Door(
    "initiative_cells",
    tag="tiles",
    summary=_("La même tuile, en JSON"),
    about=ABOUT,
    parameters=(*WHERE, *QUESTION, VERSION),
    answers={JSON: shape({"cells": many(CELL), "partial": NUMBERS["partial"]}, optional="partial")},
    refusals=(400,),
)
def cells(request: HttpRequest, **where: int) -> HttpResponse:
    return _tile(request, **where, form=JSON)


def no_such_tile(request: HttpRequest) -> HttpResponse:
    return problem(400, said("L’adresse d’une tuile est /tiles/couche/z/x/y.forme, en nombres entiers."))
