"""One question, asked once: the list, the map's cells and the counts all come from `Search.initiatives`, so they agree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.search import SearchRank
from django.core.paginator import Paginator
from django.db.models import CharField, Count, F, Func, Q, Value
from django.db.models.functions import Cast

from atlas.criteria import COLUMNS, FACETS, Criteria
from places import search as words
from places.choices import Status, Zone
from places.countries import names as country_names
from places.models import Initiative
from places.querysets import LISTS, InitiativeQuerySet
from places.vocabulary import Terms
from routes.legs import line
from routes.models import Journey

NEAREST_BEYOND = 5
DECADE = "decade"


@dataclass(frozen=True)
class Option:
    """A value of a facet, and how many initiatives the *other* filters leave it."""

    code: str
    label: str
    count: int
    chosen: bool


class Search:
    def __init__(self, criteria: Criteria, terms: Terms):
        self.criteria = criteria
        self.terms = terms

    @cached_property
    def words(self) -> words.Words | None:
        """What the typed words mean; corrected when no initiative at all knows them as they are spelt."""
        if not (asked := self.criteria.q and words.understand(self.criteria.q, self.terms.lexicon)):
            return None
        if Initiative.objects.filter(_says(asked)).exists():
            return asked
        return words.correct(asked, self.terms.lexicon) or asked

    def initiatives(self, *, except_for: str = "") -> InitiativeQuerySet:
        """Everything the question lets through, in no order; `except_for` leaves one facet's choice out."""
        asked = self.criteria
        found = Initiative.objects.order_by()
        for facet, codes in asked.chosen.items():
            if facet != except_for:
                found = found.having_any(COLUMNS.get(facet, facet), codes)
        if except_for != DECADE:
            found = _between(found, asked.since, asked.until)
        if asked.bbox:
            found = found.in_view(asked.boxes)
        if asked.origin:
            found = found.near(asked.origin.point, km=asked.radius).order_by()
        if asked.journey:
            found = found.along(self.road, km=asked.within)
        return found.filter(_says(self.words)) if self.words else found

    @cached_property
    def road(self):
        """The line of the journey asked for."""
        return line(Journey.objects.get(slug=self.criteria.journey).stages.order_by("order"))

    def ordered(self) -> InitiativeQuerySet:
        """Nearest first when there is a place, else best match of the words, else by name."""
        found = self.initiatives()
        if self.criteria.origin:
            return found.order_by("distance", "pk")
        if self.words:
            return found.annotate(rank=SearchRank(F("search"), self.words.query)).order_by("-rank", "name_key", "pk")
        return found.order_by("name_key", "pk")

    def pages(self, size: int) -> Paginator:
        return Paginator(self.ordered().for_cards(self.terms.language), size)

    def beyond(self) -> InitiativeQuerySet:
        """The nearest of all when nothing lies within the radius."""
        wider = Search(self.criteria.without(radius=True), self.terms)
        return wider.ordered().for_cards(self.terms.language)[:NEAREST_BEYOND]

    def facets(self) -> dict[str, list[Option]]:
        """{facet: options} in one query; an option nobody has is left out unless it is chosen."""
        counted = [self._counted(facet) for facet in (*FACETS, DECADE)]
        counts: dict[str, dict[str, int]] = {facet: {} for facet in (*FACETS, DECADE)}
        for facet, code, n in counted[0].union(*counted[1:], all=True):
            counts[facet][code] = n
        return {facet: self._options(facet, counts[facet]) for facet in FACETS} | {
            DECADE: [Option(code, code, n, False) for code, n in sorted(counts[DECADE].items())]
        }

    def _counted(self, facet: str):
        column = COLUMNS.get(facet, facet)
        if column in LISTS:
            code = Func(F(column), function="unnest", output_field=CharField())
        elif facet == DECADE:
            code = Cast(F("started") / 10 * 10, CharField())
        else:
            code = Cast(column, CharField())
        found = self.initiatives(except_for=facet)
        found = found.filter(started__isnull=False) if facet == DECADE else found
        # A subquery keeps the annotations of `near` out of the grouping.
        known = Initiative.objects.order_by().filter(pk__in=found.values("pk"))
        return known.annotate(facet=Value(facet), code=code).values_list("facet", "code").annotate(n=Count("pk"))

    def _options(self, facet: str, counts: dict[str, int]) -> list[Option]:
        labels, chosen = self.labels(facet), self.criteria.chosen.get(facet, ())
        listed = [code for code in labels if code in counts or code in chosen]
        if facet not in ("country", "zone", "status"):
            listed.sort(key=lambda code: -counts.get(code, 0))
        return [Option(code, str(labels[code]), counts.get(code, 0), code in chosen) for code in listed]

    def labels(self, facet: str) -> dict[str, str]:
        closed = {"zone": dict(Zone.choices), "status": dict(Status.choices)}
        if facet == "country":
            return country_names(self.terms.language)
        return closed[facet] if facet in closed else self.terms.labels[facet]


def _says(asked: words.Words) -> Q:
    said = Q(search=asked.query)
    return said | Q(name_key__contains=asked.substring) if asked.substring else said


def _between(found: InitiativeQuerySet, since: int | None, until: int | None) -> InitiativeQuerySet:
    if since:
        found = found.filter(started__gte=since)
    return found.filter(started__lte=until) if until else found
