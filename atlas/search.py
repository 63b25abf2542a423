"""One question, asked once: list, map and counts all come from the same filters, so they agree.

Filters are numbers (`places.facets`) in the index of spots. Lists are read in the order of an index, or sorted when few
are left; totals come from the pyramid or from the mirror (`atlas.matching`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.gis.db.models.functions import Distance, GeometryDistance
from django.contrib.postgres.search import SearchRank
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet

from atlas.criteria import FACETS, Criteria
from atlas.matching import DECADE, Matching
from places import countries, facets, geo
from places import search as words
from places.choices import Status, Zone
from places.mirror import Mirror
from places.models import Cell, Initiative, Spot
from places.querysets import InitiativeQuerySet
from places.vocabulary import Terms
from routes.legs import line
from routes.models import Journey

NEAREST_BEYOND = 5
SORTED = 2_000  # up to so many, a list is sorted; more are read in the order of an index
DEEPEST = 10_000  # how far one can page; further on, a question says too little
SINGLE = ("governance", "country", "zone", "status")  # an initiative has one of each


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

    @cached_property
    def road(self):
        """The line of the journey asked for."""
        return line(Journey.objects.get(slug=self.criteria.journey).stages.order_by("order"))

    def spots(self) -> QuerySet[Spot]:
        """Everything the question lets through, in no order."""
        asked = self.criteria
        found = Spot.objects.order_by()
        for numbers in self.filters:
            found = found.filter(facets__overlap=numbers)
        if asked.since:
            found = found.filter(started__gte=asked.since)
        if asked.until:
            found = found.filter(started__lte=asked.until, started__gt=0)
        if asked.bbox:
            found = found.in_view(asked.boxes)
        if asked.origin:
            found = found.within(asked.origin.point, km=asked.radius)
        if asked.journey:
            found = found.along(self.road, km=asked.within)
        return found.filter(_says(self.words, "initiative__")) if self.words else found

    @cached_property
    def filters(self) -> list[list[int]]:
        """Numbers of which a row must have one, for each chosen facet. A theme and a resource are asked for as a pair:
        two rare things together would be looked for one by one."""
        asked = {name: self.numbers(name, codes) for name, codes in self.criteria.chosen.items()}
        if self.criteria.since or self.criteria.until:
            asked[DECADE] = facets.decades(self.criteria.since, self.criteria.until)
        theme, resource = asked.get("theme", ()), asked.get("resource", ())
        if len(theme) == len(resource) == 1:
            theme_number, resource_number = theme[0] - facets.FIRST["theme"], resource[0] - facets.FIRST["resource"]
            if pair := facets.pair(theme_number, resource_number):
                del asked["theme"], asked["resource"]
                asked["pair"] = [pair]
        return list(asked.values())

    def numbers(self, facet: str, codes: tuple[str, ...]) -> list[int]:
        return facets.numbers(facet, codes, self.terms.numbers)

    @cached_property
    def counted_as(self) -> list[int] | None:
        """The facets of the pyramid whose cells add up to the answer (but for a view); None when it cannot tell."""
        asked = self.criteria
        if self.words or asked.journey or asked.radius or asked.since or asked.until:
            return None
        if not self.filters:
            return [facets.ALL]
        if len(self.filters) > 1:
            return None
        [numbers] = self.filters
        alone = len(numbers) == 1 or next(iter(asked.chosen)) in SINGLE
        return numbers if alone else None

    @cached_property
    def count(self) -> int:
        """How many the question lets through."""
        if self.counted_as is None or self.criteria.bbox:
            return self.matching.count()
        root = Cell.objects.filter(level=0, facet__in=self.counted_as)
        root = root.filter(morton__gte=0) if self.criteria.origin else root
        return sum(root.values_list("n", flat=True))

    @property
    def is_sorted(self) -> bool:
        """Whether few enough are left to be sorted, rather than read in the order of an index."""
        return self.count <= SORTED

    @cached_property
    def matching(self) -> Matching:
        return Matching(self, Mirror.current(), self.terms.numbers)

    def ordered(self) -> QuerySet[Spot]:
        """Nearest first when there is a place, else best match of the words, else from the middle of the view, else by name.

        With a place, each has `distance` (a Distance measure).
        """
        found = self.spots()
        if self.criteria.origin:
            place = self.criteria.origin.point
            found = found.annotate(distance=Distance("globe", place))
            return (
                found.order_by("distance", "pk") if self.is_sorted else found.order_by(GeometryDistance("globe", place))
            )
        if self.words:
            ranked = found.annotate(rank=SearchRank(F("initiative__search"), self.words.query))
            return ranked.order_by("-rank", "name_key", "pk")
        if self.criteria.bbox:
            outwards = GeometryDistance("globe", geo.middle(*self.criteria.bbox))
            return found.order_by(outwards, "pk") if self.is_sorted else found.order_by(outwards)
        return found.order_by("name_key", "pk")

    def cards(self, start: int, stop: int) -> list[Initiative]:
        """A part of the list as it is shown, in the reader's language; with a place, each has `distance`."""
        pks = list(self.ordered().values_list("pk", flat=True)[start:stop])
        found = Initiative.objects.filter(pk__in=pks).for_cards(self.terms.language).order_by()
        if place := self.criteria.origin:
            found = found.with_distance(place.point)
        shown = {initiative.pk: initiative for initiative in found}
        listed = [shown[pk] for pk in pks if pk in shown]
        # Index order is along a sphere: what is shown is sorted by the true distance.
        return sorted(listed, key=lambda card: (card.distance.m, card.pk)) if self.criteria.origin else listed

    def features(self, start: int, stop: int) -> list[str]:
        """The same part as GeoJSON Features, ready to be sent."""
        columns = ["feature", "initiative__slug"] + (["distance"] if self.criteria.origin else [])
        rows = list(self.ordered().values_list(*columns)[start:stop])
        if self.criteria.origin:
            rows.sort(key=lambda row: row[2].m)
        return [_feature(*row, language=self.terms.language) for row in rows]

    def pages(self, size: int, parts: Callable[[int, int], list] | None = None) -> Paginator:
        """The list by pages, of cards or of what `parts` (`features`) makes of each part."""
        return Paginator(Found(self, parts or self.cards), size)

    def beyond(self) -> list[Initiative]:
        """The nearest of all when nothing lies within the radius."""
        return Search(self.criteria.without(radius=True), self.terms).cards(0, NEAREST_BEYOND)

    def facets(self) -> dict[str, list[Option]]:
        """{facet: options}; an option nobody has is left out unless it is chosen."""
        counts = self.matching.counts()
        return {facet: self._options(facet, counts[facet]) for facet in FACETS} | {
            DECADE: [Option(code, code, n, False) for code, n in sorted(counts[DECADE].items())]
        }

    @property
    def asks_the_database(self) -> bool:
        """Whether part of the question is beyond the mirror."""
        return bool(self.words or self.criteria.journey)

    def told_by_the_database(self) -> InitiativeQuerySet:
        """What that part lets through."""
        found = Initiative.objects.order_by()
        if self.criteria.journey:
            found = found.along(self.road, km=self.criteria.within)
        return found.filter(_says(self.words)) if self.words else found

    def _options(self, facet: str, counts: dict[str, int]) -> list[Option]:
        labels, chosen = self.labels(facet), self.criteria.chosen.get(facet, ())
        listed = [code for code in labels if code in counts or code in chosen]
        if facet not in ("country", "zone", "status"):
            listed.sort(key=lambda code: -counts.get(code, 0))
        return [Option(code, str(labels[code]), counts.get(code, 0), code in chosen) for code in listed]

    def labels(self, facet: str) -> dict[str, str]:
        closed = {"zone": dict(Zone.choices), "status": dict(Status.choices)}
        if facet == "country":
            return countries.names(self.terms.language)
        return closed[facet] if facet in closed else self.terms.labels[facet]


class Found:
    """A search's list, as a paginator takes it: counted without being read, read part by part."""

    def __init__(self, search: Search, parts: Callable[[int, int], list]):
        self.search = search
        self.parts = parts

    def count(self) -> int:
        return self.search.count

    def __len__(self) -> int:
        return self.search.count

    def __getitem__(self, part: slice) -> list:
        return self.parts(part.start, part.stop)


def _says(asked: words.Words, through: str = "") -> Q:
    said = Q(**{f"{through}search": asked.query})
    return said | Q(**{f"{through}name_key__contains": asked.substring}) if asked.substring else said


def _feature(feature: str, slug: str, distance=None, *, language: str) -> str:
    """What is kept of a Feature ends within its properties: what depends on who asks is added, and all is closed."""
    away = "" if distance is None else f', "distance_km": {round(distance.km, 1)}'
    url = json.dumps(f"/{language}/initiatives/{slug}/")
    return f'{feature}, "url": {url}{away}}}}}'
