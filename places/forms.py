"""Forms of the sheet: codes chosen from the vocabulary, a point picked on a map or typed."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from places import geo
from places.actions import CODED
from places.choices import Precision
from places.vocabulary import Terms
from places.widgets import PointPicker


class PointField(forms.MultiValueField):
    """Longitude and latitude in degrees ↔ a Point; both empty is no point."""

    widget = PointPicker

    def __init__(self, **options):
        longitude = forms.FloatField(min_value=-180, max_value=180, label=_("longitude"))
        latitude = forms.FloatField(min_value=-90, max_value=90, label=_("latitude"))
        super().__init__((longitude, latitude), require_all_fields=True, **options)

    def compress(self, values):
        if not values or values == [None, None]:
            return None
        if None in values:
            raise ValidationError(_("Un point a une longitude et une latitude, ou ni l’une ni l’autre."))
        return geo.point(*values)


class InitiativeForm(forms.ModelForm):
    """For the desk, which says itself which model and fields it edits."""

    point = PointField(required=False, label=_("Lieu montré"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        terms = Terms.read(get_language())
        for column, vocabulary in CODED.items():
            if column in self.fields:
                self.fields[column] = self._chosen_from(column, list(terms.labels[vocabulary].items()))

    def _chosen_from(self, column: str, choices: list[tuple[str, str]]) -> forms.Field:
        label = self.fields[column].label
        if column == "governance":
            return forms.ChoiceField(choices=[("", "—"), *choices], required=False, label=label)
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, required=False, label=label, widget=boxes)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("precision") == Precision.HIDDEN and cleaned.get("point"):
            raise ValidationError(
                {"point": _("Un lieu non montré n’a pas de point : effacez-le ou changez la précision.")}
            )
        return cleaned
