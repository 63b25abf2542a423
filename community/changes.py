"""What somebody wrote, handed in: it goes in at once, or waits until it was looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import EmailField
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community import permissions
from community.models import Patrol, Proposal
from community.permissions import Person
from community.reviewing import letters, limits, marks, minor
from places import actions, coarse, index, states
from places.choices import Precision
from places.models import Initiative, Revision
from places.states import State

LONGEST_EMAIL = 254


@dataclass(frozen=True)
class HandedIn:
    """`initiative` and `revision` when it went in (None: it said nothing new); `proposal` when somebody looks at it first."""

    initiative: Initiative | None
    revision: Revision | None = None
    waits: bool = False
    proposal: Proposal | None = None

    def get_absolute_url(self) -> str:
        """Where its author goes on: only the letter to a passer-by tells the address of what they proposed."""
        if self.proposal:
            unconfirmed = self.proposal.state == Proposal.State.UNCONFIRMED
            return reverse("reviewing:sent") if unconfirmed else self.proposal.get_absolute_url()
        return self.initiative.get_absolute_url()


class _Tried(Exception):
    """It would enter."""


def hand_in(
    wanted: State,
    *,
    by: Person,
    initiative: Initiative | None = None,
    base: int = 0,
    note: str = "",
    email: str = "",
    address: str = "",
    language: str = "",
) -> HandedIn:
    """A change of a sheet whose version `base` was seen, or a new one.

    Passers-by give an `email`; `address` is their network's (`marks.address_of(request)`), `language` the one they are
    written to in. `actions.Clashed` as there; ValidationError, by part or as a whole, for what may not enter and for
    whoever is blocked, writes too often or adds too many links.
    """
    before = states.state(initiative) if initiative else {}
    _check(wanted)
    email = email.strip() if not by.is_authenticated else ""
    limits.check_blocks(by, email=email, address=address)
    limits.check_links(by, before, wanted)
    change = {"initiative": initiative, "base": base, "note": note}
    if _goes_in(wanted, before, by=by, initiative=initiative):
        limits.count(by)
        return _enter(wanted, by=by, **change)
    if not by.is_authenticated:
        _check_email(email)
    if twice := _same(wanted, by=by, email=email, initiative=initiative):
        return HandedIn(initiative, waits=True, proposal=twice)
    limits.count(by, email=email, address=address)  # trying costs as much as writing
    if not _would_enter(wanted, by=by, **change):
        return HandedIn(initiative)
    return _propose(wanted, by=by, email=email, address=address, language=language, **change)


def undo(revision: Revision, *, by: Person, note: str = "", parts: Iterable[str] = ()) -> Revision | None:
    """Undo a version, or some parts of it, as any change by them: counted, read afterwards, and not by whoever is blocked."""
    limits.check_blocks(by)
    before = {part: was for part, (was, _became) in revision.changes.items() if not parts or part in parts}
    if actions.reveals(revision.initiative, before) and not permissions.can(by, "reveal", revision.initiative):
        raise ValidationError(
            _("Quelqu’un a voulu ce lieu moins exact : demandez à qui s’en occupe, ou à la modération.")
        )
    limits.count(by)
    with transaction.atomic():
        made = actions.revert(revision, by=by, note=note, parts=parts)
        patrol(made, by=by)
    return made


def patrol(revision: Revision | None, *, by: Person) -> None:
    """What went in at once is read afterwards, unless who wrote it is one of those who read."""
    if revision and not permissions.can(by, "review"):
        Patrol.objects.create(revision=revision)


def _goes_in(wanted: State, before: State, *, by: Person, initiative: Initiative | None) -> bool:
    """Whether nobody needs to look first."""
    if initiative is None:
        return permissions.can(by, "publish")
    if actions.reveals(initiative, wanted) and not permissions.can(by, "reveal", initiative):
        return False
    return permissions.can(by, "publish", initiative) or (minor.is_known(by) and minor.is_minor(before, wanted))


@transaction.atomic
def _enter(wanted: State, *, by: Person, initiative: Initiative | None, base: int, note: str) -> HandedIn:
    if initiative is None:
        initiative = actions.create(wanted, by=by, note=note)
        revision = initiative.revisions.get()
    else:
        revision = actions.revise(initiative, wanted, base=base, by=by, note=note)
    patrol(revision, by=by)
    return HandedIn(initiative, revision)


@transaction.atomic
def _propose(wanted: State, *, by: Person, email: str, address: str, language: str, **change) -> HandedIn:
    known = by.is_authenticated
    proposal = Proposal.objects.create(
        wanted=_told(wanted, change["initiative"]),
        author=by if known else None,
        email=email,
        email_mark=marks.of_email(email),
        network_mark="" if known else marks.of_network(address),
        language=language or get_language() or "fr",
        state=Proposal.State.WAITING if known else Proposal.State.UNCONFIRMED,
        **change,
    )
    if not known:
        letters.confirm(proposal)
    return HandedIn(change["initiative"], waits=True, proposal=proposal)


def _same(wanted: State, *, by: Person, email: str, initiative: Initiative | None) -> Proposal | None:
    """What the same person proposes already: a form that was sent twice."""
    whose = {"author": by} if by.is_authenticated else {"author": None, "email_mark": marks.of_email(email)}
    kept = _told(wanted, initiative)
    return Proposal.objects.filter(initiative=initiative, wanted=kept, state__in=Proposal.OPEN, **whose).first()


def _told(wanted: State, initiative: Initiative | None) -> State:
    """As it may be kept: a pin waits no more exactly than it would be shown."""
    precision = wanted.get("precision") or (initiative.precision if initiative else Precision.SITE)
    return coarse.told(wanted, precision)


def _would_enter(wanted: State, *, by: Person, initiative: Initiative | None, base: int, note: str) -> bool:
    """Whether it says anything new. Tried in earnest and taken back, so that whoever waits learns of faults at once."""
    author = by if by.is_authenticated else None
    said = True
    try:
        with index.seen(index.generation()), transaction.atomic():
            if initiative is None:
                actions.create(wanted, by=author, note=note)
            else:
                said = actions.revise(initiative, wanted, base=base, by=author, note=note) is not None
            raise _Tried
    except _Tried:
        return said


def _check(wanted: State) -> None:
    """Parts that a sheet has, in letters that can be kept."""
    wrong = {part: _("Cette partie n’existe pas.") for part in wanted if not states.is_part(part)}
    wrong |= {
        part: _("Ce texte contient un signe qui ne peut pas être gardé.")
        for part, value in wanted.items()
        if "\\u0000" in json.dumps(value)
    }
    if wrong or states.REMOVED in wanted:
        raise ValidationError(wrong or _("Cette partie n’existe pas."))


def _check_email(email: str) -> None:
    if not email:
        raise ValidationError(
            {"email": _("Donnez votre adresse : vous y recevrez le lien qui confirme la proposition.")}
        )
    try:
        EmailField(max_length=LONGEST_EMAIL).clean(email)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error
