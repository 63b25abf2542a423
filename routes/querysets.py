"""Reads of stages: everything a journey's page tells, in one query."""

from __future__ import annotations

from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, OuterRef, Value
from django.db.models.functions import Cast, JSONObject

from places.models import Initiative
from places.querysets import GLOBE

NEARBY_KM = 50


class StageQuerySet(models.QuerySet):
    def told(self, *, km: float = NEARBY_KM) -> Self:
        """Each stage with `met` and `nearby`, lists of dicts, by subqueries of the one query.

        `met`: name, note_fr, note_en, slug (None without a sheet). `nearby`: slug, name, metres, nearest first.
        """
        met = self.model._meta.get_field("encounters").related_model.objects.filter(stage=OuterRef("pk"))
        here, there = Cast(OuterRef("point"), GLOBE), Cast("point", GLOBE)
        close = Func(there, here, Value(km * 1000), function="ST_DWithin", output_field=models.BooleanField())
        metres = Func(there, here, function="ST_Distance", output_field=models.FloatField())
        nearby = Initiative.objects.filter(close).alias(metres=metres).order_by("metres", "pk")
        return self.select_related("journey").annotate(
            met=ArraySubquery(
                met.order_by("position", "pk").values(
                    json=JSONObject(name="name", note_fr="note_fr", note_en="note_en", slug="initiative__slug")
                )
            ),
            nearby=ArraySubquery(nearby.values(json=JSONObject(slug="slug", name="name", metres=F("metres")))),
        )
