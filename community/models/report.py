"""Something wrong, told by any reader."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from places.models import Initiative, Revision
from routes.models import Journey


class ReportQuerySet(models.QuerySet):
    def open(self):
        """Those about people's safety first, then the oldest; each with what it is about."""
        found = self.filter(state=Report.State.OPEN).select_related(
            "initiative", "revision__initiative", "person", "journey"
        )
        first = models.Case(models.When(wrong__in=("danger", "private"), then=0), default=1)
        return found.order_by(first, "at", "pk")


class Report(models.Model):
    class Wrong(models.TextChoices):
        DANGER = "danger", _("Met quelqu’un en danger")
        PRIVATE = "private", _("Montre des données personnelles")
        FALSE = "false", _("Est faux, ou n’est plus vrai")
        SPAM = "spam", _("Est de la publicité")
        RUDE = "rude", _("Blesse ou insulte")
        COPIED = "copied", _("Copie le travail d’un autre")
        DOUBLE = "double", _("Existe déjà dans l’atlas")
        OTHER = "other", _("Autre chose")

    class State(models.TextChoices):
        OPEN = "open", _("à traiter")
        MENDED = "mended", _("corrigé")
        DISMISSED = "dismissed", _("sans suite")

    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, blank=True, related_name="reports")
    revision = models.ForeignKey(Revision, models.CASCADE, null=True, blank=True, related_name="reports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="reports")
    journey = models.ForeignKey(Journey, models.CASCADE, null=True, blank=True, related_name="reports")
    wrong = models.CharField(_("ce qui ne va pas"), max_length=8, choices=Wrong)
    text = models.TextField(_("dites-en plus"), max_length=3000)
    email = models.EmailField(_("votre adresse, pour une réponse"), blank=True)  # erased once it was answered
    language = models.CharField(max_length=12)
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("réponse"), blank=True, max_length=3000)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["state", "at", "id"], name="report_open")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email="") | models.Q(state="open"), name="handled_reports_know_no_address"
            )
        ]

    def __str__(self) -> str:
        return self.get_wrong_display()
