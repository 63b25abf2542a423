"""One question of a sheet, in one language: the answer, what it rests on, what it was translated from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.editing.contribution import ContributionForm
from community.editing.sources import SourceField, added
from community.text import LineField, ProseField
from places import states
from places.choices import Question
from places.states import State

NO_TRICKS = {"spellcheck": "true"}


class QuestionForm(ContributionForm):
    """`question`, `language`: whose answer; `original`: the language that is shown beside it, when it is a translation."""

    text = ProseField(rows=14, required=False, label=_("Le texte"))
    follows = forms.BooleanField(
        required=False, initial=True, label=_("Traduit du texte montré ici, tel qu’il est aujourd’hui")
    )
    source_url = SourceField(required=False, label=_("Adresse d’une source"))
    source_title = LineField(required=False, max_length=400, label=_("Son titre"))

    field_order = ["text", "follows", "source_url", "source_title", "note", "email", "agrees"]

    def __init__(self, *args: Any, question: str, language: str, original: str = "", **options: Any):
        super().__init__(*args, **options)
        self.question, self.language, self.original = question, language, original
        self.part = states.part(question, language)
        self.fields["text"].widget.attrs |= {"lang": language, "aria-describedby": "markdown-help"} | NO_TRICKS
        if not original:
            del self.fields["follows"]

    @classmethod
    def begun(cls, state: State, part: str = "") -> dict[str, Any]:
        return {"text": state.get(part, "")}

    def wanted(self, seen: State) -> State:
        given = self.cleaned_data
        wanted: State = {self.part: given["text"] or None}
        if given.get("follows") and given["text"]:
            wanted[states.mark_part(self.question, self.language)] = f"{self.original}@{given['base']}"
        if given["source_url"]:
            supports = str(Question(self.question).label)
            wanted[states.SOURCES] = added(
                seen, url=given["source_url"], title=given["source_title"], supports=supports
            )
        return wanted

    def beside(self, part: str) -> str | None:
        if part == states.SOURCES:
            return "source_url"
        return "text" if part == self.part else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("source_title") and not cleaned.get("source_url") and "source_url" not in self.errors:
            self.add_error("source_url", _("Donnez l’adresse de cette source, ou effacez son titre."))
        if self.initial.get("text") and not cleaned.get("text") and not cleaned.get("note") and not self.errors:
            self.add_error("note", _("Vous effacez toute la réponse : dites pourquoi."))
        return cleaned
