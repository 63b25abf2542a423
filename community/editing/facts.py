"""What is known of an initiative: what it makes, how it is held together, since when, how many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from community.editing.contribution import ContributionForm
from community.editing.sources import SourceField
from community.text import LineField
from places import states
from places.choices import PeopleUnit, Status
from places.states import State
from places.vocabulary import Terms

LINES = ("name", "name_local", "people_note", "website")
CHOSEN = {"resources": "resource", "activities": "activity", "themes": "theme", "decisions": "decision"}
FIRST_YEAR = 1000
MOST_PEOPLE = 100_000_000


class Boxes(forms.CheckboxSelectMultiple):
    """Terms to tick; with a script, one box finds them by plain words (static/js/editing/terms.js)."""

    template_name = "community/editing/_boxes.html"


class FactsFields(forms.Form):
    """The fields alone, for the form that adds a sheet as well."""

    name = LineField(label=gettext_lazy("Nom"), max_length=200)
    name_local = LineField(
        label=gettext_lazy("Nom dans sa langue"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    website = SourceField(label=gettext_lazy("Site"), required=False)
    resources = forms.MultipleChoiceField(label=gettext_lazy("Ce qu’elle fournit"), required=False, widget=Boxes)
    activities = forms.MultipleChoiceField(label=gettext_lazy("Ce qui s’y fait"), required=False, widget=Boxes)
    themes = forms.MultipleChoiceField(label=gettext_lazy("Thèmes"), required=False, widget=Boxes)
    governance = forms.ChoiceField(label=gettext_lazy("Forme"), required=False)
    decisions = forms.MultipleChoiceField(label=gettext_lazy("Comment on y décide"), required=False, widget=Boxes)
    started = forms.IntegerField(
        label=gettext_lazy("Année de début"), required=False, widget=forms.NumberInput({"inputmode": "numeric"})
    )
    status = forms.ChoiceField(label=gettext_lazy("Aujourd’hui"), choices=Status, initial=Status.UNKNOWN)
    people = forms.IntegerField(
        label=gettext_lazy("Combien"), required=False, min_value=0, max_value=MOST_PEOPLE,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )  # fmt: skip
    people_unit = forms.ChoiceField(
        label=gettext_lazy("De quoi"), required=False, choices=[("", "—"), *PeopleUnit.choices]
    )
    people_note = LineField(label=gettext_lazy("Précision sur ce nombre"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        labels = Terms.read(get_language() or "fr").labels
        for name, vocabulary in CHOSEN.items():
            self.fields[name].choices = list(labels[vocabulary].items())
            self.fields[name].error_messages["invalid_choice"] = _("« %(value)s » n’est pas un terme du vocabulaire.")
        self.fields["governance"].choices = [("", "—"), *labels["governance"].items()]

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not any(sign.isalnum() for sign in name):
            raise forms.ValidationError(_("Un nom a au moins une lettre ou un chiffre."))
        return name

    def clean_started(self) -> int | None:
        year = self.cleaned_data["started"]
        if year is not None and not FIRST_YEAR <= year <= timezone.localdate().year:
            said = _("Une année entre %(first)s et %(last)s, ou rien si on ne la connaît pas.")
            raise forms.ValidationError(said % {"first": FIRST_YEAR, "last": timezone.localdate().year})
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("people") is not None and not cleaned.get("people_unit"):
            self.add_error("people_unit", _("Dites ce que compte ce nombre : personnes, foyers…"))
        return cleaned

    def facts(self) -> State:
        """Part → value, once valid."""
        return {name: self.cleaned_data[name] for name in FactsFields.base_fields}


class FactsForm(FactsFields, ContributionForm):
    @classmethod
    def begun(cls, state: State) -> dict[str, Any]:
        return {name: state.get(name) for name in FactsFields.base_fields}

    def wanted(self, seen: State) -> State:
        """What was changed, and nothing else: others may have written the rest meanwhile."""
        return states.changed(seen, self.facts())
