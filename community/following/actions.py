"""Who follows a journey: asked for, confirmed, ended. An address nobody confirmed is forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from community.following import letters
from community.models import Follower
from community.reviewing import limits
from routes.models import Journey

UNCONFIRMED_FOR = timedelta(days=3)


@transaction.atomic
def ask(journey: Journey, *, email: str, language: str, address: str) -> None:
    """Write to this address, once more if need be; nothing tells whoever asks whether it follows already.

    ValidationError when it was asked too often, for this address or from this network, or when no letter could leave.
    """
    limits.count(AnonymousUser(), email=email, address=address)
    follower = Follower.objects.filter(journey=journey, email__iexact=email).first()
    if follower is None:
        follower = Follower.objects.create(journey=journey, email=email, language=language)
    elif follower.confirmed_at is None:
        Follower.objects.filter(pk=follower.pk).update(asked_at=timezone.now(), language=language)
    letters.asked(follower)


@transaction.atomic
def confirm(follower: Follower) -> None:
    """Whoever has the link has the address. What there was before is no news."""
    now = timezone.now()
    Follower.objects.filter(pk=follower.pk, confirmed_at=None).update(confirmed_at=now, last_told_at=now)
    follower.refresh_from_db()


def stop(token: str) -> None:
    """Nothing is left of it; said twice, it is done as well."""
    Follower.objects.filter(token=token).delete()


def forget() -> int:
    """Addresses that nobody confirmed; answers how many."""
    old = Follower.objects.filter(confirmed_at=None, asked_at__lt=timezone.now() - UNCONFIRMED_FOR)
    return old.delete()[0]
