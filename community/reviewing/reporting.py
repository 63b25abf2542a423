"""What any reader tells to be wrong, and what becomes of it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from community.models import Deed, Report
from community.permissions import Person
from community.reviewing import letters, limits, log


def report(told: Report, *, by: Person, address: str) -> Report:
    """Anybody may, even who is blocked; ValidationError when they do so too often."""
    limits.count(by, email=told.email, address=address)
    told.save()
    return told


def handle(told: Report, *, by: Person, state: str, answer: str) -> bool:
    """Whether it was still open. Whoever left an address is answered, and the address erased."""
    with transaction.atomic():
        locked = Report.objects.select_for_update().get(pk=told.pk)
        if locked.state != Report.State.OPEN:
            return False
        email, locked.email = locked.email, ""
        locked.state, locked.answer, locked.handled_by, locked.handled_at = state, answer, by, timezone.now()
        locked.save()
        # What was answered is between those two, and nobody is named because somebody told on them.
        about = {"initiative": locked.initiative, "revision": locked.revision, "journey": locked.journey}
        log.write(Deed.Verb.MEND if state == Report.State.MENDED else Deed.Verb.DISMISS, by=by, **about)
    letters.handled(locked, email)
    return True
