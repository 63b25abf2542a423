"""A sheet as one reads it: the answers in order, each in the best language there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError

from places.choices import Question
from places.models import Answer


@dataclass(frozen=True)
class Told:
    """One question and what is told; `foreign` names the language when it is not the reader's, else "". `translated`: the
    (language, version) it was translated from; `translation` says more of it (`places.translations`)."""

    question: Question
    text: str
    language: str
    foreign: str
    translated: tuple[str, int] | None = None
    translation: Any = None

    @property
    def part(self) -> str:
        """Of the sheet (`places.states`)."""
        return f"{self.question}.{self.language}"


def story(answers: Iterable[Answer], language: str) -> tuple[list[Told], list[Question]]:
    """What is told, in reading order, and the questions nobody answered in any language."""
    best: dict[str, Answer] = {}
    for answer in sorted(answers, key=lambda answer: (answer.language != language, answer.language)):
        if answer.text.strip():
            best.setdefault(answer.question, answer)
    told = [_told(question, best[question], language) for question in Question if question in best]
    return told, [question for question in Question if question not in best]


def _told(question: Question, answer: Answer, language: str) -> Told:
    foreign = "" if answer.language == language else language_name(answer.language, language)
    made_from = (answer.translated_from, answer.translated_version) if answer.translated_from else None
    return Told(question, answer.text, answer.language, foreign, made_from)


def language_name(code: str, reader: str) -> str:
    """« anglais », in the reader's language; the code itself when nobody knows it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(reader) or code
    except (UnknownLocaleError, ValueError):
        return code
