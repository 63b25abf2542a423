"""Files that somebody has just sent, named in an address that nobody can make up."""

from __future__ import annotations

from collections.abc import Iterable

from django.core import signing

from routes.models import TrackFile
from routes.tracks import limits

SALT = "tracks.drafts"


def signed(files: Iterable[TrackFile]) -> str:
    return signing.dumps([file.pk for file in files], salt=SALT)


def keys(token: str) -> list[int] | None:
    """The keys of what was sent; None when the address was made up, or is too old."""
    try:
        return signing.loads(token, salt=SALT, max_age=limits.DRAFT_HOURS * 3600)
    except signing.BadSignature:
        return None
