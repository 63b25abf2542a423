"""A sheet as a flat dict of parts, each of which is edited, merged, shown in the history and undone on its own.

A part is a fact (`name`, `resources`, `point`…), one language's answer to one question (`origin.fr`) and what that was
translated from (`translated.origin.en`: "fr@12", the French of version 12), one medium and its words (`media.12`), or
`sources`; a value is what JSON can hold: text, number, list of codes, [lon, lat], words by name, null where
there is nothing. Of a medium that is taken out the file stays, until it is erased.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from places import geo
from places.choices import Question
from places.models import Answer, Initiative, Medium, Source

State = dict[str, Any]
Changes = dict[str, list]  # part → [before, after]

FACTS = (
    "name", "name_local", "zone", "country", "admin1", "locality", "point", "precision", "location_note", "started", "status",
    "governance", "resources", "activities", "themes", "decisions", "people", "people_unit", "people_note", "website", "confidence",
    "visited", "visited_source",
)  # fmt: skip
LISTS = ("resources", "activities", "themes", "decisions")
SOURCES, MEDIA, TRANSLATED, REMOVED = "sources", "media", "translated", "removed"
# What says where people are: what was too exact is taken out of the history as well.
PLACES = ("point", "admin1", "locality", "location_note")
SOURCE = ("kind", "url", "title", "supports", "checked_on")
# Neither whose consent there is nor where a photo was taken: that is nobody's to read, or may become so.
MEDIUM = ("kind", "caption", "alternative", "language", "author", "licence", "taken_on")
# Language, script, country, in the letters that BCP 47 recommends, so that none has two spellings.
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
LONGEST_CODE = 12
MARK = re.compile(rf"({LANGUAGE.pattern})@([1-9]\d{{0,8}})")
LONGEST_KEY = 18  # digits of a medium's
NOT_TRANSLATED = {"translated_from": "", "translated_version": None}
DECIMALS = 6  # of degrees: ten centimetres


def state(initiative: Initiative) -> State:
    """All that a sheet says; what is empty is left out, so that « nothing » has one spelling."""
    told: State = {name: getattr(initiative, name) for name in FACTS}
    told["point"] = initiative.point and [round(initiative.point.x, DECIMALS), round(initiative.point.y, DECIMALS)]
    told |= {part(answer.question, answer.language): answer.text for answer in initiative.answers.all()}
    told |= {mark_part(answer.question, answer.language): mark(answer) for answer in initiative.answers.all()}
    told[SOURCES] = [_told(source) for source in initiative.sources.all()]
    told |= {media_part(medium): words(medium) for medium in initiative.media.all() if medium.is_shown}
    told[REMOVED] = initiative.removed_at is not None
    return {name: plain(value) for name, value in told.items() if value not in (None, "", [], False)}


def part(question: str, language: str) -> str:
    return f"{question}.{language}"


def is_part(name: str) -> bool:
    """Whether a sheet may have such a part: an answer may be in any language."""
    if asked := answered(name) or marked(name):
        return is_language(asked[1])
    return name in (*FACTS, SOURCES, REMOVED) or medium_key(name) is not None


def is_language(code: str) -> bool:
    """Whether it is one, spelt in the one way that we keep: `fr`, `pt-BR`, `sr-Latn`."""
    return len(code) <= LONGEST_CODE and LANGUAGE.fullmatch(code) is not None


def answered(name: str) -> tuple[str, str] | None:
    """(question, language) of a part that is an answer."""
    question, dot, language = name.partition(".")
    return (question, language) if dot and question in Question.values else None


def mark_part(question: str, language: str) -> str:
    return f"{TRANSLATED}.{question}.{language}"


def marked(name: str) -> tuple[str, str] | None:
    """(question, language) of a part that tells what an answer was translated from."""
    kind, _dot, rest = name.partition(".")
    return answered(rest) if kind == TRANSLATED else None


def mark(answer: Answer) -> str:
    """« fr@12 »; nothing where it was not translated."""
    return f"{answer.translated_from}@{answer.translated_version}" if answer.translated_from else ""


def media_part(medium: Medium) -> str:
    return f"{MEDIA}.{medium.pk}"


def words(medium: Medium) -> dict[str, str]:
    """The value of its part; what is empty is left out."""
    return {name: str(value) for name in MEDIUM if (value := getattr(medium, name))}


def medium_key(name: str) -> int | None:
    """The key of the medium that a part is of."""
    kind, _dot, key = name.partition(".")
    return int(key) if kind == MEDIA and key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY else None


def plain(value: Any) -> Any:
    """Without enumerations, as JSON gives it back."""
    if isinstance(value, str):
        return str(value)
    return [plain(one) for one in value] if isinstance(value, list) else value


def difference(before: Mapping, after: Mapping) -> Changes:
    """Part → [what it was, what it became] of all that is not the same."""
    parts = [*before, *(name for name in after if name not in before)]
    return {name: [before.get(name), after.get(name)] for name in parts if before.get(name) != after.get(name)}


def changed(seen: Mapping, given: Mapping) -> State:
    """Of what a form gives, the parts that say something else than what was seen; what is empty is None."""
    told = {name: None if value in ("", []) else value for name, value in given.items()}
    return {name: value for name, value in told.items() if value != seen.get(name)}


def forward(told: State, changes: Changes) -> State:
    return _with(told, {name: after for name, (_, after) in changes.items()})


def back(told: State, changes: Changes) -> State:
    return _with(told, {name: before for name, (before, _) in changes.items()})


def replayed(revisions: Iterable[Changes]) -> State:
    """What a sheet says after all its changes, first to last."""
    told: State = {}
    for changes in revisions:
        told = forward(told, changes)
    return told


def write(initiative: Initiative, changes: Changes) -> None:
    """Set the columns that changed; answers and sources are kept at once."""
    for name, (_before, value) in changes.items():
        if name in FACTS:
            setattr(initiative, name, _column(name, value))


def write_texts(initiative: Initiative, changes: Changes) -> None:
    for name, (_before, value) in changes.items():
        if asked := answered(name):
            question, language = asked
            answers = initiative.answers.filter(question=question, language=language)
            if not value:
                answers.delete()
            elif not answers.update(text=value):
                Answer.objects.create(initiative=initiative, question=question, language=language, text=value)
        elif key := medium_key(name):
            _write_medium(initiative, key, name, value)
        elif marked(name):
            continue  # below, when the answers are there
        elif name == SOURCES:
            initiative.sources.all().delete()
            sources = [
                Source(initiative=initiative, position=place, **given) for place, given in enumerate(value or [])
            ]
            for source in sources:
                source.full_clean(exclude=["initiative"])
            Source.objects.bulk_create(sources)
    for name, (_before, value) in changes.items():
        if asked := marked(name):
            _write_mark(initiative, asked, name, value)


def _write_mark(initiative: Initiative, asked: tuple[str, str], name: str, value: str | None) -> None:
    question, language = asked
    found = MARK.fullmatch(value or "")
    if value and (not found or int(found[2]) > initiative.version):
        raise ValidationError({name: _("Cette version n’existe pas.")})
    made_from = {"translated_from": found[1], "translated_version": int(found[2])} if found else NOT_TRANSLATED
    initiative.answers.filter(question=question, language=language).update(**made_from)


def _told(source: Source) -> dict[str, str]:
    return {name: str(value) for name in SOURCE if (value := getattr(source, name))}


def _write_medium(initiative: Initiative, key: int, name: str, words: dict | None) -> None:
    """Its words as they are wanted, shown or taken out; one that was never accepted does not get in by this way."""
    one = initiative.media.filter(pk=key, shown=True).first()
    if one is None:
        if words:
            raise ValidationError({name: _("Ce fichier a été effacé : il ne peut plus être montré.")})
        return
    one.removed_at = None if words else one.removed_at or timezone.now()
    for column in MEDIUM[1:]:
        if words:
            setattr(one, column, words.get(column) or (None if column == "taken_on" else ""))
    one.full_clean(exclude=["initiative", "added_by"])
    one.save()


def _with(told: State, values: State) -> State:
    kept = {name: value for name, value in told.items() if name not in values}
    return kept | {name: value for name, value in values.items() if value not in (None, "", [], False)}


def _column(name: str, value: Any) -> Any:
    if name == "point":
        return geo.point(*value) if value else None
    if value is None:
        field = Initiative._meta.get_field(name)
        return (
            field.get_default()
            if name in LISTS
            else None
            if field.null
            else field.to_python(False if name == "visited" else "")
        )
    return value
