"""The pages of a diary in the order of the road."""

from __future__ import annotations

from collections.abc import Iterable

from routes.models import Entry, Journey
from routes.reading import Reading


def of(journey: Journey, entries: Iterable[Entry]) -> list[Entry]:
    """Each knows its journey, so that its address costs no query."""
    listed = list(entries)
    for entry in listed:
        entry.journey = journey
    return listed


def beside(journey: Journey, shown: Entry, reading: Reading) -> tuple[Entry | None, Entry | None]:
    """(the page before, the page after) of those that may be read: one light query, however many there are."""
    pages = of(
        journey, reading.entries().filter(journey=journey).along().only("slug", "title", "when", "key", "journey_id")
    )
    rank = next(n for n, page in enumerate(pages) if page.pk == shown.pk)
    return pages[rank - 1] if rank else None, pages[rank + 1] if rank + 1 < len(pages) else None
