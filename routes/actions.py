"""Writes of journeys: each is one transaction, and one revision that tells it and by which it can be undone."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from places import coarse, geo, index, merging
from places.actions import Clashed
from places.choices import Precision, Verb
from places.media import shelf
from places.states import Changes, State, difference
from routes import edtf, history, states
from routes.choices import Evidence, JourneyState
from routes.merging import together
from routes.models import Entry, EntryMedium, Journey, JourneyRevision, Stage, TrackFile
from routes.states import Row, free_slug, part

EXACT = [*Precision.values]  # the most exact first
TAKEN = {"new", "mine"}  # addresses beside those of journeys
DISCRETION = "live_precision"  # the one part of a journey by which all that it tells becomes vaguer
DATED = {"stage": Stage.everything, "entry": Entry.everything}  # what happened somewhere, some day


@dataclass(frozen=True)
class Before:
    """What a journey said before a change, of itself and of the rows that may change (`states.state`); of all when `of` is None."""

    told: State
    of: frozenset[Row] | None


@transaction.atomic
def create(wanted: State, *, by: AbstractBaseUser, note: str = "") -> Journey:
    """A new journey that only its team, `by`, reads until it is published; ValidationError, by part."""
    title = wanted.get("title_fr") or wanted.get("title_en")
    if not title:
        raise ValidationError({"title_fr": _("Donnez un titre à ce voyage.")})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('journeys'))")
    slug = free_slug(Journey.everything.all(), title, "voyage")
    journey = Journey.everything.create(slug=f"{slug}-2" if slug in TAKEN else slug, state=JourneyState.DRAFT)
    journey.team.add(by)
    _begin(journey)
    revise(journey, wanted, base=1, by=by, note=note)
    journey.refresh_from_db()
    return journey


@transaction.atomic
def add_stage(
    journey: Journey, said: dict[str, Any], *, by: AbstractBaseUser | None, after: int | None = None, note: str = ""
) -> Stage:
    """`said`: name in `states.STAGE`, or "met" → value; last, or after the stage with this key (0: first). ValidationError by part."""
    return add_stages(journey, [said], by=by, after=after, note=note)[0]


@transaction.atomic
def add_stages(
    journey: Journey,
    said: Sequence[dict[str, Any]],
    *,
    by: AbstractBaseUser | None,
    after: int | None = None,
    note: str = "",
) -> list[Stage]:
    """Several at once, one after the other, as one change."""
    locked, before = lock(journey, of=())
    new = []
    for one in said:
        if not one.get("point"):
            raise ValidationError({"point": _("Placez cette étape : une ville, ou un point sur la carte.")})
        stage = Stage(journey=locked, slug=f"new-{secrets.token_hex(8)}", evidence=Evidence.DOCUMENTED)
        stage.point = _shown(locked, one["point"])
        stage.country = one.get("country") or ""
        stage.save()
        new.append(stage)
    keys = list(before.told.get(states.STAGES, []))
    place = len(keys) if after is None else keys.index(after) + 1 if after in keys else 0
    wanted = {
        part("stage", stage.pk, name): value
        for stage, one in zip(new, said, strict=True)
        for name, value in one.items()
    }
    wanted[states.STAGES] = keys[:place] + [stage.pk for stage in new] + keys[place:]
    _commit(locked, before, wanted, by=by, note=note)
    return list(Stage.everything.filter(pk__in=[stage.pk for stage in new]).order_by("order"))


@transaction.atomic
def add_entry(
    journey: Journey, said: dict[str, Any], *, by: AbstractBaseUser | None, key: uuid.UUID | None = None
) -> Entry:
    """A page of the diary; one whose `key` is known already is changed instead, so that sending twice is sending once."""
    locked = _hold(journey)
    key = key or uuid.uuid4()
    entry = Entry.everything.filter(key=key).first()
    if entry and entry.journey_id != locked.pk:
        raise ValidationError(_("Cette page est déjà dans un autre voyage."))
    before = _read(locked, {("entry", entry.pk)} if entry else ())
    entry = entry or Entry.everything.create(
        key=key, journey=locked, slug=f"new-{secrets.token_hex(8)}", author=by, removed_at=timezone.now()
    )
    if entry.removed_at:
        before.told[part("entry", entry.pk, states.REMOVED)] = True
    wanted = {part("entry", entry.pk, name): value for name, value in said.items()}
    wanted[part("entry", entry.pk, states.REMOVED)] = None
    _commit(locked, before, wanted, by=by)
    return Entry.everything.get(pk=entry.pk)


@transaction.atomic
def revise(
    journey: Journey,
    wanted: State,
    *,
    base: int,
    by: AbstractBaseUser | None,
    note: str = "",
    verb: str = Verb.EDIT,
    undoes: JourneyRevision | None = None,
) -> JourneyRevision | None:
    """Change parts of a journey whose version `base` their author saw; None when it says all that already.

    `Clashed` where somebody else changed the same since, and nothing is written; ValidationError by part.
    """
    locked, before = lock(journey, of=None if DISCRETION in wanted else states.rows(wanted))
    wrong = {name: _("Cette partie n’existe pas.") for name in wanted if not states.is_part(name)}
    if wrong:
        raise ValidationError(wrong)
    seen = history.as_of(locked, base, now=before.told)
    merged = merging.merge(seen, before.told, wanted, together=together)
    if merged.clashes:
        raise Clashed(merged.clashes, merged.wanted)
    return _commit(locked, before, merged.wanted, by=by, note=note, verb=verb, undoes=undoes)


def revert(
    revision: JourneyRevision, *, by: AbstractBaseUser | None, note: str = "", parts: Iterable[str] = ()
) -> JourneyRevision | None:
    """Undo a change, or some parts of it; what was changed since elsewhere stays."""
    undone = {name: before for name, (before, _after) in revision.changes.items() if not parts or name in parts}
    undone = {name: value for name, value in undone.items() if not _goes(name, revision.changes)}
    said = {"by": by, "note": note, "verb": Verb.REVERT, "undoes": revision}
    return revise(revision.journey, undone, base=revision.number, **said)


@transaction.atomic
def tell(
    journey: Journey, before: Before, *, by: AbstractBaseUser | None, new: Collection[Row] = (), note: str = ""
) -> JourneyRevision | None:
    """The revision of what was changed by other means since `before` (`lock`); `new`: rows that were not there then."""
    return _record(journey, before, new, by=by, note=note)


@transaction.atomic
def hand_in(journey: Journey, *, shown: bool) -> None:
    """Publish a journey, or ask for somebody to look at it first."""
    state = JourneyState.SHOWN if shown else JourneyState.WAITING
    Journey.everything.filter(pk=journey.pk, state__in=(JourneyState.DRAFT, JourneyState.WAITING)).update(
        state=state, refused_for=""
    )
    index.bump()


@transaction.atomic
def send_back(journey: Journey, *, reason: str) -> None:
    """Only its team reads it again, and why."""
    Journey.everything.filter(pk=journey.pk).update(state=JourneyState.DRAFT, refused_for=reason)
    index.bump()


@transaction.atomic
def remove(journey: Journey, *, reason: str) -> None:
    Journey.everything.filter(pk=journey.pk, removed_at=None).update(removed_at=timezone.now(), removed_for=reason)
    index.bump()


@transaction.atomic
def restore(journey: Journey) -> None:
    Journey.everything.filter(pk=journey.pk).update(removed_at=None, removed_for="")
    index.bump()


@transaction.atomic
def forget_drafts(person: AbstractBaseUser) -> None:
    """Journeys that nobody but somebody who leaves has ever read, with their files."""
    drafts = Journey.everything.filter(team=person).exclude(state=JourneyState.SHOWN)
    alone = [journey.pk for journey in drafts if journey.team.count() == 1]
    names = [name for medium in EntryMedium.objects.filter(entry__journey__in=alone) for name in medium.names]
    names += TrackFile.objects.filter(journey__in=alone).values_list("file", flat=True)
    Journey.everything.filter(pk__in=alone).delete()
    transaction.on_commit(lambda: shelf.throw_away(names))


def lock(journey: Journey, *, of: Collection[Row] | None) -> tuple[Journey, Before]:
    """Nobody else changes it before the transaction ends; what it says now of the rows that will change, of all with None."""
    locked = _hold(journey)
    return locked, _read(locked, of)


def _hold(journey: Journey) -> Journey:
    """One from before there was a history begins it."""
    locked = Journey.everything.select_for_update().get(pk=journey.pk)
    if not locked.version:
        _begin(locked)
    return locked


def _read(journey: Journey, of: Collection[Row] | None) -> Before:
    rows = None if of is None else frozenset(of) | _unsettled(journey)
    return Before(states.state(journey, of=rows), rows)


def _unsettled(journey: Journey) -> set[Row]:
    """What is said more exactly than the journey tells: any change makes it vaguer (`_settle`)."""
    if not (vaguer := _vaguer(journey)):
        return set()
    return {
        (kind, key)
        for kind, every in DATED.items()
        for key in every.filter(journey=journey, precision__in=vaguer).values_list("pk", flat=True)
    }


def _vaguer(journey: Journey) -> list[str]:
    """The precisions that are more exact than the journey's own."""
    return EXACT[: EXACT.index(journey.live_precision)]


