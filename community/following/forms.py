"""What one fills in to follow a journey: an address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from community.reviewing.traps import TrappedForm


class FollowForm(TrappedForm):
    email = forms.EmailField(
        label=_("Votre adresse électronique"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Écrivez votre adresse."),
            "invalid": _("Cette adresse n’en est pas une : il y manque peut-être un « @ »."),
        },
    )
