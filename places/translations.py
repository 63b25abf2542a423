"""How old translations are: an answer that was translated keeps from which language, and from which version of the sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from places import states
from places.models import Answer, Initiative
from places.sheet import Told, language_name


@dataclass(frozen=True)
class Translation:
    """`language` and `version` are what was translated; `named` is that language in the reader's own; `changed` when the original
    says something else since; `part` is the original's."""

    language: str
    version: int
    named: str
    part: str
    changed: bool


def dated(told: Iterable[Told], initiative: Initiative, reader: str) -> list[Told]:
    """The same, each translation with its age: one query when there is any, none otherwise."""
    told = list(told)
    made = {one.question: one.translated for one in told if one.translated}
    changed = _changes(initiative, made)
    return [
        replace(one, translation=_translation(one.question, *made[one.question], changed, reader))
        if one.question in made
        else one
        for one in told
    ]


def original(answers: Iterable[Answer], question: str, language: str) -> Answer | None:
    """What a translation into this language would best be made from: what was itself not translated, the longest first."""
    others = [answer for answer in answers if answer.question == question and answer.language != language]
    return min(others, key=lambda answer: (bool(answer.translated_from), -len(answer.text)), default=None)


def _changes(initiative: Initiative, made: dict[str, tuple[str, int]]) -> dict[str, int]:
    """Part of an original → the last version that changed it, when that may be after what was translated."""
    if not made:
        return {}
    originals = [states.part(question, language) for question, (language, _) in made.items()]
    since = min(version for _, version in made.values())
    touching = initiative.revisions.filter(number__gt=since, parts__overlap=originals).order_by("number")
    return {part: number for number, parts in touching.values_list("number", "parts") for part in parts}


def _translation(question: str, language: str, version: int, changed: dict[str, int], reader: str) -> Translation:
    part = states.part(question, language)
    return Translation(language, version, language_name(language, reader), part, changed.get(part, 0) > version)
