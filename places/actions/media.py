"""Writes of media: received as drafts, handed in with their words, shown at once or once accepted. A revision takes them out again.

What is shown is part of the sheet: `actions.revise(initiative, {"media.12": words or None}, …)` changes words, removes, and
brings back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from places import geo, index, states
from places.actions import lock, record
from places.choices import MediumKind, Precision
from places.media import limits, shelf
from places.media.links import Link
from places.media.receiving import Received
from places.models import Initiative, Medium, Revision

Words = Mapping[str, Any]  # column of Medium → value


def draft(initiative: Initiative, received: Received, *, by: AbstractBaseUser | None, keeps_place: bool) -> Medium:
    """Keep a file that was sent; nobody else sees it before it is handed in. `keeps_place`: who sent it agreed to that."""
    medium = Medium(
        initiative=initiative,
        kind=received.kind,
        format=received.format,
        file=shelf.new_name(received.format),
        widths=sorted(received.thumbnails),
        width=received.width,
        height=received.height,
        duration=received.duration,
        taken_on=received.taken_on,
        point=geo.point(*received.position) if keeps_place and received.position else None,
        added_by=by,
    )
    _place(medium, initiative)
    medium.size = shelf.keep(medium.file, received.content)
    for width, content in received.thumbnails.items():
        shelf.keep(shelf.thumbnail(medium.file, width), content)
    medium.save()
    return medium


def draft_link(initiative: Initiative, link: Link, *, by: AbstractBaseUser | None) -> Medium:
    """Keep where a film lives."""
    return Medium.objects.create(initiative=initiative, kind=MediumKind.FILM, host=link.host, key=link.key, added_by=by)


def sign(drafts: Iterable[Medium], *, author: str, licence: str, keeps_place: bool) -> None:
    """Say whose drafts are, and whether they may tell where they were taken."""
    signed = Medium.objects.drafts().filter(pk__in=[draft.pk for draft in drafts])
    signed.update(author=author, licence=licence)
    if not keeps_place:
        signed.update(point=None)


@transaction.atomic
def hand_in(
    initiative: Initiative, worded: Mapping[Medium, Words], *, by: AbstractBaseUser | None, shown: bool, note: str = ""
) -> Revision | None:
    """Give drafts their words; they are `shown` at once, as one change of the sheet, or wait to be accepted.

    What was handed in already stays as it is: a form sent twice changes nothing. ValidationError, by column.
    """
    locked, now = lock(initiative)
    drafts = {draft.pk: draft for draft in locked.media.drafts()}
    if shown:
        _check_room(locked, len(worded))
    for medium, words in worded.items():
        if draft := drafts.get(medium.pk):
            for name, value in words.items():
                setattr(draft, name, value)
            draft.handed_in_at, draft.shown = timezone.now(), shown
            _place(draft, locked)
            draft.full_clean(exclude=["initiative", "added_by"])
            draft.save()
    return _tell(locked, now, by=by, note=note) if shown else None


@transaction.atomic
def publish(medium: Medium, *, by: AbstractBaseUser, note: str = "") -> Revision | None:
    """Accept one that waits: from now on it is part of the sheet, as a change by who sent it."""
    locked, now = lock(medium.initiative)
    _check_room(locked, 1)
    accepted = locked.media.waiting().filter(pk=medium.pk).first()
    if accepted is None:
        return None
    accepted.shown = True
    _place(accepted, locked)
    accepted.save(update_fields=["shown", "point"])
    return _tell(locked, now, by=accepted.added_by or by, note=note)


@transaction.atomic
def refuse(medium: Medium, *, reason: str) -> bool:
    """Do not show one that waits; its file is erased after a while. Whether it still waited."""
    waiting = Medium.objects.waiting().filter(pk=medium.pk)
    return bool(waiting.order_by().update(removed_at=timezone.now(), removed_for=reason))


@transaction.atomic
def let_go(drafts: Iterable[Medium]) -> None:
    """Drafts that who sent them does not want to add after all."""
    erase(Medium.objects.drafts().filter(pk__in=[draft.pk for draft in drafts]))


@transaction.atomic
def erase(media: Iterable[Medium]) -> int:
    """Files and all, for good; how many. One that is shown is removed first (`revise`), so that the history tells of it."""
    media = [medium for medium in media if not medium.is_shown]
    names = [name for medium in media for name in medium.names]
    Medium.objects.filter(pk__in=[medium.pk for medium in media]).delete()
    transaction.on_commit(lambda: shelf.throw_away(names))
    return len(media)


def purge(*, removed_days: int = limits.REMOVED_DAYS) -> int:
    """Erase drafts nobody came back to, and what was removed or refused so many days ago; how many."""
    now = timezone.now()
    drafts, removed = timedelta(hours=limits.DRAFT_HOURS), timedelta(days=removed_days)
    return erase(Medium.objects.stale(drafts_before=now - drafts, removed_before=now - removed))


def _tell(locked: Initiative, before: states.State, *, by: AbstractBaseUser | None, note: str) -> Revision | None:
    """The revision of what has just been shown."""
    locked.save(update_fields=["updated_at"])
    revision = record(locked, before, by=by, note=note)
    index.refresh([locked])
    return revision


def _place(medium: Medium, initiative: Initiative) -> None:
    """A photo is never placed more exactly than the initiative itself."""
    if initiative.precision != Precision.SITE:
        medium.point = None


def _check_room(initiative: Initiative, more: int) -> None:
    if initiative.media.standing().count() + more > limits.PER_SHEET:
        raise ValidationError(_("Cette fiche a déjà %s médias : retirez-en d’abord.") % limits.PER_SHEET)
