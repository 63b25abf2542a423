"""A journey, its stages in order, and whom each stage met."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from places.choices import Precision
from places.geo import SRID
from places.models import Initiative
from routes import edtf
from routes.bilingual import Bilingual
from routes.choices import Certainty, Evidence, JourneyState, Mode
from routes.querysets import PublicJourneys, PublicStages, StageQuerySet


def urls(label: str) -> ArrayField:
    return ArrayField(models.URLField(max_length=1000), default=list, blank=True, verbose_name=label)


class Journey(models.Model):
    """`team`: who writes it. `delay_days` and `live_precision`: how late and how vaguely the road tells where they are."""

    slug = models.SlugField(_("identifiant"), max_length=80, unique=True)
    title_fr = models.CharField(_("titre en français"), max_length=200, blank=True)
    title_en = models.CharField(_("titre en anglais"), max_length=200, blank=True)
    about_fr = models.TextField(_("présentation en français"), blank=True)
    about_en = models.TextField(_("présentation en anglais"), blank=True)
    about_sources = urls(_("sources de la présentation"))
    travellers = ArrayField(models.CharField(max_length=120), default=list, blank=True, verbose_name=_("voyageurs"))
    travellers_note_fr = models.TextField(_("note sur les voyageurs en français"), blank=True)
    travellers_note_en = models.TextField(_("note sur les voyageurs en anglais"), blank=True)
    year = models.SmallIntegerField(_("année"), null=True, blank=True)
    year_certainty = models.CharField(
        _("d’où vient l’année"), max_length=12, choices=Certainty, default=Certainty.UNKNOWN
    )
    year_note_fr = models.TextField(_("note sur l’année en français"), blank=True)
    year_note_en = models.TextField(_("note sur l’année en anglais"), blank=True)
    planned_countries = ArrayField(
        models.CharField(max_length=2), default=list, blank=True, verbose_name=_("pays annoncés")
    )
    planned_note_fr = models.TextField(_("note sur les pays annoncés en français"), blank=True)
    planned_note_en = models.TextField(_("note sur les pays annoncés en anglais"), blank=True)
    illustrative_note_fr = models.TextField(_("note sur les étapes illustratives en français"), blank=True)
    illustrative_note_en = models.TextField(_("note sur les étapes illustratives en anglais"), blank=True)
    questionnaire = models.JSONField(_("questionnaire"), default=list, blank=True)
    questionnaire_source = models.URLField(_("source du questionnaire"), max_length=1000, blank=True)
    team = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="journeys", blank=True, verbose_name=_("équipe")
    )
    state = models.CharField(_("état"), max_length=7, choices=JourneyState, default=JourneyState.SHOWN)
    refused_for = models.CharField(_("pourquoi il attend encore"), max_length=300, blank=True)
    delay_days = models.PositiveSmallIntegerField(_("jours de retard"), default=0)
    live_precision = models.CharField(_("précision des lieux"), max_length=8, choices=Precision, default=Precision.SITE)
    version = models.PositiveIntegerField(default=0, editable=False)
    removed_at = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)
    removed_for = models.CharField(_("pourquoi"), max_length=300, blank=True, editable=False)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)
    loaded = models.CharField(max_length=64, blank=True, editable=False)

    title = Bilingual()
    about = Bilingual()
    travellers_note = Bilingual()
    year_note = Bilingual()
    planned_note = Bilingual()
    illustrative_note = Bilingual()

    objects = PublicJourneys()
    everything = models.Manager()

    class Meta:
        verbose_name = _("voyage")
        verbose_name_plural = _("voyages")
        base_manager_name = "everything"
        ordering = ["year", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("routes:journey", args=[self.slug])


class Stage(models.Model):
    """A place and a time of a journey; `mode` is how it was reached from the stage before, in so many `km` and `hours`
    when the travellers say. One that was taken out has no `order`."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="stages", verbose_name=_("voyage"))
    order = models.PositiveIntegerField(_("ordre"), null=True, blank=True)
    slug = models.SlugField(_("identifiant"), max_length=80)
    place_fr = models.CharField(_("lieu en français"), max_length=160)
    place_en = models.CharField(_("lieu en anglais"), max_length=160, blank=True)
    country = models.CharField(_("pays"), max_length=2)
    point = models.PointField(_("lieu"), srid=SRID)
    precision = models.CharField(_("précision"), max_length=8, choices=Precision, default=Precision.CITY)
    evidence = models.CharField(_("preuve"), max_length=12, choices=Evidence)
    mode = models.CharField(_("moyen"), max_length=8, choices=Mode, default=Mode.UNKNOWN)
    mode_certainty = models.CharField(
        _("certitude du moyen"), max_length=12, choices=Certainty, default=Certainty.UNKNOWN
    )
    km = models.FloatField(_("kilomètres"), null=True, blank=True, validators=[MinValueValidator(0)])
    hours = models.FloatField(_("heures de route"), null=True, blank=True, validators=[MinValueValidator(0)])
    when = models.CharField(
        _("date"),
        max_length=21,
        blank=True,
        validators=[edtf.validate],
        help_text=_("2012, 2012-07, 2012-07-14 ou un début/fin"),
    )
    note_fr = models.TextField(_("note en français"), blank=True)
    note_en = models.TextField(_("note en anglais"), blank=True)
    sources = urls(_("sources"))

    place = Bilingual()
    note = Bilingual()

    visible_from = models.DateTimeField(_("visible à partir du"), null=True, blank=True, editable=False)

    objects = PublicStages.from_queryset(StageQuerySet)()
    everything = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("étape")
        verbose_name_plural = _("étapes")
        base_manager_name = "everything"
        ordering = ["journey", "order"]
        constraints = [
            # Looked at when all are in their new order, not one by one on the way there.
            models.UniqueConstraint(
                fields=["journey", "order"], name="one_stage_per_rank", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint("journey", "slug", name="stage_slug_once_per_journey"),
        ]
        # Asked at each request: what time alone has shown since (atlas/freshness.py).
        indexes = [
            models.Index(fields=["visible_from"], name="stage_shown", condition=models.Q(visible_from__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("routes:stage", args=[self.journey.slug, self.slug])

    @property
    def is_documented(self) -> bool:
        return self.evidence == Evidence.DOCUMENTED

    @property
    def date(self) -> str:
        """When, in the reader's words; "" when the diary does not say."""
        return edtf.said(self.when, get_language() or "fr")


class Encounter(models.Model):
    """A stage met an initiative; one met on the way may have no sheet yet."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="encounters", verbose_name=_("étape"))
    initiative = models.ForeignKey(
        Initiative, models.SET_NULL, null=True, blank=True, related_name="encounters", verbose_name=_("initiative")
    )
    name = models.CharField(_("nom"), max_length=200)
    note_fr = models.TextField(_("note en français"), blank=True)
    note_en = models.TextField(_("note en anglais"), blank=True)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    note = Bilingual()

    class Meta:
        verbose_name = _("rencontre")
        verbose_name_plural = _("rencontres")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
