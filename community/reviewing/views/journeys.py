"""Journeys that wait, oldest first: read, published or sent back; and taking one out, bringing it back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.reviewing import journeys
from community.reviewing.forms import RefuseForm, WhyForm
from community.reviewing.views.gate import only, paged
from routes.models import Entry, Journey, Stage


@only("review")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    return _list(request)


@only("review")
@require_POST
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    journey = get_object_or_404(Journey.everything, slug=slug)
    decided = journeys.accept(journey, by=request.user)
    return _next(request, _("Publié : « %s ».") % journey.title if decided else "")


@only("review")
@require_POST
def send_back(request: HttpRequest, slug: str) -> HttpResponse:
    journey, form = get_object_or_404(Journey.everything, slug=slug), RefuseForm(request.POST)
    if not form.is_valid():
        return _list(request, refused=form, about=journey)
    decided = journeys.send_back(journey, by=request.user, reason=form.cleaned_data["reason"])
    return _next(request, _("Renvoyé : « %s ». Son équipe en lira la raison.") % journey.title if decided else "")


@only("remove")
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    journey = get_object_or_404(Journey.everything, slug=slug)
    return redirect("journeys:desk", slug) if journey.removed_at else _done(request, journey, journeys.remove)


@only("restore")
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    journey = get_object_or_404(Journey.everything, slug=slug)
    return _done(request, journey, journeys.restore) if journey.removed_at else redirect("journeys:desk", slug)


def _done(request: HttpRequest, journey: Journey, act: Callable) -> HttpResponse:
    """The page that asks why, until it is done."""
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act(journey, by=request.user, note=form.cleaned_data["note"])
        return redirect("journeys:desk", journey.slug)
    context = {"journey": journey, "form": form}
    return render(request, "community/review/removing_journey.html", context, status=422 if form.errors else 200)


def _list(request: HttpRequest, *, refused: RefuseForm | None = None, about: Journey | None = None) -> HttpResponse:
    """The page, each with all that its team wrote; a refusal without its reason is shown again beside what it is about."""
    page = paged(request, journeys.waiting())
    listed = [
        (
            journey,
            Stage.everything.standing().filter(journey=journey).prefetch_related("encounters"),
            Entry.everything.standing().filter(journey=journey).along(),
            refused if journey == about else RefuseForm(),
        )
        for journey in page
    ]
    context = {"page": page, "listed": listed}
    return render(request, "community/review/journeys.html", context, status=422 if refused else 200)


def _next(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said or _("Quelqu’un d’autre en a déjà décidé."))
    return redirect("reviewing:journeys")
