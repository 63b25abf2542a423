"""What a team writes, as it enters: not from whoever is blocked, counted, and read afterwards once everybody reads it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community import permissions
from community.models import Patrol
from community.permissions import Person
from community.reviewing import limits
from places.states import State
from routes import actions, history, states
from routes.choices import JourneyState
from routes.models import Entry, Journey, JourneyRevision, Stage


def begin(wanted: State, *, by: Person, note: str = "") -> Journey:
    _open(None, wanted, by=by)
    return actions.create(wanted, by=by, note=note)


def revise(journey: Journey, wanted: State, *, base: int, by: Person, note: str = "") -> JourneyRevision | None:
    """`actions.Clashed` where somebody else changed the same since version `base`; ValidationError by part."""
    _open(journey, wanted, by=by)
    with transaction.atomic():
        made = actions.revise(journey, wanted, base=base, by=by, note=note)
        patrol(made, by=by)
    return made


@transaction.atomic
def add_stage(journey: Journey, said: dict[str, Any], *, by: Person, after: int | None = None, note: str = "") -> Stage:
    """`said`: name of `states.STAGE`, or "met" → value."""
    _open(journey, said, by=by)
    stage = actions.add_stage(journey, said, by=by, after=after, note=note)
    patrol(last(journey), by=by)
    return stage


@transaction.atomic
def add_stages(journey: Journey, said: Sequence[dict[str, Any]], *, by: Person, note: str = "") -> list[Stage]:
    """Several, one after the other, as one change."""
    _open(journey, {}, by=by)
    stages = actions.add_stages(journey, said, by=by, note=note)
    patrol(last(journey), by=by)
    return stages


@transaction.atomic
def keep_entry(journey: Journey, said: dict[str, Any], *, by: Person, key: uuid.UUID, base: int = 0) -> Entry:
    """A new page, or other words for one that is there; sent twice, it is kept once.

    `base`: the version of the journey that was seen, 0 when the page was new to who wrote it. `actions.Clashed` where somebody
    else changed the same words since; ValidationError by part.
    """
    known = Entry.everything.filter(key=key, journey=journey).first()
    if known is None or known.removed_at:
        _open(journey, said, by=by)
        entry = actions.add_entry(journey, said, by=by, key=key)
        patrol(last(journey), by=by)
        return entry
    wanted = {states.part("entry", known.pk, name): value or None for name, value in said.items()}
    if base := base or _born(journey, known):
        revise(journey, wanted, base=base, by=by)
    return Entry.everything.get(pk=known.pk)


@transaction.atomic
def place_entry(entry: Entry, point: Point, *, by: Person) -> None:
    """A page that is where its photos were taken; not counted, it goes with what was."""
    wanted = {states.part("entry", entry.pk, "point"): [point.x, point.y]}
    patrol(actions.revise(entry.journey, wanted, base=last(entry.journey).number, by=by), by=by)
    entry.point = point


def undo(revision: JourneyRevision, *, by: Person, note: str = "", parts: Iterable[str] = ()) -> JourneyRevision | None:
    """Undo a version, or some parts of it, as any change."""
    _open(revision.journey, {}, by=by)
    with transaction.atomic():
        made = actions.revert(revision, by=by, note=note, parts=parts)
        patrol(made, by=by)
    return made


def patrol(revision: JourneyRevision | None, *, by: Person) -> None:
    """What everybody reads at once is read afterwards, unless who wrote it is one of those who read."""
    if revision is None or permissions.can(by, "review"):
        return
    if Journey.everything.filter(pk=revision.journey_id, state=JourneyState.SHOWN).exists():
        Patrol.objects.get_or_create(journey_revision=revision)


def last(journey: Journey) -> JourneyRevision:
    return journey.revisions.order_by("-number").first()


def seen(journey: Journey, base: int | None, *, of: Collection[states.Row]) -> State:
    """What a journey said of these rows when a form was opened; ValidationError for a version it never had."""
    return history.as_of(journey, -1 if base is None else base, of=of)


def _born(journey: Journey, entry: Entry) -> int:
    """The version in which a page came in."""
    came = journey.revisions.filter(changes__has_key=states.part("entry", entry.pk, "placed")).order_by("number")
    return came.values_list("number", flat=True).first() or journey.version


def check_open(journey: Journey | None, *, by: Person) -> None:
    """ValidationError when nothing may be written now: in a journey that was taken out, by somebody who is blocked."""
    if journey and journey.removed_at and not permissions.can(by, "restore"):
        raise ValidationError(_("Ce voyage a été retiré : seule la modération peut le remettre."))
    limits.check_blocks(by)


def _open(journey: Journey | None, wanted: State, *, by: Person) -> None:
    """The same; counted, and with few links by somebody new."""
    check_open(journey, by=by)
    before = states.state(journey, of=states.rows(wanted)) if journey else {}
    limits.check_links(by, before, wanted, is_text=states.is_text)
    if journey is None or journey.state == JourneyState.SHOWN:  # a draft bothers nobody
        limits.count(by)
