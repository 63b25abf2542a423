"""How many initiatives each value of each filter would leave."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from atlas.api.asking import asking
from atlas.api.door import JSON, Door
from atlas.api.parameters import QUESTION
from atlas.api.sending import as_json
from atlas.api.shapes import COUNT, MAYBE, NUMBERS, TEXT, YES_NO, many, shape
from atlas.criteria import FACETS
from atlas.search import DECADE, Search

OPTION = shape({"code": TEXT, "label": TEXT, "count": COUNT, "chosen": YES_NO})
COUNTS = shape(
    {
        "count": COUNT,
        "exact": NUMBERS["exact"],
        "partial": NUMBERS["partial"],
        "facets": shape({facet: many(OPTION) for facet in (*FACETS, DECADE)}),
    },
    optional=MAYBE,
)


@Door(
    "facets",
    tag="initiatives",
    summary=_("Les nombres à côté de chaque filtre"),
    about=_("Pour chaque valeur d’un filtre, combien d’initiatives les autres filtres lui laissent."),
    parameters=QUESTION,
    answers={JSON: COUNTS},
    tries={"country": "FR"},
)
@asking()
def counts(request: HttpRequest, search: Search) -> HttpResponse:
    return as_json({"count": search.count, "facets": search.facets()} | search.limits)
