"""What the explore page shows of a search: the list's page, the counted filters, the chips, the sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from atlas.criteria import Criteria, Problem
from atlas.search import Search
from routes.models import Journey

PAGE_SIZE = 20
RADII_KM = (10, 25, 50, 100, 250, 500, 1000)


@dataclass(frozen=True)
class Chip:
    """One chosen thing, and the address of the same question without it."""

    kind: str
    label: str
    url: str
    code: str = ""


def explore_context(search: Search) -> dict:
    """The whole page: `results_context` and what the form and the map need."""
    return results_context(search) | {
        "journeys": Journey.objects.all(),
        "radii": RADII_KM,
    }


def results_context(search: Search) -> dict:
    """`count` counts what `page` pages through and what the map's cells add up to."""
    criteria = search.criteria
    pages = search.pages(PAGE_SIZE)
    page = pages.get_page(criteria.page)
    problems = list(criteria.problems)
    if criteria.page > pages.num_pages:
        sentence = _("La page %(page)s n'existe pas ; voici la dernière, la page %(pages)s.")
        problems.append(Problem("page", sentence % {"page": criteria.page, "pages": pages.num_pages}))
    return {
        "criteria": criteria,
        "terms": search.terms,
        "words": search.words,
        "page": page,
        "count": pages.count,
        "facets": search.facets(),
        "chips": list(chips(search)),
        "problems": problems,
        "beyond": list(search.beyond()) if criteria.radius and not pages.count else [],
        "query": replace(criteria, page=1).query,
        "language": search.terms.language,
    }


def chips(search: Search):
    criteria = search.criteria
    if criteria.q:
        yield Chip("q", f"« {criteria.q} »", explore_url(criteria.without(q=True)))
    for facet, codes in criteria.chosen.items():
        for code in codes:
            label = str(search.labels(facet).get(code, code))
            yield Chip(facet, label, explore_url(criteria.without_code(facet, code)), code)
    if criteria.since or criteria.until:
        label = _("débutées entre %(since)s et %(until)s") % {
            "since": criteria.since or "…",
            "until": criteria.until or "…",
        }
        yield Chip("years", label, explore_url(criteria.without(since=True, until=True)))
    if criteria.origin:
        yield Chip("near", origin_label(criteria), explore_url(criteria.without(origin=True, radius=True)))
    if criteria.journey:
        label = _("à moins de %s km du voyage") % f"{criteria.within:g}"
        yield Chip("journey", label, explore_url(criteria.without(journey=True, within=True)))
    if criteria.bbox:
        yield Chip("bbox", _("dans la vue de la carte"), explore_url(criteria.without(bbox=True)))


def origin_label(criteria: Criteria) -> str:
    place = criteria.origin.name or f"{criteria.origin.lat:.2f}, {criteria.origin.lon:.2f}"
    if criteria.radius:
        return _("à moins de %(km)s km de %(place)s") % {"km": f"{criteria.radius:g}", "place": place}
    return _("près de %s") % place


def explore_url(criteria: Criteria) -> str:
    query = replace(criteria, page=1).query
    return reverse("explore") + (f"?{query}" if query else "")
