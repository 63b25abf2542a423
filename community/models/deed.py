"""What moderators did, for everybody to read: who, what, on what, why, when. Nobody's address."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from places.models import Initiative, Revision
from routes.choices import JourneyState
from routes.models import Journey


class DeedQuerySet(models.QuerySet):
    def told(self):
        """Last first, with whatever a line of the log names."""
        found = self.select_related("by", "initiative", "revision__initiative", "person", "journey")
        return found.order_by("-at", "-pk")


class Deed(models.Model):
    class Verb(models.TextChoices):
        ACCEPT = "accept", _("a accepté une proposition")
        EDIT = "edit", _("a accepté une proposition en la corrigeant")
        REFUSE = "refuse", _("a refusé une proposition")
        SHOW = "show", _("a accepté une photo, une voix ou un document")
        NOT_SHOW = "not_show", _("a refusé une photo, une voix ou un document")
        MEND = "mend", _("a corrigé ce qui était signalé")
        DISMISS = "dismiss", _("a classé un signalement sans suite")
        BLOCK = "block", _("a bloqué")
        UNBLOCK = "unblock", _("a levé un blocage")
        UNDO = "undo", _("a annulé ce qu’a fait")
        REMOVE = "remove", _("a retiré une fiche")
        RESTORE = "restore", _("a remis une fiche")
        UNITE = "unite", _("a réuni deux fiches")
        SEPARATE = "separate", _("a séparé deux fiches")
        DIFFERENT = "different", _("a dit que deux fiches ne sont pas la même")
        WELCOME = "welcome", _("a confirmé qui s’occupe d’une fiche")
        DISCHARGE = "discharge", _("a mis fin à ce que quelqu’un s’occupe d’une fiche")
        TRUST = "trust", _("fait confiance à")
        DISTRUST = "distrust", _("ne fait plus confiance d’office à")
        REOPEN = "reopen", _("regarde à nouveau si deux fiches sont la même")
        PUBLISH = "publish", _("a accepté un voyage")
        SEND_BACK = "send_back", _("a renvoyé un voyage à son équipe")
        TAKE_OUT = "take_out", _("a retiré un voyage")
        BRING_BACK = "bring_back", _("a remis un voyage")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="deeds")
    verb = models.CharField(max_length=10, choices=Verb)
    initiative = models.ForeignKey(Initiative, models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    journey = models.ForeignKey(Journey, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = DeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("acte de modération")
        verbose_name_plural = _("actes de modération")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="deed_recent")]

    def __str__(self) -> str:
        return self.get_verb_display()

    @property
    def is_of_a_draft(self) -> bool:
        """About what only a team reads: neither its name nor what was said of it is anybody else's."""
        return self.journey is not None and self.journey.state != JourneyState.SHOWN
