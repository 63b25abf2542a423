"""« Still true »: who said so of a sheet or of one part of it, and when its stewards were last asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from places.models import Initiative


class Confirmation(models.Model):
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="confirmations")
    part = models.CharField(max_length=40, blank=True)  # as in `places.states`; "": the whole sheet
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="confirmations")
    at = models.DateTimeField(_("date"), auto_now_add=True)

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["initiative", "-at"], name="confirmation_last")]

    def __str__(self) -> str:
        return f"{self.initiative_id} · {self.part}"


class Reminder(models.Model):
    """The one letter of a year."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="reminders")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["initiative", "-at"], name="reminder_last")]

    def __str__(self) -> str:
        return str(self.initiative_id)
