"""« Undo everything X has done since… »: tried in earnest to be shown first, then done."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from community.models import Deed, Proposal
from community.permissions import Person
from community.reviewing import deciding, log
from community.reviewing import media as showing_media
from places import actions, history, index
from places.choices import Verb
from places.models import Initiative, Medium, Revision
from routes import actions as road
from routes.models import EntryMedium, JourneyRevision

MOST = 200  # at once, the last ones; then those before them


@dataclass(frozen=True)
class Undone:
    """`outcome` of undoing one revision: "undone", "same" (it was already) or "clash", with the labels of the parts."""

    revision: Revision
    outcome: str
    labels: tuple[str, ...] = ()


class _Previewed(Exception):
    pass


def preview(person: Person, *, since: datetime, by: Person, before: int = 0) -> list[Undone]:
    """What `undo` would do, last first: it is done and taken back. `before`: only those before the revision with that key."""
    try:
        with index.seen(index.generation()), transaction.atomic():
            undone = _undo(concerned(person, since=since, before=before), person, by=by, reason="")
            raise _Previewed
    except _Previewed:
        return undone


@transaction.atomic
def undo(person: Person, *, since: datetime, last: int, by: Person, reason: str, before: int = 0) -> list[Undone]:
    """Those up to the revision whose key is `last`, which was the last one shown: each in a revision of its own."""
    undone = _undo(concerned(person, since=since, last=last, before=before), person, by=by, reason=reason)
    if any(one.outcome == "undone" for one in undone):
        log.write(Deed.Verb.UNDO, by=by, person=person, reason=reason)
    return undone


def waiting(person: Person, *, since: datetime) -> tuple[QuerySet[Proposal], QuerySet[Medium], QuerySet[EntryMedium]]:
    """What they proposed and sent since, for sheets and for diaries, and nobody has looked at yet."""
    proposals = Proposal.objects.waiting().filter(author=person, at__gte=since)
    media, diary = (
        rows.waiting().filter(added_by=person, at__gte=since) for rows in (Medium.objects, EntryMedium.objects)
    )
    return proposals, media, diary


def refuse_waiting(person: Person, *, since: datetime, by: Person, reason: str) -> int:
    """Refuse all of it, with one reason; how many."""
    proposals, media, diary = waiting(person, since=since)
    said = {"by": by, "reason": reason}
    refused = [deciding.refuse(proposal, **said) for proposal in proposals]
    return len(refused) + sum(showing_media.refuse(medium, **said) for medium in [*media, *diary])


def of_journeys(person: Person, *, since: datetime) -> QuerySet[JourneyRevision]:
    """What they changed of journeys since, last first, without what was undone already."""
    found = JourneyRevision.objects.filter(author=person, at__gte=since).select_related("journey")
    return found.filter(~Exists(JourneyRevision.objects.filter(undoes=OuterRef("pk")))).order_by("-at", "-pk")


def undo_journeys(person: Person, *, since: datetime, by: Person, reason: str) -> int:
    """How many could be; where others have written since, what they wrote stays."""
    undone = 0
    for revision in of_journeys(person, since=since)[:MOST]:
        with suppress(actions.Clashed, ValidationError):
            undone += road.revert(revision, by=by, note=reason) is not None
    if undone:
        log.write(Deed.Verb.UNDO, by=by, person=person, reason=reason)
    return undone


def concerned(person: Person, *, since: datetime, last: int | None = None, before: int = 0) -> list[Revision]:
    """Last first, at most `MOST`, without what was undone already."""
    found = Revision.objects.filter(author=person, at__gte=since).select_related("initiative").order_by("-at", "-pk")
    found = found.filter(~Exists(Revision.objects.filter(undoes=OuterRef("pk"))))
    found = found.exclude(verb=Verb.CREATE, initiative__removed_at__isnull=False)
    if last is not None:
        found = found.filter(pk__lte=last)
    if before:
        found = found.filter(pk__lt=before)
    return list(found[:MOST])


def _undo(revisions: list[Revision], person: Person, *, by: Person, reason: str) -> list[Undone]:
    return [_one(revision, person, by=by, reason=reason) for revision in revisions]


def _one(revision: Revision, person: Person, *, by: Person, reason: str) -> Undone:
    try:
        if revision.verb in WHOLE:
            done = WHOLE[revision.verb](revision, person, by, reason)
        else:
            done = _stands(revision) and actions.revert(revision, by=by, note=reason) is not None
    except actions.Clashed as clashed:
        return Undone(revision, "clash", tuple(history.label(clash.part) for clash in clashed.clashes))
    except ValidationError:
        return Undone(revision, "clash", tuple(history.label(part) for part in revision.parts))
    return Undone(revision, "undone" if done else "same")


def _stands(revision: Revision) -> bool:
    """Of a sheet that somebody else took out, nothing is left to undo."""
    return Initiative.objects.filter(pk=revision.initiative_id).exists()


def _remove(revision: Revision, person: Person, by: Person, reason: str) -> bool:
    """A sheet that somebody else has worked on since is no longer theirs to go."""
    sheet = Initiative.everything.get(pk=revision.initiative_id)
    if sheet.removed_at:
        return False
    if sheet.revisions.exclude(author=person).exclude(undoes__author=person).exists():
        raise ValidationError("others")
    actions.remove([sheet], by=by, note=reason)
    return True


def _restore(revision: Revision, person: Person, by: Person, reason: str) -> bool:
    sheet = Initiative.everything.get(pk=revision.initiative_id)
    if sheet.removed_at:
        actions.restore(sheet, by=by, note=reason)
    return sheet.removed_at is not None


def _remove_again(revision: Revision, person: Person, by: Person, reason: str) -> bool:
    sheet = Initiative.everything.get(pk=revision.initiative_id)
    if sheet.removed_at is None:
        actions.remove([sheet], by=by, note=reason)
    return sheet.removed_at is None


WHOLE = {Verb.CREATE: _remove, Verb.REMOVE: _restore, Verb.RESTORE: _remove_again}
