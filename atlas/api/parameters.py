"""What may follow the « ? »: each parameter of the atlas's question, described once for every door that takes it."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter

from atlas.api.paging import MOST
from atlas.api.shapes import ref
from atlas.criteria import HALF_WAY_ROUND_KM, LAST_PAGE, LONGEST_WORDS, WITHIN_KM

LON = r"-?(180|1[0-7]\d|\d{1,2})(\.\d{1,9})?"
LAT = r"-?(90|[0-8]?\d(\.\d{1,9})?)"
KM = {"type": "number", "minimum": 0.1, "maximum": HALF_WAY_ROUND_KM}
SLUG = {"type": "string", "pattern": r"^[-a-zA-Z0-9_]+$"}


def query(name: str, schema: dict, about: str, **more) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=about, **more)


def in_path(name: str, schema: dict, about: str) -> OpenApiParameter:
    return OpenApiParameter(name, schema, OpenApiParameter.PATH, required=True, description=about)


def codes(name: str, shape: str, about: str, given: str) -> OpenApiParameter:
    """A facet: repeat it to let through any of several codes."""
    return query(name, {"type": "array", "items": ref(shape), "examples": [[given]]}, about)


def degrees(pattern: str, given: str) -> dict:
    """Positions as text; empty is as good as absent, as in a form left blank."""
    return {"type": "string", "pattern": f"^({pattern})?$", "examples": [given]}


LANG = query(
    "lang",
    {"type": "string", "enum": list(dict(settings.LANGUAGES)), "default": settings.LANGUAGE_CODE},
    _("Langue des libellés et des messages. L’en-tête Accept-Language ne compte pas."),
)
PAGE = query(
    "page",
    {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1},
    _("Page de la liste ; les liens « next » et « prev » y mènent."),
)
SIZE = query(
    "size", {"type": "integer", "minimum": 1, "maximum": MOST, "default": MOST}, _("Nombre d’éléments par page.")
)
WORDS = {"type": "string", "maxLength": LONGEST_WORDS, "examples": ["eau"]}
NEAR = query(
    "near", degrees(f"{LON},{LAT}", "2.83,50.43"), _("Longitude, latitude d’un lieu : le plus proche vient d’abord.")
)

# In the order a person would ask; every name that atlas.criteria reads is here, and a test compares them.
QUESTION = (
    query("q", WORDS, _("Mots cherchés, en n’importe quelle langue ; les synonymes du vocabulaire comptent.")),
    codes("resource", "Resource", _("Ce que le collectif gère ; répété : l’un ou l’autre."), "water"),
    codes("activity", "Activity", _("Ce qui se fait vraiment, plus étroit qu’une ressource."), "drinking-water"),
    codes("theme", "Theme", _("Thème."), "commons"),
    codes("governance", "Governance", _("Forme de gouvernance."), "cooperative"),
    codes("decision", "Decision", _("Façon de décider."), "consensus"),
    codes("country", "Country", _("Pays, code ISO 3166-1."), "FR"),
    codes("zone", "Zone", _("Partie de la route."), "russia"),
    codes("status", "Status", _("Situation."), "active"),
    query("since", {"type": "integer", "minimum": 1, "examples": [1980]}, _("Née cette année ou après.")),
    query("until", {"type": "integer", "minimum": 1, "examples": [2012]}, _("Née cette année ou avant.")),
    NEAR,
    query("place", {"type": "integer", "minimum": 1, "examples": [3003093]}, _("Lieu, par son numéro du répertoire.")),
    query("where", {"type": "string", "maxLength": LONGEST_WORDS, "examples": ["Lens"]}, _("Lieu, par son nom.")),
    query("radius", KM | {"examples": [50]}, _("Kilomètres autour du lieu.")),
    query(
        "bbox",
        degrees(f"{LON},{LAT},{LON},{LAT}", "1.5,50,4.2,51"),
        _("Vue : ouest, sud, est, nord en degrés ; un est inférieur à l’ouest franchit l’antiméridien."),
    ),
    query("journey", SLUG | {"examples": ["sur-la-route-des-utopies-realistes"]}, _("Le long de ce voyage.")),
    query("within", KM | {"default": WITHIN_KM, "examples": [100]}, _("Kilomètres de part et d’autre du voyage.")),
    query(
        "with",
        {"type": "string", "examples": ["spreefeld-berlin,la-coroutine-lille"]},
        _("Initiatives cochées pour être comparées : transportées par les liens, elles ne changent pas la réponse."),
    ),
    PAGE,
    LANG,
)
