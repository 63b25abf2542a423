"""Writes of the diary's media: received once each, handed in with their words, shown at once or once accepted.

What is shown is part of the journey: `actions.revise(journey, {"medium.12": words or None}, …)` changes words, removes, and
brings back.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import timezone as fixed

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from places import coarse, geo
from places.choices import Precision
from places.media import keeping, limits
from places.media.keeping import Words
from places.media.receiving import Received
from routes.actions import lock, tell
from routes.choices import Placed
from routes.models import Entry, EntryMedium, Journey, JourneyRevision


@dataclass(frozen=True)
class Spot:
    """Where something is, (lon, lat) in degrees or None, and what says so."""

    position: tuple[float, float] | None
    placed: Placed


@transaction.atomic
def draft(
    entry: Entry,
    received: Received,
    *,
    by: AbstractBaseUser | None,
    spot: Spot,
    author: str,
    licence: str,
    key: uuid.UUID | None = None,
) -> EntryMedium:
    """Keep a file that was sent; nobody but the team sees it before it is handed in. One whose `key` is known already is that one.

    ValidationError when that is of another page.
    """
    key = key or uuid.uuid4()
    Entry.everything.select_for_update().get(pk=entry.pk)  # the same sent twice at once waits here
    if known := EntryMedium.objects.filter(key=key).first():
        if known.entry_id != entry.pk:
            raise ValidationError(_("Ce fichier est déjà dans une autre page."))
        return known
    medium = EntryMedium(
        key=key,
        entry=entry,
        taken_at=moment(received),
        author=author,
        licence=licence,
        added_by=by,
        position=entry.media.count(),
    )
    set_spot(medium, spot)
    keeping.keep(medium, received)
    return medium


def set_spot(medium: EntryMedium, spot: Spot) -> None:
    """Where it was taken, no more exactly than the travellers want any place to be known."""
    point = spot.position and geo.point(*spot.position)
    medium.point, medium.placed = _told(point, medium.entry.journey), spot.placed


def moment(received: Received) -> datetime | None:
    """When it was taken; None when the camera did not say where it was from UTC."""
    if received.taken_at is None or received.offset is None:
        return None
    return received.taken_at.replace(tzinfo=fixed(received.offset)).astimezone(UTC)


@transaction.atomic
def hand_in(
    entry: Entry, worded: Mapping[EntryMedium, Words], *, by: AbstractBaseUser | None, shown: bool, note: str = ""
) -> JourneyRevision | None:
    """Give drafts their words; they are `shown` at once, as one change of the journey, or wait to be accepted.

    What was handed in already stays as it is: what is sent twice changes nothing. ValidationError, by column.
    """
    locked, before = lock(entry.journey, of={("medium", medium.pk) for medium in worded})
    drafts = {one.pk: one for one in entry.media.drafts()}
    if shown:
        _check_room(entry, len(worded))
    for medium, words in worded.items():
        if one := drafts.get(medium.pk):
            keeping.say(one, words, shown=shown)
            _keep_vague(one, locked)
            one.full_clean(exclude=["entry", "added_by"])
            one.save()
    return tell(locked, before, by=by, note=note) if shown else None


@transaction.atomic
def publish(medium: EntryMedium, *, by: AbstractBaseUser, note: str = "") -> JourneyRevision | None:
    """Accept one that waits: from now on it is part of the journey, as a change by who sent it."""
    locked, before = lock(medium.entry.journey, of={("medium", medium.pk)})
    _check_room(medium.entry, 1)
    accepted = EntryMedium.objects.waiting().filter(pk=medium.pk).first()
    if accepted is None:
        return None
    accepted.shown = True
    _keep_vague(accepted, locked)
    accepted.save(update_fields=["shown", "point"])
    return tell(locked, before, by=accepted.added_by or by, note=note)


def purge(*, removed_days: int = limits.REMOVED_DAYS, draft_days: int = 30) -> int:
    """Erase what nobody will ask for any more; how many. Who travels may be long without a network: drafts are kept longer."""
    return keeping.purge(EntryMedium, drafts=timedelta(days=draft_days), removed=timedelta(days=removed_days))


def _keep_vague(medium: EntryMedium, journey: Journey) -> None:
    medium.point = _told(medium.point, journey)


def _told(point: Point | None, journey: Journey) -> Point | None:
    return point if journey.live_precision == Precision.SITE else coarse.shown(point, journey.live_precision)


def _check_room(entry: Entry, more: int) -> None:
    if entry.media.standing().count() + more > limits.PER_SHEET:
        raise ValidationError(_("Cette page du carnet a déjà %s médias : retirez-en d’abord.") % limits.PER_SHEET)
