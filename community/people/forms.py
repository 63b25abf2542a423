"""Forms about oneself: signing up, and how one wants to be known."""

from __future__ import annotations

from allauth.account import forms as allauth
from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.models.profile import LONGEST_WHERE
from community.people import handles

LONGEST_PASSWORD = 1000
# Languages of the road and of its home; a sheet may be written in any.
SPOKEN = """
    fr en nl de es it pt pl cs sk hu ro bg sr hr sq el tr uk ru be lt lv et ka hy az mn bo zh ja ko vi lo th km my ms id
    fil ne hi bn ta te mr si ur ps fa ar he sw ha yo eo
""".split()


def languages() -> list[tuple[str, str]]:
    """(code, name in the reader's language), by name."""
    names = Locale.parse(get_language() or "fr").languages
    return sorted(((code, names[code]) for code in SPOKEN), key=lambda pair: handles.likeness(pair[1]))


class SignupForm(allauth.SignupForm):
    licence = forms.BooleanField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        handle, email, password = (self.fields[name] for name in ("username", "email", "password1"))
        handle.label, email.label = _("Nom public"), _("Adresse e-mail")
        handle.help_text = _("Il signe ce que vous écrivez, et chacun le voit. Des lettres, des chiffres, des tirets.")
        handle.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "maxlength": str(handles.LONGEST)}
        email.help_text = _("Pour vous reconnaître. Elle n’est jamais montrée, ni donnée à personne.")
        password.label = _("Mot de passe (facultatif)")
        password.help_text = _("Sans lui, un code vous est envoyé à chaque connexion.")
        password.max_length = LONGEST_PASSWORD
        password.validators.append(forms.CharField(max_length=LONGEST_PASSWORD).validators[0])
        self.order_fields(["username", "email", "password1", "licence"])
        licence = self.fields["licence"]
        licence.label = _("J’accepte que ce que j’écris ici soit publié sous licence CC BY-SA 4.0.")
        licence.error_messages["required"] = _("Sans cet accord, personne ne pourrait réemployer ce que vous écrivez.")


class PresentationForm(forms.Form):
    """`handle`, `languages`, `where`; of `person`, who bears a handle already."""

    handle = forms.CharField(
        max_length=150, widget=forms.TextInput({"autocomplete": "username", "spellcheck": "false"})
    )
    where = forms.CharField(required=False, max_length=LONGEST_WHERE)
    languages = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["handle"].label = _("Nom public")
        self.fields["languages"].label = _("Langues que vous lisez")
        self.fields["languages"].choices = languages()
        self.fields["where"].label = _("Où vous êtes, à peu près")
        self.fields["where"].help_text = _(
            "Une ville ou une région, si vous voulez la dire : elle est montrée sur votre page."
        )

    def clean_handle(self) -> str:
        return handles.clean(self.cleaned_data["handle"], owner=self.person)

    def clean_where(self) -> str:
        where = self.cleaned_data["where"]
        if handles.unseen(where):
            raise ValidationError(_("Ce lieu contient des signes invisibles : tapez-le plutôt que de le coller."))
        return where


class LeavingForm(forms.Form):
    """Typing one's handle is how one means it."""

    handle = forms.CharField(max_length=150, widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}))

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["handle"].label = _("Pour confirmer, tapez votre nom public")

    def clean_handle(self) -> str:
        if self.cleaned_data["handle"] != self.person.get_username():
            raise ValidationError(_("Ce n’est pas votre nom public : rien n’a été supprimé."))
        return self.cleaned_data["handle"]
