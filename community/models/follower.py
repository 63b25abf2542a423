"""Somebody who follows a journey by mail: an address, and nothing else of them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models.proposal import unguessable
from routes.models import Journey


class FollowerQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)


class Follower(models.Model):
    """Until `confirmed_at` the address may be anybody's: it is written to once. `last_told_at`: what was new before was told."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="followers", verbose_name=_("voyage"))
    email = models.EmailField()
    language = models.CharField(_("langue"), max_length=12, default="fr")
    token = models.CharField(max_length=43, unique=True, default=unguessable, editable=False)
    asked_at = models.DateTimeField(_("demandé le"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True)
    last_told_at = models.DateTimeField(_("dernière lettre"), null=True, blank=True)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("abonnement à un voyage")
        verbose_name_plural = _("abonnements à des voyages")
        constraints = [models.UniqueConstraint("journey", Lower("email"), name="one_follower_per_address")]

    def __str__(self) -> str:
        return f"{self.journey_id} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("following:subscription", args=[self.token])

    @property
    def stop_url(self) -> str:
        """Where one click ends it (RFC 8058)."""
        return reverse("following:stop", args=[self.token])
