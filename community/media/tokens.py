"""What somebody has just sent, named in an address that nobody can make up: who has no account comes back to it as well."""

from __future__ import annotations

from collections.abc import Iterable

from django.core import signing

from places.media import limits
from places.models import Medium

SALT = "media.drafts"


def signed(media: Iterable[Medium]) -> str:
    return signing.dumps([medium.pk for medium in media], salt=SALT)


def keys(token: str) -> list[int] | None:
    """The keys of what was sent; None when the address was made up, or is too old."""
    try:
        return signing.loads(token, salt=SALT, max_age=limits.DRAFT_HOURS * 3600)
    except signing.BadSignature:
        return None
