"""The diary of a journey: what was written on the way, and what was seen and heard."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from places.choices import Precision
from places.geo import SRID
from places.models import AnyMedium
from places.models.medium import portrait_needs_consent, waiting_index
from routes import edtf
from routes.choices import Placed
from routes.models.journey import Journey, Stage
from routes.querysets import EntryMediumQuerySet, EntryQuerySet, PublicEntries


class Entry(models.Model):
    """A dated, placed piece of the diary. `key` was given by whoever wrote it, on or off line: what is sent twice is kept once.

    `point` is the place as it may be shown, as everywhere; `visible_from` hides it until travellers are further away.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    journey = models.ForeignKey(Journey, models.CASCADE, related_name="entries", verbose_name=_("voyage"))
    stage = models.ForeignKey(
        Stage, models.SET_NULL, null=True, blank=True, related_name="entries", verbose_name=_("étape")
    )
    slug = models.SlugField(_("identifiant"), max_length=100)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="entries")
    language = models.CharField(_("langue"), max_length=12, default="fr")
    title = models.CharField(_("titre"), max_length=200, blank=True)
    text = models.TextField(_("texte"), max_length=50_000, blank=True)
    when = models.CharField(_("date"), max_length=21, blank=True, validators=[edtf.validate])
    clock = models.TimeField(_("heure"), null=True, blank=True)  # of the place
    point = models.PointField(_("lieu"), srid=SRID, null=True, blank=True)
    precision = models.CharField(_("précision"), max_length=8, choices=Precision, default=Precision.SITE)
    placed = models.CharField(_("placé par"), max_length=5, choices=Placed, default=Placed.STAGE)
    visible_from = models.DateTimeField(_("visible à partir du"), null=True, blank=True, editable=False)
    written_at = models.DateTimeField(_("reçu le"), auto_now_add=True)
    changed_at = models.DateTimeField(_("modifié le"), auto_now=True)
    # What is new, or was taken out, is not part of the diary; only a change of the journey makes it so.
    removed_at = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)

    objects = PublicEntries.from_queryset(EntryQuerySet)()
    everything = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("page du carnet")
        verbose_name_plural = _("pages du carnet")
        ordering = ["journey", "stage__order", "when", "clock", "pk"]
        base_manager_name = "everything"
        constraints = [models.UniqueConstraint("journey", "slug", name="entry_slug_once_per_journey")]
        indexes = [
            models.Index(fields=["visible_from"], name="entry_shown", condition=models.Q(visible_from__isnull=False))
        ]

    def __str__(self) -> str:
        return self.title or self.date or str(_("Une page sans titre"))

    def get_absolute_url(self) -> str:
        return reverse("routes:entry", args=[self.journey.slug, self.slug])

    @property
    def date(self) -> str:
        """When, in the reader's words."""
        return edtf.said(self.when, get_language() or "fr")


class EntryMedium(AnyMedium):
    """A photo, a voice or a film of an entry, under the rules of all media; `key` as of entries."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="media")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="entry_media", editable=False
    )
    taken_at = models.DateTimeField(_("pris le"), null=True, blank=True)  # UTC
    point = models.PointField(_("lieu de la prise"), srid=SRID, null=True, blank=True)
    placed = models.CharField(_("placé par"), max_length=5, choices=Placed, default=Placed.STAGE)

    objects = EntryMediumQuerySet.as_manager()

    class Meta:
        verbose_name = _("média du carnet")
        verbose_name_plural = _("médias du carnet")
        ordering = ["position", "pk"]
        constraints = [portrait_needs_consent("an_entry_portrait_has_a_consent")]
        indexes = [models.Index(fields=["file"], name="entry_medium_file"), waiting_index("entry_medium_waiting")]

    def __str__(self) -> str:
        return self.caption or f"{self.get_kind_display()} {self.pk}"

    @property
    def whole(self) -> Journey:
        return self.entry.journey

    def get_absolute_url(self) -> str:
        return f"{self.entry.get_absolute_url()}#medium-{self.pk}"
