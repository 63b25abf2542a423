"""Blocks, and undoing everything somebody did since a day."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from community.models import Block, Proposal
from community.reviewing import blocking, undoing
from community.reviewing.forms import BlockForm, UndoForm, WhyForm
from community.reviewing.views.gate import only, paged
from places.history_views import before


@only("block")
@require_http_methods(["GET", "HEAD", "POST"])
def blocks(request: HttpRequest) -> HttpResponse:
    """Those that stand, and a new one: of a handle, or of whoever made `?proposal=`."""
    proposal = _proposal(request)
    author = proposal.author.username if proposal and proposal.author else ""
    form = BlockForm(request.POST if request.method == "POST" else None, initial={"person": author})
    if request.method == "POST" and form.is_valid():
        try:
            blocking.block(by=request.user, proposal=proposal, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Le blocage est posé."))
            return redirect("reviewing:blocks")
    found = Block.objects.standing().select_related("person", "by")
    context = {"form": form, "proposal": proposal, "page": paged(request, found)}
    return render(request, "community/review/blocks.html", context, status=422 if form.errors else 200)


@only("block")
@require_POST
def unblock(request: HttpRequest, pk: int) -> HttpResponse:
    blocking.end(get_object_or_404(Block, pk=pk), by=request.user)
    messages.success(request, _("Le blocage est levé."))
    return redirect("reviewing:blocks")


@only("review")
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest) -> HttpResponse:
    """Shown first (`?person=&since=`), then done: what was shown and nothing that came after."""
    form = UndoForm(request.GET if "person" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "community/review/undo.html", {"form": form}, status=422 if form.is_bound else 200)
    asked, problem = form.cleaned_data | {"before": before(request)}, ""
    if request.method == "POST":
        last, why = request.POST.get("last", ""), WhyForm({"note": request.POST.get("reason", "")})
        if not why.is_valid():
            problem = " ".join(why.errors["note"])
        elif last.isascii() and last.isdigit() and len(last) < 19:
            done = undoing.undo(**asked, last=int(last), by=request.user, reason=why.cleaned_data["note"])
            n = sum(one.outcome == "undone" for one in done)
            said = ngettext("%(n)s version annulée.", "%(n)s versions annulées.", n) % {"n": n}
            messages.success(request, said)
            given = {"since": asked["since"], "by": request.user, "reason": why.cleaned_data["note"]}
            if request.POST.get("journeys"):
                n = undoing.undo_journeys(asked["person"], **given)
                said = ngettext("%(n)s changement de voyage annulé.", "%(n)s changements de voyages annulés.", n) % {
                    "n": n
                }
                messages.success(request, said)
            if request.POST.get("waiting"):
                n = undoing.refuse_waiting(asked["person"], **given)
                messages.success(request, ngettext("%(n)s envoi refusé.", "%(n)s envois refusés.", n) % {"n": n})
            return redirect("reviewing:desk")
    shown = undoing.preview(**asked, by=request.user)
    context = {"form": form, "person": asked["person"], "shown": shown, "problem": problem}
    context["clean"] = sum(one.outcome == "undone" for one in shown)
    context["last"] = max((one.revision.pk for one in shown), default=0)
    context["older"] = shown[-1].revision.pk if len(shown) == undoing.MOST else None
    context["reason"] = request.POST.get("reason", "")
    context["waiting"] = sum(found.count() for found in undoing.waiting(asked["person"], since=asked["since"]))
    context["of_journeys"] = undoing.of_journeys(asked["person"], since=asked["since"]).count()
    return render(request, "community/review/undo.html", context, status=422 if problem else 200)


def _proposal(request: HttpRequest) -> Proposal | None:
    pk = request.GET.get("proposal", "")
    known = pk.isascii() and pk.isdigit() and len(pk) < 12
    return get_object_or_404(Proposal.objects.select_related("author"), pk=int(pk)) if known else None
