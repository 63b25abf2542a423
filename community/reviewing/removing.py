"""Sheets taken out with a reason, and brought back: both leave a line in the public log."""

from __future__ import annotations

from django.db import transaction

from community.models import Deed
from community.permissions import Person
from community.reviewing import log
from places import actions
from places.models import Initiative


@transaction.atomic
def remove(initiative: Initiative, *, by: Person, note: str) -> None:
    locked, _now = actions.lock(initiative)
    if locked.removed_at is None:
        actions.remove([locked], by=by, note=note)
        log.write(Deed.Verb.REMOVE, by=by, initiative=locked, reason=note)


@transaction.atomic
def restore(initiative: Initiative, *, by: Person, note: str) -> None:
    locked, _now = actions.lock(initiative)
    if locked.removed_at is not None:
        actions.restore(locked, by=by, note=note)
        log.write(Deed.Verb.RESTORE, by=by, initiative=locked, reason=note)
