"""Fields of the forms about media: several files at once, words without tricks, any language."""

from __future__ import annotations

import re

from babel import Locale
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# What turns the reading order around or hides between letters; those that Persian and Hindi are written with stay.
TRICKS = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, as they came: what they are is told by their content, elsewhere."""

    widget = Files

    def clean(self, data, initial=None):
        return list(data or [])


class WordsField(forms.CharField):
    def clean(self, value):
        words = super().clean(value)
        if TRICKS.search(words):
            raise ValidationError(_("Ce texte contient des signes invisibles qui en changent la lecture : retapez-le."))
        return words


def languages() -> list[tuple[str, str]]:
    """(code, name for the reader): the site's own first, then all that have a two-letter code."""
    known = Locale.parse(get_language(), sep="-").languages
    ours = [code for code, _name in settings.LANGUAGES]
    others = sorted((name, code) for code, name in known.items() if len(code) == 2 and code not in ours)
    return [*((code, known[code]) for code in ours), *((code, name) for name, code in others)]
