"""Where an initiative is, as exactly as its people want it told. The pin that somebody set always wins over a town's middle."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from community.editing.contribution import ContributionForm
from community.text import LONGEST_NOTE, LineField, ProseField
from places import countries, gazetteer, geo, states
from places.choices import Precision
from places.forms import PointField
from places.states import State
from places.typography import near

# What each precision means to somebody who lives there.
TOLD = {
    Precision.SITE: gettext_lazy("Le lieu exact : on peut venir frapper à la porte."),
    Precision.VILLAGE: gettext_lazy("Le village seulement : le point montré est celui du bourg."),
    Precision.CITY: gettext_lazy("La ville seulement : le point montré est son centre."),
    Precision.REGION: gettext_lazy("La région seulement : la commune n’est pas dite non plus."),
    Precision.HIDDEN: gettext_lazy(
        "Rien sur la carte, ni la commune ni comment y venir : le dire mettrait quelqu’un en danger."
    ),
}
DEGREES = 6


class PlaceFields(forms.Form):
    locality = LineField(label=gettext_lazy("Commune ou village"), max_length=160, required=False)
    admin1 = LineField(label=gettext_lazy("Région"), max_length=120, required=False)
    country = forms.ChoiceField(label=gettext_lazy("Pays"))
    point = PointField(required=False, label=gettext_lazy("Le point sur la carte"))
    pinned = forms.CharField(
        required=False, max_length=2, widget=forms.HiddenInput
    )  # « on »: somebody set the point, not a town's name
    precision = forms.ChoiceField(
        label=gettext_lazy("Ce qui sera montré"),
        choices=list(TOLD.items()),
        widget=forms.RadioSelect,
        initial=Precision.SITE,
    )
    location_note = ProseField(
        rows=2, required=False, max_length=1000, label=gettext_lazy("Comment y venir, ou ce qu’il faut savoir du lieu")
    )
    sure = LineField(
        required=False,
        max_length=200,
        label=gettext_lazy("Le point est juste, parce que…"),
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["locality"].widget.attrs |= {"data-gazetteer-url": reverse("api:gazetteer"), "autocomplete": "off"}
        self.fields["country"].choices = [("", "—"), *countries.names(get_language() or "fr").items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        precision, point = cleaned.get("precision"), cleaned.get("point")
        if precision == Precision.HIDDEN:
            cleaned["point"] = None
        elif precision and point is None and "point" not in self.errors:
            self.add_error("point", _("Placez un point : une ville choisie, la carte touchée, ou votre position."))
        elif point is not None and not cleaned.get("sure") and (odd := self._odd(point, cleaned.get("country"))):
            self.add_error("sure", odd)
        return cleaned

    def why(self) -> str:
        """Why an odd pin is right goes before why the sheet was changed."""
        return " · ".join(filter(None, [self.cleaned_data.get("sure"), super().why()]))[:LONGEST_NOTE]

    @property
    def is_odd(self) -> bool:
        """Whether the reason is asked for, or was given."""
        return "sure" in self.errors or bool(self["sure"].value())

    def place(self) -> State:
        given = self.cleaned_data
        point = given["point"] and [round(given["point"].x, DEGREES), round(given["point"].y, DEGREES)]
        named = {name: given[name] for name in ("locality", "admin1", "country", "precision", "location_note")}
        return named | {"point": point}

    def _odd(self, point, country: str | None) -> str:
        """What is odd about a pin: allowed, with a reason."""
        if math.hypot(point.x, point.y) < 0.01:
            return _("Ce point est en pleine mer, à la latitude 0 et la longitude 0 : est-ce voulu ? Dites pourquoi.")
        here = (point.x, point.y, get_language() or "fr")
        town = gazetteer.nearest_town(*here) or gazetteer.nearest_of_all(*here)
        if country and town and town.country != country:
            said = _("Ce point est près %(town)s, pas dans le pays choisi. Corrigez l’un des deux, ou dites pourquoi.")
            return said % {"town": near(town.label, here[2])}
        return ""


class PlaceForm(PlaceFields, ContributionForm):
    @classmethod
    def begun(cls, state: State) -> dict[str, Any]:
        named = {name: state.get(name) for name in PlaceFields.base_fields if name in states.FACTS}
        point = geo.point(*state["point"]) if state.get("point") else None
        return named | {"point": point, "pinned": "on" if point else ""}

    def wanted(self, seen: State) -> State:
        """What was changed, and nothing else."""
        return states.changed(seen, self.place())
