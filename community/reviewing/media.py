"""What becomes of a photo, a voice, a film or a document that waits, of a sheet or of a diary. Who sent it is told."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.models import Deed
from community.permissions import Person
from community.reviewing import letters, log
from places.actions import media
from places.media import keeping
from places.models import AnyMedium
from routes import media as diary
from routes.models import EntryMedium


def accept(medium: AnyMedium, *, by: Person) -> bool:
    """Whether it still waited; ValidationError where it may no longer be shown."""
    _check_standing(medium)
    publish = diary.publish if isinstance(medium, EntryMedium) else media.publish
    with transaction.atomic():
        revision = publish(medium, by=by, note=_("relue"))
        if revision is None:
            return False
        log.write(Deed.Verb.SHOW, by=by, **_about(medium, revision))
    letters.shown(medium)
    return True


def refuse(medium: AnyMedium, *, by: Person, reason: str) -> bool:
    """Whether it still waited."""
    with transaction.atomic():
        if not keeping.refuse(medium, reason=reason):
            return False
        log.write(Deed.Verb.NOT_SHOW, by=by, reason=reason, **_about(medium))
    letters.not_shown(medium, reason)
    return True


def _check_standing(medium: AnyMedium) -> None:
    if medium.whole.removed_at and isinstance(medium, EntryMedium):
        raise ValidationError(_("Ce voyage a été retiré : remettez-le d’abord, ou refusez le fichier."))
    if medium.whole.removed_at:
        raise ValidationError(_("Cette fiche a été retirée : rétablissez-la d’abord, ou refusez le fichier."))


def _about(medium: AnyMedium, revision: Any = None) -> dict[str, Any]:
    """Where the log has it; of journeys it names no revision."""
    if isinstance(medium, EntryMedium):
        return {"journey": medium.whole}
    return {"initiative": medium.whole, "revision": revision}
