"""Dates as travellers know them: a day, a month, a year, or a stretch; in three small fields, kept as EDTF (`routes.edtf`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import get_month_names
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from routes import edtf

FIRST, LAST = 1000, 2999


class MomentWidget(forms.MultiWidget):
    template_name = "community/journeys/widgets/moment.html"

    def __init__(self, attrs=None):
        number = {"inputmode": "numeric", "autocomplete": "off"}
        day = forms.TextInput(
            number
            | {"maxlength": 2, "size": 2, "aria-label": gettext_lazy("jour"), "placeholder": gettext_lazy("jour")}
        )
        year = forms.TextInput(
            number
            | {"maxlength": 4, "size": 4, "aria-label": gettext_lazy("année"), "placeholder": gettext_lazy("année")}
        )
        month = forms.Select({"aria-label": gettext_lazy("mois")})
        super().__init__({"day": day, "month": month, "year": year}, attrs)

    def get_context(self, name, value, attrs):
        self.widgets[1].choices = months()
        return super().get_context(name, value, attrs)

    def decompress(self, value: str | None) -> list[str]:
        """["14", "7", "2012"] of « 2012-07-14 »."""
        parts = (value or "").split("-")
        return [str(int(part)) if part else "" for part in reversed([*parts, "", ""][:3])]


class MomentField(forms.MultiValueField):
    """« 2012 », « 2012-07 », « 2012-07-14 » or « »."""

    widget = MomentWidget

    def __init__(self, **options: Any):
        day = forms.IntegerField(required=False, min_value=1, max_value=31)
        month = forms.IntegerField(required=False, min_value=1, max_value=12)
        year = forms.IntegerField(required=False, min_value=FIRST, max_value=LAST)
        for field, said in ((day, _DAY), (month, _MONTH), (year, _YEAR)):
            field.error_messages |= {"invalid": said, "min_value": said, "max_value": said}
        super().__init__((day, month, year), require_all_fields=False, required=False, **options)

    def compress(self, values: list) -> str:
        return written(*(values or [None, None, None]))


_DAY = gettext_lazy("Un jour est un nombre de 1 à 31.")
_MONTH = gettext_lazy("Choisissez un mois de la liste.")
_YEAR = gettext_lazy("Une année a quatre chiffres : 2012.")


def written(day: int | None, month: int | None, year: int | None) -> str:
    """EDTF; ValidationError for a date that no calendar has, or a day of no known month."""
    if year is None:
        if month or day:
            raise ValidationError(_("Dites aussi l’année."))
        return ""
    if month is None:
        if day:
            raise ValidationError(_("Dites aussi le mois, ou laissez le jour vide."))
        return f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        said = {"day": day, "month": dict(months())[str(month)], "year": year}
        raise ValidationError(_("Le %(day)s %(month)s %(year)s n’existe dans aucun calendrier.") % said) from error


def stretch(since: str, until: str) -> str:
    """From one moment to another, or the only one known; ValidationError when it ends before it begins."""
    if not until or until == since:
        return since
    if not since:
        raise ValidationError(_("Dites quand cela commence, ou laissez la fin vide."))
    if edtf.parse(until)[0] < edtf.parse(since)[0]:
        raise ValidationError(_("La fin vient avant le début."))
    return f"{since}/{until}"


def ends(when: str) -> tuple[str, str]:
    """(since, until) of a date as it is kept."""
    since, _slash, until = (when or "").partition("/")
    return since, until


def months() -> list[tuple[str, str]]:
    names = get_month_names("wide", locale=get_language() or "fr")
    return [("", "—"), *((str(number), names[number]) for number in range(1, 13))]
