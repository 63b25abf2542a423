"""Pages for those who write a journey."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community import permissions
from community.permissions import writes
from routes.models import Journey


def team(view: Callable) -> Callable:
    """For its team and moderators: the view gets the journey instead of its address. Others are asked to log in, or told;
    alike whether there is such a journey: an address says what a draft is called."""

    @never_cache
    @wraps(view)
    def inner(request: HttpRequest, slug: str, **where) -> HttpResponse:
        journey = Journey.everything.filter(slug=slug).first()
        if journey is None and permissions.can(request.user, "review"):
            raise Http404
        if journey is None or not writes(request.user, journey):
            return refused(request)
        return view(request, journey, **where)

    return inner


def refused(request: HttpRequest) -> HttpResponse:
    """To a script in its own words, so that what waits in a browser goes on waiting there; to a person as everywhere."""
    if request.user.is_authenticated:
        status, said = 403, _("Seule l’équipe de ce voyage peut y écrire.")
    else:
        status, said = 401, _("Votre connexion est terminée : entrez de nouveau, ce que vous avez écrit attend ici.")
    if asks_json(request):
        return JsonResponse({"errors": {"": [said]}, "login": resolve_url(settings.LOGIN_URL)}, status=status)
    raise PermissionDenied(said)


def asks_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
