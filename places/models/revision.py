"""Who changed what of a sheet, when and why: nothing is overwritten without one of these."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from places.choices import Verb
from places.models.initiative import Initiative
from places.querysets import RevisionQuerySet


class Revision(models.Model):
    """`changes`: part of the sheet (`places.states`) → [what it was, what it became]; null is « nothing »."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("version"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="revisions"
    )
    by_atlas = models.BooleanField(default=False)  # its own files; with neither, somebody who has left
    at = models.DateTimeField(_("date"), auto_now_add=True)
    verb = models.CharField(_("action"), max_length=8, choices=Verb, default=Verb.EDIT)
    note = models.CharField(_("pourquoi"), max_length=300, blank=True)
    changes = models.JSONField(default=dict)
    parts = ArrayField(models.CharField(max_length=40), default=list)
    undoes = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="undone_by")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint("initiative", "number", name="one_revision_per_number")]
        indexes = [
            models.Index(fields=["-at", "-id"], name="revision_recent"),
            models.Index(fields=["author", "-at", "-id"], name="revision_by"),
            GinIndex(fields=["parts"], name="revision_parts"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("places:revision", args=[self.initiative.slug, self.number])
