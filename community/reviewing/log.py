"""Lines of the public log."""

from __future__ import annotations

import re

from community.models import Deed
from community.permissions import Person

ADDRESS = re.compile(r"\S+@\S+\.\S+|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[0-9a-f]{1,4}:){3,}[0-9a-f:]*\b", re.IGNORECASE)


def write(verb: str, *, by: Person, reason: str = "", **about) -> Deed:
    """`about`: initiative, revision, person, journey. Addresses that were typed into the reason are left out."""
    return Deed.objects.create(verb=verb, by=by, reason=ADDRESS.sub("…", reason)[:300], **about)
