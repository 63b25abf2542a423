"""Four questions for those who do not know the atlas's words; each answer travels in the address, each can be skipped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atlas.comparables import weights
from atlas.comparables.asking import Question
from atlas.explore import origin_name
from places.choices import PeopleUnit, Setting
from places.vocabulary import Terms

# What each step asks, as the address names it.
STEPS = (
    ("resource", "activity", "q"),
    ("place", "near", "where", "setting"),
    ("people", "unit"),
    ("decision", "governance"),
)
ROUND = (10, 40, 100, 500, 2_000, 10_000)
# Plain words → the codes they stand for, in the order one would ask.
DECIDING = (
    ("general-assembly", gettext_lazy("Tout le monde, en assemblée")),
    ("village-assembly", gettext_lazy("Le village, en assemblée")),
    ("elected-committee", gettext_lazy("Un comité que l’on élit")),
    ("one-member-one-vote", gettext_lazy("Chacun une voix, quoi qu’il ait apporté")),
    ("consensus", gettext_lazy("On cherche l’accord de tous")),
    ("consent", gettext_lazy("On avance tant que personne ne s’y oppose")),
    ("rotating-roles", gettext_lazy("Chacun son tour")),
    ("participatory-budget", gettext_lazy("Les habitants répartissent un budget")),
)
GOVERNING = (
    ("association", gettext_lazy("Une association")),
    ("cooperative", gettext_lazy("Une coopérative : ceux qui s’en servent la possèdent")),
    ("user-committee", gettext_lazy("Un comité d’usagers")),
    ("informal-collective", gettext_lazy("Un groupe sans statut")),
    ("participatory-municipality", gettext_lazy("La commune, avec ses habitants")),
    ("village-assembly", gettext_lazy("Le village")),
)


@dataclass(frozen=True)
class Answer:
    """Something one can tick."""

    name: str
    code: str
    label: str
    chosen: bool


def step_context(query: QueryDict, terms: Terms) -> dict:
    """The step asked for, with what was answered so far; a step that is none is the first."""
    asked = query.copy()
    text = asked.pop("step", ["1"])[-1]
    number = int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= len(STEPS) else 1
    if "activity" in asked:  # whoever takes a resource back takes back what was chosen within it
        within = terms.within("activity", {"resource": asked.getlist("resource")})
        asked.setlist("activity", [code for code in asked.getlist("activity") if code in within])
    question = Question.read(asked, terms)
    own = question.own
    here = STEPS[number - 1]
    return {
        "number": number,
        "steps": len(STEPS),
        "question": question,
        "terms": terms,
        "problems": question.problems,
        # What this step does not ask travels unseen.
        "remembered": [(name, value) for name, value in question.parameters() if name not in here and name != "page"],
        "resources": [
            (Answer("resource", code, label, code in own.resource), _activities(code, own.activity, terms))
            for code, label in terms.labels["resource"].items()
        ],
        "place": origin_name(question.criteria.origin, terms.language) if question.criteria.origin else "",
        "settings": [Answer("setting", s.value, s.label, s == own.setting) for s in Setting if s != Setting.UNKNOWN],
        "round": [(n, n == own.people) for n in ROUND],
        "units": [(unit.value, unit.label, unit == own.unit) for unit in PeopleUnit if unit in weights.PERSONS],
        "deciding": [Answer("decision", code, str(label), code in own.decision) for code, label in DECIDING],
        "governing": [Answer("governance", code, str(label), code in own.governance) for code, label in GOVERNING],
        "back_url": _step_url(question, number - 1) if number > 1 else "",
        "skip_url": _step_url(question, number + 1) if number < len(STEPS) else _models_url(question),
        "models_url": _models_url(question),
        "next": number + 1 if number < len(STEPS) else 0,
        "title": _title(number),
    }


def _activities(resource: str, chosen: Collection[str], terms: Terms) -> list[Answer]:
    """What can be done with a resource, more precisely."""
    codes = terms.within("activity", {"resource": [resource]})
    return [Answer("activity", code, terms.label("activity", code), code in chosen) for code in codes]


def _title(number: int) -> str:
    return (
        _("Que voulez-vous gérer ensemble ?"),
        _("Où êtes-vous ?"),
        _("Combien de foyers ou de personnes ?"),
        _("Qui décide, et sous quelle forme ?"),
    )[number - 1]


def _step_url(question: Question, number: int) -> str:
    return f"{reverse('models_ask')}?{urlencode([*question.parameters(), ('step', number)])}"


def _models_url(question: Question) -> str:
    return f"{reverse('models')}?{question.query}"
