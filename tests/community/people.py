"""The cast of these tests, one for each role, and what mail brought them."""

from __future__ import annotations

import re
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, User
from django.core import mail
from django.utils import timezone

from community.models import Stewardship, Way
from community.people import actions
from community.permissions import EDITORS, MODERATORS, Role
from places.models import Initiative

PASSWORD = "trois sources et un puits"


def make_person(handle: str, **fields) -> User:
    person = User.objects.create_user(handle, f"{handle}@private.example", PASSWORD, **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    actions.welcome(person)
    return person


def make_steward(person: User, initiative: Initiative) -> Stewardship:
    now = timezone.now()
    return Stewardship.objects.create(
        initiative=initiative, person=person, way=Way.MODERATOR, asked_at=now, confirmed_at=now
    )


def make_cast(initiative: Initiative) -> dict[Role, User | None]:
    """Somebody of each role on a sheet; nobody for the passer-by."""
    cast = {each: None if each == Role.PASSER_BY else make_person(each.name.lower()) for each in Role}
    trusted = actions.profile_of(cast[Role.TRUSTED])
    trusted.trusted_at = timezone.now() - timedelta(days=1)
    trusted.save()
    make_steward(cast[Role.STEWARD], initiative)
    cast[Role.MODERATOR].groups.add(Group.objects.get(name=MODERATORS))
    cast[Role.EDITOR].groups.add(Group.objects.get(name=EDITORS))
    return cast


def code_mailed(to: str) -> str:
    """The code in the last message to an address."""
    message = next(message for message in reversed(mail.outbox) if message.to == [to])
    return re.search(r"^[0-9A-Z]{3,4}-?[0-9A-Z]{3,4}$", message.body, re.MULTILINE)[0]
