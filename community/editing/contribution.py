"""What every form that changes sheets asks beside the change itself: why, by whom, and from which version on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community.permissions import Person
from community.reviewing.traps import TrappedForm
from community.text import LONGEST_NOTE, LineField
from places.states import State


class VersionField(forms.IntegerField):
    """The version that was seen; what is none of ours is −1, which no sheet ever had: it is told so with the rest."""

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError:
            return -1


class ContributionForm(TrappedForm):
    """`base`: the version of the sheet that was seen. A form over parts of a sheet has `wanted(seen)`, and begins from a State."""

    base = VersionField(required=False, widget=forms.HiddenInput)
    note = LineField(
        label=_("Pourquoi ce changement ?"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Quelques mots, que chacun lira dans l’histoire de la fiche."),
    )
    email = forms.CharField(
        label=_("Votre adresse électronique"),
        error_messages={"required": _("Donnez votre adresse : vous y recevrez le lien qui confirme la proposition.")},
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("Vous y recevrez un lien pour confirmer. Elle n’est montrée à personne, et effacée ensuite."),
    )
    agrees = forms.BooleanField(
        label=_("Ce que j’écris est de moi, et je le publie sous licence CC BY-SA 4.0."),
        error_messages={"required": _("Sans cette licence, personne ne pourrait reprendre la fiche.")},
    )

    def __init__(self, *args: Any, person: Person, **options: Any):
        super().__init__(*args, **options)
        self.person = person
        if person.is_authenticated:  # they agreed when they opened their account
            del self.fields["email"], self.fields["agrees"]

    def why(self) -> str:
        """The note that everybody reads, once valid."""
        return self.cleaned_data.get("note", "")

    def wanted(self, seen: State) -> State:
        """Parts that are to be changed, once valid; `seen` is what the sheet said at `base`."""
        raise NotImplementedError

    @classmethod
    def begun(cls, state: State) -> dict[str, Any]:
        """Field → what it begins with."""
        raise NotImplementedError

    def beside(self, part: str) -> str | None:
        """The field of a part of the sheet, for what is wrong with it."""
        return part if part in self.fields else None

    def rebase(self, version: int) -> None:
        self._renew(base=str(version))

    def blame(self, error: ValidationError) -> None:
        """Put what a sheet refuses beside the fields it is about."""
        told = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
        for part, messages in told.items():
            field = part if part in self.fields else self.beside(part or "")
            for message in messages:
                self.add_error(field, message)
