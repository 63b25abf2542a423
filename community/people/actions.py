"""Writes about people: their profile, and their leaving."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.models import Block, Deed, Follower, Profile, Proposal
from community.people import handles
from community.reviewing import deciding, log, marks
from places import gazetteer, geo, index
from routes import actions as journeys

COARSE = 1  # decimals of a degree: some ten kilometres


def profile_of(person: AbstractBaseUser) -> Profile:
    """Accounts made at the desk or by a command have none until it is asked for."""
    profile = Profile.objects.filter(person=person).first()
    return profile or Profile(person=person, likeness=handles.likeness(person.get_username()))


@transaction.atomic
def welcome(person: AbstractBaseUser) -> Profile:
    """The profile of somebody who has just signed up, and agreed to the licence."""
    profile = profile_of(person)
    profile.accepted_licence_at = timezone.now()
    profile.save()
    return profile


def present(*, by: AbstractBaseUser, handle: str, languages: list[str], where: str) -> Profile:
    """How somebody wants to be known; ValidationError, by field, when another took the handle meanwhile."""
    try:
        with transaction.atomic():
            return _present(by, handles.clean(handle, owner=by), languages, where)
    except IntegrityError as error:
        taken = _("Quelqu’un signe déjà de ce nom, ou d’un nom qui lui ressemble.")
        raise ValidationError({"handle": taken}) from error


@transaction.atomic
def trust(person: AbstractBaseUser, *, by: AbstractBaseUser, on: bool) -> None:
    """What they write goes in at once, whatever they wrote before; or only once they have earned it."""
    profile = profile_of(person)
    if on == bool(profile.trusted_at):
        return
    profile.trusted_at = timezone.now() if on else None
    profile.save()
    log.write(Deed.Verb.TRUST if on else Deed.Verb.DISTRUST, by=by, person=person)


def leave(*, by: AbstractBaseUser) -> None:
    """Delete an account and every address of it. What it wrote stays, by « a former contributor »; what
    nobody else has read goes."""
    with transaction.atomic():
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
            if _concerns(session.get_decoded(), by):
                session.delete()
        Follower.objects.filter(email__iexact=by.email).delete()
        _leave_marks(by)
        for proposal in Proposal.objects.filter(author=by, state__in=Proposal.OPEN):
            deciding.withdraw(proposal)
        journeys.forget_drafts(by)
        by.delete()
        index.bump()  # pages that were kept show the name


def _present(by: AbstractBaseUser, handle: str, languages: list[str], where: str) -> Profile:
    renamed = handle != by.get_username()
    profile = profile_of(by)
    profile.likeness, profile.languages, profile.where = handles.likeness(handle), languages, where
    found = gazetteer.find(where, language=get_language() or "fr", limit=1) if where else []
    profile.point = geo.point(round(found[0].lon, COARSE), round(found[0].lat, COARSE)) if found else None
    profile.save()
    if renamed:
        by.username = handle
        by.save(update_fields=["username"])
        index.bump()
    return profile


def _leave_marks(person: AbstractBaseUser) -> None:
    """Whoever may not write for now may not by leaving and coming back either: their address's mark is kept so long."""
    Block.objects.standing().filter(person=person).update(person=None, email_mark=marks.of_email(person.email))


def _concerns(told: dict, person: AbstractBaseUser) -> bool:
    """Sessions keep who is logged in, and the address that a code was sent to."""
    return told.get("_auth_user_id") == str(person.pk) or bool(
        person.email and person.email.lower() in str(told).lower()
    )
