"""The vocabularies: every term with its labels and synonyms in both languages, and how many initiatives it describes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from atlas.api import paging
from atlas.api.asking import reading
from atlas.api.door import JSON, Door
from atlas.api.parameters import LANG, PAGE, SIZE, query
from atlas.api.shapes import COUNT, MAYBE, NUMBERS, TEXT, many, one_of, or_none, shape
from atlas.criteria import Criteria, Problem
from atlas.problems import Refused
from atlas.search import Search
from places.choices import Vocabulary
from places.models import Term
from places.vocabulary import LANGUAGES, Terms

VOCABULARY = one_of(Vocabulary.values)
TERM = shape(
    {
        "vocabulary": VOCABULARY,
        "code": TEXT,
        "labels": shape(dict.fromkeys(LANGUAGES, TEXT), optional=" ".join(LANGUAGES)),
        "synonyms": shape({language: many(TEXT) for language in LANGUAGES}, optional=" ".join(LANGUAGES)),
        "broader": or_none(TEXT),
        "count": COUNT,
    },
    about=_("« broader » est le code du terme plus large, dans le même vocabulaire."),
)


@Door(
    "terms",
    tag="words",
    summary=_("Les mots du vocabulaire"),
    about=_("Dans l’ordre des éditeurs ; une recherche de n’importe quel synonyme trouve ce que le terme décrit."),
    parameters=(
        query("vocabulary", VOCABULARY | {"examples": ["resource"]}, _("Un seul vocabulaire.")),
        PAGE,
        SIZE,
        LANG,
    ),
    answers={JSON: shape(NUMBERS | {"terms": many(TERM)}, optional=MAYBE)},
    tries={"vocabulary": "resource", "size": "5"},
)
@reading("vocabulary", "page", "size")
def index(request: HttpRequest) -> HttpResponse:
    pages = Paginator(_asked(request), paging.size(request.GET))
    page = paging.page(pages, paging.number(request.GET))
    counts = _counts()
    return JsonResponse({**paging.told(request, page), "terms": [_told(term, counts) for term in page]})


def _asked(request: HttpRequest):
    terms = Term.objects.with_labels().select_related("broader").order_by("vocabulary", "position", "code")
    vocabulary = request.GET.get("vocabulary", "").strip()
    if vocabulary and vocabulary not in Vocabulary.values:
        known = ", ".join(Vocabulary.values)
        raise Refused(Problem("vocabulary", _("Les vocabulaires sont : %s.") % known))
    return terms.filter(vocabulary=vocabulary) if vocabulary else terms


def _counts() -> dict[tuple[str, str], int]:
    """{(vocabulary, code): initiatives}, from the same counts as the filters'."""
    facets = Search(Criteria(), Terms.read(get_language())).facets()
    return {(name, option.code): option.count for name in Vocabulary.values for option in facets[name]}


def _told(term: Term, counts: dict[tuple[str, str], int]) -> dict:
    labels = term.labels.all()
    return {
        "vocabulary": term.vocabulary,
        "code": term.code,
        "labels": {label.language: label.label for label in labels},
        "synonyms": {label.language: label.synonyms for label in labels},
        "broader": term.broader and term.broader.code,
        "count": counts.get((term.vocabulary, term.code), 0),
    }
