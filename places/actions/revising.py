"""Changes of sheets, each with the revision that tells it. Whoever changes a sheet by other means ends with `record`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from anyascii import anyascii
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from places import coarse, history, index, merging, states
from places.actions.columns import DERIVED, save
from places.choices import Precision, Verb
from places.merging import Clash
from places.models import Initiative, Revision
from places.spelling import key
from places.states import Changes, State

# The more exact, the earlier: who goes down this list takes back what was told too exactly.
EXACT = [*Precision.values]
LONGEST_SLUG = 100
TAKEN = {"add"}  # addresses beside those of sheets


class Clashed(Exception):
    """Somebody else changed the same words since: `clashes` are to be settled, `wanted` would go in as it is."""

    def __init__(self, clashes: list[Clash], wanted: State):
        super().__init__(", ".join(clash.part for clash in clashes))
        self.clashes = clashes
        self.wanted = wanted


@transaction.atomic
def create(wanted: State, *, by: AbstractBaseUser | None, note: str = "") -> Initiative:
    """A new initiative; ValidationError, by part, when it may not enter."""
    initiative = Initiative(slug=_free_slug(wanted.get("name") or ""))
    write(initiative, states.difference({}, wanted))
    record(initiative, {}, by=by, verb=Verb.CREATE, note=note)
    index.refresh([initiative])
    return initiative


@transaction.atomic
def revise(
    initiative: Initiative,
    wanted: State,
    *,
    base: int,
    by: AbstractBaseUser | None,
    note: str = "",
    verb: str = Verb.EDIT,
    undoes: Revision | None = None,
) -> Revision | None:
    """Change parts of a sheet, whose version `base` their author saw; None when it says all that already.

    What others changed since stays, where the words allow it: otherwise `Clashed`, and nothing is written. ValidationError,
    by part, when a value may not enter.
    """
    locked, now = lock(initiative)
    seen = history.as_of(locked, base, now=now)
    merged = merging.merge(seen, now, wanted)
    clashes = merged.clashes + _concealed(seen, now, merged.wanted)
    if clashes:
        settled = {clash.part for clash in clashes}
        raise Clashed(clashes, {part: value for part, value in merged.wanted.items() if part not in settled})
    changes = states.difference(now, now | merged.wanted)
    if not changes:
        return None
    if undoes and _lost(changes):
        said = _("Le lieu exact n’est plus connu, même de l’histoire : placez-le à nouveau par « corriger le lieu ».")
        raise ValidationError({"precision": said})
    write(locked, changes, undoes=undoes)
    revision = record(locked, now, by=by, verb=verb, note=note, undoes=undoes)
    index.refresh([locked])
    return revision


def revert(
    revision: Revision, *, by: AbstractBaseUser | None, note: str = "", parts: Iterable[str] = ()
) -> Revision | None:
    """Undo a revision, or some parts of it; what was changed since elsewhere stays. `Clashed` where it was changed again."""
    undone = {name: before for name, (before, _) in revision.changes.items() if not parts or name in parts}
    said = {"by": by, "note": note, "verb": Verb.REVERT, "undoes": revision}
    return revise(revision.initiative, undone, base=revision.number, **said)


@transaction.atomic
def remove(initiatives: Iterable[Initiative], *, by: AbstractBaseUser | None, note: str) -> None:
    """Take sheets out of everything but the history, which can bring them back."""
    for initiative in initiatives:
        locked, now = lock(initiative)
        if locked.removed_at is None:
            take_out(locked)
            record(locked, now, by=by, verb=Verb.REMOVE, note=note)


@transaction.atomic
def restore(initiative: Initiative, *, by: AbstractBaseUser | None, note: str) -> None:
    locked, now = lock(initiative)
    if locked.removed_at is not None:
        bring_back(locked)
        record(locked, now, by=by, verb=Verb.RESTORE, note=note)
        index.refresh([locked])


def take_out(locked: Initiative, *, into: Initiative | None = None) -> None:
    """Of all that is read but the history; to be followed by `record`."""
    index.forget([locked])
    locked.removed_at, locked.merged_into = timezone.now(), into
    locked.name_key, locked.sounds, locked.site, locked.search = "", [], "", None
    locked.save(update_fields=["removed_at", "merged_into", *DERIVED])


def bring_back(locked: Initiative) -> None:
    """To be followed by `record` and `index.refresh`."""
    locked.removed_at = locked.merged_into = None
    locked.save(update_fields=["removed_at", "merged_into"])


def lock(initiative: Initiative) -> tuple[Initiative, State]:
    """Nobody else changes this sheet before the transaction ends; what it says now.

    A sheet from before there was a history begins it with what it says.
    """
    locked = Initiative.everything.select_for_update().get(pk=initiative.pk)
    if not locked.version:
        record(locked, {}, by=None, by_atlas=True, verb=Verb.CREATE)
    return locked, states.state(locked)


def write(initiative: Initiative, changes: Changes, *, undoes: Revision | None = None) -> None:
    """Keep what changed, a new place no more exactly than it may be shown; a point that the history tells has been shown already.
    To be followed by `record` and `index.refresh`."""
    states.write(initiative, changes)
    if {"precision", *states.PLACES} & changes.keys():
        coarse.obscure(initiative, keeps_point=undoes is not None and "point" in changes)
    save(initiative)
    states.write_texts(initiative, changes)


def record(initiative: Initiative, before: State, *, by: AbstractBaseUser | None, **said: Any) -> Revision | None:
    """The revision of what a sheet said before and what it says now; None when that is the same."""
    told = Initiative.everything.get(pk=initiative.pk)
    changes = states.difference(before, states.state(told))
    if not changes:
        return None
    if _is_vaguer(changes):
        changes = _conceal(initiative, states.state(told), changes)
        initiative.media.update(point=None)
    initiative.version = told.version + 1
    Initiative.everything.filter(pk=initiative.pk).update(version=initiative.version)
    return Revision.objects.create(
        initiative=initiative, number=initiative.version, author=by, changes=changes, parts=list(changes), **said
    )


def reveals(initiative: Initiative, wanted: State) -> bool:
    """Whether a change would tell a place more exactly that somebody wanted less exactly known."""
    precision = wanted.get("precision")
    if not precision or not is_vaguer(initiative.precision, precision):
        return False
    if initiative.precision == Precision.HIDDEN:
        return True
    changed = initiative.revisions.touching("precision").values_list("changes", flat=True)
    return any(_is_vaguer(changes) for changes in changed)


def is_vaguer(one: str, other: str) -> bool:
    """Whether the first precision tells less than the second."""
    return EXACT.index(one) > EXACT.index(other)


def _concealed(seen: State, now: State, wanted: State) -> list[Clash]:
    """Places that were told to whoever wrote and are no longer told: nobody writes them back without knowing."""
    if "precision" in wanted or not is_vaguer(now["precision"], seen.get("precision", now["precision"])):
        return []
    again = [part for part in states.PLACES if wanted.get(part)]
    return [Clash(part, seen.get(part), now.get(part), wanted[part], concealed=True) for part in again]


def _lost(changes: Changes) -> bool:
    """Whether the place would be told more exactly while nobody knows it so any more."""
    before, after = changes.get("precision", (None, None))
    return bool(before and after) and is_vaguer(before, after) and "point" not in changes


def _is_vaguer(changes: Changes) -> bool:
    before, after = changes.get("precision", (None, None))
    return bool(before and after) and is_vaguer(after, before)


def _conceal(initiative: Initiative, now: State, changes: Changes) -> Changes:
    """Whoever no longer wants the place known so exactly does not want it read in the history either: it then tells of the
    vague place only, as if there had never been another. Nobody can bring back what was taken out."""
    first = initiative.revisions.earliest("number")
    for revision in initiative.revisions.filter(parts__overlap=[*states.PLACES]).exclude(pk=first.pk):
        revision.changes = _without_places(revision.changes)
        revision.save(update_fields=["changes"])
    first.changes = _without_places(first.changes) | {name: [None, now[name]] for name in states.PLACES if name in now}
    first.save(update_fields=["changes"])
    return _without_places(changes)


def _without_places(changes: Changes) -> Changes:
    return {name: values for name, values in changes.items() if name not in states.PLACES}


def _free_slug(name: str) -> str:
    """The name in Latin letters without accents, numbered when it is taken. Who asks for the same one waits until this one is."""
    stem = slugify(key(anyascii(name)))[:LONGEST_SLUG].strip("-") or "initiative"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"slug {stem}"])
    taken = TAKEN | set(Initiative.everything.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in count(1) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken)
