"""A stage: where, when, how one came, whom one met."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from community.journeys import met
from community.journeys.form import JourneyForm
from community.journeys.moments import MomentField, ends, stretch
from community.journeys.placed import PlacedFields
from community.text import LineField, ProseField
from places import countries, gazetteer, geo
from places.choices import Precision
from places.forms import PointField
from places.states import State
from routes.choices import Evidence, Mode
from routes.models import Journey

FARTHEST_KM, LONGEST_HOURS = 40_000, 2_000


class WhereForm(forms.Form):
    """What is known of a stage's place while its form is filled in."""

    point = PointField()
    place = LineField(max_length=160, required=False)


def country_of(point: Point | None, place: str) -> str:
    """As the towns around say, those called like the place before others; "" where they do not agree."""
    found = gazetteer.country_at(point.x, point.y, called=place) if point else ""
    return found if found in countries.names(get_language() or "fr") else ""


def by_name(point: list[float], begun: dict[str, Any]) -> bool:
    """Whether [lon, lat] came with the stage's name."""
    names = filter(None, (begun["place_fr"], begun["place_en"]))
    return any(gazetteer.is_of_town(*point, called=name) for name in names)


class StageForm(PlacedFields, JourneyForm):
    """`prefix_of`: « stage.12. », or "" for a new one; `seen`: whom it had met when the form was opened."""

    place_fr = LineField(label=gettext_lazy("Lieu"), max_length=160)
    place_en = LineField(label=gettext_lazy("Son nom en anglais"), max_length=160, required=False)
    country = forms.ChoiceField(label=gettext_lazy("Dans quel pays"), required=False)
    since = MomentField(label=gettext_lazy("Quand, ou depuis quand"))
    until = MomentField(label=gettext_lazy("Jusqu’à quand"))
    mode = forms.ChoiceField(label=gettext_lazy("Comment on y est venu"), choices=Mode, initial=Mode.UNKNOWN)
    km = forms.FloatField(
        label=gettext_lazy("Kilomètres"), min_value=0, max_value=FARTHEST_KM, required=False, localize=True
    )
    hours = forms.FloatField(
        label=gettext_lazy("Heures de route"), min_value=0, max_value=LONGEST_HOURS, required=False, localize=True
    )
    note_fr = ProseField(rows=4, label=gettext_lazy("Note en français"), required=False)
    note_en = ProseField(rows=4, label=gettext_lazy("Note en anglais"), required=False)
    illustrative = forms.BooleanField(
        label=gettext_lazy("Étape seulement annoncée : personne n’y est encore passé"), required=False
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, journey: Journey, prefix_of: str = "", seen: list[dict] | None = None, **options: Any
    ):
        super().__init__(*args, **options)
        self.hold(journey)
        self.prefix_of, self.seen = prefix_of, seen or []
        self.fields["place_fr"].widget.attrs |= {"data-gazetteer-url": reverse("api:gazetteer"), "autocomplete": "off"}
        self.fields["country"].choices = [("", "—"), *countries.names(get_language() or "fr").items()]
        self.fields["precision"].initial = Precision.CITY
        self.rows = met.Met(self.data if self.is_bound else None, prefix="met", initial=met.begun(self.seen))

    @classmethod
    def begun(cls, state: State, prefix: str = "") -> dict[str, Any]:
        begun = super().begun(state, prefix)
        point = state.get(f"{prefix}point")
        since, until = ends(state.get(f"{prefix}when", ""))
        illustrative = state.get(f"{prefix}evidence") == Evidence.ILLUSTRATIVE
        own = {"since": since, "until": until, "illustrative": illustrative}
        pinned = point and begun["precision"] == Precision.SITE and not by_name(point, begun)
        return begun | own | {"point": geo.point(*point) if point else None, "pinned": "on" if pinned else ""}

    @property
    def found(self) -> str:
        """The country that the point tells, as the form is shown."""
        point = self.cleaned_data.get("point") if self.is_bound else self.initial.get("point")
        return country_of(point, self["place_fr"].value() or "")

    def is_valid(self) -> bool:
        rows = self.rows.is_valid()
        return super().is_valid() and rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("point") is None and "point" not in self.errors:
            self.add_error("point", _("Placez cette étape : une ville, ou un point sur la carte."))
        if not cleaned.get("country") and "country" not in self.errors:
            self.find_country()
        if "since" in cleaned and "until" in cleaned:
            try:
                cleaned["when"] = stretch(cleaned["since"], cleaned["until"])
            except ValidationError as error:
                self.add_error("until", error)
        return cleaned

    def find_country(self) -> None:
        """Where its writer does not say it."""
        point = self.cleaned_data.get("point")
        found = country_of(point, self.cleaned_data.get("place_fr", ""))
        if found:
            self.cleaned_data["country"] = found
        elif point:
            self.add_error(
                "country", _("Dites dans quel pays : les villes autour du point ne suffisent pas à le dire.")
            )

    def beside(self, part: str) -> str | None:
        return "until" if part.endswith("when") else super().beside(part)

    def said(self) -> State:
        given = self.cleaned_data
        names = ("place_fr", "place_en", "country", "when", "mode", "km", "hours", "note_fr", "note_en")
        evidence = Evidence.ILLUSTRATIVE if given["illustrative"] else Evidence.DOCUMENTED
        told = {name: given[name] for name in names} | {
            "evidence": evidence.value,
            "met": met.said(self.rows, self.seen),
        }
        return told | self.place()
