"""What the pages of comparable models show of an answer: the question as chips, results with their reasons, the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atlas.comparables import ranking, weights
from atlas.comparables.asking import Question
from atlas.comparables.profile import LISTS, Profile
from atlas.comparables.ranking import Answer, Match
from atlas.comparables.reasons import DIFFERS, Reason, reasons, where
from atlas.criteria import Criteria, Origin
from atlas.explore import Chip, explore_url, origin_name
from places.choices import PeopleUnit, Setting, Status, Zone
from places.countries import name as country_name
from places.small_maps import few_map
from places.vocabulary import Terms

PAGE_SIZE = 20
MOST_SAME, MOST_DIFFERENT = 5, 3  # reasons told at once; the others stand with the numbers
RADII_KM = (10, 25, 50, 100, 250, 500, 1000)
SHEET_BALANCE = 0.75  # on a sheet one asks what is like it; the nearest stand beside already
SHEET_COUNT = 5
FACETS = {
    "resource": gettext_lazy("Ressources à gérer"),
    "activity": gettext_lazy("Ce qui se fait, plus précisément"),
    "decision": gettext_lazy("Façons de décider"),
    "governance": gettext_lazy("Formes de gouvernance"),
    "theme": gettext_lazy("Thèmes"),
}
PARTS = {
    "resource": gettext_lazy("les ressources"),
    "activity": gettext_lazy("l’activité"),
    "decision": gettext_lazy("la façon de décider"),
    "governance": gettext_lazy("la gouvernance"),
    "theme": gettext_lazy("les thèmes"),
    "people": gettext_lazy("la taille"),
    "setting": gettext_lazy("le lieu de vie"),
    "words": gettext_lazy("les mots"),
    "text": gettext_lazy("ce que racontent les fiches"),
    "lineage": gettext_lazy("la filiation"),
    "instructive": gettext_lazy("ce que la fiche apprend"),
}


@dataclass(frozen=True)
class Part:
    """One part of a likeness: its share of the whole, and how much of it there is, in per cent."""

    name: str
    label: str
    share: int
    value: int


@dataclass(frozen=True)
class Result:
    """A match as it is shown; `number` is its place in the list and its sign on the map."""

    number: int
    initiative: object
    where: str
    same: list[Reason]
    differs: list[Reason]
    more: list[Reason]
    score: int
    near: int | None
    alike: int
    parts: list[Part]


@dataclass(frozen=True)
class Choice:
    """A value that a form offers."""

    code: str
    label: str
    chosen: bool


def models_context(question: Question) -> dict:
    """The whole page: `results_context` and what the form needs."""
    own, terms = question.own, question.terms
    narrowed = {name: getattr(own, name) for name in LISTS}
    shown = {name: terms.within(name, narrowed) if name == "activity" else terms.labels[name] for name in FACETS}
    groups = [
        (name, heading, [Choice(code, terms.label(name, code), code in getattr(own, name)) for code in shown[name]])
        for name, heading in FACETS.items()
        if shown[name]
    ]
    remembered = ("like", "without", "place", "near", "country", "zone", "status", "since", "until", "with")
    return results_context(question) | {
        "groups": groups,
        "radii": RADII_KM,
        "units": [Choice(unit.value, unit.label, unit == own.unit) for unit in PeopleUnit if unit in weights.PERSONS],
        "settings": [Choice(s.value, s.label, s == own.setting) for s in Setting if s != Setting.UNKNOWN],
        "remembered": [pair for pair in question.parameters() if pair[0] in remembered],
    }


def results_context(question: Question) -> dict:
    criteria, terms = question.criteria, question.terms
    place = origin_name(criteria.origin, terms.language) if criteria.origin else ""
    pages = ranking.DEEPEST // PAGE_SIZE
    number = min(criteria.page, pages)
    skip = (number - 1) * PAGE_SIZE
    answer = ranking.find(question, PAGE_SIZE, skip)
    near = list(results(answer.near, answer, question, skip + 1))
    far = list(results(answer.matches, answer, question, skip + 1 + len(near)))
    last = min(pages, -(-min(answer.total, ranking.DEEPEST) // PAGE_SIZE))
    shown = [(str(result.number), result.initiative) for result in (near + far)]
    label = _("Carte des modèles trouvés")
    return {
        "question": question,
        "criteria": criteria,
        "terms": terms,
        "balance": question.balance,
        "place": place,
        "chips": list(chips(question, place)),
        "problems": question.problems,
        "answer": answer,
        "near": near,
        "far": far,
        "sentence": sentence(answer, question, place),
        "map": few_map(shown, label, origin=criteria.origin and criteria.origin.point) if shown else None,
        "explore_url": explore_url(replace(criteria, radius=None)),
        "previous_url": models_url(question, number - 1) if number > 1 else "",
        "next_url": models_url(question, number + 1) if number < last else "",
        "number": number,
        "last": last,
    }


def sheet_context(initiative, terms: Terms) -> dict:
    """The few that are most comparable to a sheet, and where to change what counts."""
    point = initiative.point
    origin = Origin(round(point.x, 5), round(point.y, 5)) if point else None
    question = Question(Criteria(origin=origin), terms, like=initiative, balance=SHEET_BALANCE)
    found = []
    if any(getattr(question.profile, name) for name in LISTS):  # else it would be like anything
        answer = ranking.find(question, SHEET_COUNT)
        found = list(results(answer.near + answer.matches, answer, question, 1))
    return {"comparable": found, "all_url": models_url(question), "terms": terms}


def results(matches: list[Match], answer: Answer, question: Question, first: int) -> Iterator[Result]:
    for number, match in enumerate(matches, first):
        told = reasons(match, answer.profile, question.terms, like=bool(question.like))
        same = [reason for reason in told if reason.kind != DIFFERS]
        differs = [reason for reason in told if reason.kind == DIFFERS]
        yield Result(
            number=number,
            initiative=match.initiative,
            where=where(match),
            same=same[:MOST_SAME],
            differs=differs[:MOST_DIFFERENT],
            more=same[MOST_SAME:] + differs[MOST_DIFFERENT:],
            score=round(match.score * 100),
            near=round(match.near * 100) if question.criteria.origin else None,
            alike=round(match.alike * 100),
            parts=[
                Part(name, str(PARTS[name]), round(match.weights[name] * 100), round(value * 100))
                for name, value in match.parts.items()
            ],
        )


def sentence(answer: Answer, question: Question, place: str) -> str:
    """What one must know before reading the list."""
    if not answer.near and not answer.matches:
        return ""
    if answer.near and answer.matches:
        far = {"km": number_format(answer.reach_km, 0), "place": place, "n": len(answer.near)}
        if len(answer.near) == 1:
            return (
                _("Une seule initiative y ressemble à moins de %(km)s km (%(place)s) ; les autres sont plus loin.")
                % far
            )
        return _("%(n)s initiatives y ressemblent à moins de %(km)s km (%(place)s) ; les autres sont plus loin.") % far
    if answer.reach_km and question.criteria.radius and not answer.near:
        return _("Rien n’y ressemble à moins de %(km)s km (%(place)s) ; voici les meilleurs modèles, plus loin.") % {
            "km": number_format(answer.reach_km, 0),
            "place": place,
        }
    return ""


def chips(question: Question, place: str) -> Iterator[Chip]:
    """Each part of the question, with the address of the same question without it."""
    terms, criteria = question.terms, question.criteria
    if question.like:
        alone = replace(question, like=None, without=())
        yield Chip("like", _("comme « %s »") % question.like.name, models_url(alone))
    for part in question.profile.parts():
        yield Chip(
            part.partition(":")[0],
            part_label(part, question.profile, terms),
            models_url(question.less(part)),
            part.partition(":")[2],
        )
    if question.like and "text" not in question.without:
        yield Chip(
            "text", _("ce que raconte la fiche"), models_url(replace(question, without=(*question.without, "text")))
        )
    if place:
        label = _("%(km)s km autour : %(place)s") if criteria.radius else _("près de : %(place)s")
        nowhere = replace(question, criteria=criteria.without(origin=True, radius=True))
        yield Chip("near", label % {"km": f"{criteria.radius or 0:g}", "place": place}, models_url(nowhere))
    for facet, label in (("country", country_name), ("zone", None), ("status", None)):
        for code in criteria.chosen.get(facet, ()):
            name = label(code, terms.language) if label else str({"zone": Zone, "status": Status}[facet](code).label)
            yield Chip(facet, name, models_url(replace(question, criteria=criteria.without_code(facet, code))), code)
    if criteria.since or criteria.until:
        label = _("débutées entre %(since)s et %(until)s") % {
            "since": criteria.since or "…",
            "until": criteria.until or "…",
        }
        yield Chip("years", label, models_url(replace(question, criteria=criteria.without(since=True, until=True))))


def part_label(part: str, profile: Profile, terms: Terms) -> str:
    name, _colon, code = part.partition(":")
    if name in LISTS:
        return terms.label(name, code)
    if name == "people":
        return f"{number_format(profile.people, 0, force_grouping=True)} {PeopleUnit(profile.unit).label}"
    return str(Setting(profile.setting).label) if name == "setting" else f"« {profile.words} »"


def models_url(question: Question, number: int = 1) -> str:
    query = replace(question, criteria=replace(question.criteria, page=number)).query
    return reverse("models") + (f"?{query}" if query else "")
