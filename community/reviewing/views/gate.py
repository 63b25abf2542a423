"""Pages for those who may look after the atlas."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from community import permissions

PER_PAGE = 20


def only(verb: str) -> Callable:
    """For who may do this; others are asked to log in, or told that it is not theirs. Nothing of it is kept by browsers."""

    def guarded(view: Callable) -> Callable:
        @never_cache
        @wraps(view)
        def inner(request: HttpRequest, *args, **options) -> HttpResponse:
            if permissions.can(request.user, verb):
                return view(request, *args, **options)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            return render(request, "community/review/not_yours.html", status=403)

        return inner

    return guarded


def paged(request: HttpRequest, found, per_page: int = PER_PAGE) -> Page:
    """The page that the address asks for; the nearest there is when there is no such page."""
    return Paginator(found, per_page).get_page(request.GET.get("page", "1"))
