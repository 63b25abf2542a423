"""A journey's tracks, for its team: files sent, looked through, taken; taken out, brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.journeys import writing
from community.journeys.tracks import sending, tokens
from community.journeys.tracks.forms import SendForm, TrackForm
from community.permissions import Person, writes
from community.reviewing import limits
from places.maps import map_options
from routes.actions import add_stages
from routes.choices import JourneyState
from routes.models import Journey, Stage, Track, TrackFile
from routes.tracks import actions

Made = TypeVar("Made")


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """What the journey has, and the form that brings more. What could be read is kept when something else is refused."""
    journey = _written(request, slug)
    form = SendForm(request.POST if request.method == "POST" else None, request.FILES or None)
    sent = list(_sent(journey, request.POST.get("sent", "")))
    if request.method == "POST":
        sent += sending.send(request, form, journey, already=len(sent))
        if form.is_valid():
            return redirect("tracks:preview", slug, tokens.signed(sent))
    tracks = journey.tracks.select_related("source", "stage")
    context = {
        "journey": journey,
        "form": form,
        "sent": sent,
        "token": tokens.signed(sent) if sent else "",
        "tracks": tracks.standing(),
        "removed": tracks.exclude(removed_at=None),
    }
    return render(request, "community/journeys/tracks/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What will be taken of each file, and why the rest is not; nothing of it is in the journey before."""
    journey = _written(request, slug)
    if tokens.keys(token) is None:
        raise Http404
    stages = list(Stage.everything.filter(journey=journey).standing())
    typed = request.POST if request.method == "POST" else None
    try:
        looked = [sending.look(file, stages, typed) for file in _sent(journey, token)]
    except FileNotFoundError as gone:
        raise Http404 from gone
    if not looked:  # sent twice, or come back to: all is done
        return redirect("tracks:index", slug)
    problems = []
    are_valid = [one.is_valid() for one in looked]
    if request.method == "POST" and not all(are_valid):
        problems = [_("Il reste quelque chose à corriger. Ce que vous avez écrit est toujours là.")]
    elif request.method == "POST":
        try:
            return _take(request, journey, looked)
        except ValidationError as error:
            problems = error.messages
    context = {"journey": journey, "looked": looked, "token": token, "problems": problems, "map": _map(looked)}
    context["count"] = sum(len(one.forms) + len(one.waypoints) for one in looked)
    return render(request, "community/journeys/tracks/preview.html", context)


@require_safe
def original(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The file as it came, for the team."""
    file = get_object_or_404(TrackFile, journey=_written(request, slug), tracks=pk)
    try:
        content = actions.content(file)
    except FileNotFoundError as gone:
        raise Http404 from gone
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(True, file.name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Other words for a track, another leg, or no longer showing it."""
    track = _track(request, slug, pk)
    stages = list(Stage.everything.filter(journey=track.journey).standing())
    form = TrackForm(request.POST if request.method == "POST" else None, track=track, stages=stages)
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, track.journey, lambda: actions.change(track, by=request.user, **form.said))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("tracks:index", slug)
    context = {"journey": track.journey, "track": track, "form": form}
    return render(request, "community/journeys/tracks/change.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    track = _track(request, slug, pk)
    return _act(
        request,
        track,
        lambda: actions.remove(track, by=request.user),
        _("La trace est retirée ; elle peut être rétablie pendant trois mois."),
    )


@require_POST
def restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    track = _track(request, slug, pk)
    return _act(request, track, lambda: actions.restore(track, by=request.user), _("La trace est rétablie."))


def _act(request: HttpRequest, track: Track, act: Callable[[], None], said: str) -> HttpResponse:
    try:
        _write(request, track.journey, act)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("tracks:index", track.journey.slug)


def _write(request: HttpRequest, journey: Journey, act: Callable[[], Made]) -> Made:
    """A change of the journey like any other: not by whoever is blocked, counted, and read afterwards."""
    writing.check_open(journey, by=request.user)
    limits.count(request.user)
    with transaction.atomic():
        before = journey.revisions.aggregate(last=Max("number"))["last"] or 0
        made = act()
        for revision in journey.revisions.filter(number__gt=before, author=request.user):
            writing.patrol(revision, by=request.user)
    return made


def _written(request: HttpRequest, slug: str) -> Journey:
    """The journey, for who writes it; one that nobody else reads is not there for them."""
    journey = get_object_or_404(Journey.everything.filter(removed_at=None), slug=slug)
    if writes(request.user, journey):
        return journey
    if journey.state != JourneyState.SHOWN:
        raise Http404
    raise PermissionDenied(_("Seule l’équipe de ce voyage y ajoute des traces."))


def _track(request: HttpRequest, slug: str, pk: int) -> Track:
    return get_object_or_404(Track, journey=_written(request, slug), pk=pk)


def _sent(journey: Journey, token: str) -> QuerySet[TrackFile]:
    """What is named in a token and of which nothing was taken yet."""
    return TrackFile.objects.drafts().filter(journey=journey, pk__in=tokens.keys(token) or [])


def _take(request: HttpRequest, journey: Journey, looked: list[sending.Looked]) -> HttpResponse:
    if not any(one.wanted or one.stages for one in looked):
        raise ValidationError(
            _("Cochez au moins une ligne à prendre, ou quittez cette page : rien n’est encore ajouté.")
        )
    tracks, stages = _write(request, journey, lambda: _added(journey, looked, by=request.user))
    if tracks:
        messages.success(request, ngettext("%(n)s trace ajoutée.", "%(n)s traces ajoutées.", tracks) % {"n": tracks})
    if stages:
        messages.success(request, ngettext("%(n)s étape ajoutée.", "%(n)s étapes ajoutées.", stages) % {"n": stages})
    return redirect("tracks:index" if tracks else "journeys:desk", journey.slug)


def _added(journey: Journey, looked: list[sending.Looked], *, by: Person) -> tuple[int, int]:
    """(how many tracks, how many stages)"""
    tracks = [track for one in looked if one.wanted for track in actions.take(one.file, one.wanted, by=by)]
    stages = [
        stage for one in looked if one.stages for stage in add_stages(journey, one.stages, by=by, after=one.after.key)
    ]
    return len(tracks), len(stages)


def _map(looked: list[sending.Looked]) -> dict:
    """What static/js/tracks-preview.js starts from."""
    options = map_options(get_language())
    strings = options["strings"] | {"map": _("Carte de ce qui sera pris")}
    lines = [outline for one in looked for outline in one.outlines]
    marks = [mark for one in looked for mark in one.marks]
    return {"map": options | {"detail": None, "strings": strings}, "lines": lines, "marks": marks}
