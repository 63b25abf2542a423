"""Two sheets of the same initiative made one, and parted again."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from places import history, index, merging, states
from places.actions.revising import bring_back, is_vaguer, lock, record, take_out, write
from places.choices import Precision, Verb
from places.merging import Clash
from places.models import Initiative, Medium, Revision
from places.states import State


@transaction.atomic
def unite(
    kept: Initiative, other: Initiative, wanted: State, *, by: AbstractBaseUser | None, note: str
) -> tuple[Revision | None, list[int]]:
    """Make `other` part of `kept`, which from now on says what is `wanted`; the revision of it (None when it said all that
    already) and the keys of the media that came over.

    The other's address leads to the kept one, its history stays. ValidationError, by part, when a value may not enter.
    """
    (into, said), (gone, told) = _both(kept, other)
    if into.removed_at or gone.removed_at:
        raise ValidationError(_("L’une des deux fiches n’est plus là."))
    write(into, states.difference(said, said | wanted))
    moved = list(gone.media.values_list("pk", flat=True))
    _move(gone.media.all(), into, exactly=gone.precision == into.precision == Precision.SITE)
    revision = record(into, said, by=by, verb=Verb.MERGE, note=note)
    index.refresh([into])
    if is_vaguer(into.precision, gone.precision):
        # Its history would tell what the one that stays no longer does.
        place = {name: states.state(into).get(name) for name in (*states.PLACES, "precision")}
        write(gone, states.difference(states.state(gone), states.state(gone) | place))
    take_out(gone, into=into)
    record(gone, told, by=by, verb=Verb.MERGE, note=note)
    return revision, moved


@transaction.atomic
def separate(
    other: Initiative, *, revision: Revision | None, moved: Iterable[int], by: AbstractBaseUser | None, note: str
) -> list[Clash]:
    """Undo `unite`, whose answer is given back; what was written since in the same places stays and is answered.

    ValidationError when the one it was made part of has become part of another itself, or was taken out.
    """
    into = other.merged_into
    if into is None:
        raise ValidationError(_("Cette fiche n’est réunie à aucune autre."))
    (kept, said), (back, told) = _both(into, other)
    if back.merged_into_id != kept.pk:
        raise ValidationError(_("Cette fiche n’est réunie à aucune autre."))
    if kept.removed_at:
        raise ValidationError(_("La fiche qui l’a reçue n’est plus là : remettez-la d’abord."))
    media = kept.media.filter(pk__in=list(moved))
    merged = _undone(kept, said, revision)
    write(kept, states.difference(said, said | merged.wanted), undoes=revision)
    _move(media, back, exactly=kept.precision == back.precision == Precision.SITE)
    record(kept, said, by=by, verb=Verb.REVERT, note=note, undoes=revision)
    bring_back(back)
    record(back, told, by=by, verb=Verb.RESTORE, note=note)
    index.refresh([kept, back])
    return merged.clashes


def _both(one: Initiative, other: Initiative) -> list[tuple[Initiative, State]]:
    """Both locked, always in the same order, so that two people who unite the same ones never wait for each other."""
    locked = {each.pk: lock(each) for each in sorted((one, other), key=lambda each: each.pk)}
    return [locked[one.pk], locked[other.pk]]


def _undone(kept: Initiative, said: State, revision: Revision | None) -> merging.Merged:
    if revision is None:
        return merging.Merged()
    undone = {name: before for name, (before, _after) in revision.changes.items() if not states.medium_key(name)}
    if "precision" in undone and "point" not in undone:  # the place was taken out of the history: it stays vague
        undone = {name: before for name, before in undone.items() if name not in (*states.PLACES, "precision")}
    return merging.merge(history.as_of(kept, revision.number, now=said), said, undone)


def _move(media, to: Initiative, *, exactly: bool) -> None:
    """Where a photo was taken stays known only where both sheets may be so exact."""
    Medium.objects.filter(pk__in=list(media.values_list("pk", flat=True))).update(
        initiative=to, **({} if exactly else {"point": None})
    )
