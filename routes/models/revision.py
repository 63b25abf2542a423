"""Who changed what of a journey, when and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from places.choices import Verb
from routes.models.journey import Journey


class JourneyRevision(models.Model):
    """`changes`: part of the journey (`routes.states`) → [what it was, what it became]; null is « nothing »."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("version"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="journey_revisions"
    )
    by_atlas = models.BooleanField(default=False)
    at = models.DateTimeField(_("date"), auto_now_add=True)
    verb = models.CharField(_("action"), max_length=8, choices=Verb, default=Verb.EDIT)
    note = models.CharField(_("pourquoi"), max_length=300, blank=True)
    changes = models.JSONField(default=dict)
    undoes = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="undone_by")

    class Meta:
        verbose_name = _("version d’un voyage")
        verbose_name_plural = _("versions de voyages")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint("journey", "number", name="one_journey_revision_per_number")]
        indexes = [models.Index(fields=["-at", "-id"], name="journey_revision_recent")]

    def __str__(self) -> str:
        return f"{self.journey_id} · {self.number}"
