"""What the explore page shows of a search: the list's page, the counted filters, the chips, the sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _

from atlas.criteria import FACETS, Criteria, Origin, Problem
from atlas.search import DECADE, Option, Search
from places import gazetteer
from places.maps import map_options, tiles_url
from places.models import Initiative
from places.typography import of, typeset
from routes.models import Journey
from routes.planning import asking

PAGE_SIZE = 20
FEW = 5  # initiatives
NEAREST_SHOWN = 3
RADII_KM = (5, 10, 25, 50, 100, 250, 500, 1000)
OFFERED = 30  # journeys in the form
WITHIN_KM = (10, 30, 50, 100, 300)


@dataclass(frozen=True)
class Chip:
    """One chosen thing, and the address of the same question without it."""

    kind: str
    label: str
    url: str
    code: str = ""


@dataclass(frozen=True)
class Group:
    """A facet on screen: its heading and its options."""

    name: str
    heading: str
    options: list[Option]
    chosen: int


@dataclass(frozen=True)
class Decade:
    label: str
    count: int
    url: str
    chosen: bool


def explore_context(search: Search) -> dict:
    """The whole page: `results_context` and what the form and the map need."""
    return results_context(search) | {
        "journeys": offered(search.criteria),
        "within_choices": WITHIN_KM,
        "map_config": map_config(search),
        "remembered": [pair for pair in search.criteria.parameters() if pair[0] in ("near", "place", "bbox", "with")],
    }


def offered(criteria: Criteria) -> list[Journey]:
    """Journeys along which one may look: the atlas's own, the one that was asked for, and the latest."""
    flagship, latest = Journey.objects.flagship(), Journey.objects.order_by("-pk")[:OFFERED]
    asked = Journey.objects.filter(slug=criteria.journey)
    return list(dict.fromkeys([*filter(None, [flagship]), *asked, *latest]))[:OFFERED]


def map_config(search: Search) -> dict:
    """What static/js/explore/main.js starts from."""
    language, journey = search.terms.language, Journey.objects.flagship()
    return {
        "map": map_options(language),
        "urls": {
            "explore": reverse("explore"),
            "results": reverse("explore_results"),
            "tiles": tiles_url(),
            "list": reverse("api:initiatives"),
            "sheet": reverse("places:initiative", args=["SLUG"]),
            "road": f"{reverse('api:journey', args=['SLUG'])}?lang={language}",
        },
        "journey": journey.slug if journey else "",  # whose road is drawn when the question names none
        "resources": search.terms.labels["resource"],
        "strings": {name: typeset(said, language) for name, said in sentences().items()},
    }


def sentences() -> dict[str, str]:
    """What the map's script says."""
    return {
        "signs": _("Initiatives sur la carte"),
        "several": _("{n} initiatives : {mix}"),
        "coarse": _("lieu approximatif"),
        "here": _("{n} initiatives ici"),
        "more": _("et {n} autres"),
        "failed": _("Cette partie de la carte n’a pas pu être chargée."),
        "pick": _("Cliquez sur la carte, ou placez-la sous la croix et appuyez sur Entrée."),
        "denied": _("Votre navigateur n’a pas donné votre position. Tapez plutôt le nom d’un lieu."),
        "unavailable": _("Votre position n’a pas pu être trouvée. Tapez plutôt le nom d’un lieu."),
        "locating": _("Recherche de votre position…"),
        "rounded": _("Position arrondie à un kilomètre environ avant d’être envoyée."),
    }


def results_context(search: Search) -> dict:
    """`count` counts what `page` pages through and what the map's cells add up to."""
    criteria = search.criteria
    pages = search.pages(PAGE_SIZE)
    page = pages.get_page(criteria.page)
    problems = list(criteria.problems)
    if criteria.page > pages.num_pages:
        sentence = _("La page %(page)s n’existe pas ; voici la dernière, la page %(pages)s.")
        problems.append(Problem("page", sentence % {"page": criteria.page, "pages": pages.num_pages}))
    activities = set(search.terms.within("activity", criteria.chosen))
    facets = search.facets(besides=() if activities else ("activity",))
    facets["activity"] = [option for option in facets["activity"] if option.code in activities]
    place = origin_name(criteria.origin, search.terms.language) if criteria.origin else ""
    return {
        "criteria": criteria,
        "terms": search.terms,
        "words": search.words,
        "place": place,
        "reach_km": reach_km(page),
        "page": page,
        "count": pages.count,
        "exact": search.exact,
        "groups": groups(facets),
        "decades": decades(criteria, facets[DECADE]),
        "radii": RADII_KM if criteria.radius in (None, *RADII_KM) else sorted({*RADII_KM, criteria.radius}),
        "chips": list(chips(search, place)),
        "problems": problems,
        "beyond": search.beyond() if criteria.radius and not pages.count else [],
        "everything_url": explore_url(Criteria(compared=criteria.compared)),
        "core_url": core_url(search, pages.count),
        "models_url": models_url(criteria),
        "plan_url": f"{reverse('explore_plan')}?{criteria.query}" if pages.count and not criteria.is_empty else "",
        "wider_url": explore_url(criteria.without(bbox=True)) if criteria.bbox else "",
        "previous_url": _page_url(criteria, page.previous_page_number()) if page.has_previous() else "",
        "next_url": _page_url(criteria, page.next_page_number()) if page.has_next() else "",
    }