def _goes(name: str, changes: Changes) -> bool:
    """Whether a part is of a stage or an entry that undoing takes out whole: its words stay, for who brings it back."""
    kind, key, of = states.taken(name) or ("", 0, "")
    if kind == "entry" and of != states.REMOVED:
        return changes.get(part("entry", key, states.REMOVED), [None])[0] is True
    before, after = changes.get(states.STAGES, [None, None])
    return kind == "stage" and key in (after or []) and key not in (before or [])


def _begin(journey: Journey) -> None:
    _record(journey, Before({}, None), by=None, by_atlas=True, verb=Verb.CREATE)


def _commit(
    locked: Journey, before: Before, wanted: State, *, by: AbstractBaseUser | None, **said: Any
) -> JourneyRevision | None:
    now = before.told
    changes = difference(now, now | {name: None if value in states.EMPTY else value for name, value in wanted.items()})
    changes = {
        name: change for name, change in changes.items() if change[0] not in states.EMPTY or change[1] is not None
    }
    if not changes:
        return None
    _check_letters(changes)
    states.write(locked, _obscured(locked, changes))
    _settle(locked, changes)
    return _record(locked, before, states.rows(changes), by=by, **said)


def _check_letters(changes: Changes) -> None:
    wrong = [name for name, (_before, after) in changes.items() if "\\u0000" in json.dumps(after)]
    if wrong:
        raise ValidationError({name: _("Ce texte contient un signe qui ne peut pas être gardé.") for name in wrong})


