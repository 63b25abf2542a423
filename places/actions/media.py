"""Writes of a sheet's media: received as drafts, handed in with their words, shown at once or once accepted. A revision takes them out
again; what becomes of any file, in `places.media.keeping`.

What is shown is part of the sheet: `actions.revise(initiative, {"media.12": words or None}, …)` changes words, removes, and
brings back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from places import geo, index, states
from places.actions import lock, record
from places.choices import MediumKind, Precision
from places.media import keeping, limits
from places.media.keeping import Words
from places.media.links import Link
from places.media.receiving import Received
from places.models import Initiative, Medium, Revision


def draft(initiative: Initiative, received: Received, *, by: AbstractBaseUser | None, keeps_place: bool) -> Medium:
    """Keep a file that was sent; nobody else sees it before it is handed in. `keeps_place`: who sent it agreed to that."""
    placed = keeps_place and received.position
    medium = Medium(initiative=initiative, point=geo.point(*received.position) if placed else None, added_by=by)
    _place(medium, initiative)
    keeping.keep(medium, received)
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
            keeping.say(draft, words, shown=shown)
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


def purge(*, removed_days: int = limits.REMOVED_DAYS) -> int:
    """Erase what nobody will ask for any more; how many."""
    return keeping.purge(Medium, drafts=timedelta(hours=limits.DRAFT_HOURS), removed=timedelta(days=removed_days))


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
