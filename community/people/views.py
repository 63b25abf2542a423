"""A person's page, one's own account, one's data, and leaving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from community.people import actions
from community.people.export import export
from community.people.forms import LeavingForm, PresentationForm, languages
from community.permissions import need
from places.history_views import PER_PAGE, before

MOST_PROPOSALS = 50


@require_safe
@never_cache
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """Public: who somebody is here and what they changed; nothing of it says how to reach them."""
    people = get_user_model().objects.filter(is_active=True).select_related("profile")
    shown = get_object_or_404(people, username=handle)
    profile = actions.profile_of(shown)
    spoken = dict(languages())
    context = {
        "person": shown,
        "profile": profile,
        "languages": [spoken[code] for code in profile.languages if code in spoken],
        "stewardships": _standing(shown),
        "number": shown.revisions.count(),
    }
    context["revisions"], context["older"] = shown.revisions.told().older(before(request), count=PER_PAGE)
    return render(request, "community/person.html", context)


@require_POST
def trust(request: HttpRequest, handle: str) -> HttpResponse:
    """A moderator's word, given or (without `on`) taken back."""
    need(request.user, "review")
    shown = get_object_or_404(get_user_model(), is_active=True, username=handle)
    actions.trust(shown, by=request.user, on=bool(request.POST.get("on")))
    return redirect("people:person", handle)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    profile = actions.profile_of(request.user)
    known = {"handle": request.user.get_username(), "languages": profile.languages, "where": profile.where}
    form = PresentationForm(request.POST if request.method == "POST" else None, initial=known, person=request.user)
    if form.is_valid():
        try:
            actions.present(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("people:account")
    context = {"form": form, "profile": profile, "handle": known["handle"], "stewardships": _standing(request.user)}
    proposals = request.user.proposals.select_related("initiative").order_by("-at", "-pk")
    context |= {"proposals": proposals[:MOST_PROPOSALS], "media": request.user.media.waiting()[:MOST_PROPOSALS]}
    return render(request, "community/account.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def export_data(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse(export(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = 'attachment; filename="atlas.json"'
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    form = LeavingForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        leaving = request.user
        logout(request)
        actions.leave(by=leaving)
        return redirect("people:left")
    return render(request, "community/delete.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    return render(request, "community/left.html")


def _standing(person):
    """The initiatives somebody looks after that are there to be seen."""
    confirmed = person.stewardships.confirmed().filter(initiative__removed_at=None)
    return confirmed.select_related("initiative").order_by("initiative__name")
