"""What a journey says of itself, and how late and how vaguely it tells where its travellers are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.journeys.form import JourneyForm
from community.text import LineField, ProseField
from places.choices import Precision
from places.states import State
from routes.choices import Certainty

# What each precision means to who is on the road. Nothing at all is no journey.
VAGUE = {
    Precision.SITE: gettext_lazy("Les lieux tels que vous les placez."),
    Precision.VILLAGE: gettext_lazy("Le village seulement : chaque point est mis au bourg."),
    Precision.CITY: gettext_lazy("La ville seulement : chaque point est mis au centre de la ville la plus proche."),
    Precision.REGION: gettext_lazy("La région seulement : personne ne peut savoir où vous dormez."),
}
LONGEST_DELAY = 365
MOST_TRAVELLERS = 40


class AboutForm(JourneyForm):
    title_fr = LineField(label=gettext_lazy("Titre en français"), max_length=200, required=False)
    title_en = LineField(label=gettext_lazy("Titre en anglais"), max_length=200, required=False)
    about_fr = ProseField(rows=6, label=gettext_lazy("Présentation en français"), required=False)
    about_en = ProseField(rows=6, label=gettext_lazy("Présentation en anglais"), required=False)
    travellers = LineField(
        label=gettext_lazy("Qui voyage"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("Les noms que chacun lira, séparés par des virgules."),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Année"),
        min_value=1000,
        max_value=2999,
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    delay_days = forms.IntegerField(
        label=gettext_lazy("Jours de retard"),
        min_value=0,
        max_value=LONGEST_DELAY,
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        help_text=gettext_lazy(
            "Étapes et pages ne paraissent que tant de jours après leur date : on sait où vous étiez, pas où vous êtes. "
            "0 : tout de suite."
        ),
    )
    live_precision = forms.ChoiceField(
        label=gettext_lazy("Où l’on vous voit"),
        choices=list(VAGUE.items()),
        widget=forms.RadioSelect,
        initial=Precision.SITE,
        help_text=gettext_lazy(
            "Vaut pour les étapes, les pages et les photos, passées et à venir. Plus vague, l’exact est oublié pour de bon, "
            "même dans l’histoire. Les traces, elles, sont gardées sans être montrées : elles le sont de nouveau au lieu exact."
        ),
    )

    field_order = ["title_fr", "title_en", "about_fr", "about_en", "travellers", "year", "delay_days", "live_precision"]

    @classmethod
    def begun(cls, state: State, prefix: str = "") -> dict[str, Any]:
        begun = super().begun(state, prefix)
        precision = state.get("live_precision") or Precision.SITE
        return begun | {"travellers": ", ".join(state.get("travellers") or []), "live_precision": precision}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("title_fr") and not cleaned.get("title_en") and "title_fr" not in self.errors:
            self.add_error("title_fr", _("Donnez un titre à ce voyage."))
        return cleaned

    def clean_travellers(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["travellers"].split(",") if name.strip()]
        if len(names) > MOST_TRAVELLERS or any(len(name) > 120 for name in names):
            raise forms.ValidationError(_("Quarante noms au plus, séparés par des virgules."))
        return names

    def said(self) -> State:
        given = self.cleaned_data
        names = ("title_fr", "title_en", "about_fr", "about_en", "travellers", "year", "live_precision")
        told = {name: given[name] for name in names}
        told["delay_days"] = given["delay_days"] or 0
        if "year" in self.changed_data:
            told["year_certainty"] = Certainty.DOCUMENTED.value if given["year"] else Certainty.UNKNOWN.value
        return told
