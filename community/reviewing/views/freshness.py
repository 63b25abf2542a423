"""« Toujours vrai », and the three answers of the yearly letter."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from community.permissions import looks_after, need
from community.reviewing import freshness
from places import states
from places.models import Initiative

# What the letter's links say; the third only leads to the sheet.
ANSWERS = {"still": freshness.still_true, "ended": freshness.ended}


@never_cache
@require_POST
def still_true(request: HttpRequest, slug: str) -> HttpResponse:
    """Of the sheet, or of one `part` of it; for whoever has an account."""
    initiative = get_object_or_404(Initiative.objects, slug=slug)
    need(request.user, "confirm", initiative)
    part = request.POST.get("part", "")
    if part and part not in states.state(initiative) and part not in freshness.GROUPS:
        raise Http404
    try:
        freshness.still_true(initiative, by=request.user, part=part)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{initiative.get_absolute_url()}#true-{part}" if part else initiative)


# Whoever has the letter has its links: they are signed, last a year and say nothing but these three things.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str, act: str) -> HttpResponse:
    """A letter's link shows what it is about to say; the button says it (programs that read mails press none)."""
    meant = freshness.read(token)
    initiative = meant and Initiative.objects.filter(pk=meant[0]).first()
    person = meant and get_user_model().objects.filter(pk=meant[1], is_active=True).first()
    if not initiative or not person or not looks_after(person, initiative):
        return render(request, "community/review/unknown_answer.html", status=404)
    if act == "update":
        return redirect(initiative)
    context = {"initiative": initiative, "act": act, "done": request.method == "POST"}
    if request.method == "POST":
        try:
            ANSWERS[act](initiative, by=person)
        except ValidationError as error:
            context |= {"done": False, "problems": error.messages}
    return render(request, "community/review/answer.html", context, status=422 if "problems" in context else 200)
