"""Somebody, or an address, that may not write for a while."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BlockQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(until__gt=timezone.now())


class Block(models.Model):
    """Of a person, of an e-mail or of a network: the latter two by their marks alone."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="blocks",
        verbose_name=_("personne"),
    )
    email_mark = models.CharField(max_length=64, blank=True)
    network_mark = models.CharField(max_length=64, blank=True)
    reason = models.CharField(_("raison"), max_length=300)
    since = models.DateTimeField(_("depuis"), auto_now_add=True)
    until = models.DateTimeField(_("jusqu’au"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocage")
        verbose_name_plural = _("blocages")
        ordering = ["until", "pk"]
        indexes = [
            models.Index(fields=["email_mark"], name="block_email"),
            models.Index(fields=["network_mark"], name="block_network"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(person=None, email_mark="", network_mark=""), name="a_block_stops_somebody"
            )
        ]

    def __str__(self) -> str:
        return self.person.username if self.person else str(_("une adresse"))
