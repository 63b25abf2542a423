"""The OpenAPI document: spectacular walks the doors, this adds what they share and the vocabulary as it stands."""

from __future__ import annotations

import json
from functools import lru_cache

from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator

from atlas.api.shapes import HEADERS, RESPONSES, SHARED, or_none, ref, vocabulary
from places.vocabulary import Terms

LICENCE = {"name": "CC BY-SA 4.0", "url": "https://creativecommons.org/licenses/by-sa/4.0/"}
TITLE = _("Atlas des utopies réalistes")
ABOUT = _(
    "Les initiatives, leurs mots, leurs lieux et les voyages de l’atlas, à lire par n’importe quel programme, sans clé. "
    "Tout est en WGS 84, longitude avant latitude. Une question dont une partie ne peut pas servir reçoit 400 et la raison."
)
TAGS = {
    "start": _("Pour commencer"),
    "initiatives": _("Initiatives"),
    "words": _("Mots et lieux"),
    "journeys": _("Voyages"),
    "tiles": _("Tuiles de la carte"),
}
MADE_BY_SERIALIZERS = ("Initiative", "Answer", "Source")
CODES = {"resources": "Resource", "activities": "Activity", "themes": "Theme", "decisions": "Decision"}


def document(language: str) -> dict:
    """The whole document in one language; shared between requests, so not to be changed."""
    return _made(language, json.dumps(Terms.read(language).labels))


@lru_cache(maxsize=4)
def _made(language: str, labels: str) -> dict:
    """Made again when an editor changes the vocabulary: `labels` is only there to tell."""
    with override(language):
        return SchemaGenerator().get_schema(public=True)


def complete(result: dict, **_spectacular) -> dict:
    """Spectacular's last hook: title, groups, and the components that the doors refer to."""
    result["info"] |= {"title": TITLE, "description": ABOUT, "license": LICENCE}
    result["servers"] = [{"url": "/"}]
    result["tags"] = [{"name": name, "description": about} for name, about in TAGS.items()]
    components = result["components"]
    for name in MADE_BY_SERIALIZERS:
        _mend(components["schemas"][name])
    components["schemas"] |= SHARED | vocabulary(Terms.read(get_language()))
    components |= {"responses": RESPONSES, "headers": HEADERS}
    return result


def _mend(schema: dict) -> None:
    """What drf-gis cannot know: every member is always there, a hidden place has no geometry, codes are the vocabulary's."""
    members = schema["properties"]
    schema["required"] = list(members)
    for name, member in members.items():
        member.pop("x-spec-enum-id", None)
        if name == "geometry":
            members[name] = or_none(ref("Point"))
        elif name in CODES:
            member["items"] = ref(CODES[name])
        elif name == "properties":
            _mend(member)
