"""A sheet as one reads it: the answers in order, each in the best language there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from babel import Locale, UnknownLocaleError

from places.choices import Question
from places.models import Answer
from places.vocabulary import LANGUAGES


@dataclass(frozen=True)
class Told:
    """One question and what is told; `foreign` names the language when it is not the reader's, else "". `translated`: the
    (language, version) it was translated from; `translation` says more of it (`places.translations`); `others`: the same in
    languages that the atlas itself does not speak."""

    question: Question
    text: str
    language: str
    foreign: str
    translated: tuple[str, int] | None = None
    translation: Any = None
    others: tuple[Told, ...] = ()

    @property
    def part(self) -> str:
        """Of the sheet (`places.states`)."""
        return f"{self.question}.{self.language}"


def story(answers: Iterable[Answer], language: str) -> tuple[list[Told], list[Question]]:
    """What is told, in reading order, and the questions nobody answered in any language."""
    said: dict[str, list[Told]] = {question: [] for question in Question}
    for answer in sorted(answers, key=lambda answer: _readable(answer, language)):
        if answer.text.strip():
            said[answer.question].append(_told(answer, language))
    told = [replace(best, others=_elsewhere(others)) for best, *others in filter(None, said.values())]
    return told, [question for question in Question if not said[question]]


def _elsewhere(others: list[Told]) -> tuple[Told, ...]:
    """Those that no page of the atlas begins with: its own languages have pages of their own."""
    return tuple(other for other in others if other.language not in LANGUAGES)


def _readable(answer: Answer, reader: str) -> tuple:
    """The reader's language first, then one that most readers of the atlas know, then what is no translation."""
    language = answer.language
    return language != reader, language not in LANGUAGES, bool(answer.translated_from), language


def _told(answer: Answer, language: str) -> Told:
    foreign = "" if answer.language == language else language_name(answer.language, language)
    made_from = (answer.translated_from, answer.translated_version) if answer.translated_from else None
    return Told(Question(answer.question), answer.text, answer.language, foreign, made_from)


def language_name(code: str, reader: str) -> str:
    """« anglais », in the reader's language; the code itself when nobody knows it."""
    try:
        return Locale.parse(code, sep="-").get_display_name(reader) or code
    except (UnknownLocaleError, ValueError):
        return code
