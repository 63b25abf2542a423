"""Days in the reader's words. French counts the first of a month: « 1er août », but « 2 août »."""

from __future__ import annotations

import re
from datetime import date, datetime

from babel.dates import format_date, get_month_names
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

LOCALES = {"en": "en_GB"}  # « 3 August 2012 »: our English is Europe's
FIRST = re.compile(rf"(?<![\d.,])1(?=\s(?:{'|'.join(get_month_names('wide', locale='fr').values())})\b)")


def day(moment: date, language: str, form: str = "long") -> str:
    """« 1er août 2012 », « 1 August 2012 »; `form` is one of CLDR's, by name or by its signs."""
    return counted(format_date(moment, form, locale=LOCALES.get(language, language)), language)


def said(moment: datetime, form: str) -> str:
    """Here, in the reader's language; `form` as templates' `date` has it."""
    return counted(date_format(timezone.localtime(moment), form), get_language() or "fr")


def counted(told: str, language: str) -> str:
    """A date that something else wrote, as its language says it."""
    return FIRST.sub("1er", told) if language.startswith("fr") else told
