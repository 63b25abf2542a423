"""One box: what the words mean, the places they name, the initiatives they find."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atlas.api.asking import question, reading
from atlas.api.door import JSON, Door
from atlas.api.paging import whole
from atlas.api.parameters import LANG, NEAR, WORDS, query
from atlas.api.shapes import ADDRESS, LAT, LON, TEXT, many, one_of, or_none, shape
from atlas.criteria import Problem
from atlas.problems import Refused
from atlas.search import Search
from places import countries, gazetteer
from places.choices import Vocabulary
from places.models import Initiative
from places.search import meanings
from places.spelling import key

KINDS = ("term", "place", "initiative")
MOST = 20
SHORTEST_BEGINNING = 2

RESULT = shape(
    {
        "type": one_of(KINDS),
        "id": TEXT,
        "label": TEXT,
        "note": TEXT,
        "lon": or_none(LON),
        "lat": or_none(LAT),
        "href": ADDRESS,
        "url": ADDRESS,
    },
    about=_("« href » mène aux initiatives ou à la fiche, « url » à la page que lit une personne."),
)
FOUND = shape(
    {
        "q": TEXT,
        "corrected": many(shape({"typed": TEXT, "taken_for": TEXT})),
        "results": many(RESULT),
    },
    about=_("« corrected » dit quels mots ont été pris pour d’autres, quand personne ne les connaît tels quels."),
)


@Door(
    "search",
    tag="words",
    summary=_("Tout ce que des mots trouvent"),
    about=_("Les termes que les mots veulent dire, puis les lieux, puis les initiatives, avec de quoi les suggérer."),
    parameters=(
        query("q", WORDS, _("Mots cherchés."), required=True),
        query(
            "type",
            {"type": "array", "items": one_of(KINDS), "examples": [["initiative", "place"]]},
            _("Ce que l’on veut ; répété : l’un ou l’autre. Tout, sinon."),
        ),
        NEAR,
        query("size", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 5}, _("Au plus, par type.")),
        LANG,
    ),
    answers={JSON: FOUND},
    tries={"q": "eau népal"},
)
@reading("q", "type", "near", "size")
def search(request: HttpRequest) -> HttpResponse:
    asked = question(request, ("type", "size"))
    if not asked.criteria.q:
        raise Refused(Problem("q", _("Il manque les mots à chercher : ?q=eau.")))
    size = whole(request.GET, "size", default=5, most=MOST)
    finders = {"term": _terms, "place": _places, "initiative": _initiatives}
    results = [result for kind in _kinds(request) for result in islice(finders[kind](asked, size), size)]
    corrected = [{"typed": typed, "taken_for": taken} for typed, taken in asked.words.corrected] if asked.words else []
    return JsonResponse({"q": asked.criteria.q, "corrected": corrected, "results": results})


def _kinds(request: HttpRequest) -> list[str]:
    asked = [kind.strip() for kind in request.GET.getlist("type") if kind.strip()]
    if any(kind not in KINDS for kind in asked):
        raise Refused(Problem("type", _("Les types sont : %s.") % ", ".join(KINDS)))
    return [kind for kind in KINDS if kind in asked or not asked]


def _terms(asked: Search, size: int) -> Iterator[dict]:
    """What the words mean, then the terms of which some label or synonym begins so."""
    start = key(asked.criteria.q)
    begun = [
        code
        for phrase, code in asked.terms.phrases
        if len(start) >= SHORTEST_BEGINNING and key(phrase).startswith(start)
    ]
    kinds = dict(Vocabulary.choices) | {"country": _("Pays"), "zone": _("Partie de la route")}
    for meant in dict.fromkeys([*meanings(asked.criteria.q, asked.terms.lexicon), *begun]):
        facet, code = meant.split(":", 1)
        code = code.upper() if facet == "country" else code
        label = asked.labels(facet).get(code, code)
        yield _result("term", f"{facet}:{code}", str(label), str(kinds[facet]), query={facet: code})


def _places(asked: Search, size: int) -> Iterator[dict]:
    origin = asked.criteria.origin
    near = origin and (origin.lon, origin.lat)
    for town in gazetteer.find(asked.criteria.q, language=asked.terms.language, limit=size, near=near):
        note = town.label.removeprefix(town.name).lstrip(", ")
        yield _result("place", str(town.id), town.name, note, town.lon, town.lat, query={"place": town.id})


def _initiatives(asked: Search, size: int) -> Iterator[dict]:
    language = asked.terms.language
    for found in asked.cards(0, size):
        yield _initiative(found, language)


def _initiative(found: Initiative, language: str) -> dict:
    lon, lat = (round(degrees, 5) for degrees in found.point.coords) if found.point else (None, None)
    note = ", ".join(filter(None, [found.locality, countries.name(found.country, language)]))
    addresses = {"href": reverse("api:initiative", args=[found.slug]), "url": found.get_absolute_url()}
    return _result("initiative", found.slug, found.name, note, lon, lat) | addresses


def _result(
    kind: str,
    id: str,
    label: str,
    note: str,
    lon: float | None = None,
    lat: float | None = None,
    query: dict | None = None,
) -> dict:
    words = urlencode(query or {})
    addresses = {"href": f"{reverse('api:initiatives')}?{words}", "url": f"{reverse('explore')}?{words}"}
    return {"type": kind, "id": id, "label": label, "note": note, "lon": lon, "lat": lat, **addresses}
