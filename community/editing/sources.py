"""Sources of a sheet: where its facts come from, each with its address, its title and what it supports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from community.editing.contribution import ContributionForm
from community.text import LineField
from places import states
from places.choices import SourceKind
from places.states import State

LONGEST_ADDRESS = 1000
EMPTY = 2  # rows to add new ones


class SourceField(forms.CharField):
    """An address of the web; what begins with no protocol is taken for https."""

    def __init__(self, **options: Any):
        widget = forms.TextInput({"inputmode": "url", "autocomplete": "off", "placeholder": "https://"})
        super().__init__(max_length=LONGEST_ADDRESS, widget=widget, **options)
        self.check = URLValidator(
            schemes=["http", "https"], message=_("Ce n’est pas l’adresse d’une page (https://…).")
        )

    def clean(self, value):
        url = super().clean(value)
        if url and "://" not in url and ":" not in url.partition("/")[0]:
            url = f"https://{url}"
        if url:
            self.check(url)
        return url


class OneSource(forms.Form):
    """Any source has an address, a title or both."""

    kind = forms.ChoiceField(choices=SourceKind, label=_("Nature"))
    url = SourceField(required=False, label=_("Adresse"))
    title = LineField(required=False, max_length=400, label=_("Titre"))
    supports = LineField(required=False, max_length=1000, label=_("Ce qu’elle appuie"))
    checked_on = forms.DateField(
        required=False, label=_("Vérifiée le"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def has_changed(self) -> bool:
        """A row in which only the kind was chosen is empty."""
        return any(self[name].data for name in ("url", "title", "supports", "checked_on"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("url") and not cleaned.get("title"):
            raise forms.ValidationError(_("Une source a une adresse ou un titre."))
        return cleaned

    def told(self) -> dict[str, str]:
        """As a sheet keeps it (`places.states.SOURCE`)."""
        return {name: str(self.cleaned_data[name]) for name in states.SOURCE if self.cleaned_data.get(name)}


SourceRows = forms.formset_factory(OneSource, extra=EMPTY, can_delete=True, max_num=60, absolute_max=80)


class SourcesForm(ContributionForm):
    """`rows`: a formset of OneSource beside the fields that every contribution has."""

    def __init__(self, *args: Any, initial: dict[str, Any], **options: Any):
        super().__init__(*args, initial=initial, **options)
        data = self.data if self.is_bound else None
        self.rows = SourceRows(data, prefix="sources", initial=initial.get("sources"))

    @classmethod
    def begun(cls, state: State) -> dict[str, Any]:
        return {"sources": state.get(states.SOURCES, [])}

    def is_valid(self) -> bool:
        rows = self.rows.is_valid()
        return super().is_valid() and rows

    def wanted(self, seen: State) -> State:
        kept = [row for row in self.rows.forms if row.has_changed() and row not in self.rows.deleted_forms]
        return {states.SOURCES: [row.told() for row in kept] or None}


def added(seen: State, *, url: str, title: str, supports: str) -> list[dict[str, str]]:
    """The sources of a sheet with one more, unless it has that one."""
    sources = list(seen.get(states.SOURCES, []))
    if any(source.get("url") == url for source in sources):
        return sources
    one = {"kind": SourceKind.PAGE.value, "url": url, "title": title, "supports": supports}
    return [*sources, {name: value for name, value in one.items() if value}]
