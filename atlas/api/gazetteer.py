"""What the OpenAPI file says of the gazetteer, whose views belong to places."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from atlas.api.door import JSON, Door
from atlas.api.parameters import LANG, NEAR, in_path, query
from atlas.api.shapes import COUNT, LAT, LON, NUMBER, TEXT, many, ref, shape
from places import gazetteer_views
from places.gazetteer import LONGEST
from places.gazetteer_views import MOST_PLACES
from places.labelling import LAST_ZOOM

PLACE = shape(
    {
        "id": {"type": "integer"},
        "name": TEXT,
        "label": TEXT,
        "country": ref("Country"),
        "region": TEXT,
        "lon": LON,
        "lat": LAT,
        "population": COUNT,
    },
    about=_("Une ville ou un village ; « id » sert de paramètre « place » aux initiatives."),
)

gazetteer = Door(
    "gazetteer",
    tag="words",
    summary=_("Les lieux d’après leur nom"),
    about=_("N’importe quel nom, dans n’importe quelle écriture ; sans « q », le lieu par lequel nommer « near »."),
    parameters=(
        query("q", {"type": "string", "maxLength": LONGEST, "examples": ["Lens"]}, _("Nom d’un lieu.")),
        NEAR,
        query(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": MOST_PLACES, "default": 8},
            _("Combien de lieux au plus."),
        ),
        LANG,
    ),
    answers={JSON: shape({"places": many(PLACE)})},
    tries={"q": "Lens"},
)(gazetteer_views.gazetteer)

ZOOM = {"type": "integer", "minimum": 0, "maximum": LAST_ZOOM, "examples": [5]}

towns = Door(
    "town_tile",
    tag="tiles",
    summary=_("Les noms de villes d’une tuile"),
    about=_("Chaque ville : nom, longitude, latitude, population ; la plus peuplée d’abord."),
    parameters=(
        in_path("z", ZOOM, _("Niveau de zoom.")),
        in_path("x", {"type": "integer", "minimum": 0, "examples": [16]}, _("Colonne, d’ouest en est.")),
        in_path("y", {"type": "integer", "minimum": 0, "examples": [10]}, _("Ligne, du nord au sud.")),
        LANG,
    ),
    answers={
        JSON: shape(
            {"towns": many({"type": "array", "items": {"anyOf": [TEXT, NUMBER]}, "minItems": 4, "maxItems": 4})}
        )
    },
    refusals=(400, 404),
)(gazetteer_views.town_tile)
