"""Sheets as the atlas's own files write them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from places.actions.columns import save
from places.actions.revising import lock, record
from places.choices import Verb
from places.models import Answer, Initiative, Source
from places.rows import Row, fingerprint


@dataclass(frozen=True)
class Loaded:
    initiative: Initiative
    outcome: str  # "new", "changed", "same" or "edited": changed by someone since it was loaded, hence left alone


@transaction.atomic
def load(row: Row) -> Loaded:
    """Create or refresh one initiative of the atlas's own files; ValidationError, by field, when it may not enter.

    Whoever loads many ends with `reindex`.
    """
    initiative = Initiative.everything.select_for_update().for_sheet().filter(slug=row.fields["slug"]).first()
    if initiative and initiative.removed_at:
        return Loaded(initiative, "edited")
    if initiative and not initiative.version:
        lock(initiative)  # it is from before there was a history, which begins now
    if initiative and initiative.loaded != fingerprint(Row.of(initiative)):
        return Loaded(initiative, "edited")
    if initiative and initiative.loaded == fingerprint(row):
        return Loaded(initiative, "same")
    outcome, verb = ("changed", Verb.EDIT) if initiative else ("new", Verb.CREATE)
    before = lock(initiative)[1] if initiative else {}
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
    record(initiative, before, by=None, by_atlas=True, verb=verb)
    return Loaded(initiative, outcome)
