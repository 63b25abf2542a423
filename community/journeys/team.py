"""Who writes a journey: invited by their handle; the last one stays."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import permissions
from community.permissions import Person
from community.reviewing import letters, limits
from community.reviewing.forms import HandleField
from routes.models import Journey

MOST = 20


class InviteForm(forms.Form):
    person = HandleField(
        max_length=150,
        label=gettext_lazy("Pseudonyme"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


def invite(journey: Journey, person: Person, *, by: Person) -> None:
    """ValidationError for whoever has no account that may write, or is there already."""
    limits.check_blocks(by)
    with transaction.atomic():
        locked = Journey.everything.select_for_update().get(pk=journey.pk)
        if not permissions.can(person, "travel"):
            raise ValidationError(_("Ce compte n’est plus ouvert."))
        if locked.team.filter(pk=person.pk).exists():
            raise ValidationError(_("%s est déjà de l’équipe.") % person.get_username())
        if locked.team.count() >= MOST:
            raise ValidationError(_("Une équipe a vingt personnes au plus."))
        limits.count(by)
        locked.team.add(person)
    letters.invited(journey, person, by)


@transaction.atomic
def leave(journey: Journey, *, by: Person) -> None:
    """ValidationError for the last one: a journey belongs to somebody."""
    locked = Journey.everything.select_for_update().get(pk=journey.pk)
    if not locked.team.filter(pk=by.pk).exists():
        raise ValidationError(_("Vous n’êtes pas de cette équipe."))
    if locked.team.count() == 1:
        raise ValidationError(
            _(
                "Vous êtes la dernière personne de l’équipe : invitez d’abord quelqu’un, ou demandez à la modération de retirer le voyage."
            )
        )
    locked.team.remove(by)
