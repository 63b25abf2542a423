"""What is asked of who sends media: first the files and whose they are, then words for each of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from community.media.fields import Files, FilesField, languages
from community.text import LineField, ProseField
from places.choices import Licence, MediumKind, Precision
from places.media import links
from places.media.links import Link
from places.media.refusal import Refused
from places.models import AnyMedium, Initiative

ACCEPTED = "image/*,audio/*,video/*,application/pdf"
# What the words beside a medium are for, by its kind.
ALTERNATIVES = {
    MediumKind.PHOTO: gettext_lazy("Ce qu’on y voit, pour qui ne voit pas"),
    MediumKind.VOICE: gettext_lazy("Ce qui s’y dit, en quelques lignes ou mot à mot"),
    MediumKind.FILM: gettext_lazy("Ce qu’on y voit et ce qui s’y dit"),
    MediumKind.DOCUMENT: gettext_lazy("Ce qu’il contient"),
}
WITH_PEOPLE = (MediumKind.PHOTO, MediumKind.VOICE, MediumKind.FILM)


class SendForm(forms.Form):
    """The files, or the address of a film; whose they are, under which licence, and whether they may tell their place."""

    files = FilesField(
        label=gettext_lazy("Photos, sons, films courts ou PDF"),
        required=False,
        widget=Files({"accept": ACCEPTED}),
        help_text=gettext_lazy(
            "Douze à la fois au plus. Des photos, nous effaçons ce qu’elles disent de l’appareil et du lieu."
        ),
    )
    address = LineField(
        label=gettext_lazy("Ou l’adresse d’un film"),
        required=False,
        max_length=500,
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Sur YouTube, Vimeo, Dailymotion ou PeerTube. Rien n’y sera demandé avant que le lecteur ne le veuille."
        ),
    )
    author = LineField(
        label=gettext_lazy("Qui en est l’auteur ?"),
        max_length=200,
        help_text=gettext_lazy("Le nom sous lequel ils seront signés."),
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Sous quelle licence ?"), choices=Licence, initial=Licence.BY_SA, widget=forms.RadioSelect
    )
    keeps_place = forms.BooleanField(label=gettext_lazy("Garder le lieu de la photo"), required=False)

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if initiative.precision != Precision.SITE:
            del self.fields["keeps_place"]

    @property
    def signature(self) -> dict[str, Any]:
        """What is said of all files at once, once valid."""
        given = self.cleaned_data
        keeps_place = given.get("keeps_place", False)
        return {"author": given["author"], "licence": given["licence"], "keeps_place": keeps_place}

    def clean_address(self) -> Link | None:
        address = self.cleaned_data["address"]
        try:
            return links.parse(address) if address else None
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


class WordsForm(forms.Form):
    """The words of one medium; `medium.<column>` is where each begins from."""

    caption = LineField(label=gettext_lazy("Légende"), max_length=300, required=False)
    alternative = ProseField(rows=3, max_length=5000)
    language = forms.ChoiceField(label=gettext_lazy("Langue de ces mots"))
    taken_on = forms.DateField(
        label=gettext_lazy("Date de la prise"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, *args: Any, medium: AnyMedium, **kwargs: Any):
        begun = {name: getattr(medium, name) for name in self.base_fields if hasattr(medium, name)}
        begun["language"] = medium.language if medium.handed_in_at else get_language()
        super().__init__(*args, initial=begun, **kwargs)
        self.medium = medium
        self.fields["alternative"].label = ALTERNATIVES[medium.kind]
        self.fields["alternative"].required = medium.kind == MediumKind.PHOTO
        self.fields["caption"].required = medium.kind != MediumKind.PHOTO
        self.fields["language"].choices = languages()

    @property
    def words(self) -> dict[str, Any]:
        """Column → value, once valid."""
        return {name: value for name, value in self.cleaned_data.items() if hasattr(self.medium, name)}


class DraftForm(WordsForm):
    """The words of one that was just sent; those who can be recognised must have agreed."""

    portrait = forms.BooleanField(
        label=gettext_lazy("On y reconnaît une personne, à l’image ou à la voix"), required=False
    )
    consent = LineField(
        label=gettext_lazy("Si oui, qui a donné son accord, et comment ?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Demandé dès qu’on reconnaît quelqu’un. Gardé par l’atlas, jamais montré."),
    )
    dropped = forms.BooleanField(label=gettext_lazy("Finalement, ne pas l’ajouter"), required=False)

    def __init__(self, *args: Any, medium: AnyMedium, **kwargs: Any):
        super().__init__(*args, medium=medium, **kwargs)
        if medium.kind not in WITH_PEOPLE:
            del self.fields["portrait"], self.fields["consent"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("dropped"):
            self._errors.clear()
        elif cleaned.get("portrait") and not cleaned.get("consent") and "consent" not in self._errors:
            said = _("Dites qui a donné son accord : sans lui, nous ne montrons ni visage ni voix.")
            self.add_error("consent", said)
        return cleaned


class ChangeForm(WordsForm):
    """Other words for one that is shown, or no longer showing it; `base` begins with the `version` that is seen of whose it is."""

    author = LineField(label=gettext_lazy("Auteur"), max_length=200)
    licence = forms.ChoiceField(label=gettext_lazy("Licence"), choices=Licence)
    removes = forms.BooleanField(label=gettext_lazy("Ne plus le montrer"), required=False)
    note = LineField(
        label=gettext_lazy("Pourquoi ce changement ?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Lu par tous dans l’historique ; demandé pour un retrait."),
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, medium: AnyMedium, version: int, **kwargs: Any):
        super().__init__(*args, medium=medium, **kwargs)
        self.initial["base"] = version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("removes") and not cleaned.get("note") and "note" not in self._errors:
            self.add_error("note", _("Dites pourquoi : l’historique le gardera."))
        return cleaned

    def rebase(self, version: int) -> None:
        """Somebody changed it meanwhile, and what they wrote was shown: saving again is to want one's own words."""
        self.data = self.data.copy()
        self.data["base"] = version