def core_url(search: Search, count: int) -> str:
    """When every word asked for leaves few: the same question with only those that the vocabulary knows."""
    if not (search.words and search.words.core) or count >= FEW:
        return ""
    return explore_url(replace(search.criteria, q=search.words.core))


def models_url(criteria: Criteria) -> str:
    """The same need, asked of the ranking of comparable models; "" when nothing is asked that it could compare."""
    asked = replace(criteria, bbox=None, journey="", page=1)
    wanted = (
        criteria.q
        or criteria.origin
        or set(criteria.chosen) & {"resource", "activity", "theme", "governance", "decision"}
    )
    return f"{reverse('models')}?{asked.query}" if wanted else ""


def plan_url(search: Search) -> str:
    """A learning journey through the first that a search finds, from its place if it has one."""
    listed = [pk for pk, _metres in search.listed(0, asking.MOST)]
    slugs = dict(Initiative.objects.filter(pk__in=listed).values_list("pk", "slug"))
    origin = search.criteria.origin
    start = origin and asking.Place(origin.lon, origin.lat, origin.name, origin.place)
    stops = tuple(slugs[pk] for pk in listed if pk in slugs)
    return asking.Asked(stops=stops, start=start, found=search.count if search.count > asking.MOST else 0).url()


def reach_km(page: Page) -> int | None:
    """How far around the place a map must look to see the nearest few."""
    nearest = [initiative.distance.km for initiative in page[:NEAREST_SHOWN] if hasattr(initiative, "distance")]
    return math.ceil(nearest[-1]) if nearest else None


def groups(facets: dict[str, list[Option]]) -> list[Group]:
    headings = {
        "resource": _("Ressource"),
        "activity": _("Activité"),
        "theme": _("Thème"),
        "governance": _("Forme de gouvernance"),
        "decision": _("Façon de décider"),
        "country": _("Pays"),
        "zone": _("Partie du voyage"),
        "status": _("Situation"),
    }
    return [Group(name, headings[name], facets[name], sum(option.chosen for option in facets[name])) for name in FACETS]


def decades(criteria: Criteria, options: list[Option]) -> list[Decade]:
    """Decades as links: a click asks for that decade, another one for all years again."""
    found = []
    for option in options:
        since, until = int(option.code), int(option.code) + 9
        chosen = (criteria.since, criteria.until) == (since, until)
        years = {"since": None, "until": None} if chosen else {"since": since, "until": until}
        label = _("années %s") % option.code
        found.append(Decade(label, option.count, explore_url(replace(criteria, **years)), chosen))
    return found


def chips(search: Search, place: str) -> Iterator[Chip]:
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
        near = _("à moins de %(km)s km %(place)s") if criteria.radius else _("près %(place)s")
        town = place.partition(",")[0] if criteria.origin.name else place
        label = near % {"km": f"{criteria.radius or 0:g}", "place": of(town) if search.terms.language == "fr" else town}
        yield Chip("near", label, explore_url(criteria.without(origin=True, radius=True)))
    if criteria.journey:
        label = _("à moins de %s km du voyage") % f"{criteria.within:g}"
        yield Chip("journey", label, explore_url(criteria.without(journey=True, within=True)))
    if criteria.bbox:
        yield Chip("bbox", _("dans la vue de la carte"), explore_url(criteria.without(bbox=True)))


def origin_name(origin: Origin, language: str) -> str:
    """A chosen town's name; for a bare point, the nearest town's if there is one close by, else its degrees."""
    if origin.name:
        return origin.name
    town = gazetteer.nearest_town(origin.lon, origin.lat, language)
    return town.name if town else f"{origin.lat:.2f}, {origin.lon:.2f}"


def explore_url(criteria: Criteria) -> str:
    query = replace(criteria, page=1).query
    return reverse("explore") + (f"?{query}" if query else "")


def _page_url(criteria: Criteria, number: int) -> str:
    return f"{reverse('explore')}?{replace(criteria, page=number).query}"
