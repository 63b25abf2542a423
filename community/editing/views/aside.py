"""What helps the forms: how one contributes, the drafts of this browser, and an answer as it will look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from community.permissions import EARNED, SETTLED
from places import prose, states

LONGEST = 100_000


@require_safe
def contribute(request: HttpRequest) -> HttpResponse:
    return render(request, "community/editing/contribute.html", {"earned": EARNED, "settled": SETTLED.days})


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """The list is made by the browser, which alone knows them."""
    return render(request, "community/editing/drafts.html")


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The text of a form as readers will see it: a piece of a page."""
    language = request.POST.get("language", "")
    language = language if states.is_language(language) else get_language() or "fr"
    return HttpResponse(prose.html(request.POST.get("text", "")[:LONGEST].replace("\x00", ""), language))
