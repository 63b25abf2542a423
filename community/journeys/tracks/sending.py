"""Files of a form made drafts; what holds no track is said beside the field, file by file, and the others stay."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from community.journeys.tracks.forms import AfterForm, LineForm, SendForm, WaypointForm
from community.reviewing.limits import check_blocks
from places.media import limits as weights
from places.media.refusal import Refused
from places.typography import short
from routes.models import Journey, Stage, TrackFile
from routes.tracks import actions, limits
from routes.tracks.actions import Wanted
from routes.tracks.files import read
from routes.tracks.reading import Reading
from routes.tracks.recognise import too_heavy
from routes.tracks.report import FileReport, report
from routes.tracks.simplifying import outline
from routes.tracks.waypoints import after, offer

KEPT_READINGS = 4  # a million points are thirty megabytes
MOST_LOOKED_AT = 1500  # vertices of a line on the preview's map


@dataclass(frozen=True)
class Looked:
    """A draft as the preview shows it: its report, a form for each line that can be taken, one for each waypoint, and where they come."""

    file: TrackFile
    report: FileReport
    forms: list[LineForm]
    waypoints: list[WaypointForm]
    after: AfterForm
    beyond: int  # waypoints more than are offered

    def is_valid(self) -> bool:
        """Each form says all that is wrong with it."""
        told = [form.is_valid() for form in (*self.forms, *self.waypoints, self.after)]
        return all(told)

    @property
    def wanted(self) -> list[Wanted]:
        """The lines to take, once valid."""
        return [form.wanted for form in self.forms if form.wanted]

    @property
    def stages(self) -> list[dict]:
        """What the waypoints to take say, once valid, in order."""
        return [form.said for form in self.waypoints if form.said]

    @property
    def marks(self) -> list[dict]:
        """For the map: "mark" as its fieldset is called, "place" [lon, lat]."""
        return [{"mark": form.prefix, "place": [form.offered.lon, form.offered.lat]} for form in self.waypoints]

    @property
    def outlines(self) -> list[dict]:
        """For the map: "line" as its fieldset is called, "kind", "places" [[lon, lat], …]."""
        return [
            {"line": form.prefix, "kind": kind, "places": piece.round(5).tolist()}
            for form in self.forms
            for kind, piece in outline(form.line.taken.parts, MOST_LOOKED_AT)
        ]


def send(request: HttpRequest, form: SendForm, journey: Journey, *, already: int) -> list[TrackFile]:
    """New drafts of what could be read, whatever is wrong with the rest; `already`: how many were kept before."""
    form.is_valid()
    try:
        _check_open(request)
    except ValidationError as closed:
        form.add_error("files", closed)
        return []
    chosen = form.cleaned_data.get("files", [])
    drafts = [
        draft for file in chosen[: limits.FILES_AT_ONCE - already] if (draft := _draft(file, form, journey, request))
    ]
    if problem := _problem(request, form, chosen, len(drafts), already):
        form.add_error("files", problem)
    return drafts


def look(file: TrackFile, stages: list[Stage], typed: object = None) -> Looked:
    """A draft read anew."""
    reading = _reading(file.file)
    told = report(file.name, reading)
    forms = [
        LineForm(typed, prefix=f"{file.pk}-{line.number}", line=line, stages=stages)
        for line in told.lines
        if line.is_taken
    ]
    offered = offer(reading, file.journey, stages)
    marks = [WaypointForm(typed, prefix=f"{file.pk}-stage-{one.number}", offered=one) for one in offered]
    before = after(offered, [line.taken for line in told.lines], stages)
    where = AfterForm(typed, prefix=f"{file.pk}-stages", before=before, stages=stages)
    return Looked(file, told, forms, marks, where, len(reading.waypoints) - len(offered))


@lru_cache(maxsize=KEPT_READINGS)
def _reading(name: str) -> Reading:
    """Of a file on the shelf: who looks through it reads it again to confirm."""
    return read(actions.unpacked(name))


def _check_open(request: HttpRequest) -> None:
    """ValidationError when nothing is taken for now."""
    check_blocks(request.user)
    if TrackFile.objects.drafts().filter(sent_by=request.user).count() >= limits.DRAFTS_PER_PERSON:
        raise ValidationError(
            _("Beaucoup de vos fichiers attendent déjà d’être relus : revenez demain, ou finissez-en un.")
        )


def _draft(file: UploadedFile, form: SendForm, journey: Journey, request: HttpRequest) -> TrackFile | None:
    try:
        if file.size > limits.UNPACKED_BYTES:
            raise too_heavy()
        content = file.read()
        read(content)
    except Refused as refused:
        form.add_error("files", f"{short(file.name)} : {refused}")
        return None
    return actions.keep_file(journey, file.name, content, by=request.user)


def _problem(request: HttpRequest, form: SendForm, chosen: list, kept: int, already: int) -> str:
    if getattr(request, "is_too_heavy", False):
        most = weights.weight(weights.REQUEST_BYTES)
        return _("Tout cela ensemble est trop lourd : %s au plus à la fois.") % most
    if len(chosen) + already > limits.FILES_AT_ONCE:
        return _("Douze fichiers au plus à la fois : envoyez les autres ensuite.")
    if not kept and not already and not form.errors:
        return _("Choisissez au moins un fichier.")
    return ""
