"""One question, asked once: list, map and counts all come from one `Selection`, so they agree.

What is let through, and who is near, is told in memory (`atlas.selection`); the database is asked who says the words, and what cards show.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.contrib.gis.measure import D
from django.core.paginator import Paginator

from atlas.criteria import FACETS, Criteria
from atlas.selection import Selection
from places import countries, facets, said
from places.block import DECADE, DECADES
from places.choices import Status, Zone
from places.models import Initiative
from places.search import Words
from places.tally import Tally
from places.vocabulary import Terms
from routes.corridors import beside

NEAREST_BEYOND = 5
DEEPEST = 10_000  # how far one can page where the order is measured for the question: farther, it says too little
SINGLE = ("governance", "country", "zone", "status")  # an initiative has one of each
ID_AT = len('{"type" : "Feature", "id" : "')


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
        self.partial = False  # whether what was listed or mapped is only a part, being too much to read for one answer

    @cached_property
    def words(self) -> Words | None:
        """What the typed words mean."""
        return said.meant(self.criteria.q, self.terms.lexicon, self.tally.total, self.tally.generation)

    @cached_property
    def numbers(self) -> dict[str, list[int]]:
        """Chosen facet → the numbers of its codes."""
        chosen = self.criteria.chosen.items()
        return {facet: facets.numbers(facet, codes, self.terms.numbers) for facet, codes in chosen}

    @cached_property
    def filters(self) -> list[list[int]]:
        """Numbers of which a row of the index must have one, for each filter. A theme and a resource are asked for as a
        pair: two things that are rare together would be looked for one by one."""
        asked = dict(self.numbers)
        if self.criteria.since or self.criteria.until:
            asked[DECADE] = facets.decades(self.criteria.since, self.criteria.until)
        theme, resource = asked.get("theme", ()), asked.get("resource", ())
        if len(theme) == len(resource) == 1 and (pair := facets.pair_of(theme[0], resource[0])):
            del asked["theme"], asked["resource"]
            asked["pair"] = [pair]
        return list(asked.values())

    @cached_property
    def counted_as(self) -> list[int] | None:
        """The facets of the pyramid whose cells add up to the answer; None when it cannot tell."""
        asked = self.criteria
        if (
            asked.q
            or asked.journey
            or asked.radius
            or asked.bbox
            or asked.since
            or asked.until
            or len(self.filters) > 1
        ):
            return None
        if not self.filters:
            return [facets.ALL]
        [numbers] = self.filters
        return numbers if len(numbers) == 1 or next(iter(asked.chosen)) in SINGLE else None

    @cached_property
    def everywhere(self) -> Selection:
        """What is let through but for the words, when too many say them."""
        listed = None if self._besides is None else np.sort(self._besides)
        return Selection(self.criteria, self.numbers, self.tally, listed)

    @cached_property
    def selection(self) -> Selection:
        """What is let through; of words that too many say, a part of it."""
        if not self.words:
            return self.everywhere
        self.partial = self._estimated is not None
        listed = said.saying(self.words, self.tally.generation)
        if self._besides is not None:
            listed = np.intersect1d(listed, self._besides)
        return Selection(self.criteria, self.numbers, self.tally, listed)

    @property
    def exact(self) -> bool:
        """Whether counts are."""
        return self._estimated is None

    @property
    def limits(self) -> dict[str, bool]:
        """What an answer says of itself, once it is made, when it is estimated or only a part."""
        return ({} if self.exact else {"exact": False}) | ({"partial": True} if self.partial else {})

    @cached_property
    def count(self) -> int:
        """How many the question lets through, about, when that is not exact."""
        if self._estimated is None:
            return self.selection.count
        return _about(self.everywhere.count * self._thinned)

    def listed(self, start: int, stop: int) -> list[tuple[int, float | None]]:
        """A part of the list as (primary key, metres from the place if there is one).

        Nearest first when there is a place, else best match of the words, else along the journey, else by name.
        """
        if self.criteria.origin:
            return self._nearest(start, stop)
        if not self.words and self._besides is not None:
            standing = set(self.selection.by_name(0, self.tally.total))
            return [(pk, None) for pk in self._besides.tolist() if pk in standing][start:stop]
        if not self.words:
            return [(pk, None) for pk in self.selection.by_name(start, stop)]
        names = self.selection.by_name(0, self.tally.total)
        rank = said.ranks(self.words, names)
        return [(pk, None) for pk in sorted(names, key=lambda pk: -rank[pk])[start:stop]]

    def cards(self, start: int, stop: int) -> list[Initiative]:
        """A part of the list as it is shown, in the reader's language; with a place, each has `distance`."""
        listed = self.listed(start, stop)
        found = Initiative.objects.filter(pk__in=[pk for pk, _ in listed]).for_cards(self.terms.language).order_by()
        shown = {initiative.pk: initiative for initiative in found}
        for pk, metres in listed:
            if metres is not None and pk in shown:
                shown[pk].distance = D(m=metres)
        return [shown[pk] for pk, _ in listed if pk in shown]

    def features(self, start: int, stop: int) -> list[str]:
        """The same part as GeoJSON Features, ready to be sent."""
        sheets = f"/{self.terms.language}/initiatives/"
        listed = self.listed(start, stop)
        texts = self.tally.told(np.array([pk for pk, _ in listed], np.int64))
        return [_feature(texts[pk], metres, sheets) for pk, metres in listed if pk in texts]

    def pages(self, size: int, parts: Callable[[int, int], list] | None = None) -> Paginator:
        """The list by pages, of cards or of what `parts` (`features`) makes of each part."""
        measured = self.criteria.origin or self.words
        return Pages(Found(self.count, parts or self.cards), size, deepest=DEEPEST if measured else self.count)

    def beyond(self) -> list[Initiative]:
        """The nearest of all when nothing lies within the radius."""
        return Search(self.criteria.without(radius=True), self.terms).cards(0, NEAREST_BEYOND)

    def facets(self, *, besides: Collection[str] = ()) -> dict[str, list[Option]]:
        """{facet: options}; an option nobody has is left out unless it is chosen. `besides`: those that need no counts."""
        chosen = self.everywhere.parts[0].chosen
        everything = self._counts([facet for facet in (*FACETS, DECADE) if facet not in (*chosen, *besides)])
        apart = {facet: self._counts([facet], except_for=facet) for facet in chosen}
        found = {facet: self._options(facet, apart.get(facet, everything)) for facet in FACETS}
        years = apart.get(DECADE, everything)
        decades = sorted((number - DECADES, n) for number, n in years.items() if number >= DECADES)
        found[DECADE] = [Option(str(decade * 10), str(decade * 10), n, False) for decade, n in decades]
        return found

    def labels(self, facet: str) -> dict[str, str]:
        closed = {"zone": dict(Zone.choices), "status": dict(Status.choices)}
        if facet == "country":
            return countries.names(self.terms.language)
        return closed[facet] if facet in closed else self.terms.labels[facet]

    # How it is told

    @cached_property
    def tally(self) -> Tally:
        return Tally.current()

    @cached_property
    def _besides(self) -> np.ndarray | None:
        """Keys of those along the journey, in its order, when one was asked for."""
        asked = self.criteria
        return np.array(beside(asked.journey, asked.within, self.tally.generation), np.int64) if asked.journey else None

    @cached_property
    def _estimated(self) -> int | None:
        if not self.words:
            return None
        return said.estimated(self.words, self.tally.total, self.tally.generation)

    @property
    def _thinned(self) -> float:
        """The share of all initiatives that say the words, where only that is known of them."""
        return min(1.0, (self._estimated or 0) / max(self.tally.total, 1))

    def _nearest(self, start: int, stop: int) -> list[tuple[int, float]]:
        origin = self.criteria.origin
        if self._estimated is not None:
            return self._nearest_saying(stop)[start:]
        return self.selection.around(origin.lon, origin.lat, start, stop)

    def _nearest_saying(self, stop: int) -> list[tuple[int, float]]:
        """Of words that many say: those near are read, as many as it should take, and more when it was not enough."""
        origin = self.criteria.origin
        count = 10 + math.ceil(3 * stop / self._thinned)
        while True:
            pks, metres = self.everywhere.nearer(origin.lon, origin.lat, min(count, said.MOST))
            found = said.nearest(self.words, pks, origin.point, stop)
            surely = [(pk, away) for pk, away in found if away <= metres]
            if len(surely) == stop or metres == math.inf:
                return surely
            if count >= said.MOST:
                self.partial = True
                return found
            count *= 3

    def _counts(self, facets: list[str], *, except_for: str = "") -> dict[int, int]:
        if self._estimated is None:
            return self.selection.counts(facets, except_for=except_for)
        counts = self.everywhere.counts(facets, except_for=except_for)
        return {number: _about(n * self._thinned) for number, n in counts.items()}

    def _options(self, facet: str, counts: dict[int, int]) -> list[Option]:
        labels, chosen = self.labels(facet), self.criteria.chosen.get(facet, ())
        numbered = zip(labels, facets.numbers(facet, labels, self.terms.numbers), strict=True)
        options = [
            Option(code, str(labels[code]), counts.get(number, 0), code in chosen)
            for code, number in numbered
            if number in counts or code in chosen
        ]
        if facet not in ("country", "zone", "status"):
            options.sort(key=lambda option: -option.count)
        return options


@dataclass(frozen=True)
class Found:
    """A search's list, as a paginator takes it: counted without being read, read part by part."""

    total: int
    parts: Callable[[int, int], list]

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list:
        return self.parts(part.start, part.stop)


class Pages(Paginator):
    """Of a list that may be longer than one can page through."""

    def __init__(self, found: Found, size: int, *, deepest: int):
        super().__init__(found, size)
        self.deepest = deepest

    @cached_property
    def num_pages(self) -> int:
        return max(1, -(-min(self.count, self.deepest) // self.per_page))


def _about(n: float) -> int:
    """Two figures: what is estimated must not look counted."""
    whole = round(n)
    return whole if whole < 100 else round(whole, 2 - len(str(whole)))


def _feature(feature: str, metres: float | None, sheets: str) -> str:
    """What is kept of a Feature ends within its properties: what depends on who asks is added, and all is closed."""
    slug = feature[ID_AT : feature.index('"', ID_AT)]
    away = "" if metres is None else f', "distance_km": {round(metres / 1000, 1)}'
    return f'{feature}, "url": "{sheets}{slug}/"{away}}}}}'
