"""Who looks after an initiative's sheet on behalf of its people, and how we know."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from places.models import Initiative


class Way(models.TextChoices):
    """How it is, or was, confirmed that somebody belongs to an initiative."""

    WEBSITE = "website", _("par une adresse de son site")
    STEWARD = "steward", _("par quelqu’un qui s’en occupe déjà")
    MODERATOR = "moderator", _("par la modération")


class StewardshipQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def waiting(self) -> Self:
        """Those that somebody must confirm, longest first; codes on their way need nobody."""
        return self.filter(confirmed_at=None).exclude(way=Way.WEBSITE).order_by("asked_at")


class Stewardship(models.Model):
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="stewardships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="stewardships")
    way = models.CharField(_("confirmée"), max_length=9, choices=Way)
    words = models.CharField(_("ce qu’en dit la personne"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("demandée le"))
    confirmed_at = models.DateTimeField(_("confirmée le"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmée par"),
    )
    token = models.CharField(max_length=64, blank=True, editable=False)  # a digest of the code, never the code
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = StewardshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsabilité d’une fiche")
        verbose_name_plural = _("responsabilités de fiches")
        constraints = [models.UniqueConstraint("initiative", "person", name="one_stewardship_per_person")]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.initiative_id}"
