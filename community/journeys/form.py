"""What every form over parts of a journey has: the version that was seen, and faults beside the fields they are about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from community.editing.contribution import VersionField
from community.text import LONGEST_NOTE, LineField
from places.states import State
from routes import states


class JourneyForm(forms.Form):
    """A form has `begun(state, prefix)` (field → what it begins with) and `said()` (name of the part → value, once valid);
    `prefix_of` is what stands before the names of its parts, as « stage.12. »."""

    base = VersionField(required=False, widget=forms.HiddenInput)
    note = LineField(
        label=_("Pourquoi ce changement ?"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Quelques mots, pour l’histoire du voyage."),
    )

    prefix_of = ""

    @classmethod
    def begun(cls, state: State, prefix: str = "") -> dict[str, Any]:
        return {name: state.get(f"{prefix}{name}") for name in cls.base_fields}

    def said(self) -> State:
        raise NotImplementedError

    def wanted(self, seen: State) -> State:
        """Parts that say something else than what was seen."""
        given = self.said().items()
        told = {f"{self.prefix_of}{name}": None if value in states.EMPTY else value for name, value in given}
        return {part: value for part, value in told.items() if value != seen.get(part)}

    def beside(self, part: str) -> str | None:
        """The field of a part, for what is wrong with it."""
        name = part.removeprefix(self.prefix_of).split()[0] if part else ""
        return name if name in self.fields else None

    def blame(self, error: ValidationError) -> None:
        """Put what a journey refuses beside the fields it is about."""
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for part, messages in told.items():
            for message in messages:
                self.add_error(self.beside(part), message)

    def rebase(self, version: int) -> None:
        self.data = self.data.copy()
        self.data["base"] = str(version)
