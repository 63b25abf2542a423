"""Sheets that may be of the same initiative: found, looked at side by side, united or told to be two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Deed, Pair, Proposal, Stewardship
from community.permissions import Person
from community.reviewing import log
from places import actions, history, states, twins
from places.choices import Precision
from places.merging import Clash
from places.models import Initiative
from places.states import State
from places.vocabulary import Terms
from routes.models import Encounter

ONE, OTHER, BOTH = "one", "other", "both"
NOTHING: Mapping[str, str] = {}
# What is one thing for a reader is chosen at once: nobody wants the point of one and the village of the other.
GROUPS = {
    "place": ("locality", "admin1", "country", "precision", "point", "location_note", "zone"),
    "people": ("people", "people_unit", "people_note"),
    "visited": ("visited", "visited_source"),
}
# What goes over to the sheet that stays, and back.
FOLLOW = {"stewardships": Stewardship, "encounters": Encounter}
SLUG = re.compile(r"(?:.*/initiatives/)?([-\w]+)/?(?:[?#].*)?", re.ASCII)


class Stale(Exception):
    """A sheet, or the pair, has changed since it was shown."""


@dataclass(frozen=True)
class Choice:
    """One thing that both sheets say otherwise, or only one says. `sides`: way → its items, or its one text where `language`
    is given; `ways`: those that may be chosen; `chosen`: one of them."""

    key: str
    label: str
    parts: tuple[str, ...]
    sides: dict[str, list[str]]
    ways: tuple[str, ...]
    chosen: str
    language: str = ""


def find(sheets: Iterable[Initiative]) -> int:
    """Keep the likely pairs that these are in, forget those that no longer are; how many are new. What was decided stays."""
    new = 0
    for sheet in sheets:
        found = {twin.initiative.pk: twin.likelihood for twin in twins.twins_of(sheet)}
        gone = Pair.objects.filter(Q(one=sheet) | Q(other=sheet), state=Pair.State.OPEN, likelihood__isnull=False)
        gone.exclude(one__in=found).exclude(other__in=found).delete()
        for pk, likelihood in found.items():
            pair, made = Pair.objects.get_or_create(**_ordered(sheet.pk, pk), defaults={"likelihood": likelihood})
            if not made and pair.state == Pair.State.OPEN and pair.likelihood not in (None, likelihood):
                Pair.objects.filter(pk=pair.pk, state=Pair.State.OPEN).update(likelihood=likelihood)
            new += made
    return new


def tell(one: str, other: str) -> Pair:
    """Somebody knows that two sheets, given by their address, are the same; a pair that was decided is looked at again."""
    found = [_sheet(typed) for typed in (one, other)]
    if found[0] == found[1]:
        raise ValidationError(_("Ce sont deux fois l’adresse de la même fiche."))
    pair, _made = Pair.objects.get_or_create(**_ordered(found[0].pk, found[1].pk))
    return pair


def likely(pair: Pair) -> tuple[float, tuple[twins.Clue, ...]]:
    """How likely, and why, by what both sheets say now."""
    return twins.compared(twins.Known.of(pair.one), twins.Known.of(pair.other))


def suggested(one: State, other: State) -> str:
    """The one that says more stays; of two that say as much, the older."""
    return OTHER if len(other) > len(one) else ONE


def choices(one: State, other: State, terms: Terms, *, kept: str, ways: Mapping[str, str] = NOTHING) -> list[Choice]:
    """What there is to choose, in the order of the sheet; `ways`, by key, what somebody chose already, otherwise the best."""
    said = {ONE: one, OTHER: other}
    parts = [shown.part for shown in history.told(states.difference(one, other), terms)]
    groups = {_group(part) or part: GROUPS.get(_group(part), (part,)) for part in parts if _is_chosen(part)}
    made = []
    for key, parts in groups.items():
        sides = {way: _spelt(parts, said[way], terms) for way in said}
        asked = states.answered(key)
        may_both = all(sides.values()) and (asked or key in (*states.LISTS, states.SOURCES))
        possible = (ONE, OTHER, BOTH) if may_both else (ONE, OTHER)
        label = _("Lieu") if key == "place" else history.label(parts[0])
        best = _best(key, sides, said, kept, may_both=bool(may_both))
        chosen = ways[key] if ways.get(key) in possible else best
        made.append(Choice(key, label, parts, sides, possible, chosen, asked[1] if asked else ""))
    return made


def wanted(offered: Iterable[Choice], one: State, other: State, *, kept: str) -> State:
    """Part → value that the kept sheet is to take."""
    said, stays = {ONE: one, OTHER: other}, one if kept == ONE else other
    given: State = {}
    for choice in offered:
        if choice.chosen == kept:
            continue
        beside = said[_beside(kept)]
        for part in choice.parts:
            given[part] = _together(part, stays, beside) if choice.chosen == BOTH else beside.get(part)
        if asked := states.answered(choice.key):
            given[states.mark_part(*asked)] = None  # its version is one of the other sheet
    return states.changed(stays, given)


@transaction.atomic
def unite(
    pair: Pair, *, kept: str, ways: Mapping[str, str], seen: tuple[int, int], by: Person, note: str, terms: Terms
) -> Initiative:
    """Make one sheet of both, `kept` ("one" or "other") stays; `seen` are the versions that were chosen from.

    `Stale` when either changed since or somebody decided already; ValidationError when a value may not enter.
    """
    locked = _open(pair)
    (one, said), (other, told) = (actions.lock(sheet) for sheet in (locked.one, locked.other))
    # Of a sheet from before there was a history, version 0 was read; `lock` has just begun it with that as its first.
    if (one.version, other.version) != (max(seen[0], 1), max(seen[1], 1)) or one.removed_at or other.removed_at:
        raise Stale
    offered = choices(said, told, terms, kept=kept, ways=ways)
    stays, goes = (one, other) if kept == ONE else (other, one)
    given = wanted(offered, said, told, kept=kept)
    locked.revision, media = actions.unite(stays, goes, given, by=by, note=note)
    locked.moved = {"media": media} | _hand_over(goes, stays)
    # What waits there would change the one that stays, as it is now.
    version = stays.revisions.latest("number").number
    Proposal.objects.filter(initiative=goes, state__in=Proposal.OPEN).update(initiative=stays, base=version)
    _decide(locked, Pair.State.UNITED, by=by)
    log.write(Deed.Verb.UNITE, by=by, initiative=stays, reason=note)
    return stays


@transaction.atomic
def separate(pair: Pair, *, by: Person, note: str) -> list[Clash]:
    """Undo `unite`; what was written since in the same places stays, and is answered."""
    locked = Pair.objects.select_for_update(of=["self"]).get(pk=pair.pk)
    if locked.state != Pair.State.UNITED:
        raise Stale
    goes = Initiative.everything.filter(pk__in=[locked.one_id, locked.other_id], merged_into__isnull=False).first()
    if goes is None:
        raise ValidationError(_("Ces fiches ne sont plus réunies."))
    clashes = actions.separate(goes, revision=locked.revision, moved=locked.moved.get("media", []), by=by, note=note)
    for name, rows in FOLLOW.items():
        rows.objects.filter(pk__in=locked.moved.get(name, [])).update(initiative=goes)
    locked.revision, locked.moved = None, {}
    _decide(locked, Pair.State.OPEN, by=None)
    log.write(Deed.Verb.SEPARATE, by=by, initiative=goes, reason=note)
    return clashes


@transaction.atomic
def tell_apart(pair: Pair, *, by: Person) -> None:
    """They are two: nobody is asked again."""
    locked = _open(pair)
    _decide(locked, Pair.State.DIFFERENT, by=by)
    log.write(Deed.Verb.DIFFERENT, by=by, initiative=locked.one, reason=locked.other.name)


@transaction.atomic
def reopen(pair: Pair, *, by: Person) -> None:
    locked = Pair.objects.select_for_update(of=["self"]).select_related("one", "other").get(pk=pair.pk)
    if locked.state != Pair.State.DIFFERENT:
        raise Stale
    _decide(locked, Pair.State.OPEN, by=None)
    log.write(Deed.Verb.REOPEN, by=by, initiative=locked.one, reason=locked.other.name)


def _open(pair: Pair) -> Pair:
    locked = Pair.objects.select_for_update(of=["self"]).select_related("one", "other").get(pk=pair.pk)
    if locked.state != Pair.State.OPEN:
        raise Stale
    return locked


def _decide(pair: Pair, state: str, *, by: Person | None) -> None:
    pair.state, pair.decided_by = state, by
    pair.decided_at = timezone.now() if by else None
    pair.save()


def _hand_over(goes: Initiative, stays: Initiative) -> dict[str, list[int]]:
    """Who looks after the one that goes looks after the one that stays, and who was met there was met here; their keys."""
    moved = {name: rows.objects.filter(initiative=goes) for name, rows in FOLLOW.items()}
    there = stays.stewardships.values("person")
    moved["stewardships"] = moved["stewardships"].exclude(person__in=there)
    keys = {name: list(rows.values_list("pk", flat=True)) for name, rows in moved.items()}
    for name, rows in FOLLOW.items():
        rows.objects.filter(pk__in=keys[name]).update(initiative=stays)
    return keys


def _ordered(one: int, other: int) -> dict[str, int]:
    return {"one_id": min(one, other), "other_id": max(one, other)}


def _sheet(typed: str) -> Initiative:
    named = SLUG.fullmatch(typed.strip())
    found = Initiative.objects.filter(slug=named[1]).first() if named else None
    if found is None:
        raise ValidationError(_("Aucune fiche n’est à cette adresse : %s") % typed)
    return found


def _is_chosen(part: str) -> bool:
    """All but media, which are kept together, and what tells of a translation's age, which goes with its words."""
    return states.medium_key(part) is None and states.marked(part) is None and part != states.REMOVED


