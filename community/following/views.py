"""Following a journey by mail, without an account nor a cookie."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from community.following import actions
from community.following.forms import FollowForm
from community.models import Follower
from community.reviewing import marks
from routes.models import Journey


# It says nothing of who sends it: forged, it writes once to an address that may then do nothing. And readers get no cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    journey = get_object_or_404(Journey.objects, slug=slug)
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = {"email": form.cleaned_data["email"], "language": get_language(), "address": marks.address_of(request)}
        try:
            actions.ask(journey, **said)
        except ValidationError as error:
            form.add_error(None if not hasattr(error, "error_dict") else "email", error.messages)
        else:
            return render(request, "community/following/sent.html", {"journey": journey})
    context = {"journey": journey, "form": form}
    return render(request, "community/following/follow.html", context, status=422 if form.errors else 200)


# Whoever has the letter has its link. It shows what it can do; a button does it: programs that read mails press none.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    follower = _named(token)
    if follower is None:
        return render(request, "community/following/unknown.html", status=404)
    if request.method == "POST":
        if request.POST.get("do") == "stop":
            return _stopped(request, token)
        actions.confirm(follower)
        return redirect(follower)
    return render(request, "community/following/subscription.html", {"follower": follower, "journey": follower.journey})


# Mail programs send « List-Unsubscribe=One-Click » here by themselves (RFC 8058), without a cookie or a token of ours.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        return _stopped(request, token)
    follower = _named(token)
    if follower is None:
        return render(request, "community/following/unknown.html", status=404)
    return render(request, "community/following/subscription.html", {"follower": follower, "journey": follower.journey})


def _stopped(request: HttpRequest, token: str) -> HttpResponse:
    actions.stop(token.replace("\x00", ""))
    return render(request, "community/following/stopped.html")


def _named(token: str) -> Follower | None:
    """Of a journey that may still be read, or no longer: one leaves either."""
    return Follower.objects.select_related("journey").filter(token=token.replace("\x00", "")).first()
