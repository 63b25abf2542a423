"""Who may do what: every rule of it stands here, to be read as a table."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Profile
from places.choices import Verb
from places.models import Initiative, Revision
from routes.models import Journey

Person = AbstractBaseUser | AnonymousUser


class Role(IntEnum):
    """Each may do all that those before may."""

    PASSER_BY = 0
    CONTRIBUTOR = 1  # has an account, whose address was confirmed
    TRUSTED = 2  # some of whose changes stand, or whom a moderator trusts
    STEWARD = 3  # of this initiative
    MODERATOR = 4
    EDITOR = 5


# The least one must be, for each thing that may be done.
LEAST = {
    "read": Role.PASSER_BY,
    "report": Role.PASSER_BY,
    "propose": Role.PASSER_BY,  # waits until somebody looks at it
    "send": Role.CONTRIBUTOR,  # photos, voices, films, documents
    "confirm": Role.CONTRIBUTOR,  # « still true »
    "claim": Role.CONTRIBUTOR,  # « I look after this initiative »
    "travel": Role.CONTRIBUTOR,  # begin a journey, to be told with others; its team writes it (`writes`)
    "publish": Role.TRUSTED,  # goes in at once
    "revert": Role.TRUSTED,
    "reveal": Role.STEWARD,  # tell a place more exactly than somebody wanted it told
    "welcome": Role.STEWARD,  # confirms who else looks after it
    "review": Role.MODERATOR,
    "remove": Role.MODERATOR,
    "restore": Role.MODERATOR,
    "merge": Role.MODERATOR,  # two sheets of the same initiative
    "block": Role.MODERATOR,
    "vocabulary": Role.EDITOR,
}
# Of a sheet that was taken out, anybody reads the history; the rest is for who could bring it back.
REMOVED = Role.MODERATOR

MODERATORS, EDITORS = "moderators", "editors"  # Django's groups, made by a migration
EARNED = 3  # changes that stand make one trusted,
SETTLED = timedelta(days=3)  # once others have had so long to undo them


def role(person: Person, initiative: Initiative | None = None) -> Role:
    """What somebody is, on this sheet when one is given; a passer-by costs no query."""
    if not person.is_authenticated or not person.is_active:
        return Role.PASSER_BY
    if person.is_superuser:
        return Role.EDITOR
    groups = set(person.groups.values_list("name", flat=True))
    if EDITORS in groups:
        return Role.EDITOR
    if MODERATORS in groups or person.is_staff:
        return Role.MODERATOR
    if initiative is not None and looks_after(person, initiative):
        return Role.STEWARD
    return Role.TRUSTED if is_trusted(person) else Role.CONTRIBUTOR


def can(person: Person, verb: str, initiative: Initiative | None = None) -> bool:
    return Can(person, initiative)[verb]


def need(person: Person, verb: str, initiative: Initiative | None = None) -> None:
    """PermissionDenied, with a sentence: a passer-by is led to log in, others read it."""
    if not can(person, verb, initiative):
        raise PermissionDenied(_("Votre compte ne permet pas encore cela."))


class Can:
    """For templates, `{% if can.publish %}`: what somebody is, is asked once, and only if a template wonders."""

    def __init__(self, person: Person, initiative: Initiative | None = None):
        self.person = person
        self.initiative = initiative

    def __getitem__(self, verb: str) -> bool:
        """LookupError for a verb that nobody knows: a template would take a KeyError for « no »."""
        if verb not in LEAST:
            raise LookupError(verb)
        return self.role >= _least(verb, self.initiative)

    @cached_property
    def role(self) -> Role:
        return role(self.person, self.initiative)


def writes(person: Person, journey: Journey) -> bool:
    """Whether somebody writes this journey: one of its team, or who could take it out."""
    if not person.is_authenticated or not person.is_active:
        return False
    return can(person, "remove") or journey.team.filter(pk=person.pk).exists()


def looks_after(person: AbstractBaseUser, initiative: Initiative) -> bool:
    return person.stewardships.confirmed().filter(initiative=initiative).exists()


def is_trusted(person: AbstractBaseUser) -> bool:
    """By a moderator's word, or by changes of sheets still there that nobody undid."""
    if Profile.objects.filter(person=person, trusted_at__isnull=False).exists():
        return True
    stand = Revision.objects.filter(
        Q(verb__in=(Verb.CREATE, Verb.EDIT)),
        author=person,
        at__lte=timezone.now() - SETTLED,
        undone_by=None,
        initiative__removed_at=None,
    )
    return stand[:EARNED].count() == EARNED


def _least(verb: str, initiative: Initiative | None) -> Role:
    gone = initiative is not None and initiative.removed_at is not None and verb != "read"
    return max(LEAST[verb], REMOVED) if gone else LEAST[verb]