def _record(
    journey: Journey, before: Before, new: Collection[Row] = (), *, by: AbstractBaseUser | None, **said: Any
) -> JourneyRevision | None:
    """What is said now of the rows that were read before, and of `new` ones."""
    told = Journey.everything.get(pk=journey.pk)
    now = states.state(told, of=None if before.of is None else before.of | set(new))
    changes = _vague(told, difference(before.told, now))
    if not changes and told.version:
        return None
    _tell_everybody(told)
    journey.version = told.version + 1
    Journey.everything.filter(pk=journey.pk).update(version=journey.version)
    index.bump()  # pages that were kept tell of the road
    return JourneyRevision.objects.create(journey=told, number=journey.version, author=by, changes=changes, **said)


def _tell_everybody(journey: Journey) -> None:
    """What was kept of the atlas's answers is not new any more."""
    if journey.state == JourneyState.SHOWN:
        index.bump()


def _obscured(journey: Journey, changes: Changes) -> Changes:
    """New places no more exactly than the travellers want any to be known."""
    vague = changes.get("live_precision", (None, journey.live_precision))[1] or Precision.SITE
    said = dict(changes)
    for name, (before, after) in changes.items():
        if name.endswith(".point") and after:
            said[name] = [before, _pair(coarse.shown(geo.point(*after), vague))]
    return said


def _settle(journey: Journey, changes: Changes) -> None:
    """What a change of the journey's own discretion means for all that it already tells."""
    if "live_precision" in changes and _is_vaguer(*reversed(changes["live_precision"])):
        _forget_places(journey)
    if vaguer := _vaguer(journey):  # what is shown says how vague it is
        for rows in DATED.values():
            rows.filter(journey=journey, precision__in=vaguer).update(precision=journey.live_precision)
    if not journey.delay_days and "delay_days" not in changes:
        return
    changed = None if "delay_days" in changes else states.rows(changes)
    delayed = changes.get("delay_days", [journey.delay_days])[0] or 0
    for kind, rows in DATED.items():
        listed = list(states.among(rows.filter(journey=journey), kind, changed))
        due = [(row, moment) for row in listed if (moment := _visible_from(journey, row, delayed)) != row.visible_from]
        for row, moment in due:
            row.visible_from = moment
        rows.bulk_update([row for row, _moment in due], ["visible_from"], batch_size=500)


def _forget_places(journey: Journey) -> None:
    """As if they had never been told more exactly, in what is shown, what waits and what is remembered."""
    placed = [rows.filter(journey=journey) for rows in DATED.values()]
    for rows in (*placed, EntryMedium.objects.filter(entry__journey=journey)):
        listed = list(rows.filter(point__isnull=False))
        for row in listed:
            row.point = coarse.shown(row.point, journey.live_precision)
        rows.bulk_update(listed, ["point"], batch_size=500)
    for revision in journey.revisions.all():
        vague = _vague(journey, revision.changes)
        if vague != revision.changes:
            revision.changes = vague
            revision.save(update_fields=["changes"])


def _vague(journey: Journey, changes: Changes) -> Changes:
    """The same changes, of places as vague as they may now be told."""
    told = {}
    for name, values in changes.items():
        if name.endswith(".point"):
            values = [value and _pair(_shown(journey, value)) for value in values]
        if values[0] != values[1]:
            told[name] = values
    return told


def _visible_from(journey: Journey, row: Stage | Entry, delayed: int) -> datetime | None:
    """So many days after it happened; what has no date counts from when it was written, and waits as long. `delayed`: days it waited so far."""
    if not journey.delay_days:
        return None
    if row.when:
        after = edtf.span(row.when)[1]
        happened = datetime.combine(after, time(), tzinfo=timezone.get_current_timezone())
    else:
        since = row.visible_from and row.visible_from - timedelta(days=delayed)
        happened = getattr(row, "written_at", None) or since or timezone.now()
    return happened + timedelta(days=journey.delay_days)


def _is_vaguer(one: str | None, other: str | None) -> bool:
    return EXACT.index(one or Precision.SITE) > EXACT.index(other or Precision.SITE)


def _shown(journey: Journey, point: Sequence[float]) -> Any:
    return coarse.shown(geo.point(*point), journey.live_precision)


def _pair(point: Any) -> list[float] | None:
    return point and [round(point.x, 6), round(point.y, 6)]
