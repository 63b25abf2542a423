"""Changes of a journey as a person reads them: each part by what it is of, its words or items compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places import countries, differences
from places.choices import Licence, MediumKind
from places.differences import GONE, NEW, Piece
from places.history import Told, moved
from places.states import Changes
from routes import edtf, states
from routes.choices import Mode, TrackKind
from routes.models import Entry, EntryMedium, Journey, Stage, Track

Names = Mapping[tuple[str, int], str]  # (kind, key) → what a stage, an entry or a medium is called
KINDS = {"stage": Stage, "entry": Entry, "medium": EntryMedium, "track": Track}


def names(journey: Journey) -> dict[tuple[str, int], str]:
    """Of all that a journey has or had, in four queries."""
    stages = {("stage", stage.pk): stage.place for stage in Stage.everything.filter(journey=journey)}
    entries = {("entry", entry.pk): entry.title or entry.date for entry in Entry.everything.filter(journey=journey)}
    media = EntryMedium.objects.filter(entry__journey=journey)
    tracks = {
        ("track", track.pk): str(track) for track in Track.objects.filter(journey=journey).select_related("source")
    }
    return stages | entries | tracks | {("medium", medium.pk): medium.caption for medium in media}


def label(part: str, names: Names) -> str:
    """« Étape « Lille » · note en français », « Titre en français »; as it is written when there is no such part."""
    kind, key, of = states.taken(part) or ("", 0, part)
    called = _capital(_of(kind, of))
    if not kind:
        return called
    whose = {
        "stage": _("Étape « %s »"),
        "entry": _("Page « %s »"),
        "medium": _("Photo, voix ou film « %s »"),
        "track": _("Trace « %s »"),
    }[kind]
    whose %= names.get((kind, key)) or key
    return f"{whose} · {called[:1].lower()}{called[1:]}" if called else whose


def told(changes: Changes, names: Names) -> list[Told]:
    """In the order of the journey: its own parts, then its stages, its pages and their media."""
    order = [*states.JOURNEY, states.STAGES, *KINDS]
    parts = sorted(changes, key=lambda part: (order.index(part.partition(".")[0]), part))
    return [_told(part, *changes[part], names) for part in parts]


def _told(part: str, before: Any, after: Any, names: Names) -> Told:
    called, of = label(part, names), part.rpartition(".")[2]
    if states.is_text(part):
        language = of[-2:] if of[-3:-2] == "_" else ""
        return Told(part, called, differences.words(before or "", after or ""), language=language)
    if part == states.STAGES:
        return Told(part, called, _order(before or [], after or [], names), items=True)
    if of == states.REMOVED:
        return Told(part, called, [(GONE, _("retirée"))] if after else [(NEW, _("écrite"))], items=True)
    if of == "point":
        return Told(part, called, moved(before, after), items=True)
    if isinstance(before or after, list) or part.startswith(("medium.", "track.")):
        return Told(part, called, differences.items(_items(before, names), _items(after, names)), items=True)
    pieces = [(kind, _spelt(part, value, names)) for kind, value in ((GONE, before), (NEW, after)) if value is not None]
    return Told(part, called, pieces, items=True)


def _order(before: list[int], after: list[int], names: Names) -> list[Piece]:
    called = lambda key: str(names.get(("stage", key)) or key)  # noqa: E731
    if set(before) == set(after):
        return [(NEW, " → ".join(called(key) for key in after))]
    return [(kind, called(key)) for kind, key in differences.items(before, after) if kind != differences.SAME]


def _items(value: Any, names: Names) -> list[str]:
    """What is in a list, or in the words of a medium or a track, each as one line."""
    if isinstance(value, dict):
        named = {
            "kind": dict(MediumKind.choices + TrackKind.choices),
            "licence": dict(Licence.choices),
            "mode": dict(Mode.choices),
            "shown": {True: _("montrée"), False: _("non montrée")},
            "stage": {key: called for (kind, key), called in names.items() if kind == "stage"},
        }
        return [str(named.get(name, {}).get(said, said)) for name, said in value.items()]
    return [" · ".join(_strings(one)) for one in value or []]


def _strings(one: Any) -> list[str]:
    if isinstance(one, dict):
        return [said if isinstance(said, str) else json.dumps(said, ensure_ascii=False) for said in one.values()]
    return [str(one)]


def _spelt(part: str, value: Any, names: Names) -> str:
    kind, _key, of = states.taken(part) or ("", 0, part)
    if of == "country":
        return countries.name(value, get_language() or "fr")
    if of == "when":
        return edtf.said(value, get_language() or "fr")
    if of == "stage":
        return str(names.get(("stage", value)) or value)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    choices = dict(_field(kind, of).flatchoices)
    return str(choices.get(value, value))


def _of(kind: str, of: str) -> str:
    if of == states.STAGES:
        return _("étapes")
    if of == states.MET:
        return _("rencontres")
    if of == states.REMOVED:
        return _("page")
    known = of in {"": states.JOURNEY, "stage": states.STAGE, "entry": states.ENTRY}.get(kind, ())
    return str(_field(kind, of).verbose_name) if known else of


def _field(kind: str, of: str) -> models.Field:
    return (KINDS[kind] if kind else Journey)._meta.get_field(of)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
