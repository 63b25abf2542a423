"""Sheets side by side: a table of facts and answers in which what all share is quiet and what differs is marked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places import countries, sheet
from places.choices import PeopleUnit, Question, Status
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
        _single(shown, "started", _("Née en"), lambda one: one.started and str(one.started)),
        _single(shown, "status", _("Situation"), lambda one: one.status != Status.UNKNOWN and one.get_status_display()),
        _listed(shown, terms, "resource", _("Ressources"), lambda one: one.resources),
        _listed(shown, terms, "theme", _("Thèmes"), lambda one: one.themes),
        _listed(shown, terms, "governance", _("Gouvernance"), lambda one: [one.governance] if one.governance else []),
        _listed(shown, terms, "decision", _("Comment on décide"), lambda one: [d for d in one.decisions if d != "unknown"]),
        sizes(shown),
        _single(shown, "confidence", _("Confiance"), lambda one: capfirst(one.get_confidence_display())),
        _row(shown, "sources", _("Sources citées"), lambda one: [Part(str(len(one.sources.all())))]),
        _row(shown, "website", _("Site"), lambda one: [Part(host(one.website), url=one.website)] if one.website else []),
    ]
    answers, untold = _answers(shown, terms.language)
    return Table([place(shown), *facts], answers, untold)


def place(shown: Sequence[Initiative]) -> Row:
    """Where each is: never a likeness nor a difference, that is what the distances are for."""
    language = get_language() or "fr"

    def where(one: Initiative) -> str:
        named = dict.fromkeys((one.locality, one.admin1, countries.name(one.country, language)))
        return ", ".join(name for name in named if name)

    cells = [Cell(letter, [Part(where(one))], one.get_precision_display()) for letter, one in zip(LETTERS, shown, strict=False)]
    return Row("place", _("Lieu"), cells)


def sizes(shown: Sequence[Initiative]) -> Row:
    """How many; numbers are compared only when they count the same thing."""
    counted: dict[str, set[int]] = {}
    cells = []
    for letter, one in zip(LETTERS, shown, strict=False):
        parts = []
        if one.people is not None:
            counted.setdefault(one.people_unit, set()).add(one.people)
            parts = [Part(f"{grouped(one.people)} {PeopleUnit(one.people_unit).label}")]
        cells.append(Cell(letter, parts, one.people_note))
    note = _("Ces nombres ne comptent pas la même chose : ils ne se comparent pas.") if len(counted) > 1 else ""
    if any(len(numbers) > 1 for numbers in counted.values()):
        return Row("people", _("Combien"), cells, Verdict.DIFFERS, note)
    alike = verdict([one.people for one in shown]) if len(counted) == 1 else Verdict.OPEN
    return Row("people", _("Combien"), cells, alike, note)


def reach(shown: Sequence[Initiative], metres: Sequence[float | None], name: str) -> Row:
    """How far each is from the reader's place; `metres` are None where the place is not shown."""
    cells = [
        Cell(letter, [Part(_("lieu non montré") if far is None else away(far, one.is_coarse))])
        for letter, one, far in zip(LETTERS, shown, metres, strict=False)
    ]
    return Row("reach", _("Depuis %s") % name, cells)


def _row(shown: Sequence[Initiative], name: str, heading: str, read: Callable[[Initiative], list[Part]]) -> Row:
    return Row(name, heading, [Cell(letter, read(one)) for letter, one in zip(LETTERS, shown, strict=False)])


def _single(shown: Sequence[Initiative], name: str, heading: str, read: Callable[[Initiative], object]) -> Row:
    """A fact of one value; what `read` gives is false where it is not known."""
    values = [str(value) if (value := read(one)) else None for one in shown]
    cells = [Cell(letter, [Part(value)] if value else []) for letter, value in zip(LETTERS, values, strict=False)]
    return Row(name, heading, cells, verdict(values))


def _listed(
    shown: Sequence[Initiative], terms: Terms, vocabulary: str, heading: str, read: Callable[[Initiative], list[str]]
) -> Row:
    """A fact of several terms, each marked; they agree when they are the same, in any order."""
    having = [read(one) for one in shown]
    marked = marks(having)
    cells = [
        Cell(letter, [Part(terms.label(vocabulary, code), code, marked.get(code, "")) for code in codes])
        for letter, codes in zip(LETTERS, having, strict=False)
    ]
    return Row(vocabulary, heading, cells, verdict([frozenset(codes) if codes else None for codes in having]))


def _answers(shown: Sequence[Initiative], language: str) -> tuple[list[Row], list[Question]]:
    stories = [{told.question: told for told in sheet.story(one.answers.all(), language)[0]} for one in shown]
    rows, untold = [], []
    for question in Question:
        cells = [Cell(letter, told=told.get(question)) for letter, told in zip(LETTERS, stories, strict=False)]
        if any(cell.told for cell in cells):
            rows.append(Row(question.value, question.label, cells))
        else:
            untold.append(question)
    return rows, untold
