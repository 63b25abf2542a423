"""Words and place of what goes with a page; and what is received of it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.journeys import placing, writing
from community.media.forms import ChangeForm, DraftForm
from community.permissions import Person
from places.choices import MediumKind
from places.forms import PointField
from places.media import limits
from places.media.receiving import receive
from places.media.refusal import Refused
from places.models import Medium
from routes import media, states
from routes.choices import Placed
from routes.models import Entry, EntryMedium

KEEP = "keep"


class PlaceFields(forms.Form):
    """Where it was taken: as it was found, at the stage, or at a point."""

    place = forms.ChoiceField(label=gettext_lazy("Où est-ce ?"), required=False, widget=forms.RadioSelect)
    spot = PointField(required=False, label=gettext_lazy("Le point, s’il est ailleurs"))

    def ask_place(self, medium: EntryMedium) -> None:
        self.fields["place"].choices = [
            (KEEP, placing.said(medium)),
            (Placed.STAGE, gettext_lazy("à l’étape")),
            (Placed.HAND, gettext_lazy("au point ci-dessous")),
        ]
        self.initial |= {"place": KEEP, "spot": medium.point}
        if medium.placed == Placed.STAGE:
            del self.fields["place"].choices[1]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("place") == Placed.HAND and not cleaned.get("spot") and "spot" not in self.errors:
            self.add_error("spot", _("Donnez le point, ou choisissez un autre lieu."))
        return cleaned

    def set_place(self, medium: EntryMedium) -> None:
        """As the writer confirmed it; nothing is saved."""
        place, spot = self.cleaned_data.get("place"), self.cleaned_data.get("spot")
        if place == Placed.HAND and spot:
            media.set_spot(medium, media.Spot((spot.x, spot.y), Placed.HAND))
        elif place == Placed.STAGE:
            media.set_spot(medium, placing.at_stage(medium.entry))


class WordsForm(PlaceFields, DraftForm):
    """Of one that was just sent."""

    def __init__(self, *args: Any, medium: EntryMedium, **options: Any):
        super().__init__(*args, medium=medium, **options)
        self.ask_place(medium)


class SentWordsForm(DraftForm):
    """Of one that came with its words; its place was said with the file, and its day is the camera's."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        del self.fields["taken_on"]

    def set_place(self, medium: EntryMedium) -> None:
        return None


class OtherWordsForm(PlaceFields, ChangeForm):
    """Of one that is shown or waits; `base` is the version of the journey that was seen."""

    def __init__(self, *args: Any, medium: EntryMedium, **options: Any):
        super().__init__(*args, medium=medium, version=medium.entry.journey.version, **options)
        self.ask_place(medium)


def take(
    file: UploadedFile | None, entry: Entry, *, by: Person, author: str, licence: str, wanted: str = "",
    by_hand: placing.Position | None = None, key: uuid.UUID | None = None,
) -> EntryMedium:  # fmt: skip
    """A draft of what was sent; `Refused` or ValidationError with a sentence. A page that is where its photos were taken learns it
    from the first that knows."""
    if file is None:
        raise Refused(_("Le fichier n’est pas arrivé : choisissez-le de nouveau."))
    received = receive(file)
    if received.kind == MediumKind.DOCUMENT:
        raise ValidationError(
            _("Une page du carnet prend des photos, des sons et des films ; un PDF va sur une fiche.")
        )
    spot = placing.of_photo(received, entry, wanted=wanted, by_hand=by_hand)
    made = media.draft(entry, received, by=by, spot=spot, author=author, licence=licence, key=key)
    if entry.placed == Placed.EXIF and entry.point is None and made.point and made.placed != Placed.STAGE:
        writing.place_entry(entry, made.point, by=by)
    return made


def sign(
    medium: EntryMedium, *, author: str, licence: str, wanted: str = "", by_hand: placing.Position | None = None
) -> None:
    """What is said anew of one that has arrived and waits for its words. Its camera and its hour are not asked again: their
    file was stripped when it came."""
    medium.author, medium.licence = author, licence
    if wanted == Placed.HAND and by_hand:
        media.set_spot(medium, media.Spot(by_hand, Placed.HAND))
    elif wanted == Placed.STAGE:
        media.set_spot(medium, placing.at_stage(medium.entry))
    medium.save(update_fields=["author", "licence", "point", "placed"])


def check_room(entry: Entry, *, by: Person) -> None:
    """ValidationError when nothing is taken for now."""
    writing.check_open(entry.journey, by=by)
    waiting = (EntryMedium.objects.filter(added_by=by), Medium.objects.filter(added_by=by))
    if sum(media.unseen().count() for media in waiting) >= limits.UNSEEN_PER_PERSON:
        raise ValidationError(
            _(
                "Vous avez déjà envoyé beaucoup de fichiers, qui attendent leurs légendes ou d’être regardés : revenez un peu plus tard."
            )
        )


def words_part(medium: EntryMedium) -> str:
    return f"medium.{medium.pk}"


def words_of(medium: EntryMedium) -> dict[str, str]:
    """As the journey keeps them (`routes.states`)."""
    return {name: str(value) for name in states.MEDIUM if (value := getattr(medium, name))}
