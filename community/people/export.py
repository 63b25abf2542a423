"""All that the atlas keeps about somebody, as they may take it with them."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser

from community.people.actions import profile_of


def export(person: AbstractBaseUser) -> dict:
    """What JSON can hold, by section; each is a function below. Whoever keeps more about people adds a section."""
    return {name: told(person) for name, told in SECTIONS.items()}


def _account(person: AbstractBaseUser) -> dict:
    addresses = EmailAddress.objects.filter(user=person).values("email", "verified", "primary")
    seen = {"joined": person.date_joined, "last_login": person.last_login}
    return {"handle": person.get_username(), "email": person.email, "addresses": list(addresses), **seen}


def _profile(person: AbstractBaseUser) -> dict:
    profile = profile_of(person)
    kept = {name: getattr(profile, name) for name in ("languages", "where", "trusted_at", "accepted_licence_at")}
    return kept | {"point": profile.point and list(profile.point.coords)}


def _stewardships(person: AbstractBaseUser) -> list[dict]:
    told = ("initiative__slug", "way", "words", "asked_at", "confirmed_at")
    return list(person.stewardships.order_by("asked_at").values(*told))


def _revisions(person: AbstractBaseUser) -> list[dict]:
    told = ("initiative__slug", "number", "at", "verb", "note", "changes")
    return list(person.revisions.order_by("at", "pk").values(*told))


SECTIONS = {"account": _account, "profile": _profile, "stewardships": _stewardships, "revisions": _revisions}
