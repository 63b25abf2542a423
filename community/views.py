"""Undoing: a version of a sheet, or some of its parts, and bringing a removed sheet back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community import changes, permissions
from community.editing.handing import KEPT
from community.reviewing.forms import NoteForm
from places import actions, history
from places.models import Initiative
from places.vocabulary import Terms


@require_http_methods(["GET", "HEAD", "POST"])
def revert(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What undoing a version would change, part by part; then done, as a version of its own."""
    initiative = get_object_or_404(Initiative.everything, slug=slug)
    undone = get_object_or_404(initiative.revisions.select_related("author"), number=number)
    allowed = permissions.can(request.user, "revert", initiative)
    told = history.told({part: [after, before] for part, (before, after) in undone.changes.items()}, _terms())
    form, parts = NoteForm(request.POST or None), request.POST.getlist("part")
    context = {"initiative": initiative, "revision": undone, "told": told, "allowed": allowed, "form": form}
    if request.method != "POST":
        return render(request, "community/revert.html", context)
    context |= {"parts": parts, "nothing": not parts, "typed": True}
    if not allowed:
        return render(request, "community/revert.html", context, status=403)
    if not form.is_valid() or not parts:
        return render(request, "community/revert.html", context, status=422)
    try:
        made = changes.undo(undone, by=request.user, note=form.cleaned_data["note"], parts=parts)
    except actions.Clashed as clashed:
        context["clashes"] = [history.label(clash.part) for clash in clashed.clashes]
        return render(request, "community/revert.html", context, status=409)
    except ValidationError as error:
        context["refused"] = error.messages
        return render(request, "community/revert.html", context, status=422)
    kept = f"{KEPT}{initiative.slug}/undo/{number}"
    messages.success(
        request, _("C’est annulé.") if made else _("C’était déjà ainsi : rien n’a changé."), extra_tags=kept
    )
    return redirect(made or undone)


def _terms() -> Terms:
    return Terms.read(get_language())
