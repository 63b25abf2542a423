"""One file that a script sends, with its key: sent again, it is the same one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.text import LineField
from places.choices import Licence
from places.forms import PointField
from routes.choices import Placed


class UploadForm(forms.Form):
    """`place`: how its place is to be found; `spot`: where, when that is by hand."""

    key = forms.UUIDField()
    file = forms.FileField(required=False, allow_empty_file=True)
    author = LineField(max_length=200, error_messages={"required": gettext_lazy("Dites qui en est l’auteur.")})
    licence = forms.ChoiceField(choices=Licence)
    place = forms.ChoiceField(choices=Placed, required=False)
    spot = PointField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("place") == Placed.HAND and not cleaned.get("spot") and "spot" not in self.errors:
            self.add_error("spot", _("Donnez le point, ou choisissez un autre lieu."))
        return cleaned

    @property
    def signature(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("key", "author", "licence")}

    @property
    def where(self) -> dict[str, Any]:
        spot = self.cleaned_data["spot"]
        return {"wanted": self.cleaned_data["place"], "by_hand": (spot.x, spot.y) if spot else None}
