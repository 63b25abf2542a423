"""What people type, as it is kept: one spelling of each letter, nothing that hides, no more than fits."""

from __future__ import annotations

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.people.handles import unseen

LONGEST_ANSWER = 20_000  # signs: ten pages
LONGEST_NOTE = 300
# In prose, what turns the reading round or hides between letters; the joiners that Persian and Hindi are written with stay.
TRICKS = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
JOINERS = "\u200c\u200d"


def tidy(text: str) -> str:
    """One way to write each letter and each end of a line."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


class LineField(forms.CharField):
    """A name, a title: one line, in which nothing may hide."""

    def to_python(self, value):
        return " ".join(tidy(super().to_python(value) or "").split())

    def validate(self, value):
        super().validate(value)
        if unseen("".join(sign for sign in value if sign not in JOINERS)):
            raise ValidationError(_("Ce texte contient des signes invisibles : tapez-le plutôt que de le coller."))


class ProseField(forms.CharField):
    """Some paragraphs, in any language. Browsers are not told how long they may be: they would cut what is pasted without a word."""

    def __init__(self, *, rows: int = 10, **options):
        options.setdefault("max_length", LONGEST_ANSWER)
        options.setdefault("widget", forms.Textarea({"rows": rows, "dir": "auto"}))
        super().__init__(strip=False, **options)
        self.error_messages["max_length"] = _(
            "C’est trop long : %(limit_value)d signes au plus, et il y en a %(show_value)d."
        )

    def to_python(self, value):
        return tidy(super().to_python(value) or "")

    def validate(self, value):
        super().validate(value)
        if TRICKS.search(value) or CONTROLS.search(value):
            raise ValidationError(_("Ce texte contient des signes invisibles qui en changent la lecture : retapez-le."))

    def widget_attrs(self, widget):
        return {name: said for name, said in super().widget_attrs(widget).items() if name != "maxlength"}
