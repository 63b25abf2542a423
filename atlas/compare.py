"""Sheets side by side: a table of facts and answers in which what all share is quiet and what differs is marked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import repeat

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places import countries, sheet
from places.choices import Question, Status
from places.models import Initiative
from places.sheet import Told
from places.templatetags.sheets import away, grouped, host
from places.vocabulary import Terms

LETTERS = "ABCD"


class Verdict(StrEnum):
    SAME = "same"
    DIFFERS = "differs"
    OPEN = "open"  # too little is known, or it is not for comparing


class Mark(StrEnum):
    SHARED = "shared"  # by all
    SOME = "some"
    ONLY = "only"  # one has it


@dataclass(frozen=True)
class Part:
    """One thing said in a cell; `code` is its term's, `url` where it leads."""

    text: str
    code: str = ""
    mark: Mark | str = ""
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """What one sheet says: parts, or an answer; neither when nobody has told."""

    letter: str
    name: str  # whose it is
    parts: Sequence[Part] = ()
    note: str = ""
    told: Told | None = None


@dataclass(frozen=True)
class Row:
    name: str
    heading: str
    cells: list[Cell]
    verdict: Verdict = Verdict.OPEN
    note: str = ""


@dataclass(frozen=True)
class Table:
    """`untold`: the questions that none of them has answered yet."""

    facts: list[Row]
    answers: list[Row]
    untold: list[Question] = field(default_factory=list)


def verdict(values: Sequence[Hashable | None]) -> Verdict:
    """Whether they agree; what is not known neither agrees nor differs."""
    known = [value for value in values if value is not None]
    if len(set(known)) > 1:
        return Verdict.DIFFERS
    return Verdict.SAME if len(known) == len(values) > 1 else Verdict.OPEN


def marks(having: Sequence[Sequence[str]]) -> dict[str, Mark]:
    """{code: mark}, given the codes of each sheet; none when fewer than two sheets say anything, as nothing is then compared."""
    told = [set(codes) for codes in having if codes]
    if len(told) < 2:
        return {}
    holders = {code: sum(code in codes for codes in told) for code in set().union(*told)}
    return {code: _mark(n, among=len(having)) for code, n in holders.items()}


def _mark(holders: int, *, among: int) -> Mark:
    return Mark.ONLY if holders == 1 else Mark.SHARED if holders == among else Mark.SOME


def table(shown: Sequence[Initiative], terms: Terms) -> Table:
    """`shown`: two to four initiatives from `for_sheet`, in the order of the columns."""
    facts = [
        place(shown),
        _single(shown, "started", _("Née en"), [one.started and str(one.started) for one in shown]),
        _single(
            shown,
            "status",
            _("Situation"),
            [_unless(one.get_status_display(), one.status, Status.UNKNOWN) for one in shown],
        ),
        _listed(shown, terms, "resource", _("Ressources"), [one.resources for one in shown]),
        _listed(shown, terms, "activity", _("Activités"), [one.activities for one in shown]),
        _listed(shown, terms, "theme", _("Thèmes"), [one.themes for one in shown]),
        _listed(
            shown, terms, "governance", _("Gouvernance"), [[one.governance] * bool(one.governance) for one in shown]
        ),
        _listed(
            shown,
            terms,
            "decision",
            _("Comment on décide"),
            [[d for d in one.decisions if d != "unknown"] for one in shown],
        ),
        sizes(shown),
        _single(shown, "confidence", _("Confiance"), [capfirst(one.get_confidence_display()) for one in shown]),
        _row(shown, "sources", _("Sources citées"), [[Part(str(len(one.sources.all())))] for one in shown]),
        _row(shown, "website", _("Site"), [_site(one.website) for one in shown]),
    ]
    answers, untold = _answers(shown, terms.language)
    return Table(facts, answers, untold)


def place(shown: Sequence[Initiative]) -> Row:
    """Where each is: neither a likeness nor a difference, that is what the distances are for."""
    parts = []
    for one in shown:
        named = dict.fromkeys((one.locality, one.admin1, countries.name(one.country, get_language() or "fr")))
        parts.append([Part(", ".join(name for name in named if name))])
    return _row(shown, "place", _("Lieu"), parts, notes=[one.get_precision_display() for one in shown])


def reach(shown: Sequence[Initiative], metres: Sequence[float | None], name: str) -> Row:
    """How far each is from the reader's place; `metres` are None where the place is not shown."""
    parts = [
        [Part(_("lieu non montré") if far is None else away(far, one.is_coarse))]
        for one, far in zip(shown, metres, strict=True)
    ]
    return _row(shown, "reach", _("Depuis %s") % name, parts)


def sizes(shown: Sequence[Initiative]) -> Row:
    """How many; numbers are compared only when they count the same thing."""
    counted: dict[str, set[int]] = {}
    for one in shown:
        if one.people is not None:
            counted.setdefault(one.people_unit, set()).add(one.people)
    parts = [
        [Part(f"{grouped(one.people)} {one.get_people_unit_display()}")] if one.people is not None else []
        for one in shown
    ]
    agreed = verdict([one.people for one in shown]) if len(counted) == 1 else Verdict.OPEN
    if any(len(numbers) > 1 for numbers in counted.values()):
        agreed = Verdict.DIFFERS
    note = _("Ces nombres ne comptent pas la même chose : ils ne se comparent pas.") if len(counted) > 1 else ""
    return _row(shown, "people", _("Combien"), parts, agreed, notes=[one.people_note for one in shown], note=note)


def _row(
    shown: Sequence[Initiative],
    name: str,
    heading: str,
    parts: Sequence[Sequence[Part]],
    agreed: Verdict = Verdict.OPEN,
    *,
    notes: Iterable[str] | None = None,
    note: str = "",
) -> Row:
    said = zip(LETTERS, shown, parts, notes or repeat(""), strict=False)
    return Row(name, heading, [Cell(letter, one.name, *rest) for letter, one, *rest in said], agreed, note)


def _single(shown: Sequence[Initiative], name: str, heading: str, values: Sequence[str | None]) -> Row:
    """A fact of one value, None where it is not known."""
    return _row(shown, name, heading, [[Part(value)] if value else [] for value in values], verdict(values))


def _listed(
    shown: Sequence[Initiative], terms: Terms, vocabulary: str, heading: str, having: Sequence[Sequence[str]]
) -> Row:
    """A fact of several terms, each marked; the sheets agree when they have the same ones, in any order."""
    marked = marks(having)
    parts = [[Part(terms.label(vocabulary, code), code, marked.get(code, "")) for code in codes] for codes in having]
    return _row(shown, vocabulary, heading, parts, verdict([frozenset(codes) or None for codes in having]))


def _unless(words: str, value: str, unknown: str) -> str | None:
    return None if value == unknown else words


def _site(url: str) -> list[Part]:
    return [Part(host(url), url=url)] if url else []


def _answers(shown: Sequence[Initiative], language: str) -> tuple[list[Row], list[Question]]:
    stories = [{told.question: told for told in sheet.story(one.answers.all(), language)[0]} for one in shown]
    rows, untold = [], []
    for question in Question:
        if any(question in story for story in stories):
            said = zip(LETTERS, shown, stories, strict=False)
            cells = [Cell(letter, one.name, told=story.get(question)) for letter, one, story in said]
            rows.append(Row(question.value, question.label, cells))
        else:
            untold.append(question)
    return rows, untold
