"""What becomes of a file, a sheet's or a diary's: kept, given its words, refused, erased. What is shown is a change of the whole
it is part of: `places.actions.media`, `routes.media`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from places.media import shelf
from places.media.receiving import Received
from places.models.medium import AnyMedium
from places.querysets import MediumQuerySet

Words = Mapping[str, Any]  # column of AnyMedium → value


def keep(medium: AnyMedium, received: Received) -> None:
    """Put its file and thumbnails on the shelf, and save it with what they say of themselves."""
    medium.kind, medium.format = received.kind, received.format
    medium.file, medium.widths = shelf.new_name(received.format), sorted(received.thumbnails)
    medium.width, medium.height, medium.duration = received.width, received.height, received.duration
    medium.taken_on = received.taken_on
    medium.size = shelf.keep(medium.file, received.content)
    for width, content in received.thumbnails.items():
        shelf.keep(shelf.thumbnail(medium.file, width), content)
    medium.save()


def say(draft: AnyMedium, words: Words, *, shown: bool) -> None:
    """Give a draft its words; not saved. It is handed in now, and `shown` or waits."""
    for name, value in words.items():
        setattr(draft, name, value)
    draft.handed_in_at, draft.shown = timezone.now(), shown


def refuse(medium: AnyMedium, *, reason: str) -> bool:
    """Do not show one that waits; its file is erased after a while. Whether it still waited."""
    waiting = type(medium).objects.waiting().filter(pk=medium.pk)
    return bool(waiting.order_by().update(removed_at=timezone.now(), removed_for=reason))


def let_go(drafts: Iterable[AnyMedium]) -> None:
    """Drafts that who sent them does not want to add after all; one handed in meanwhile stays."""
    drafts = list(drafts)
    if drafts:
        erase(type(drafts[0]).objects.drafts().filter(pk__in=[draft.pk for draft in drafts]))


@transaction.atomic
def erase(media: MediumQuerySet) -> int:
    """Files and all, for good; how many. One that is shown stays: it is taken out first (`revise`), so that the history tells of it."""
    gone = list(media.exclude(shown=True, removed_at=None))
    media.model.objects.filter(pk__in=[medium.pk for medium in gone]).delete()
    names = [name for medium in gone for name in medium.names]
    transaction.on_commit(lambda: shelf.throw_away(names))
    return len(gone)


def purge(model: type[AnyMedium], *, drafts: timedelta, removed: timedelta) -> int:
    """Erase drafts nobody came back to for so long, and what was taken out or refused so long ago; how many."""
    now = timezone.now()
    return erase(model.objects.stale(drafts_before=now - drafts, removed_before=now - removed))
