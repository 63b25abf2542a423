"""Reads of journeys: who may be shown what is decided here; everything a journey's page tells of stages, in one query."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, ExpressionWrapper, F, Func, OuterRef, Q, Subquery, Value, Window
from django.db.models.functions import Cast, Coalesce, JSONObject, Left, NullIf, RowNumber
from django.utils import timezone

from places.choices import Precision
from places.models import Initiative
from places.models.gazetteer import Town
from places.querysets import GLOBE, MediumQuerySet
from routes.choices import JourneyState

NEARBY_KM = 50
NEARBY_MOST = 12
BEGINNING = 600  # letters of an entry's text, before its Markdown is taken off
CARD = ("slug", "name", "locality", "country", "precision", "resources")


class PublicJourneys(models.Manager):
    """Journeys that everybody reads."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(public())

    def flagship(self) -> models.Model | None:
        """The one that the atlas came with, which its first pages show; else the first there is."""
        return self.exclude(loaded="").first() or self.first()


class PublicStages(models.Manager):
    """Stages of public journeys that stand, and whose travellers no longer ask to wait."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(public("journey__"), visible_stage())


class PublicEntries(models.Manager):
    """The same of the diary."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(public("journey__"), _visible(), removed_at=None)


class EntryQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that were not taken out, whether they may be read yet or not: for the team."""
        return self.filter(removed_at=None)

    def along(self) -> Self:
        """In the order of the road: by stage, then by day and hour; those of no stage last."""
        return self.order_by(F("stage__order").asc(nulls_last=True), "when", "clock", "pk")

    def excerpts(self, *, most: int) -> Self:
        """`along`, the first `most` of each stage of those `there`, each with how its text begins instead of all of it: `beginning`."""
        there = {"partition_by": F("stage")}
        rank = Window(RowNumber(), order_by=["when", "clock", "pk"], **there)
        begun = self.defer("text").annotate(beginning=Left("text", BEGINNING), there=Window(Count("pk"), **there))
        return begun.alias(rank_there=rank).filter(Q(rank_there__lte=most) | Q(stage=None)).along()


class TrackFileQuerySet(models.QuerySet):
    def drafts(self) -> Self:
        """Those of which nothing was taken."""
        return self.filter(tracks=None)


class TrackQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that were not taken out, whether they may be seen yet or not: for the team."""
        return self.filter(removed_at=None)

    def public(self) -> Self:
        """What everybody may see: as late as the travellers ask, and nothing where they do not want to be found exactly."""
        delay = ExpressionWrapper(F("journey__delay_days") * Value(timedelta(days=1)), models.DurationField())
        due = ExpressionWrapper(Coalesce("ended_at", "at") + delay, models.DateTimeField())
        return (
            self.standing()
            .alias(due=due)
            .filter(
                Q(stage=None) | Q(stage__visible_from=None) | Q(stage__visible_from__lte=timezone.now()),
                due__lte=timezone.now(),
                shown=True,
                journey__state=JourneyState.SHOWN,
                journey__removed_at=None,
                journey__live_precision=Precision.SITE,
            )
        )


class EntryMediumQuerySet(MediumQuerySet):
    def with_whole(self) -> Self:
        """Each with its entry, its journey, and who sent it."""
        return self.select_related("entry__journey", "added_by")


class StageQuerySet(models.QuerySet):
    def brief(self, language: str) -> Self:
        """Rows of what `routes.stops.Stop` holds, in that order."""
        names = ("place_en", "place_fr") if language == "en" else ("place_fr", "place_en")
        return self.annotate(
            name=Coalesce(NullIf(F(names[0]), Value("")), F(names[1])),
            lon=degrees("X"),
            lat=degrees("Y"),
        ).values_list(
            "pk", "journey_id", "slug", "name", "country", "lon", "lat", "precision", "evidence", "mode", "mode_certainty",
            "km", "hours", "when",
        )  # fmt: skip

    def beside(self, order: int) -> tuple:
        """(the one before, the one after) this place in the order; None where the road begins or ends."""
        named = self.only("slug", "place_fr", "place_en", "country", "order", "evidence", "point", "journey_id")
        before = named.filter(order__lt=order).order_by("-order").first()
        return before, named.filter(order__gt=order).order_by("order").first()

    def abroad(self) -> Self:
        """Those whose nearest town is of another country than theirs."""
        metres = Func(
            "point", OuterRef("point"), template="%(expressions)s", arg_joiner=" <-> ", output_field=models.FloatField()
        )
        nearest = Town.objects.alias(away=metres).order_by("away").values("country")[:1]
        return self.alias(there=Subquery(nearest)).exclude(country=F("there"))

    def standing(self) -> Self:
        """Those that were not taken out, in their order, whether they may be read yet or not: for the team."""
        return self.filter(order__isnull=False).order_by("order")

    def told(self, language: str, *, km: float = NEARBY_KM, most: int = NEARBY_MOST) -> Self:
        """Each stage with whom it met and who is near, by subqueries of the one query.

        `met`: dicts of name, note (in `language` when it is told in it), slug (None without a sheet).
        `nearby`: the `most` nearest within `km` but those met, dicts of slug, name, locality, country, precision, resources,
        metres; `nearby_count`: how many they would be without `most`.
        """
        encounters = self.model._meta.get_field("encounters").related_model.objects.filter(stage=OuterRef("pk"))
        strangers = Initiative.objects.filter(_within(km)).exclude(encounters__stage=OuterRef("pk"))
        nearest = strangers.alias(metres=_metres()).order_by("metres", "pk")
        return self.annotate(
            met=ArraySubquery(
                encounters.order_by("position", "pk").values(
                    json=JSONObject(name="name", note=_note(language), slug="initiative__slug")
                )
            ),
            nearby=ArraySubquery(
                nearest.values(json=JSONObject(**{name: name for name in CARD}, metres="metres"))[:most]
            ),
            nearby_count=Subquery(strangers.order_by().annotate(n=Func(F("pk"), function="COUNT")).values("n")),
        )


def public(prefix: str = "") -> Q:
    """Of journeys that everybody reads; `prefix` leads to the journey (`journey__`)."""
    return Q(**{f"{prefix}state": JourneyState.SHOWN, f"{prefix}removed_at": None})


def visible_stage(prefix: str = "") -> Q:
    """Of stages that everybody reads, in a journey that is public; for joins, which know no manager."""
    return _visible(prefix) & Q(**{f"{prefix}order__isnull": False})


def degrees(axis: str, point: str = "point") -> Func:
    """« X » is the longitude, « Y » the latitude: two numbers cost a tenth of what a geometry does."""
    return Func(point, function=f"ST_{axis}", output_field=models.FloatField())


def _visible(prefix: str = "") -> Q:
    return Q(**{f"{prefix}visible_from": None}) | Q(**{f"{prefix}visible_from__lte": timezone.now()})


def _within(km: float) -> Func:
    here, there = Cast(OuterRef("point"), GLOBE), Cast("point", GLOBE)
    return Func(there, here, Value(km * 1000), function="ST_DWithin", output_field=models.BooleanField())


def _metres() -> Func:
    here, there = Cast(OuterRef("point"), GLOBE), Cast("point", GLOBE)
    return Func(there, here, function="ST_Distance", output_field=models.FloatField())


def _note(language: str) -> Coalesce:
    first, other = ("note_en", "note_fr") if language == "en" else ("note_fr", "note_en")
    return Coalesce(NullIf(F(first), Value("")), F(other))
