"""A change of a sheet, or a new one, that waits until somebody has looked at it."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from places.models import Initiative, Revision


def unguessable() -> str:
    return secrets.token_urlsafe(24)


class ProposalQuerySet(models.QuerySet):
    def waiting(self):
        """Oldest first, each with the sheet it would change and whom it is by."""
        found = self.filter(state=Proposal.State.WAITING).select_related("initiative", "author")
        return found.order_by("at", "pk")


class Proposal(models.Model):
    """`wanted`: parts of the sheet (`places.states`) whose version `base` was seen; no initiative: a new one.

    Of a passer-by, the address is known until it was decided, and then only a mark that tells whether it is the same again.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("à confirmer")
        WAITING = "waiting", _("en attente")
        ACCEPTED = "accepted", _("acceptée")
        REFUSED = "refused", _("refusée")
        WITHDRAWN = "withdrawn", _("retirée")
        EXPIRED = "expired", _("jamais confirmée")

    OPEN = (State.UNCONFIRMED, State.WAITING)

    token = models.CharField(max_length=43, unique=True, default=unguessable, editable=False)
    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, blank=True, related_name="proposals")
    wanted = models.JSONField(_("ce qui est proposé"))
    base = models.PositiveIntegerField(default=0)
    note = models.CharField(_("pourquoi"), max_length=300, blank=True)
    language = models.CharField(_("langue"), max_length=12)
    at = models.DateTimeField(_("proposée le"), auto_now_add=True)

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    email = models.EmailField(blank=True)
    email_mark = models.CharField(max_length=64, blank=True)
    network_mark = models.CharField(max_length=64, blank=True)

    state = models.CharField(_("état"), max_length=12, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="decided_proposals"
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    reason = models.TextField(_("raison"), blank=True)
    revision = models.OneToOneField(Revision, models.SET_NULL, null=True, blank=True, related_name="proposal")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["state", "at", "id"], name="proposal_queue"),
            models.Index(fields=["author", "state"], name="proposal_by"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email="") | models.Q(state__in=("unconfirmed", "waiting")),
                name="decided_proposals_know_no_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"

    def get_absolute_url(self) -> str:
        return reverse("reviewing:follow", args=[self.token])

    @property
    def name(self) -> str:
        """Of the sheet, or the one it would have."""
        return self.initiative.name if self.initiative else str(self.wanted.get("name") or "")

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
