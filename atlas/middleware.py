"""What every answer carries, and what is said while the database is not there yet."""

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.urls import Resolver404, get_resolver
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled

from atlas.doors import METHODS, is_door, spoken
from atlas.problems import problem

# OpenStreetMap's tiles are asked for only by readers who agreed to it; the policy alone fetches nothing.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: https://tile.openstreetmap.org",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")  # of what is made to be set in others' pages


def content_security_policy(get_response):
    """Only our own scripts and styles; none inline, on any page, the admin included."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != 304:  # what the reader kept came with its own
            framed = getattr(response, "xframe_options_exempt", False)
            response.headers.setdefault("Content-Security-Policy", FRAMED if framed else POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(), microphone=()")
        return response

    return middleware


class Speaking(LocaleMiddleware):
    """Pages speak as their address says, doors for programs as `lang` says: a proxy may keep those for every reader."""

    def process_request(self, request):
        if is_door(request):
            translation.activate(spoken(request))
        else:
            super().process_request(request)

    def process_response(self, request, response):
        if not is_door(request):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Language", spoken(request))
        return response


class Compressing(GZipMiddleware):
    """All but media: they are compressed already, and a player that asks for a part wants those very bytes."""

    def process_response(self, request, response):
        packed = response.headers.get("Content-Type", "").startswith(("image/", "audio/", "video/", "application/pdf"))
        return response if packed else super().process_response(request, response)


# What a page of another site may read of our answers, and send with its questions.
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, RateLimit, RateLimit-Policy, Retry-After",
}
PREFLIGHT = {"Access-Control-Allow-Headers": "Accept, If-None-Match", "Access-Control-Max-Age": "86400"}


def open_data(get_response):
    """The API and the tiles are for every site's pages to read, and only to read: no cookie counts there."""
    allowed = ", ".join(METHODS)

    def middleware(request):
        if not is_door(request):
            return get_response(request)
        if request.method not in METHODS:
            response = problem(405, _("Ces adresses ne se lisent que par GET."))
            response.headers["Allow"] = allowed
        elif request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": allowed, **PREFLIGHT})
        else:
            response = get_response(request)
        for name, value in CORS.items():
            response.headers[name] = value
        return response

    return middleware


class DatabaseStarting:
    """A database that does not answer, or not in time, is an answer that says so (503, try again), never a 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return unanswered(request, exception)


def straight_to_doors(get_response):
    """What programs ask goes straight to its view: sessions, accounts and forms are for people."""
    resolver = get_resolver()

    def middleware(request):
        if not is_door(request):
            return get_response(request)
        request.get_host()  # refuses a host that we are not
        try:
            found = request.resolver_match = resolver.resolve(request.path_info)
        except Resolver404:
            return get_response(request)
        try:
            response = found.func(request, *found.args, **found.kwargs)
            response.headers["Content-Length"] = str(len(response.content))
            return response
        except (InterfaceError, OperationalError) as exception:
            if response := unanswered(request, exception):
                return response
            raise

    return middleware


def unanswered(request, exception):
    """What is said when the database is not there, or has been asked for too much; None for any other exception."""
    if not isinstance(exception, (InterfaceError, OperationalError)) or settings.DEBUG:
        return None
    too_long = isinstance(exception.__cause__, QueryCanceled)
    if is_door(request):
        starting = _("La base de données démarre ; réessayez dans quelques secondes.")
        long = _("Cette question demande trop de temps : ajoutez un filtre, ou regardez de plus près.")
        response = problem(503, long if too_long else starting)
    else:
        response = render(request, "503.html", {"too_long": too_long}, status=503)
    response.headers["Retry-After"] = "5"
    response.headers["Cache-Control"] = "no-store"
    return response
