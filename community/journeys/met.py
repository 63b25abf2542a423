"""Whom a stage met: a sheet of the atlas found by its name or its address, or a name without a sheet."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from community.text import LineField, ProseField
from places.models import Initiative

ADDRESS = re.compile(r"(?:https?://[^/\s]+)?/?(?:[a-z]{2}/)?initiatives/([-\w]+)/?(?:[?#].*)?", re.ASCII)
EMPTY = 2  # rows to add


class OneMet(forms.Form):
    """`was`: its rank among those that were seen, for what this form does not show."""

    name = LineField(
        label=gettext_lazy("Nom, ou adresse de sa fiche"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"list": "known-initiatives", "autocomplete": "off", "data-initiatives": ""}),
    )
    told = ProseField(label=gettext_lazy("Un mot de cette rencontre"), rows=2, max_length=2000, required=False)
    was = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        """An address that leads nowhere is no name."""
        name = self.cleaned_data["name"]
        if ADDRESS.fullmatch(name) and sheet(name) is None:
            raise ValidationError(_("Aucune fiche à cette adresse."))
        return name

    def has_changed(self) -> bool:
        """A row with no name is no encounter."""
        return bool(self["name"].data)


Met = forms.formset_factory(OneMet, extra=EMPTY, max_num=60, absolute_max=80)


def begun(met: list[dict]) -> list[dict[str, Any]]:
    """Rows that begin with those of a stage (`routes.states`)."""
    note = _note()
    return [{"name": one["name"], "told": one.get(note, ""), "was": rank} for rank, one in enumerate(met)]


def said(rows: Any, seen: list[dict]) -> list[dict]:
    """What valid rows say, as a journey keeps it. A sheet stays the one it was while its name stays."""
    made = []
    for row in rows.forms:
        if row.has_changed():
            given = row.cleaned_data
            rank = given.get("was")
            was = seen[rank] if rank is not None and 0 <= rank < len(seen) else {}
            made.append(_one(given, was))
    return made


def sheet(typed: str) -> Initiative | None:
    """The one that an address leads to, or the only one of that name."""
    if found := ADDRESS.fullmatch(typed):
        return Initiative.objects.filter(slug=found[1]).first()
    alike = list(Initiative.objects.filter(name__iexact=typed)[:2])
    return alike[0] if len(alike) == 1 else None


def _one(given: dict, was: dict) -> dict[str, str]:
    one = dict(was) | {_note(): given["told"]}
    if given["name"] != was.get("name"):
        known = sheet(given["name"])
        one |= {"name": known.name if known else given["name"][:200], "slug": known.slug if known else ""}
    return {name: value for name in ("slug", "name", "note_fr", "note_en") if (value := one.get(name))}


def _note() -> str:
    return "note_en" if get_language() == "en" else "note_fr"
