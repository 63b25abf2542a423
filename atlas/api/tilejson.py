"""TileJSON: where a map finds the atlas's vector tiles, and what is in them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from atlas.api.asking import asking
from atlas.api.door import JSON, Door
from atlas.api.parameters import QUESTION
from atlas.api.shapes import COUNT, NUMBER, TEXT, many, shape
from atlas.api.tiles import ABOUT
from atlas.search import Search
from atlas.tiles import DEEPEST

# The members of a vector tile's features; the mix of resources is one member per code.
FIELDS = {
    "n": "Number",
    "slug": "String",
    "slugs": "String",
    "name": "String",
    "precision": "String",
    "resource": "String",
}
WORLD = [-180, -85.05112878, 180, 85.05112878]
ATTRIBUTION = "© Atlas des utopies réalistes, CC BY-SA 4.0"
LAYER = shape(
    {
        "id": TEXT,
        "description": TEXT,
        "minzoom": COUNT,
        "maxzoom": COUNT,
        "fields": {"type": "object", "additionalProperties": TEXT},
    }
)
TILEJSON = shape(
    {
        "tilejson": {"const": "3.0.0"},
        "name": TEXT,
        "description": TEXT,
        "version": TEXT,
        "attribution": TEXT,
        "scheme": {"const": "xyz"},
        "tiles": many(TEXT),  # {z} is in no URI
        "vector_layers": many(LAYER),
        "minzoom": COUNT,
        "maxzoom": COUNT,
        "bounds": {"type": "array", "items": NUMBER, "minItems": 4, "maxItems": 4},
        "center": {"type": "array", "items": NUMBER, "minItems": 3, "maxItems": 3},
    }
)


@Door(
    "tilejson",
    tag="tiles",
    summary=_("Les tuiles, pour un logiciel de cartes"),
    about=_("TileJSON 3.0 ; les paramètres donnés ici sont ceux de chaque tuile."),
    parameters=QUESTION,
    answers={JSON: TILEJSON},
    tries={"resource": "water"},
    refusals=(400,),
)
@asking()
def tilejson(request: HttpRequest, search: Search) -> HttpResponse:
    query = urlencode([pair for pair in search.criteria.parameters() if pair[0] != "page"])
    address = request.build_absolute_uri("/tiles/initiatives/{z}/{x}/{y}.mvt")
    resources = search.terms.labels["resource"]
    layer = {
        "id": "initiatives",
        "description": said("Initiatives groupées : n, leur nombre ; une ressource, combien s’en occupent."),
        "minzoom": 0,
        "maxzoom": DEEPEST,
        "fields": FIELDS | dict.fromkeys(resources, "Number"),
    }
    return JsonResponse(
        {
            "tilejson": "3.0.0",
            "name": said("Atlas des utopies réalistes"),
            "description": str(ABOUT),
            "version": "1.0.0",
            "attribution": ATTRIBUTION,
            "scheme": "xyz",
            "tiles": [f"{_unquoted(address)}?{query}" if query else _unquoted(address)],
            "vector_layers": [layer],
            "minzoom": 0,
            "maxzoom": DEEPEST,
            "bounds": WORLD,
            "center": [2.83, 50.43, 5],
        }
    )


def _unquoted(address: str) -> str:
    """Readers of TileJSON look for {z} as it stands."""
    return address.replace("%7B", "{").replace("%7D", "}")
