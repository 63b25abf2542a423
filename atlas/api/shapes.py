"""JSON Schemas that several answers share; `ref("Point")` names one. Codes come from where the code itself takes them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from places import countries
from places.choices import Precision, SourceKind, Status, Vocabulary, Zone
from places.problems import MEDIA
from places.vocabulary import Terms


def ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def shape(members: dict[str, dict], *, optional: str = "", about: str = "") -> dict:
    """An object whose members are all there, save the `optional` ones (their names, in words)."""
    required = [name for name in members if name not in optional.split()]
    described = {"description": about} if about else {}
    return {"type": "object", **described, "properties": members, "required": required}


def many(items: dict) -> dict:
    return {"type": "array", "items": items}


def or_none(schema: dict) -> dict:
    return {"oneOf": [schema, {"type": "null"}]}


def one_of(codes) -> dict:
    return {"type": "string", "enum": list(codes)}


def collection(members: dict, **more) -> dict:
    """A GeoJSON FeatureCollection with members of its own."""
    return shape({"type": {"const": "FeatureCollection"}, **members}, **more)


TEXT = {"type": "string"}
NUMBER = {"type": "number"}
COUNT = {"type": "integer", "minimum": 0}
YES_NO = {"type": "boolean"}
ADDRESS = {"type": "string", "format": "uri-reference"}
LON = {"type": "number", "minimum": -180, "maximum": 180}
LAT = {"type": "number", "minimum": -90, "maximum": 90}
POSITION = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2, "examples": [[2.83, 50.43]]}

PROBLEM = shape(
    {
        "type": ADDRESS,
        "title": TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": TEXT,
        "instance": ADDRESS,
        "invalid": many(shape({"parameter": TEXT, "reason": TEXT})),
    },
    optional="instance invalid",
    about=_("Pourquoi il n’y a pas de réponse (RFC 9457) ; « invalid » dit quels paramètres ne vont pas."),
)

# What a list says of itself. `exact` and `partial` are there when counting or answering whole would have cost too much.
NUMBERS = {
    "numberMatched": COUNT,
    "numberReturned": COUNT,
    "links": many(ref("Link")),
    "exact": {"type": "boolean", "description": _("Faux quand le nombre est une estimation.")},
    "partial": {
        "type": "boolean",
        "description": _("Vrai quand la réponse n’est qu’une partie, le tout étant trop long à lire."),
    },
}
MAYBE = "exact partial"

SHARED = {
    "Problem": PROBLEM,
    "Link": shape({"rel": one_of(["self", "first", "prev", "next", "last"]), "href": ADDRESS}),
    "Point": shape(
        {"type": {"const": "Point"}, "coordinates": POSITION},
        about=_("Longitude puis latitude, WGS 84 : le lieu tel qu’il peut être montré."),
    ),
    "MultiLineString": shape({"type": {"const": "MultiLineString"}, "coordinates": many(many(POSITION))}),
    "Precision": one_of(Precision.values),
    "Zone": one_of(Zone.values),
    "Status": one_of(Status.values),
    "SourceKind": one_of(SourceKind.values),
    "Feature": shape(
        {
            "type": {"const": "Feature"},
            "id": TEXT,
            "geometry": or_none(ref("Point")),
            "properties": shape(
                {
                    "slug": TEXT,
                    "name": TEXT,
                    "country": ref("Country"),
                    "locality": TEXT,
                    "precision": ref("Precision"),
                    "resources": many(ref("Resource")),
                    "themes": many(ref("Theme")),
                    "governance": {"anyOf": [ref("Governance"), {"const": ""}]},
                    "status": ref("Status"),
                    "url": ADDRESS,
                    "distance_km": {"type": "number", "minimum": 0},
                },
                optional="distance_km",
            ),
        },
        about=_("Une initiative de la liste ; « distance_km » quand un lieu est donné."),
    ),
}


def vocabulary(terms: Terms) -> dict[str, dict]:
    """The codes that editors keep, as the database has them now, with their labels."""
    known = {Vocabulary(name).name.capitalize(): labels for name, labels in terms.labels.items()}
    known["Country"] = countries.names(terms.language)
    return {name: {**one_of(labels), "x-labels": dict(labels)} for name, labels in known.items()}


HEADERS = {
    "RateLimit": {
        "description": _("Questions restantes (r) et secondes avant la prochaine minute (t)."),
        "schema": TEXT | {"examples": ['"minute";r=599;t=60']},
    },
    "RateLimit-Policy": {
        "description": _("Questions permises (q) par adresse et par durée en secondes (w)."),
        "schema": TEXT | {"examples": ['"minute";q=600;w=60']},
    },
    "Retry-After": {"description": _("Secondes à attendre."), "schema": {"type": "string", "pattern": r"^\d+$"}},
    "Location": {"description": _("La page à lire."), "schema": ADDRESS},
    "ETag": {"description": _("À renvoyer dans If-None-Match : 304 si rien n’a changé."), "schema": TEXT},
}


def _refusal(about: str, *headers: str) -> dict:
    told = {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers}} if headers else {}
    return {"description": about, **told, "content": {MEDIA: {"schema": ref("Problem")}}}


RESPONSES = {
    "302": {
        "description": _("Vers la page qui l’explique."),
        "headers": {"Location": {"$ref": "#/components/headers/Location"}},
    },
    "304": {"description": _("Rien n’a changé depuis l’ETag donné.")},
    "400": _refusal(_("Un paramètre ne peut pas servir ; la raison est dite.")),
    "404": _refusal(_("Il n’y a rien à cette adresse.")),
    "406": _refusal(_("Aucune forme acceptée par le client n’existe ici.")),
    "429": _refusal(_("Trop de questions en une minute."), "RateLimit", "RateLimit-Policy", "Retry-After"),
    "500": _refusal(_("Une faute de l’atlas.")),
    "503": _refusal(_("La base de données ne répond pas."), "Retry-After"),
}
