"""What is asked of who sends tracks: the files, then for each of their lines whether, as what and where it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.journeys.moments import MomentField
from community.media.fields import Files, FilesField
from community.text import LineField
from routes.choices import Mode, TrackKind
from routes.models import Stage, Track
from routes.tracks.actions import Wanted
from routes.tracks.guessing import stage_of
from routes.tracks.report import LineReport
from routes.tracks.waypoints import LONGEST_NAME, Offered

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


def by_number(
    stages: Sequence[Stage], *, label: str, of_many: str, each: str, nothing: tuple[int | None, str]
) -> forms.Field:
    """A stage by its number: in a list, or written where they are many. `nothing`: (what it stands for, its words)."""
    least, _words = nothing
    if len(stages) > MOST_LISTED:
        return forms.IntegerField(
            label=of_many, required=False, min_value=1 if least is None else least, max_value=len(stages)
        )
    named = [(n, each % {"n": n, "place": stage.place}) for n, stage in enumerate(stages, 1)]
    choices = [("" if least is None else least, nothing[1]), *named]
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None, choices=choices)


class WordsForm(forms.Form):
    """What is said of a line: its name, where it leads, what it is, how one went."""

    name = LineField(label=gettext_lazy("Nom"), max_length=200, required=False)
    stage = forms.Field()  # in its place; of which there are how many, is only known then
    kind = forms.ChoiceField(label=gettext_lazy("C’est"), choices=TrackKind)
    mode = forms.ChoiceField(label=gettext_lazy("Moyen"), choices=Mode)

    def __init__(self, *args: Any, stages: Sequence[Stage], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.stages = stages
        self.fields["stage"] = by_number(
            stages,
            label=_("Trajet vers"),
            of_many=_("Trajet vers l’étape n°"),
            each="%(n)s. %(place)s",
            nothing=(None, _("Aucun en particulier")),
        )

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


class WaypointForm(forms.Form):
    """A waypoint that may become a stage; what it is called and when one was there is only where the form begins."""

    taken = forms.BooleanField(label=gettext_lazy("En faire une étape"), required=False)
    place = LineField(label=gettext_lazy("Lieu"), max_length=LONGEST_NAME, required=False)
    when = MomentField(label=gettext_lazy("Quand"))
    announced = forms.BooleanField(
        label=gettext_lazy("Étape seulement annoncée : personne n’y est encore passé"), required=False
    )

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any):
        begun = {"place": offered.place, "when": offered.when, "announced": offered.is_announced}
        super().__init__(*args, initial=begun, **kwargs)
        self.offered = offered

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("taken") and not cleaned.get("place") and "place" not in self.errors:
            self.add_error("place", _("Donnez un nom à cette étape."))
        return cleaned

    @property
    def said(self) -> dict[str, Any] | None:
        """Once valid, as `actions.add_stages` wants it; None when it is left."""
        given = self.cleaned_data
        if not given["taken"]:
            return None
        return self.offered.said(place=given["place"], when=given["when"], announced=given["announced"])


class AfterForm(forms.Form):
    """Where in the journey a file's waypoints come."""

    after = forms.Field()

    def __init__(self, *args: Any, before: int, stages: Sequence[Stage], **kwargs: Any):
        super().__init__(*args, initial={"after": before}, **kwargs)
        self.stages = stages
        self.fields["after"] = by_number(
            stages,
            label=_("Ces étapes viennent"),
            of_many=_("Ces étapes viennent après l’étape n° (0 : au début)"),
            each=_("après %(n)s. %(place)s"),
            nothing=(0, _("au début du voyage")),
        )

    @property
    def key(self) -> int:
        """Of the stage before, once valid; 0 for none."""
        after = self.cleaned_data["after"]
        if after is None:
            return self.stages[-1].pk if self.stages else 0
        return self.stages[after - 1].pk if after else 0


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
