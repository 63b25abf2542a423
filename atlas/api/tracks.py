"""The tiles of what was recorded on the way; what they hold is made by routes.tracks.tiles."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from atlas import tiles
from atlas.api.asking import reading
from atlas.api.door import JSON, MVT, Door
from atlas.api.parameters import SLUG, in_path
from atlas.api.sending import written
from atlas.api.shapes import COUNT, many, one_of, or_none, shape
from atlas.api.tiles import VERSION, WHERE
from atlas.criteria import Problem
from atlas.problems import Refused
from routes.choices import PartKind
from routes.tracks import tiles as tracks

LINE = shape(
    {
        "kind": one_of([*PartKind.values, tracks.PLANNED]),
        "to": or_none(COUNT),
        "line": {"type": "array", "items": {"type": "integer"}, "minItems": 4},
    },
    about=_(
        "Une ligne vers l’étape « to » : x, y de son premier point, puis l’écart de chacun au précédent, en pas de 1/extent "
        "de tuile, y vers le bas. « recorded » fut enregistré en chemin, « planned » dessiné ; « flight » et « gap » ne sont "
        "que le plus court chemin entre deux points enregistrés."
    ),
)


WHICH = (
    in_path("slug", SLUG | {"examples": ["sur-la-route-des-utopies-realistes"]}, _("Identifiant du voyage.")),
    *WHERE,
    VERSION,
)
ABOUT = _("Ce qui fut enregistré en chemin, simplifié pour chaque niveau de zoom ; vide pour un voyage sans trace.")


@Door(
    "track_lines",
    tag="tiles",
    summary=_("Les traces d’un voyage dans une tuile"),
    about=ABOUT,
    parameters=WHICH,
    answers={JSON: shape({"extent": COUNT, "lines": many(LINE)})},
    refusals=(400,),
)
@reading("v")
def tile(request: HttpRequest, slug: str, **where: int) -> HttpResponse:
    _check(**where)
    return _answer(written({"extent": tracks.EXTENT, "lines": tracks.lines(slug, **where)}), JSON)


@Door(
    "track_tile",
    tag="tiles",
    summary=_("La même tuile, vectorielle"),
    about=ABOUT,
    parameters=WHICH,
    answers={MVT: {"type": "string", "format": "binary"}},
    refusals=(400,),
)
@reading("v")
def mvt(request: HttpRequest, slug: str, **where: int) -> HttpResponse:
    _check(**where)
    return _answer(tracks.vector_tile(slug, **where), MVT)


def _check(**where: int) -> None:
    try:
        tiles.Tile(**where)
    except ValueError as error:
        raise Refused(Problem("z/x/y", str(error))) from error


def _answer(content: bytes, form: str) -> HttpResponse:
    """What travellers keep to themselves for a while appears when its time has come, without any change."""
    answer = HttpResponse(content, content_type=form)
    answer.headers["ETag"] = f'W/"{hashlib.sha256(content).hexdigest()[:16]}"'
    answer.headers["Cache-Control"] = "public, max-age=10"
    return answer
