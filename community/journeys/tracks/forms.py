"""What is asked of who sends tracks: the files, then for each of their lines whether, as what and where it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.media.fields import Files, FilesField
from community.text import LineField
from routes.choices import Mode, TrackKind
from routes.models import Stage, Track
from routes.tracks.actions import Wanted
from routes.tracks.guessing import stage_of
from routes.tracks.report import LineReport

# Of more stages, one writes the number: a list of two thousand for each of five hundred lines would be a million lines.
MOST_LISTED = 200
ACCEPTED = ".gpx,.kml,.kmz,.geojson,.json,.gz,.xml,.umap"


class SendForm(forms.Form):
    files = FilesField(
        label=gettext_lazy("Fichiers de traces"),
        widget=Files({"accept": ACCEPTED}),
        help_text=gettext_lazy(
            "GPX, KML, KMZ ou GeoJSON, douze à la fois au plus. Rien n’est ajouté au voyage avant que vous n’ayez relu."
        ),
    )


class WordsForm(forms.Form):
    """What is said of a line: its name, where it leads, what it is, how one went."""

    name = LineField(label=gettext_lazy("Nom"), max_length=200, required=False)
    stage = forms.TypedChoiceField(label=gettext_lazy("Trajet vers"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=gettext_lazy("C’est"), choices=TrackKind)
    mode = forms.ChoiceField(label=gettext_lazy("Moyen"), choices=Mode)

    def __init__(self, *args: Any, stages: Sequence[Stage], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.stages = stages
        if len(stages) > MOST_LISTED:
            label = _("Trajet vers l’étape n°")
            self.fields["stage"] = forms.IntegerField(label=label, required=False, min_value=1, max_value=len(stages))
        else:
            named = [(n, f"{n}. {stage.place}") for n, stage in enumerate(stages, 1)]
            self.fields["stage"].choices = [("", _("Aucun en particulier")), *named]

    @property
    def said(self) -> dict[str, Any]:
        """Column of Track → value, once valid."""
        given = self.cleaned_data
        stage = self.stages[given["stage"] - 1] if given["stage"] else None
        return {name: given[name] for name in ("name", "kind", "mode")} | {"stage": stage}


class LineForm(WordsForm):
    """One line of a file; what is guessed is only where the form begins."""

    taken = forms.BooleanField(label=gettext_lazy("Prendre cette ligne"), required=False, initial=True)

    def __init__(self, *args: Any, line: LineReport, stages: Sequence[Stage], **kwargs: Any):
        guessed = stage_of(line.taken, stages)
        begun = {
            "name": line.taken.name,
            "stage": guessed and stages.index(guessed) + 1,
            "kind": line.taken.kind,
            "mode": guessed.mode if guessed else Mode.UNKNOWN,
        }
        super().__init__(*args, initial=begun, stages=stages, **kwargs)
        self.line = line

    @property
    def wanted(self) -> Wanted | None:
        """Once valid; None for a line that is left."""
        return Wanted(self.line.number, self.line.taken, **self.said) if self.cleaned_data["taken"] else None


class TrackForm(WordsForm):
    """Of one that the journey has."""

    shown = forms.BooleanField(label=gettext_lazy("La montrer aux lecteurs"), required=False)

    def __init__(self, *args: Any, track: Track, stages: Sequence[Stage], **kwargs: Any):
        begun = {name: getattr(track, name) for name in ("name", "kind", "mode", "shown")}
        begun["stage"] = stages.index(track.stage) + 1 if track.stage in stages else None
        super().__init__(*args, initial=begun, stages=stages, **kwargs)

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"shown": self.cleaned_data["shown"]}