def _group(part: str) -> str:
    return next((key for key, parts in GROUPS.items() if part in parts), "")


def _beside(kept: str) -> str:
    return OTHER if kept == ONE else ONE


def _spelt(parts: tuple[str, ...], said: State, terms: Terms) -> list[str]:
    if states.answered(parts[0]):
        return [said[parts[0]]] if parts[0] in said else []
    told = {
        shown.part: shown for shown in history.told({part: [None, said[part]] for part in parts if part in said}, terms)
    }
    return [text for part in parts if part in told for _kind, text in told[part].pieces]


def _best(key: str, sides: Mapping, said: Mapping[str, State], kept: str, *, may_both: bool) -> str:
    """Whoever wants to be hidden stays so; otherwise what is more exact, what there is, and all of what can be added."""
    beside = _beside(kept)
    if key == "place":
        by_way = {
            way: [*Precision.values].index(said[way].get("precision", Precision.HIDDEN)) for way in (kept, beside)
        }
        hidden = [way for way in by_way if said[way].get("precision") == Precision.HIDDEN]
        return hidden[0] if hidden else min(by_way, key=by_way.__getitem__)
    if not sides[kept]:
        return beside
    return BOTH if may_both and not states.answered(key) else kept


def _together(part: str, stays: State, goes: State) -> object:
    mine, theirs = stays.get(part), goes.get(part)
    if states.answered(part):
        return f"{mine}\n\n{theirs}"
    return [*mine, *(one for one in theirs if one not in mine)]
