"""All that the atlas keeps about somebody, as they may take it with them."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser

from community.people.actions import profile_of
from places import states


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


def _proposals(person: AbstractBaseUser) -> list[dict]:
    told = ("initiative__slug", "at", "state", "wanted", "note", "reason", "decided_at")
    return list(person.proposals.order_by("at", "pk").values(*told))


def _media(person: AbstractBaseUser) -> list[dict]:
    told = (*states.MEDIUM, "consent", "at", "shown", "removed_at")
    return [
        {"initiative": medium.initiative.slug, "file": medium.url} | {name: getattr(medium, name) for name in told}
        for medium in person.media.select_related("initiative").order_by("at", "pk")
    ]


def _journeys(person: AbstractBaseUser) -> list[dict]:
    """Those whose team they are in."""
    told = ("slug", "title_fr", "title_en", "state", "delay_days", "live_precision")
    return list(person.journeys(manager="everything").order_by("pk").values(*told))


def _entries(person: AbstractBaseUser) -> list[dict]:
    entries = person.entries(manager="everything").select_related("journey").order_by("written_at", "pk")
    told = ("slug", "language", "title", "text", "when", "clock", "written_at", "removed_at")
    return [
        {"journey": entry.journey.slug, "point": entry.point and list(entry.point.coords)}
        | {name: getattr(entry, name) for name in told}
        for entry in entries
    ]


def _entry_media(person: AbstractBaseUser) -> list[dict]:
    told = (*states.MEDIUM, "consent", "at", "shown", "removed_at")
    return [
        {"entry": medium.entry.slug, "file": medium.url} | {name: getattr(medium, name) for name in told}
        for medium in person.entry_media.select_related("entry").order_by("at", "pk")
    ]


def _tracks(person: AbstractBaseUser) -> list[dict]:
    """Files they sent; each is fetched as it came from its journey's page of tracks."""
    return list(person.track_files.order_by("at", "pk").values("journey__slug", "name", "size", "at"))


def _journey_revisions(person: AbstractBaseUser) -> list[dict]:
    told = ("journey__slug", "number", "at", "verb", "note", "changes")
    return list(person.journey_revisions.order_by("at", "pk").values(*told))


def _confirmations(person: AbstractBaseUser) -> list[dict]:
    return list(person.confirmations.order_by("at", "pk").values("initiative__slug", "part", "at"))


def _deeds(person: AbstractBaseUser) -> list[dict]:
    """What they did as a moderator, as the public log tells it."""
    return list(person.deeds.order_by("at", "pk").values("verb", "initiative__slug", "reason", "at"))


def _blocks(person: AbstractBaseUser) -> list[dict]:
    return list(person.blocks.order_by("since", "pk").values("reason", "since", "until"))


SECTIONS = {
    "account": _account,
    "profile": _profile,
    "stewardships": _stewardships,
    "revisions": _revisions,
    "proposals": _proposals,
    "media": _media,
    "journeys": _journeys,
    "entries": _entries,
    "entry_media": _entry_media,
    "tracks": _tracks,
    "journey_revisions": _journey_revisions,
    "confirmations": _confirmations,
    "deeds": _deeds,
    "blocks": _blocks,
}
