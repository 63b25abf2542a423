"""Undoing: a version of a sheet, or some of its parts, and bringing a removed sheet back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from community import permissions
from places import actions, history
from places.models import Initiative
from places.vocabulary import Terms

LONGEST_NOTE = 300


@require_http_methods(["GET", "HEAD", "POST"])
def revert(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What undoing a version would change, part by part; then done, as a version of its own."""
    initiative = get_object_or_404(Initiative.everything, slug=slug)
    undone = get_object_or_404(initiative.revisions.select_related("author"), number=number)
    allowed = permissions.can(request.user, "revert", initiative)
    told = history.told({part: [after, before] for part, (before, after) in undone.changes.items()}, _terms())
    context = {"initiative": initiative, "revision": undone, "told": told, "allowed": allowed}
    if request.method != "POST":
        return render(request, "community/revert.html", context)
    if not allowed:
        return render(request, "community/revert.html", context, status=403)
    note, parts = request.POST.get("note", "").replace("\x00", "").strip(), request.POST.getlist("part")
    context |= {"note": note, "parts": parts}
    if not parts or len(note) > LONGEST_NOTE:
        context["problem"] = "parts" if not parts else "note"
        return render(request, "community/revert.html", context, status=422)
    try:
        made = actions.revert(undone, by=request.user, note=note, parts=parts)
    except actions.Clashed as clashed:
        context["clashes"] = [history.label(clash.part) for clash in clashed.clashes]
        return render(request, "community/revert.html", context, status=409)
    except ValidationError as error:
        context["refused"] = error.messages
        return render(request, "community/revert.html", context, status=422)
    return redirect(made or undone)


def _terms() -> Terms:
    return Terms.read(get_language())
