"""How new an answer is: its ETag tells the generation it was made from, so that asking again costs one short query.

Who kept an answer and asks whether it still holds is told so (304) before anything else is read. Everybody may keep what
doors for programs answer for ten seconds, so that an edit is seen by all within them; pages are asked about each time, and
hand out addresses of tiles that carry the generation: whoever comes back from an edit sees it on the map at once.

Readers have no cookie. Whoever sends one of ours has an account or a form open: pages are then made for them alone, each
time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

from atlas.doors import is_door
from atlas.middleware import unanswered
from places import index

# Milliseconds that a query may take, by the beginning of the address: the first that fits. Nobody waits for a map's
# tile longer than it takes to ask for a smaller one; the desk's pages may search a million names.
PATIENCE = (("/tiles/", 2_000), ("/api/", 4_000), ("/admin/", 60_000), ("/", 6_000))
# What needs no database, or tells itself how it is.
APART = ("/", "/healthz", "/robots.txt", "/favicon.ico")
# Towns change with an edition of the gazetteer, not with the initiatives: their answers have a longer life.
# So have media, which say themselves for how long and for whom.
OTHERWISE = ("/admin/", "/media/", "/tiles/towns/", "/api/v1/gazetteer/")
PERSONAL = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name)
SECONDS = 10
# Beside what is written, what only time lets everybody read (`visible_from`) makes answers new.
OPEN = """
SELECT number, set_config('statement_timeout', %s, false), extract(epoch FROM greatest(
    (SELECT max(visible_from) FROM routes_stage WHERE visible_from <= now()),
    (SELECT max(visible_from) FROM routes_entry WHERE visible_from <= now())))::bigint
FROM places_generation"""
MADE_BY = {
    "atlas": "*.py",
    "community": "*.py",
    "routes": "*.py",
    "places": "*.py",
    "templates": "*.*",
    "static": "*.*",
    "locale": "*.mo",
}


def freshness(get_response):
    """Open the request on one generation, answer 304 when that is all that was asked, mark what was made from it."""
    made_by = code_mark()

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path in APART:
            return get_response(request)
        try:
            number, told = opened(milliseconds=patience(request.path))
        except (InterfaceError, OperationalError) as exception:
            if response := unanswered(request, exception):
                return response
            raise
        with index.seen(number):
            return answer(request, f'W/"{made_by}-{number}{told}"')

    def answer(request: HttpRequest, tag: str) -> HttpResponse:
        if request.path.startswith(OTHERWISE) or request.method not in ("GET", "HEAD"):
            return get_response(request)
        if is_somebody(request):
            return alone(get_response(request))
        if is_known(request, tag):
            return marked(request, HttpResponseNotModified(), tag)
        response = get_response(request)
        if response.cookies:
            return alone(response)
        return marked(request, response, tag) if keeps(response) else response

    return middleware


def opened(*, milliseconds: int) -> tuple[int, str]:
    """The generation as it is now, and a mark of what time alone has shown since; from now on no query of this connection may
    take longer (0: as long as it likes).

    One query says and asks both. It is also how a connection kept since the last request is found to be lost, and opened
    again.
    """
    try:
        return _opened(milliseconds)
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _opened(milliseconds)


def patience(path: str) -> int:
    return next(milliseconds for beginning, milliseconds in PATIENCE if path.startswith(beginning))


def is_known(request: HttpRequest, tag: str) -> bool:
    asked = request.headers.get("If-None-Match", "")
    return bool(asked) and tag in parse_etags(asked)


def is_somebody(request: HttpRequest) -> bool:
    """Whether the answer may be theirs alone; doors for programs look at no cookie."""
    return not is_door(request) and any(name in request.COOKIES for name in PERSONAL)


def alone(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_cache=True)
    return response


def keeps(response: HttpResponse) -> bool:
    """Whether the answer is everybody's, and will be the same until the next change."""
    passing = "no-store" in response.headers.get("Cache-Control", "")
    return response.status_code == 200 and not passing and not response.has_header("ETag")


def marked(request: HttpRequest, response: HttpResponse, tag: str) -> HttpResponse:
    response.headers["ETag"] = tag
    if not response.has_header("Cache-Control"):
        if is_door(request):
            patch_cache_control(response, public=True, max_age=SECONDS)
        else:
            patch_cache_control(response, no_cache=True)
    return response


def code_mark() -> str:
    """Another one when the site's own code, words or looks have changed: they too make the answer."""
    told = hashlib.sha256()
    for path in sorted(_files()):
        known = path.stat()
        told.update(f"{path} {known.st_size} {known.st_mtime_ns}\n".encode())
    return told.hexdigest()[:12]


def _opened(milliseconds: int) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [str(milliseconds)])
        [(number, _, shown)] = cursor.fetchall()
    return number, f".{shown}" if shown else ""


def _files() -> Iterator[Path]:
    for folder, pattern in MADE_BY.items():
        yield from (settings.ROOT / folder).rglob(pattern)
