"""Journeys looked at: published or sent back to their team, taken out and brought back. Whoever wrote them is told why."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from community import permissions
from community.models import Deed, Patrol
from community.permissions import Person
from community.reviewing import letters, limits, log
from routes import actions
from routes.choices import JourneyState
from routes.models import Journey, JourneyRevision


def waiting() -> QuerySet[Journey]:
    """Those that somebody looks at first, the oldest change first."""
    found = Journey.everything.filter(state=JourneyState.WAITING, removed_at=None).prefetch_related("team")
    return found.annotate(pages=Count("entries")).order_by("updated_at", "pk")


@transaction.atomic
def hand_in(journey: Journey, *, by: Person) -> bool:
    """By its team: whether everybody reads it now, or somebody looks first. ValidationError for one that has no stage."""
    limits.check_blocks(by)
    locked = Journey.everything.select_for_update().get(pk=journey.pk)
    if locked.removed_at:
        raise ValidationError(_("Ce voyage a été retiré : seule la modération peut le remettre."))
    if not locked.stages(manager="everything").standing().exists():
        raise ValidationError(_("Ajoutez au moins une étape : sans elle il n’y a rien à suivre."))
    limits.count(by)
    shown = locked.state == JourneyState.SHOWN or permissions.can(by, "publish")
    actions.hand_in(locked, shown=shown)
    last = _last(locked)
    if shown and locked.state != JourneyState.SHOWN and last and not permissions.can(by, "review"):
        Patrol.objects.get_or_create(journey_revision=last)
    return shown


def accept(journey: Journey, *, by: Person) -> bool:
    """Whether it still waited."""
    with transaction.atomic():
        locked = _waiting(journey)
        if locked is None:
            return False
        actions.hand_in(locked, shown=True)
        log.write(Deed.Verb.PUBLISH, by=by, journey=locked)
    letters.published(journey)
    return True


def send_back(journey: Journey, *, by: Person, reason: str) -> bool:
    with transaction.atomic():
        locked = _waiting(journey)
        if locked is None:
            return False
        actions.send_back(locked, reason=reason[:300])
        log.write(Deed.Verb.SEND_BACK, by=by, journey=locked, reason=reason)
    letters.sent_back(journey, reason)
    return True


def remove(journey: Journey, *, by: Person, note: str) -> None:
    with transaction.atomic():
        locked = Journey.everything.select_for_update().get(pk=journey.pk)
        if locked.removed_at:
            return
        actions.remove(locked, reason=note)
        log.write(Deed.Verb.TAKE_OUT, by=by, journey=locked, reason=note)
    letters.taken_out(journey, note)


@transaction.atomic
def restore(journey: Journey, *, by: Person, note: str) -> None:
    locked = Journey.everything.select_for_update().get(pk=journey.pk)
    if locked.removed_at:
        actions.restore(locked)
        log.write(Deed.Verb.BRING_BACK, by=by, journey=locked, reason=note)


def _waiting(journey: Journey) -> Journey | None:
    """Locked, so that two moderators never decide the same."""
    locked = Journey.everything.select_for_update().get(pk=journey.pk)
    return locked if locked.state == JourneyState.WAITING and not locked.removed_at else None


def _last(journey: Journey) -> JourneyRevision | None:
    return journey.revisions.order_by("-number").first()
