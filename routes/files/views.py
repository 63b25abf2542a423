"""The files of a journey, to be kept and passed on."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from routes.booklet import printing
from routes.files import calendar, geojson, gpx, kml, page
from routes.files.road import Road
from routes.models import Journey

# How a file's name ends → what it is, and who writes it.
FORMS = {
    "gpx": ("application/gpx+xml", gpx.write),
    "kml": ("application/vnd.google-earth.kml+xml", kml.write),
    "geojson": ("application/geo+json", geojson.write),
    "ics": ("text/calendar; charset=utf-8", calendar.write),
    "html": ("text/html; charset=utf-8", page.write),
    "pdf": ("application/pdf", printing.write),
}
BUSY, FAILED = "30", "600"  # seconds until one may try again

log = logging.getLogger("django.routes")


@require_safe
def file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    try:
        road = Road.read(slug, home=request.build_absolute_uri("/").rstrip("/"))
    except Journey.DoesNotExist as error:
        raise Http404 from error
    kind, write = FORMS[form]
    try:
        content = write(road)
    except printing.Busy:
        return _later(request, road, after=BUSY)
    except printing.Unprinted as failure:
        log.error("%s: %s", request.path, failure)
        return _later(request, road, after=FAILED)
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.{form}"'
    return answer


def _later(request: HttpRequest, road: Road, *, after: str) -> HttpResponse:
    told = {"journey": road.journey, "failed": after == FAILED}
    answer = render(request, "routes/booklet/busy.html", told, status=503)
    answer.headers["Retry-After"] = after
    answer.headers["Cache-Control"] = "no-store"
    return answer
