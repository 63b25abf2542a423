"""What moderators and readers fill in."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.models import Report
from community.reviewing.traps import TrappedForm
from community.text import LONGEST_NOTE, LineField, ProseField
from places import history, states
from places.actions import CODED
from places.models import Initiative
from places.states import State
from places.vocabulary import Terms

LONGEST = 40_000


class HandleField(forms.CharField):
    """A person by their public handle."""

    def clean(self, value):
        handle = super().clean(value)
        if not handle:
            return None
        person = get_user_model().objects.filter(username__iexact=handle.removeprefix("@")).first()
        if person is None:
            raise ValidationError(_("Personne ne porte ce pseudonyme."), code="unknown")
        return person


class RefuseForm(forms.Form):
    reason = ProseField(
        rows=3, max_length=1000, label=_("Pourquoi (l’auteur le lira, et le journal public en garde le début)")
    )


class ReportForm(TrappedForm, forms.ModelForm):
    class Meta:
        model = Report
        fields = ["wrong", "text", "email"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5}), "wrong": forms.RadioSelect}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["wrong"].choices = Report.Wrong.choices
        self.fields["wrong"].error_messages["required"] = _("Choisissez ce qui ressemble le plus.")
        self.fields["text"].error_messages["required"] = _("Dites en quelques mots ce qui ne va pas, et où.")


class HandleForm(forms.Form):
    state = forms.ChoiceField(choices=Report.State.choices[1:], widget=forms.RadioSelect, label=_("Ce qui est fait"))
    answer = ProseField(rows=3, max_length=3000, label=_("Réponse (envoyée à qui a laissé une adresse)"))


class TellPairForm(forms.Form):
    one = forms.CharField(max_length=500, label=_("Adresse d’une fiche"))
    other = forms.CharField(max_length=500, label=_("Adresse de l’autre"))


class UniteForm(forms.Form):
    """Which of two sheets stays, which versions of both were read, and beside it `way:<key>` for each choice."""

    kept = forms.ChoiceField(choices=[("one", "A"), ("other", "B")], label=_("La fiche qui reste"))
    seen_one = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seen_other = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    note = LineField(max_length=LONGEST_NOTE, required=False, label=_("Pourquoi (chacun pourra le lire)"))

    def ways(self) -> dict[str, str]:
        chosen = ((name.partition(":"), value) for name, value in self.data.items())
        return {key: value for (kind, _colon, key), value in chosen if kind == "way"}


class NoteForm(forms.Form):
    note = LineField(max_length=LONGEST_NOTE, required=False, label=_("Pourquoi (chacun pourra le lire)"))


class WhyForm(forms.Form):
    note = LineField(
        max_length=LONGEST_NOTE,
        label=_("Pourquoi (chacun pourra le lire)"),
        error_messages={"required": _("Dites en quelques mots pourquoi.")},
    )


class BlockForm(forms.Form):
    person = HandleField(max_length=150, required=False, label=_("Pseudonyme"))
    reason = LineField(max_length=LONGEST_NOTE, label=_("Pourquoi (la personne le lira, et chacun dans le journal)"))
    until = forms.DateField(label=_("Jusqu’au"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("until", timezone.localdate() + timedelta(days=7))

    def clean_until(self):
        return midnight(self.cleaned_data["until"])


class UndoForm(forms.Form):
    person = HandleField(max_length=150, label=_("Pseudonyme"))
    since = forms.DateField(label=_("Depuis le"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_since(self):
        return midnight(self.cleaned_data["since"])


class EditsForm(forms.Form):
    """The parts of a proposal: each to be kept or left, and mended where it is words or codes."""

    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, wanted: State, *args, **options):
        super().__init__(*args, **options)
        self.wanted = wanted
        for part, value in wanted.items():
            self.fields[f"keep:{part}"] = forms.BooleanField(required=False, initial=True, label=_("Garder"))
            if field := _field(part, value):
                self.fields[f"part:{part}"] = field

    def parts(self):
        """(label, whether to keep it, its field or None) of each."""
        for part in self.wanted:
            edited = f"part:{part}"
            yield history.label(part), self[f"keep:{part}"], self[edited] if edited in self.fields else None

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.edited():
            raise ValidationError(_("Gardez au moins une partie, ou refusez la proposition."))
        return cleaned

    def edited(self) -> State:
        """What is kept, as it was mended."""
        given = self.cleaned_data
        kept = [part for part in self.wanted if given.get(f"keep:{part}")]
        return {part: _plain(given.get(f"part:{part}", self.wanted[part])) for part in kept}


def midnight(day) -> datetime:
    """The beginning of a day here."""
    return timezone.make_aware(datetime.combine(day, time()))


def _field(part: str, value) -> forms.Field | None:
    """None for what is only kept or left: a place, sources, a photo."""
    label = history.label(part)
    if states.answered(part):
        area = forms.Textarea(attrs={"rows": 8, "lang": states.answered(part)[1], "dir": "auto"})
        return ProseField(max_length=LONGEST, required=False, initial=value, label=label, widget=area)
    if part in CODED and part != "governance":
        terms = Terms.read(get_language() or "fr").labels[CODED[part]]
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            choices=list(terms.items()), required=False, initial=value, label=label, widget=boxes
        )
    if part in (states.SOURCES, "point") or part not in states.FACTS:
        return None
    field = Initiative._meta.get_field(part).formfield(required=False, label=label)
    field.initial = value
    return field


def _plain(value):
    return value if value not in ("", []) else None
