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
from routes import media as diary
from routes.models import EntryMedium


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


def accept_entry(medium: EntryMedium, *, by: Person) -> bool:
    """The same of a diary's."""
    journey = medium.entry.journey
    if journey.removed_at:
        raise ValidationError(_("Ce voyage a été retiré : remettez-le d’abord, ou refusez le fichier."))
    with transaction.atomic():
        if diary.publish(medium, by=by, note=_("relue")) is None:
            return False
        log.write(Deed.Verb.SHOW, by=by, journey=journey)
    letters.shown(medium)
    return True


def refuse_entry(medium: EntryMedium, *, by: Person, reason: str) -> bool:
    with transaction.atomic():
        if not diary.refuse(medium, reason=reason):
            return False
        log.write(Deed.Verb.NOT_SHOW, by=by, journey=medium.entry.journey, reason=reason)
    letters.not_shown(medium, reason)
    return True
