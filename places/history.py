"""Revisions as a person reads them: each part by the name it has on the sheet, its words or codes compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places import countries, differences, geo, states
from places.choices import Licence, MediumKind, Question
from places.differences import GONE, NEW, Piece
from places.models import Initiative, Revision
from places.sheet import language_name
from places.states import Changes, State
from places.vocabulary import Terms

# Parts that hold codes → the vocabulary that names them.
CODED = {
    "resources": "resource",
    "activities": "activity",
    "themes": "theme",
    "decisions": "decision",
    "governance": "governance",
}


@dataclass(frozen=True)
class Told:
    """One part that changed. `pieces` are (same | gone | new, text); `items`: whether they are a list and not a text."""

    part: str
    label: str
    pieces: list[Piece]
    items: bool = False
    language: str = ""


@dataclass(frozen=True)
class Versions:
    """All of a sheet, last first, as a paginator takes them: numbered without a gap, so neither counted nor skipped."""

    initiative: Initiative

    def __len__(self) -> int:
        return self.initiative.version

    def __getitem__(self, part: slice) -> list[Revision]:
        last = len(self) - part.start
        some = self.initiative.revisions.filter(number__lte=last, number__gt=len(self) - part.stop)
        return list(some.told().order_by("-number"))


def told(changes: Changes, terms: Terms) -> list[Told]:
    """In the order of the sheet: facts, answers, sources, media."""
    order = [*states.FACTS, *Question.values, states.TRANSLATED, states.SOURCES, states.MEDIA, states.REMOVED]
    parts = sorted(changes, key=lambda part: (order.index(part.partition(".")[0]), part))
    return [_told(part, *changes[part], terms) for part in parts]


def label(part: str) -> str:
    """What a part is called on the sheet; as it is written when there is no such part."""
    if asked := states.answered(part):
        question, language = asked
        return f"{Question(question).label} ({language_name(language, get_language() or 'fr')})"
    if asked := states.marked(part):
        return _("Origine de la traduction : %s") % label(states.part(*asked))
    if part == states.SOURCES:
        return _("Sources")
    if key := states.medium_key(part):
        return _("Photo, voix, film ou document n° %s") % key
    if part == states.REMOVED:
        return _("Fiche retirée")
    named = str(Initiative._meta.get_field(part).verbose_name) if part in states.FACTS else part
    return named[:1].upper() + named[1:]


def who(revision: Revision) -> str:
    """The handle, or what stands for it; never an address."""
    if revision.author:
        return revision.author.username
    return _("l’atlas") if revision.by_atlas else _("ancien contributeur")


def compared(initiative: Initiative, first: int, last: int, part: str = "") -> Changes:
    """What is different between two versions of a sheet, or in one part of it."""
    changes = states.difference(as_of(initiative, first), as_of(initiative, last))
    return {name: change for name, change in changes.items() if part in ("", name)}


def as_of(initiative: Initiative, number: int, *, now: State | None = None) -> State:
    """What a sheet said at a version (0: before it had any, which is as its first); ValidationError when there is none.

    From the beginning or back from what it says now, whichever is shorter; `now` is that, when it is known already.
    """
    if not 0 <= number <= initiative.version:
        raise ValidationError(_("Cette fiche n’a pas de version %s.") % number)
    number = max(number, 1)
    changes = initiative.revisions.values_list("changes", flat=True)
    if now is None and 2 * number < initiative.version:
        return states.replayed(changes.filter(number__lte=number).order_by("number"))
    told = states.state(initiative) if now is None else now
    for change in changes.filter(number__gt=number).order_by("-number"):
        told = states.back(told, change)
    return told


def version_on(initiative: Initiative, moment: datetime) -> Revision | None:
    """The last revision before a moment; None before the sheet was there."""
    return initiative.revisions.filter(at__lte=moment).order_by("-number").first()


def _told(part: str, before: Any, after: Any, terms: Terms) -> Told:
    name = label(part)
    if asked := states.answered(part):
        return Told(part, name, differences.words(before or "", after or ""), language=asked[1])
    if part in CODED:
        labels: Callable = lambda code: str(terms.label(CODED[part], code))  # noqa: E731
        listed = [[value] if isinstance(value, str) else value or [] for value in (before, after)]
        return Told(part, name, [(kind, labels(one)) for kind, one in differences.items(*listed)], items=True)
    if part == states.SOURCES:
        listed = [[_source(one) for one in value or []] for value in (before, after)]
        return Told(part, name, differences.items(*listed), items=True)
    if states.medium_key(part):
        return Told(part, name, differences.items(_worded(before), _worded(after)), items=True)
    if part == "point":
        return Told(part, name, moved(before, after), items=True)
    pieces = [(kind, _spelt(part, value)) for kind, value in ((GONE, before), (NEW, after)) if value is not None]
    return Told(part, name, pieces, items=True)


def moved(before: list | None, after: list | None) -> list[Piece]:
    """Never the numbers: how far says what one wants to know, and less where nobody should know."""
    if before and after:
        km = geo.metres(geo.point(*before), geo.point(*after)) / 1000
        return [(NEW, _("déplacé de %s km") % round(km, 1 if km < 10 else 0))]
    return [(NEW, _("placé sur la carte"))] if after else [(GONE, _("retiré de la carte"))]


def _source(source: dict) -> str:
    return " · ".join(source[name] for name in ("title", "url", "supports") if source.get(name))


def _worded(medium: dict | None) -> list[str]:
    """What a medium is and its words, one by one; nothing where it is not shown."""
    named = {"kind": dict(MediumKind.choices), "licence": dict(Licence.choices)}
    return [str(named.get(name, {}).get(value, value)) for name, value in (medium or {}).items()]


def _spelt(part: str, value: Any) -> str:
    if part == "country":
        return countries.name(value, get_language() or "fr")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if states.marked(part):
        language, _at, version = value.partition("@")
        said = {"language": language_name(language, get_language() or "fr"), "version": version}
        return _("texte en %(language)s, version %(version)s") % said
    choices = dict(Initiative._meta.get_field(part).flatchoices)
    return str(choices.get(value, value))
