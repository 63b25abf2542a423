"""An initiative, the answers of its sheet, and where each fact comes from."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from places import sites
from places.choices import Confidence, PeopleUnit, Precision, Question, SourceKind, Status, Zone
from places.geo import SRID
from places.querysets import GLOBE, InitiativeQuerySet


def codes(label: str) -> ArrayField:
    """A list of `Term` codes: an array beside the row answers filters and counts without a join."""
    return ArrayField(models.SlugField(max_length=60), default=list, blank=True, verbose_name=label)


class StandingManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(removed_at=None)


class Initiative(models.Model):
    slug = models.SlugField(_("identifiant"), max_length=120, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    name_local = models.CharField(_("nom dans sa langue"), max_length=200, blank=True)

    zone = models.CharField(_("partie de la route"), max_length=24, choices=Zone, default=Zone.ON_THE_WAY)
    country = models.CharField(_("pays"), max_length=2, help_text=_("code ISO 3166-1 à deux lettres"))
    admin1 = models.CharField(_("région"), max_length=120, blank=True)
    locality = models.CharField(_("commune ou village"), max_length=160, blank=True)
    # The place as it may be *shown*: every query, tile, export and distance reads this column and no other, so a
    # coarse or hidden location cannot leak. Hidden means no point.
    point = models.PointField(_("lieu montré"), srid=SRID, null=True, blank=True, spatial_index=False)
    precision = models.CharField(_("précision"), max_length=8, choices=Precision, default=Precision.CITY)
    location_note = models.TextField(_("note sur le lieu"), blank=True)

    started = models.SmallIntegerField(
        _("année de début"), null=True, blank=True, validators=[MinValueValidator(1000), MaxValueValidator(2100)]
    )
    status = models.CharField(_("situation"), max_length=8, choices=Status, default=Status.UNKNOWN)
    governance = models.SlugField(_("gouvernance"), max_length=60, blank=True)
    resources = codes(_("ressources"))
    activities = codes(_("activités"))
    themes = codes(_("thèmes"))
    decisions = codes(_("façons de décider"))
    people = models.PositiveIntegerField(_("nombre"), null=True, blank=True)
    people_unit = models.CharField(_("ce que compte ce nombre"), max_length=16, choices=PeopleUnit, blank=True)
    people_note = models.CharField(_("précision sur ce nombre"), max_length=300, blank=True)
    website = models.URLField(_("site"), max_length=500, blank=True)
    confidence = models.CharField(_("confiance"), max_length=6, choices=Confidence, default=Confidence.MEDIUM)
    visited = models.BooleanField(_("nommée dans le carnet des voyageurs"), default=False)
    visited_source = models.URLField(_("page du carnet"), max_length=500, blank=True)

    version = models.PositiveIntegerField(
        _("version"), default=0, db_default=0, editable=False
    )  # the last revision's number
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("réunie à"),
    )

    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)
    # Fingerprint of the row as the atlas's own files last wrote it; differs from the sheet's as soon as someone edits.
    loaded = models.CharField(max_length=64, blank=True, editable=False)

    # Derived by places.search.index(), called by every action that writes.
    name_key = models.TextField(editable=False, default="")
    sounds = ArrayField(models.TextField(), editable=False, default=list, db_default=[])  # `places.sounds`
    site = models.CharField(max_length=500, editable=False, default="", db_default="")  # `places.sites.page`
    search = SearchVectorField(editable=False, null=True)

    objects = StandingManager.from_queryset(InitiativeQuerySet)()
    everything = InitiativeQuerySet.as_manager()  # those that were taken out as well

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(precision=Precision.HIDDEN, point=None)
                | ~models.Q(precision=Precision.HIDDEN) & models.Q(point__isnull=False),
                name="hidden_means_no_point",
                violation_error_message=_("Un lieu non montré n’a pas de point ; tous les autres en ont un."),
            ),
            models.CheckConstraint(
                condition=models.Q(people=None) | ~models.Q(people_unit=""),
                name="a_number_has_a_unit",
                violation_error_message=_("Dites ce que compte ce nombre : personnes, foyers…"),
            ),
        ]
        indexes = [
            GistIndex(Cast("point", GLOBE), name="initiative_globe"),
            GinIndex(fields=["search"], name="initiative_search"),
            GinIndex(OpClass("name_key", name="gin_trgm_ops"), name="initiative_name_key"),
            GinIndex(fields=["sounds"], name="initiative_sounds"),
            models.Index(
                OpClass("site", name="text_pattern_ops"), name="initiative_site", condition=~models.Q(site="")
            ),
            GinIndex(fields=["resources"], name="initiative_resources"),
            GinIndex(fields=["themes"], name="initiative_themes"),
            GinIndex(fields=["decisions"], name="initiative_decisions"),
            models.Index(fields=["country"], name="initiative_country"),
            models.Index(fields=["updated_at"], name="initiative_updated"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:initiative", args=[self.slug])

    def validate_constraints(self, exclude: set[str] | None = None) -> None:
        """The rules the table has too, told without asking it: that would be a third of what an edit costs."""
        holds = {
            "hidden_means_no_point": (self.precision == Precision.HIDDEN) == (self.point is None),
            "a_number_has_a_unit": self.people is None or bool(self.people_unit),
        }
        broken = [rule.violation_error_message for rule in self._meta.constraints if not holds[rule.name]]
        if broken:
            raise ValidationError({NON_FIELD_ERRORS: broken})

    @property
    def is_coarse(self) -> bool:
        """Whether distances to it are « about »."""
        return self.precision != Precision.SITE

    @property
    def heir(self) -> Initiative | None:
        """The sheet that tells of it now: itself, or the one it was made part of, however many times; None: taken out."""
        one = self
        while one.removed_at and one.merged_into_id:
            one = Initiative.everything.get(pk=one.merged_into_id)
        return None if one.removed_at else one

    @property
    def shown_media(self) -> QuerySet:
        """Photos, voices, films and documents that everybody sees."""
        return self.media.standing()

    @property
    def network(self) -> str:
        """What it is a branch of, as far as its site's address tells; "" when it does not."""
        owner = sites.host(self.website)
        return "" if sites.is_shared(owner) else owner


class Answer(models.Model):
    """One language's text to one question of a sheet."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="answers")
    question = models.CharField(_("question"), max_length=12, choices=Question)
    language = models.CharField(_("langue"), max_length=12)
    text = models.TextField(_("réponse"))
    # Of a translation: the language of what was translated, and the version of the sheet it was read in.
    translated_from = models.CharField(_("traduite de"), max_length=12, blank=True, db_default="")
    translated_version = models.PositiveIntegerField(_("de la version"), null=True, blank=True)

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        ordering = ["question", "language"]
        constraints = [
            models.UniqueConstraint("initiative", "question", "language", name="one_answer_per_question_and_language"),
            models.CheckConstraint(
                condition=models.Q(translated_from="", translated_version=None)
                | ~models.Q(translated_from="") & models.Q(translated_version__gt=0),
                name="a_translation_is_of_some_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.language})"


class Source(models.Model):
    """Where facts of a sheet come from, and which ones."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="sources")
    kind = models.CharField(_("nature"), max_length=10, choices=SourceKind, default=SourceKind.PAGE)
    url = models.URLField(_("adresse"), max_length=1000, blank=True)
    title = models.CharField(_("titre"), max_length=400, blank=True)
    supports = models.TextField(_("ce qu’elle appuie"), blank=True)
    checked_on = models.DateField(_("vérifiée le"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title or self.url
