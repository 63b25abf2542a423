"""Writes: the only callers of save(). Each is one transaction and leaves the search column right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from places import index
from places.choices import Vocabulary
from places.models import Answer, Initiative, Source, Term, TermLabel
from places.rows import Row, fingerprint

# Columns that hold Term codes → the vocabulary they come from.
CODED = {
    "resources": Vocabulary.RESOURCE,
    "activities": Vocabulary.ACTIVITY,
    "themes": Vocabulary.THEME,
    "decisions": Vocabulary.DECISION,
    "governance": Vocabulary.GOVERNANCE,
}


@dataclass(frozen=True)
class Loaded:
    initiative: Initiative
    outcome: str  # "new", "changed", "same" or "edited": changed by someone since it was loaded, hence left alone


@transaction.atomic
def load(row: Row) -> Loaded:
    """Create or refresh one initiative of the atlas's own files; ValidationError, by field, when it may not enter.

    Whoever loads many ends with `reindex`.
    """
    initiative = Initiative.objects.select_for_update().for_sheet().filter(slug=row.fields["slug"]).first()
    if initiative and initiative.loaded != fingerprint(Row.of(initiative)):
        return Loaded(initiative, "edited")
    if initiative and initiative.loaded == fingerprint(row):
        return Loaded(initiative, "same")
    outcome = "changed" if initiative else "new"
    initiative = initiative or Initiative()
    for name, value in row.fields.items():
        setattr(initiative, name, value)
    initiative.loaded = fingerprint(row)
    save(initiative)
    initiative.answers.all().delete()
    Answer.objects.bulk_create(Answer(initiative=initiative, **answer) for answer in row.answers)
    initiative.sources.all().delete()
    sources = [Source(initiative=initiative, position=n, **source) for n, source in enumerate(row.sources)]
    for source in sources:
        source.full_clean(exclude=["initiative"])
    Source.objects.bulk_create(sources)
    return Loaded(initiative, outcome)


@transaction.atomic
def save(initiative: Initiative) -> None:
    """Check and keep an initiative's own columns; answers and sources follow separately (see `reindex`)."""
    check_codes(initiative)
    initiative.full_clean()
    initiative.save()


def reindex(initiatives: Iterable[Initiative]) -> None:
    """Make what map and search read equal to what the sheets say now."""
    index.refresh(initiatives)


@transaction.atomic
def delete(initiatives: Iterable[Initiative]) -> None:
    initiatives = list(initiatives)
    index.forget(initiatives)
    Initiative.objects.filter(pk__in=[initiative.pk for initiative in initiatives]).delete()


def check_codes(initiative: Initiative) -> None:
    """Every code must be a term of its vocabulary: an array has no foreign key to see to it."""
    known = set(Term.objects.values_list("vocabulary", "code"))
    errors = {}
    for column, vocabulary in CODED.items():
        value = getattr(initiative, column)
        used = value if isinstance(value, list) else [value] if value else []
        if strangers := [code for code in used if (vocabulary, code) not in known]:
            errors[column] = _("terme inconnu : %s") % ", ".join(map(str, strangers))
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def add_terms(rows: Iterable[dict]) -> int:
    """Create the terms and labels that are missing; those that stand belong to the editors and are left as they are.

    Each row: vocabulary, code, {language: (label, [synonyms])} under "labels" and, where there is one, the `broader` term,
    written `resource:water`. Answers how many terms are new.
    """
    new = 0
    for position, row in enumerate(rows):
        if Term.objects.filter(vocabulary=row["vocabulary"], code=row["code"]).exists():
            continue
        wider, _colon, code = (row.get("broader") or "").partition(":")
        broader = Term.objects.filter(vocabulary=wider, code=code).first()
        term = Term(vocabulary=row["vocabulary"], code=row["code"], position=position, broader=broader)
        save_term(term)
        TermLabel.objects.bulk_create(
            TermLabel(term=term, language=language, label=label, synonyms=synonyms)
            for language, (label, synonyms) in row["labels"].items()
        )
        new += 1
    return new


@transaction.atomic
def save_term(term: Term) -> None:
    """Keep a term; a new one gets the next number of its vocabulary. Labels follow separately (see `relabelled`)."""
    index.alone()
    if term.number is None:
        last = Term.objects.filter(vocabulary=term.vocabulary).aggregate(last=Max("number"))["last"]
        term.number = 0 if last is None else last + 1
    term.save()
    index.bump()


def relabelled() -> None:
    """After labels or synonyms have changed: what was answered with the old ones is out of date."""
    index.bump()
