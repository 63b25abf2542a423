"""A page of the diary: what happened, when, where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from community.journeys.form import JourneyForm
from community.journeys.moments import MomentField
from community.journeys.placed import PlacedFields
from community.media.fields import Files, FilesField, languages
from community.text import LineField, ProseField
from places import geo
from places.choices import Licence, Precision
from places.states import State
from routes.choices import Placed
from routes.models import Journey

LONGEST = 50_000
ACCEPTED = "image/*,audio/*,video/*"
# Where a page is, as its writer says.
WAYS = [
    (Placed.STAGE, gettext_lazy("à l’étape")),
    (Placed.HAND, gettext_lazy("au point de la carte")),
    (Placed.EXIF, gettext_lazy("là où ses photos ont été prises")),
]


class EntryForm(PlacedFields, JourneyForm):
    title = LineField(label=gettext_lazy("Titre"), max_length=200, required=False)
    text = ProseField(
        rows=10,
        max_length=LONGEST,
        label=gettext_lazy("Le texte"),
        required=False,
        help_text=gettext_lazy(
            "Une ligne vide sépare les paragraphes. *penché*, **appuyé**, « - » au début d’une ligne pour une liste, "
            "[mots](https://adresse) pour un lien."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Langue"))
    when = MomentField(label=gettext_lazy("Le jour"))
    clock = forms.TimeField(
        label=gettext_lazy("L’heure, là-bas"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    stage = forms.ChoiceField(label=gettext_lazy("Étape"), required=False)
    placed = forms.ChoiceField(label=gettext_lazy("Cette page est"), choices=WAYS, widget=forms.RadioSelect)
    town = LineField(label=gettext_lazy("Chercher un lieu"), max_length=160, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, journey: Journey, prefix_of: str = "", **options: Any):
        super().__init__(*args, **options)
        self.journey, self.prefix_of = journey, prefix_of
        self.hold(journey)
        del self.fields["note"]
        stages = list(journey.stages(manager="everything").standing())
        self.fields["stage"].choices = [("", "—"), *((str(stage.pk), stage.place) for stage in stages)]
        self.fields["language"].choices = languages()
        self.fields["text"].widget.attrs |= {"spellcheck": "true"}
        self.fields["town"].widget.attrs |= {"data-gazetteer-url": reverse("api:gazetteer"), "autocomplete": "off"}
        last = str(stages[-1].pk) if stages else ""
        starts = {"language": get_language(), "precision": Precision.SITE, "placed": Placed.STAGE, "stage": last}
        self.initial = starts | {name: value for name, value in self.initial.items() if value is not None}

    @classmethod
    def begun(cls, state: State, prefix: str = "") -> dict[str, Any]:
        begun = super().begun(state, prefix)
        point, stage = state.get(f"{prefix}point"), state.get(f"{prefix}stage")
        placed = Placed.EXIF if begun["placed"] == Placed.TRACK else begun["placed"]
        own = {"placed": placed, "stage": str(stage) if stage else "", "pinned": "on" if point else ""}
        return begun | own | {"point": geo.point(*point) if point else None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("placed") == Placed.HAND and not cleaned.get("point") and "point" not in self.errors:
            self.add_error(
                "point", _("Placez cette page : une ville, la carte ou votre position ; ou laissez-la à l’étape.")
            )
        if not cleaned.get("title") and not cleaned.get("text") and not self.errors:
            self.add_error("text", _("Écrivez un titre ou un texte : l’un des deux suffit."))
        return cleaned

    def said(self) -> State:
        given = self.cleaned_data
        told = {name: given[name] for name in ("title", "text", "language", "when", "placed")}
        told["clock"] = given["clock"].strftime("%H:%M") if given["clock"] else None
        told["stage"] = int(given["stage"]) if given["stage"] else None
        return told | self.place() | ({"point": None} if given["placed"] == Placed.STAGE else {})


class FilesForm(forms.Form):
    """What goes with a page, chosen in one go; whose it is, under which licence."""

    files = FilesField(
        label=gettext_lazy("Photos, sons, films courts"),
        required=False,
        widget=Files({"accept": ACCEPTED}),
        help_text=gettext_lazy("Douze à la fois au plus. Leurs légendes viennent ensuite."),
    )
    author = LineField(
        label=gettext_lazy("Qui en est l’auteur ?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Le nom sous lequel ils seront signés."),
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Sous quelle licence ?"), choices=Licence, initial=Licence.BY_SA, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("files") and not cleaned.get("author") and "author" not in self.errors:
            self.add_error("author", _("Dites qui en est l’auteur."))
        return cleaned
