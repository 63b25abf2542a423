"""Changes that went in at once, to be read by somebody afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from places.models import Revision


class PatrolQuerySet(models.QuerySet):
    def unread(self):
        """Oldest first, each with its revision, whom it is by and the sheet."""
        found = self.filter(read_at=None).select_related("revision__author", "revision__initiative")
        return found.order_by("pk")


class Patrol(models.Model):
    revision = models.OneToOneField(Revision, models.CASCADE, related_name="patrol")
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PatrolQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["id"], name="patrol_unread", condition=models.Q(read_at=None))]

    def __str__(self) -> str:
        return str(self.revision_id)
