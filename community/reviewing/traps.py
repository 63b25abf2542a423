"""What forms that anybody may send carry against machines: a field that nobody sees, and the time they were opened.

Nobody is told off and nothing is lost: whoever is caught reads why, and sends the same again.
"""

from __future__ import annotations

import time

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

QUICKEST = 2  # seconds in which nobody has read a form and filled it in
LONGEST = 86_400
SALT = "community.form"


def opened(at: float | None = None) -> str:
    """What a form carries to tell, signed, when it was shown."""
    return signing.Signer(salt=SALT).sign(str(int(time.time() if at is None else at)))


class TrappedForm(forms.Form):
    """The page shows `{% include "community/review/_traps.html" %}` within the form."""

    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    # A name that machines like to fill in.
    homepage = forms.CharField(
        required=False,
        max_length=200,
        label=_("Laissez ce champ vide"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("opened", opened())

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("homepage") or "homepage" in self.errors:
            self._renew(homepage="")
            raise ValidationError(
                _(
                    "Un champ caché a été rempli, comme le font les robots. Il est vidé : vous pouvez envoyer à nouveau."
                ),
                code="trap",
            )
        self._check_time(cleaned.get("opened") or "")
        return cleaned

    def _check_time(self, token: str) -> None:
        try:
            seconds = time.time() - int(signing.Signer(salt=SALT).unsign(token))
        except (signing.BadSignature, ValueError):
            seconds = LONGEST
        if seconds >= LONGEST:
            self._renew(opened=opened())
            raise ValidationError(
                _(
                    "Ce formulaire était ouvert depuis trop longtemps. Rien n’est perdu : relisez, et envoyez à nouveau."
                ),
                code="trap",
            )
        if seconds < QUICKEST:
            raise ValidationError(
                _("C’est allé très vite, comme le font les robots. Relisez un instant, et envoyez à nouveau."),
                code="trap",
            )

    def _renew(self, **values: str) -> None:
        """The same form again with these values: all else stays as it was typed."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[self.add_prefix(name)] = value
