"""A new sheet: its name, where it is, what is known of it, what its people tell, where that comes from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.editing.contribution import ContributionForm
from community.editing.facts import FactsFields
from community.editing.place import PlaceFields
from community.editing.sources import SourceRows
from community.media.fields import languages
from community.text import ProseField
from places import states
from places.choices import Question
from places.states import State

ASKED = "question_"  # before the name of a question's field


class AddForm(FactsFields, PlaceFields, ContributionForm):
    """Everything on one page: a script may walk through it step by step."""

    another = forms.BooleanField(required=False, label=_("Aucune de celles-ci : c’en est une autre"))
    language = forms.ChoiceField(label=_("Langue de vos réponses"))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["name"].label = _("Comment s’appelle cette initiative ?")
        self.fields["note"].label = _("Un mot pour qui la relira")
        self.fields["language"].choices = languages()
        self.fields["language"].initial = get_language() or "fr"
        for question in Question:
            self.fields[ASKED + question.value] = ProseField(rows=5, required=False, label=question.label)
        self.rows = SourceRows(self.data if self.is_bound else None, prefix="sources")

    def questions(self) -> list[forms.BoundField]:
        return [self[ASKED + question.value] for question in Question]

    def is_valid(self) -> bool:
        rows = self.rows.is_valid()
        return super().is_valid() and rows

    def wanted(self, seen: State) -> State:
        given = self.cleaned_data
        told = {states.part(question, given["language"]): given[ASKED + question.value] for question in Question}
        sources = [row.told() for row in self.rows.forms if row.has_changed() and row not in self.rows.deleted_forms]
        return states.changed({}, self.facts() | self.place() | told | {states.SOURCES: sources})

    def beside(self, part: str) -> str | None:
        question = (states.answered(part) or ("",))[0]
        return ASKED + question if question else super().beside(part)
