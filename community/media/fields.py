"""Fields of the forms about media: several files at once, any language."""

from __future__ import annotations

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.translation import get_language


class Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files, as they came: what they are is told by their content, elsewhere."""

    widget = Files

    def clean(self, data, initial=None):
        return list(data or [])


def languages() -> list[tuple[str, str]]:
    """(code, name for the reader): the site's own first, then all that have a two-letter code."""
    known = Locale.parse(get_language(), sep="-").languages
    ours = [code for code, _name in settings.LANGUAGES]
    others = sorted((name, code) for code, name in known.items() if len(code) == 2 and code not in ours)
    return [*((code, known[code]) for code in ours), *((code, name) for name, code in others)]
