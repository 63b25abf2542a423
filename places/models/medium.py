"""Photos, voices, documents and films of an initiative: each with its author, its licence, and words for who cannot see it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from places.choices import FilmHost, Format, Licence, MediumKind
from places.geo import SRID
from places.media import shelf
from places.media.links import Link
from places.models.initiative import Initiative
from places.querysets import MediumQuerySet


class AnyMedium(models.Model):
    """A file with its words, of a sheet or of a diary. Shown once handed in and accepted, until it is removed."""

    kind = models.CharField(_("nature"), max_length=8, choices=MediumKind)

    # A name that nobody guesses; thumbnails beside it, one for each of `widths` (`shelf.thumbnail`).
    file = models.CharField(max_length=60, blank=True, editable=False)
    format = models.CharField(max_length=4, choices=Format, blank=True, editable=False)
    size = models.PositiveIntegerField(_("octets"), default=0, editable=False)
    widths = ArrayField(models.PositiveIntegerField(), default=list, blank=True, editable=False)
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    duration = models.PositiveIntegerField(_("secondes"), null=True, blank=True, editable=False)

    caption = models.CharField(_("légende"), max_length=300, blank=True)
    # What a photo shows, what a voice says: for who does not see or hear it.
    alternative = models.TextField(_("description"), max_length=5000, blank=True)
    language = models.CharField(_("langue"), max_length=12, default="fr")
    author = models.CharField(_("auteur"), max_length=200)
    licence = models.CharField(_("licence"), max_length=8, choices=Licence, default=Licence.BY_SA)
    portrait = models.BooleanField(_("on y reconnaît quelqu’un"), default=False)
    consent = models.CharField(_("qui a donné son accord, et comment"), max_length=300, blank=True)  # never shown
    taken_on = models.DateField(_("date de la prise"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    at = models.DateTimeField(_("reçu le"), auto_now_add=True)
    handed_in_at = models.DateTimeField(_("proposé le"), null=True, blank=True, editable=False)  # before: a draft
    shown = models.BooleanField(_("montré"), default=False, editable=False)  # has been accepted
    removed_at = models.DateTimeField(_("retiré le"), null=True, blank=True, editable=False)
    removed_for = models.CharField(_("pourquoi"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    link: Link | None = None  # where it lives, when that is elsewhere

    @property
    def whole(self) -> models.Model:
        """What it is part of: a sheet, a journey."""
        raise NotImplementedError

    @property
    def is_shown(self) -> bool:
        return self.shown and self.removed_at is None

    @property
    def url(self) -> str:
        """Of its file, here."""
        return reverse("media_file", args=[self.file])

    @property
    def sizes(self) -> list[tuple[int, str]]:
        """(width in pixels, address) of its thumbnails, the smallest first."""
        return [(width, reverse("media_file", args=[shelf.thumbnail(self.file, width)])) for width in self.widths]

    @property
    def names(self) -> list[str]:
        """Of all its files."""
        return [self.file, *(shelf.thumbnail(self.file, width) for width in self.widths)] if self.file else []


def portrait_needs_consent(name: str) -> models.CheckConstraint:
    """For each kind of medium, under a name of its own."""
    return models.CheckConstraint(
        condition=models.Q(portrait=False) | ~models.Q(consent=""),
        name=name,
        violation_error_message=_("Dites qui a donné son accord : sans lui, nous ne montrons pas de visage."),
    )


def waiting_index(name: str) -> models.Index:
    return models.Index(fields=["handed_in_at"], condition=models.Q(shown=False, removed_at=None), name=name)


class Medium(AnyMedium):
    """One of an initiative: a file, or a film that lives elsewhere (`host`, `key`)."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="media")
    host = models.CharField(_("chez"), max_length=12, choices=FilmHost, blank=True, editable=False)
    key = models.CharField(max_length=160, blank=True, editable=False)  # `links.Link`
    # Only of an initiative whose exact place is shown, and when who sent it agreed.
    point = models.PointField(
        _("lieu de la prise"), srid=SRID, null=True, blank=True, editable=False, spatial_index=False
    )

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="media", editable=False
    )

    objects = MediumQuerySet.as_manager()

    class Meta:
        verbose_name = _("média")
        verbose_name_plural = _("médias")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file="") & ~models.Q(key="") | ~models.Q(file="") & models.Q(key=""),
                name="a_medium_is_a_file_or_a_link",
            ),
            portrait_needs_consent("a_portrait_has_a_consent"),
        ]
        indexes = [models.Index(fields=["file"], name="medium_file"), waiting_index("medium_waiting")]

    def __str__(self) -> str:
        return self.caption or f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("places:medium", args=[self.initiative.slug, self.pk])

    @property
    def whole(self) -> Initiative:
        return self.initiative

    @property
    def link(self) -> Link | None:
        """Where it lives, when that is elsewhere."""
        return Link(FilmHost(self.host), self.key) if self.key else None
