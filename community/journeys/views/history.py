"""The history of a journey: for everybody where nothing is told late, otherwise for its team; and undoing."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from community.editing.handing import KEPT
from community.journeys import writing
from community.journeys.gate import team
from community.permissions import writes
from community.reviewing.forms import NoteForm
from places.actions import Clashed
from routes import labels
from routes.choices import JourneyState
from routes.models import Journey

PER_PAGE = 50


@never_cache
@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Last first."""
    journey = _readable(request, slug)
    found = journey.revisions.select_related("author", "undoes").order_by("-number")
    page, names = Paginator(found, PER_PAGE).get_page(request.GET.get("page", "1")), labels.names(journey)
    listed = [(one, [labels.label(part, names) for part in list(one.changes)[:4]], len(one.changes)) for one in page]
    context = {"journey": journey, "page": page, "listed": listed, "writes": writes(request.user, journey)}
    return render(request, "community/journeys/history.html", context)


@never_cache
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    journey = _readable(request, slug)
    shown = get_object_or_404(journey.revisions.select_related("author", "undoes"), number=number)
    context = {
        "journey": journey,
        "revision": shown,
        "told": labels.told(shown.changes, labels.names(journey)),
        "undone_by": shown.undone_by.order_by("number"),
        "writes": writes(request.user, journey),
    }
    return render(request, "community/journeys/version.html", context)


@team
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, journey: Journey, number: int) -> HttpResponse:
    """What undoing a version would change, part by part; then done, as a version of its own."""
    undone = get_object_or_404(journey.revisions.select_related("author"), number=number)
    names, form, parts = labels.names(journey), NoteForm(request.POST or None), request.POST.getlist("part")
    back = {part: [after, before] for part, (before, after) in undone.changes.items()}
    context = {"journey": journey, "revision": undone, "told": labels.told(back, names), "form": form}
    if request.method != "POST":
        return render(request, "community/journeys/undo.html", context)
    context |= {"parts": parts, "typed": True}
    if not form.is_valid() or not parts:
        return render(request, "community/journeys/undo.html", context | {"nothing": not parts}, status=422)
    try:
        made = writing.undo(undone, by=request.user, note=form.cleaned_data["note"], parts=parts)
    except Clashed as clashed:
        context["clashes"] = [labels.label(clash.part, names) for clash in clashed.clashes]
        return render(request, "community/journeys/undo.html", context, status=409)
    except ValidationError as error:
        return render(request, "community/journeys/undo.html", context | {"refused": error.messages}, status=422)
    said = _("C’est annulé.") if made else _("C’était déjà ainsi : rien n’a changé.")
    messages.success(request, said, extra_tags=f"{KEPT}{journey.slug}/undo/{number}")
    return redirect(reverse("journeys:desk", args=[journey.slug]))


def _readable(request: HttpRequest, slug: str) -> Journey:
    """What is told late would be told at once by its history: then it is the team's."""
    journey = get_object_or_404(Journey.everything, slug=slug)
    public = journey.state == JourneyState.SHOWN and not journey.removed_at and not journey.delay_days
    if not public and not writes(request.user, journey):
        raise Http404
    return journey
