"""The writing desk of a journey; beginning one; one's own journeys; its presentation; publishing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.editing.handing import KEPT
from community.journeys import remarks, sending, showing, writing
from community.journeys.about import AboutForm
from community.journeys.form import JourneyForm
from community.journeys.gate import team
from community.journeys.team import InviteForm
from community.journeys.views.writing import Write
from community.permissions import can, need
from community.reviewing import journeys as reviewing
from routes.models import Entry, Journey

NEW = "journeys/new"  # under which a browser keeps what is typed


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    need(request.user, "travel")
    found = Journey.everything.filter(team=request.user).order_by("-updated_at", "pk")
    return render(request, "community/journeys/mine.html", {"journeys": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    need(request.user, "travel")
    form = AboutForm(request.POST if request.method == "POST" else None, initial={"base": 0, "delay_days": 0})
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.begin(form.wanted({}), by=request.user)
        except ValidationError as error:
            form.blame(error)
        else:
            messages.success(request, _("Le voyage est commencé. Ajoutez ses étapes."), extra_tags=f"{KEPT}{NEW}")
            return redirect("journeys:desk", made.slug)
    context = {"form": form, "key": NEW, "typed": form.is_bound}
    return render(request, "community/journeys/new.html", context, status=422 if form.errors else 200)


@team
@require_safe
def desk(request: HttpRequest, journey: Journey) -> HttpResponse:
    return shown(request, journey)


class About(Write):
    form_class = AboutForm
    template = "community/journeys/about.html"
    part = "about"

    def context(self, form: JourneyForm) -> dict[str, Any]:
        return {"heading": _("Présentation et discrétion")}


@team
@require_POST
def publish(request: HttpRequest, journey: Journey) -> HttpResponse:
    try:
        everybody = reviewing.hand_in(journey, by=request.user)
    except ValidationError as error:
        return shown(request, journey, problems=error.messages, status=422)
    waits = _("C’est transmis : quelqu’un de la modération le lit, puis il paraîtra. Vous pouvez continuer d’écrire.")
    messages.success(request, _("Le voyage est publié : chacun peut le suivre.") if everybody else waits)
    return redirect("journeys:desk", journey.slug)


def shown(
    request: HttpRequest, journey: Journey, *, problems: list[str] | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The desk; `problems`: sentences about what could not be done."""
    stages = list(journey.stages(manager="everything").standing().prefetch_related("encounters__initiative"))
    entries = list(
        Entry.everything.standing().filter(journey=journey).select_related("stage").prefetch_related("media").along()
    )
    said, shows = remarks.of_stages(stages), showing.of_all(journey, stages)
    pages = showing.of_all(journey, entries)
    context = {
        "journey": journey,
        "stages": [(stage, said.get(stage.pk, ""), shows[stage.pk]) for stage in stages],
        "remark": remarks.of_journey(stages),
        "entries": [(entry, pages[entry.pk]) for entry in entries],
        "late": sum(one.is_late for one in (*shows.values(), *pages.values())),
        "team": list(journey.team.order_by("username")),
        "invite": InviteForm(),
        "public": can(request.user, "publish"),
        "problems": problems or [],
        "field": sending.config(request, journey),
    }
    return render(request, "community/journeys/desk.html", context | more, status=status)
