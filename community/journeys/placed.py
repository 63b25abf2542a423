"""Where a stage or a page is: by a town's name, on the map, or where one stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from places import coarse
from places.choices import Precision
from places.forms import PointField
from routes.models import Journey

TOLD = {
    Precision.SITE: gettext_lazy("Le lieu exact."),
    Precision.VILLAGE: gettext_lazy("Le village : le point montré est celui du bourg."),
    Precision.CITY: gettext_lazy("La ville : le point montré est son centre."),
    Precision.REGION: gettext_lazy("La région seulement."),
}
# Where the whole journey is told no more exactly.
HELD = {
    Precision.VILLAGE: gettext_lazy("Ce voyage se montre au village près : un choix plus exact n’y change rien."),
    Precision.CITY: gettext_lazy("Ce voyage se montre à la ville près : un choix plus exact n’y change rien."),
    Precision.REGION: gettext_lazy("Ce voyage se montre à la région près : un choix plus exact n’y change rien."),
}


class PlacedFields(forms.Form):
    point = PointField(required=False, label=gettext_lazy("Le point sur la carte"))
    pinned = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)  # « on »: somebody set the point
    precision = forms.ChoiceField(
        label=gettext_lazy("Ce qui sera montré"), choices=list(TOLD.items()), widget=forms.RadioSelect
    )

    def hold(self, journey: Journey) -> None:
        """Say beside the choice what the journey makes of it."""
        self.fields["precision"].help_text = HELD.get(journey.live_precision, "")

    def place(self) -> dict[str, Any]:
        """The point as it may be shown, once valid: [lon, lat] or None; and how exactly."""
        given = self.cleaned_data
        point = coarse.shown(given.get("point"), given["precision"])
        return {"point": point and [round(point.x, 6), round(point.y, 6)], "precision": given["precision"]}
