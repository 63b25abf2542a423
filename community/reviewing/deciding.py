"""What becomes of a proposal. Once it is decided, nothing but a mark is left of a passer-by's address."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Deed, Proposal
from community.permissions import Person
from community.reviewing import letters, log
from places import actions, states
from places.models import Initiative, Revision
from places.states import State

UNCONFIRMED_FOR = timedelta(days=7)
LONGEST_NOTE = 300


class Decided(Exception):
    """Somebody was quicker: `proposal` as it stands now."""

    def __init__(self, proposal: Proposal):
        super().__init__(proposal.state)
        self.proposal = proposal


@transaction.atomic
def confirm(proposal: Proposal) -> Proposal:
    """Whoever has the link has the address: from now on it waits."""
    locked = _open(proposal)
    locked.state = Proposal.State.WAITING
    locked.save(update_fields=["state"])
    return locked


@transaction.atomic
def withdraw(proposal: Proposal) -> Proposal:
    return _decide(_open(proposal), Proposal.State.WITHDRAWN)


def accept(proposal: Proposal, *, by: Person, wanted: State | None = None, base: int | None = None) -> Proposal:
    """Put it into the sheet, which stays its author's work; `wanted` and `base` when the moderator changed what it says.

    `actions.Clashed` where the sheet has changed since in the same words, ValidationError where it may no longer enter.
    """
    accepted, email = _accept(proposal, by=by, wanted=wanted, base=base)
    letters.decided(accepted, email)
    return accepted


def refuse(proposal: Proposal, *, by: Person, reason: str) -> Proposal:
    """Its author is told why."""
    refused, email = _refuse(proposal, by=by, reason=reason)
    letters.decided(refused, email)
    return refused


def expire() -> int:
    """Forget what nobody confirmed in a week; answers how many."""
    old = Proposal.objects.filter(state=Proposal.State.UNCONFIRMED, at__lt=timezone.now() - UNCONFIRMED_FOR)
    return old.update(state=Proposal.State.EXPIRED, decided_at=timezone.now(), email="", network_mark="")


@transaction.atomic
def _accept(proposal: Proposal, *, by: Person, wanted: State | None, base: int | None) -> tuple[Proposal, str]:
    locked = _open(proposal, waiting=True)
    email = _email(locked)
    edited = wanted is not None and wanted != locked.wanted
    revision = _enter(locked, locked.wanted if wanted is None else wanted, base, _note(locked, edited))
    if revision:
        locked.initiative = revision.initiative
    decided = _decide(locked, Proposal.State.ACCEPTED, by=by, revision=revision)
    about = {"initiative": locked.initiative, "revision": revision}
    log.write(Deed.Verb.EDIT if edited else Deed.Verb.ACCEPT, by=by, **about)
    return decided, email


@transaction.atomic
def _refuse(proposal: Proposal, *, by: Person, reason: str) -> tuple[Proposal, str]:
    locked = _open(proposal, waiting=True)
    email = _email(locked)
    log.write(Deed.Verb.REFUSE, by=by, initiative=locked.initiative, reason=reason)
    return _decide(locked, Proposal.State.REFUSED, by=by, reason=reason), email


def _enter(proposal: Proposal, wanted: State, base: int | None, note: str) -> Revision | None:
    if proposal.initiative is None:
        return actions.create(wanted, by=proposal.author, note=note).revisions.get()
    if proposal.initiative.removed_at:
        raise ValidationError(_("Cette fiche a été retirée : rétablissez-la d’abord, ou refusez la proposition."))
    seen = proposal.base if base is None else base
    return actions.revise(proposal.initiative, wanted, base=seen, by=proposal.author, note=note)


def _note(proposal: Proposal, edited: bool) -> str:
    """Why, as its author said, and that somebody looked at it: who it was is in the public log, from which people can go."""
    with letters.speaking(proposal.language):
        told = _("relue et corrigée") if edited else _("relue")
        if proposal.author is None:
            told = _("proposée sans compte, %s") % told
    room = LONGEST_NOTE - len(told) - 3
    return " · ".join(part for part in (proposal.note[: max(0, room)], told) if part)[:LONGEST_NOTE]


def _open(proposal: Proposal, *, waiting: bool = False) -> Proposal:
    """Locked, so that two moderators never decide the same; `Decided` when it was, or does not wait yet."""
    locked = Proposal.objects.select_for_update(of=["self"]).select_related("author").get(pk=proposal.pk)
    if not locked.is_open or (waiting and locked.state != Proposal.State.WAITING):
        raise Decided(locked)
    if locked.initiative_id:
        locked.initiative = Initiative.everything.get(pk=locked.initiative_id)
    return locked


def _decide(proposal: Proposal, state: str, *, by: Person | None = None, reason: str = "", revision=None) -> Proposal:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.reason, proposal.revision = reason, revision
    # A place that was proposed is in the sheet now, or nobody's to keep.
    proposal.wanted = {part: value for part, value in proposal.wanted.items() if part not in states.PLACES}
    proposal.email = proposal.network_mark = ""
    proposal.save()
    return proposal


def _email(proposal: Proposal) -> str:
    return proposal.author.email if proposal.author else proposal.email
