"""What becomes of a photo, a voice, a film or a document that waits. Who sent it is told."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.models import Deed
from community.permissions import Person
from community.reviewing import letters, log
from places.actions import media
from places.models import Medium


def accept(medium: Medium, *, by: Person) -> bool:
    """Whether it still waited; ValidationError where it may no longer be shown."""
    if medium.initiative.removed_at:
        raise ValidationError(_("Cette fiche a été retirée : rétablissez-la d’abord, ou refusez le fichier."))
    with transaction.atomic():
        revision = media.publish(medium, by=by, note=_("relue"))
        if revision is None:
            return False
        log.write(Deed.Verb.SHOW, by=by, initiative=medium.initiative, revision=revision)
    letters.shown(medium)
    return True


def refuse(medium: Medium, *, by: Person, reason: str) -> bool:
    with transaction.atomic():
        if not media.refuse(medium, reason=reason):
            return False
        log.write(Deed.Verb.NOT_SHOW, by=by, initiative=medium.initiative, reason=reason)
    letters.not_shown(medium, reason)
    return True
