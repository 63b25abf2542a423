"""What somebody says of themselves, beside their account."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

LONGEST_WHERE = 120


class Profile(models.Model):
    """Public but for its dates; the address is the account's, and never here."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    # The handle as `handles.likeness` reads it: no two people are taken for one another, even in a race.
    likeness = models.CharField(max_length=200, unique=True, editable=False)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("langues"))
    where = models.CharField(_("lieu"), max_length=LONGEST_WHERE, blank=True)
    point = models.PointField(null=True, blank=True)  # of the town that `where` names, to a tenth of a degree
    trusted_at = models.DateTimeField(_("confiance donnée le"), null=True, blank=True)  # else it is earned
    accepted_licence_at = models.DateTimeField(_("licence acceptée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("profil")
        verbose_name_plural = _("profils")

    def __str__(self) -> str:
        return self.person.get_username()
