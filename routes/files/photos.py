"""Photos of the diary that may be taken along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from places.choices import Licence, MediumKind
from routes.models import EntryMedium


def of(entries: Iterable[int], *, most: int) -> dict[int, list[EntryMedium]]:
    """Of each page (its key) the first ones that everybody sees, but those that were lent to the atlas alone; one query."""
    found = defaultdict(list)
    shown = EntryMedium.objects.standing().filter(entry__in=list(entries), kind=MediumKind.PHOTO)
    for photo in shown.exclude(licence=Licence.GRANTED).order_by("position", "pk"):
        if len(found[photo.entry_id]) < most and photo.widths:
            found[photo.entry_id].append(photo)
    return found
