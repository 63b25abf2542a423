"""Two sheets that may be of the same initiative, and what a moderator made of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from places.models import Initiative, Revision


class PairQuerySet(models.QuerySet):
    def open(self):
        """Both sheets standing, the likeliest first; those that somebody told before those that were found."""
        found = self.filter(state=Pair.State.OPEN, one__removed_at=None, other__removed_at=None)
        return found.told().order_by(F("likelihood").desc(nulls_first=True), "pk")

    def decided(self, state: str):
        return self.filter(state=state).told().order_by("-decided_at", "-pk")

    def told(self):
        return self.select_related("one", "other", "decided_by")


class Pair(models.Model):
    """`one` has the smaller key, so that there is one row for both orders. `moved`: keys of the media that went over when the
    sheets were united, and of the stewardships: where they go back to when they are parted."""

    class State(models.TextChoices):
        OPEN = "open", _("à regarder")
        DIFFERENT = "different", _("deux initiatives")
        UNITED = "united", _("réunies")

    one = models.ForeignKey(Initiative, models.CASCADE, related_name="+")
    other = models.ForeignKey(Initiative, models.CASCADE, related_name="+")
    likelihood = models.FloatField(null=True, blank=True)  # 0 to 1, as it was found; null: somebody told it
    state = models.CharField(_("état"), max_length=9, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="+")  # of the one kept
    moved = models.JSONField(default=dict, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("paire")
        verbose_name_plural = _("paires")
        constraints = [
            models.UniqueConstraint("one", "other", name="one_pair_for_both_orders"),
            models.CheckConstraint(condition=models.Q(one__lt=F("other")), name="a_pair_has_an_order"),
        ]
        indexes = [models.Index(fields=["state", "-likelihood", "id"], name="pair_open")]

    def __str__(self) -> str:
        return f"{self.one} · {self.other}"
