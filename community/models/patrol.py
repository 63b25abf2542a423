"""Changes that went in at once, to be read by somebody afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from places.models import Revision
from routes.models import JourneyRevision


class PatrolQuerySet(models.QuerySet):
    def unread(self):
        """Oldest first, each with its revision, whom it is by and the sheet or the journey."""
        sheets = ("revision__author", "revision__initiative")
        journeys = ("journey_revision__author", "journey_revision__journey")
        return self.filter(read_at=None).select_related(*sheets, *journeys).order_by("pk")


class Patrol(models.Model):
    """Of a sheet or of a journey."""

    revision = models.OneToOneField(Revision, models.CASCADE, null=True, blank=True, related_name="patrol")
    journey_revision = models.OneToOneField(
        JourneyRevision, models.CASCADE, null=True, blank=True, related_name="patrol"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PatrolQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["id"], name="patrol_unread", condition=models.Q(read_at=None))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revision=None) ^ models.Q(journey_revision=None), name="a_patrol_reads_one_change"
            )
        ]

    def __str__(self) -> str:
        return str(self.revision_id or self.journey_revision_id)
