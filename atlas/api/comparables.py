"""Which initiatives are like a profile or a sheet, near a place or anywhere, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from atlas.api import paging
from atlas.api.asking import check_language
from atlas.api.door import GEOJSON, Door
from atlas.api.parameters import LANG, PAGE, QUESTION, query
from atlas.api.sending import as_json
from atlas.api.shapes import COUNT, MAYBE, NUMBER, NUMBERS, TEXT, collection, many, one_of, or_none, ref, shape
from atlas.comparables import ranking, weights
from atlas.comparables.asking import SETTINGS, Question
from atlas.comparables.profile import LISTS
from atlas.comparables.ranking import Answer, Match
from atlas.comparables.reasons import Reason, reasons
from atlas.criteria import Problem
from atlas.problems import Refused
from places.choices import PeopleUnit
from places.serializers import page_url
from places.vocabulary import Terms

SIZE = 20
SPOKEN = ("fr", "en")
SHARE = NUMBER | {"minimum": 0, "maximum": 1}
PART = shape({"part": TEXT, "value": SHARE, "weight": SHARE})
REASON = shape({"part": TEXT, "kind": one_of(("same", "differs")), "text": TEXT})
MATCH = shape(
    {
        "slug": TEXT,
        "name": TEXT,
        "country": TEXT,
        "locality": TEXT,
        "precision": ref("Precision"),
        "resources": many(ref("Resource")),
        "url": TEXT,
        "section": one_of(("near", "world")),
        "distance_km": or_none(NUMBER),
        "score": SHARE,
        "nearness": SHARE,
        "likeness": SHARE,
        "parts": many(PART),
        "reasons": shape({language: many(REASON) for language in SPOKEN}),
    },
    about=_(
        "« parts » donne, pour chaque partie demandée, sa valeur et son poids : leur somme pesée est « likeness »."
    ),
)
FEATURE = shape({"type": one_of(("Feature",)), "id": TEXT, "geometry": or_none(ref("Point")), "properties": MATCH})
LIST = collection(
    NUMBERS
    | {
        "balance": SHARE,
        "reach_km": or_none(NUMBER),
        "profile": shape(
            {name: many(TEXT) for name in LISTS}
            | {"people": or_none(COUNT), "unit": TEXT, "setting": TEXT, "words": TEXT}
        ),
        "features": many(FEATURE),
    },
    optional=MAYBE,
)
NOT_ASKED = {"bbox", "journey", "within", "with"}


@Door(
    "comparables",
    tag="initiatives",
    summary=_("Les modèles comparables, et pourquoi"),
    about=_(
        "Les initiatives les plus ressemblantes à un profil (resource, activity, theme, governance, decision, people, setting, q) "
        "ou à une fiche (like), en tenant compte de la distance. Les raisons sont en français et en anglais, et viennent des "
        "nombres mêmes du score."
    ),
    parameters=(
        query(
            "like",
            {"type": "string", "maxLength": 200, "examples": ["mine-de-soleil-loos-en-gohelle"]},
            _("Comme cette fiche."),
        ),
        query(
            "without",
            {"type": "array", "items": {"type": "string", "examples": ["theme", "resource:water", "people"]}},
            _("Partie du profil de la fiche qui ne compte pas ; répété."),
        ),
        query("people", {"type": "integer", "minimum": 1, "maximum": 10**9, "examples": [40]}, _("Taille souhaitée.")),
        query("unit", one_of(PeopleUnit.values) | {"default": "households"}, _("Ce que compte cette taille.")),
        query("setting", one_of(SETTINGS), _("Lieu de vie.")),
        query(
            "balance",
            {"type": "number", "minimum": 0, "maximum": 1, "default": weights.BALANCE},
            _("0 : le plus proche ; 1 : le plus ressemblant."),
        ),
        query(
            "size", {"type": "integer", "minimum": 1, "maximum": 100, "default": SIZE}, _("Nombre d’éléments par page.")
        ),
        *(parameter for parameter in QUESTION if parameter.name not in {*NOT_ASKED, PAGE.name, LANG.name}),
        PAGE,
        LANG,
    ),
    answers={GEOJSON: LIST},
    tries={"resource": "water", "near": "2.83,50.43", "size": "5"},
)
def comparables(request: HttpRequest) -> HttpResponse:
    check_language(request)
    question = Question.read(request.GET, Terms.read(get_language()), besides=("size",))
    problems = [*question.problems, *_unused(request)]
    if problems:
        raise Refused(*problems)
    size, number = paging.size(request.GET, SIZE), question.criteria.page
    skip = (number - 1) * size
    answer = ranking.find(question, size, skip) if skip < ranking.DEEPEST else Answer([])
    matched = answer.total if skip < ranking.DEEPEST else ranking.find(question, 1).total
    last = max(1, -(-min(matched, ranking.DEEPEST) // size))
    if number > last:
        raise Refused(
            Problem(
                "page", said("La page %(page)s n’existe pas : il y en a %(pages)s.") % {"page": number, "pages": last}
            )
        )
    sections = [("near", match) for match in answer.near] + [("world", match) for match in answer.matches]
    told = _told(answer, question)
    body = {
        "type": "FeatureCollection",
        "numberMatched": answer.total,
        "numberReturned": len(sections),
        "links": paging.links(request, number, last),
        "exact": answer.exact,
        "balance": question.balance,
        "reach_km": answer.reach_km,
        "profile": _profile(answer),
        "features": [_feature(section, match, told, question.terms.language) for section, match in sections],
    }
    return as_json(body, GEOJSON)


def _unused(request: HttpRequest) -> list[Problem]:
    sentence = said("« %s » ne sert pas à comparer.")
    return [Problem(name, sentence % name) for name in request.GET if name in NOT_ASKED]


def _profile(answer: Answer) -> dict:
    profile = answer.profile
    lists = {name: list(getattr(profile, name)) for name in LISTS}
    return lists | {"people": profile.people, "unit": profile.unit, "setting": profile.setting, "words": profile.words}


def _told(answer: Answer, question: Question) -> dict[str, dict[int, list[Reason]]]:
    """Reasons by language and initiative: one language after the other, not one result after the other."""
    told = {}
    for language in SPOKEN:
        with override(language):
            terms = Terms.read(language)
            told[language] = {
                match.initiative.pk: reasons(match, answer.profile, terms, like=bool(question.like))
                for match in answer.near + answer.matches
            }
    return told


def _feature(section: str, match: Match, told: dict, language: str) -> dict:
    one = match.initiative
    point = one.point
    return {
        "type": "Feature",
        "id": one.slug,
        "geometry": point and {"type": "Point", "coordinates": [round(point.x, 5), round(point.y, 5)]},
        "properties": {
            "slug": one.slug,
            "name": one.name,
            "country": one.country,
            "locality": one.locality,
            "precision": one.precision,
            "resources": one.resources,
            "url": page_url(one, language),
            "section": section,
            "distance_km": match.km and round(match.km, 1),
            "score": round(match.score, 4),
            "nearness": round(match.near, 4),
            "likeness": round(match.alike, 4),
            "parts": [
                {"part": part, "value": round(value, 4), "weight": round(match.weights[part], 4)}
                for part, value in match.parts.items()
            ],
            "reasons": {
                spoken: [{"part": r.part, "kind": r.kind, "text": r.text} for r in found[one.pk]]
                for spoken, found in told.items()
            },
        },
    }
