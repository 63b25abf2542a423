"""Reads: chainable verbs. `in_view` and `near` (or `nearest`) are the only ways to ask where something is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Self

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Distance, GeometryDistance
from django.contrib.gis.geos import MultiLineString, Point, Polygon
from django.contrib.gis.measure import D
from django.db.models import Case, Count, Func, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Cast, JSONObject

from places.choices import Question

GLOBE = models.PointField(geography=True)
LISTS = ("resources", "themes", "decisions", "activities")


class InitiativeQuerySet(models.QuerySet):
    def in_view(self, boxes: Iterable[Polygon]) -> Self:
        """Those inside what a screen shows (`geo.view`): planar boxes of degrees, edges included."""
        inside = Q()
        for box in boxes:
            inside |= Q(point__bboverlaps=box)
        return self.filter(inside)

    def near(self, origin: Point, *, km: float | None = None) -> Self:
        """Nearest first along the globe, each with `distance` (a Distance measure); within `km` when given."""
        found = self.alias(on_globe=Cast("point", GLOBE)).filter(point__isnull=False)
        if km is not None:
            found = found.filter(on_globe__dwithin=(origin, D(km=km)))
        return found.annotate(distance=Distance("on_globe", origin)).order_by("distance", "pk")

    def nearest(self, origin: Point, count: int) -> list:
        """The `count` nearest along the globe, each with `distance`: read in the index's own order, whatever the number of rows."""
        placed = self.alias(on_globe=Cast("point", GLOBE)).filter(point__isnull=False)
        found = placed.annotate(distance=Distance("on_globe", origin)).order_by(GeometryDistance("on_globe", origin))
        return sorted(found[:count], key=lambda near: (near.distance.m, near.pk))

    def along(self, line: MultiLineString, *, km: float) -> Self:
        """Those within `km` of a line on the globe."""
        return self.alias(beside=Cast("point", GLOBE)).filter(beside__dwithin=(line, D(km=km)))

    def having_any(self, facet: str, values: Sequence[str]) -> Self:
        """Those described by at least one of the codes, whether the column holds one code or a list."""
        return self.filter(**{f"{facet}__overlap" if facet in LISTS else f"{facet}__in": list(values)})

    def for_cards(self, language: str) -> Self:
        """What a list shows of each, in one query: `summary` is {"text", "language"} in the best language there is."""
        answers = self.model._meta.get_field("answers").related_model.objects
        summaries = answers.filter(initiative=OuterRef("pk"), question=Question.SUMMARY)
        best = summaries.order_by(Case(When(language=language, then=0), default=1), "language")
        return self.defer("search", "name_key", "loaded").annotate(
            summary=Subquery(best.values(json=JSONObject(text="text", language="language"))[:1])
        )

    def for_sheet(self) -> Self:
        return self.defer("search", "name_key").prefetch_related("answers", "sources")

    def by_country(self) -> list[tuple[str, int]]:
        """(country code, number), most first."""
        counted = self.order_by().values_list("country").annotate(n=Count("pk"))
        return list(counted.order_by("-n", "country"))

    def by_code(self, facet: str) -> dict[str, int]:
        """{term's code: number} of a column that lists codes, most first."""
        counted = self.order_by().values_list(Func(facet, function="unnest")).annotate(n=Count("pk"))
        return dict(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


class TermQuerySet(models.QuerySet):
    def with_labels(self) -> Self:
        labels = self.model._meta.get_field("labels").related_model.objects
        return self.prefetch_related(Prefetch("labels", queryset=labels.order_by("language")))


class RevisionQuerySet(models.QuerySet):
    def told(self) -> Self:
        """Last first, each with whom it is by and the sheet that it changed; not what it changed, which may be long."""
        return (
            self.select_related("author", "initiative")
            .defer("changes", "initiative__search", "initiative__name_key")
            .order_by("-at", "-pk")
        )

    def older(self, than: int, *, count: int) -> tuple[list, int | None]:
        """The first `count` before the revision with this key (0: of all), and the key that goes on; told by index at any depth."""
        found = self
        if moment := self.filter(pk=than).values_list("at", flat=True).first():
            found = self.filter(at__lte=moment).exclude(at=moment, pk__gte=than)
        listed = list(found.order_by("-at", "-pk")[: count + 1])
        return listed[:count], listed[count - 1].pk if len(listed) > count else None

    def touching(self, part: str) -> Self:
        """Of one part of the sheet, or of one question in all languages (`origin.`)."""
        return self.filter(parts__contains=[part])


class MediumQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that everybody sees."""
        return self.filter(shown=True, removed_at=None)

    def drafts(self) -> Self:
        """Files that were sent, without their words yet."""
        return self.filter(handed_in_at=None, shown=False, removed_at=None)

    def waiting(self) -> Self:
        """Those that somebody has to look at first, the oldest first."""
        handed_in = self.filter(handed_in_at__isnull=False, shown=False, removed_at=None)
        return handed_in.with_whole().order_by("handed_in_at", "pk")

    def with_whole(self) -> Self:
        """Each with what it is part of, and who sent it."""
        return self.select_related("initiative", "added_by")

    def unseen(self) -> Self:
        """Drafts and those that wait."""
        return self.filter(shown=False, removed_at=None)

    def stale(self, *, drafts_before: datetime, removed_before: datetime) -> Self:
        """Those whose files nobody will ask for any more."""
        return self.filter(Q(handed_in_at=None, shown=False, at__lt=drafts_before) | Q(removed_at__lt=removed_before))
