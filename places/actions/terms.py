"""Words of the vocabularies: made from a file, changed by editors."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from places import index
from places.models import Term, TermLabel


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
