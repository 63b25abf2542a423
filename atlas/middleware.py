"""What every answer carries, and what is said while the database is not there yet."""

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

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


def content_security_policy(get_response):
    """Only our own scripts and styles; none inline, on any page, the admin included."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(), microphone=()")
        return response

    return middleware


def open_data(get_response):
    """The API and the tiles are for every site's pages to read, and only to read: no cookie counts there."""

    def middleware(request):
        if not request.path.startswith(("/api/", "/tiles/")):
            return get_response(request)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            response = problem(405, _("Ces adresses ne se lisent que par GET."))
            response.headers["Allow"] = "GET, HEAD, OPTIONS"
        elif request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
        else:
            response = get_response(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return middleware


class DatabaseStarting:
    """A database that does not answer is a page that says so (503, try again), never a 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, (InterfaceError, OperationalError)) or settings.DEBUG:
            return None
        if request.path.startswith(("/api/", "/tiles/")):
            response = problem(503, _("La base de données démarre ; réessayez dans quelques secondes."))
        else:
            response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = "5"
        return response
