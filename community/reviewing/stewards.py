"""Who looks after a sheet, and the language they are written to in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser

from community.models import Profile
from places.models import Initiative


def stewards_of(initiative: Initiative) -> list[AbstractBaseUser]:
    confirmed = initiative.stewardships.confirmed().filter(person__is_active=True).select_related("person")
    return [stewardship.person for stewardship in confirmed.order_by("confirmed_at", "pk")]


def language_of(person: AbstractBaseUser) -> str:
    """The first of their languages that the atlas speaks."""
    spoken = {code for code, _name in settings.LANGUAGES}
    profile = Profile.objects.filter(person=person).first()
    known = [language for language in (profile.languages if profile else []) if language in spoken]
    return known[0] if known else settings.LANGUAGE_CODE
