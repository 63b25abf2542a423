"""The desk: what there is to do; changes to read afterwards, sheets nobody confirmed for a year, and the public log."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from community.models import Block, Deed, Pair, Patrol, Proposal, Report
from community.reviewing import freshness, journeys, patrolling
from community.reviewing.views.gate import only, paged
from places.models import Medium
from routes.models import EntryMedium

PER_LOG = 50
MOST_DORMANT = 1_000  # the oldest: nobody reads more of them, and counting a million takes its time


@only("review")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    counts = {
        "waiting": Proposal.objects.waiting().count(),
        "journeys": journeys.waiting().count(),
        "media": Medium.objects.waiting().count() + EntryMedium.objects.waiting().count(),
        "reported": Report.objects.open().count(),
        "pairs": Pair.objects.open().count(),
        "unread": Patrol.objects.unread().count(),
        "dormant": freshness.dormant()[:MOST_DORMANT].count(),
        "blocked": Block.objects.standing().count(),
    }
    return render(request, "community/review/desk.html", {"counts": counts, "deeds": Deed.objects.told()[:5]})


@only("review")
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest) -> HttpResponse:
    """What went in at once; « read » takes it off the list."""
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("read") if pk.isascii() and pk.isdigit() and len(pk) < 12]
        n = patrolling.read(chosen, by=request.user)
        messages.success(request, ngettext("%(n)s modification relue.", "%(n)s modifications relues.", n) % {"n": n})
        return redirect("reviewing:changes")
    return render(request, "community/review/changes.html", {"page": paged(request, Patrol.objects.unread())})


@only("review")
@require_safe
def dormant(request: HttpRequest) -> HttpResponse:
    return render(
        request, "community/review/dormant.html", {"page": paged(request, freshness.dormant()[:MOST_DORMANT], PER_LOG)}
    )


@never_cache
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """For everybody."""
    return render(request, "community/review/log.html", {"page": paged(request, Deed.objects.told(), PER_LOG)})
