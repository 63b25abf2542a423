"""For the road without a network: the service worker of a journey's writing pages, a fresh token, the sheets of the leg."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.journeys import offline
from community.journeys.gate import team
from community.reviewing import marks
from places import sheet
from places.vocabulary import Terms
from routes.models import Journey


@never_cache
@require_safe
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    """Its own address says how far it reaches: the pages of writing this journey, nothing else."""
    version = request.GET.get("v", "")
    if not offline.VERSION.fullmatch(version):
        raise Http404
    told = json.dumps(offline.config(slug, version), ensure_ascii=False)
    main = static("js/journeys/worker.js")
    script = f'import {{ start }} from "{main}";\nstart(self, {told});\n'
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@team
@require_safe
def token(request: HttpRequest, journey: Journey) -> HttpResponse:
    """What a form that was kept for days needs to be sent now, and whose browser this is."""
    return JsonResponse({"csrf": get_token(request), "person": marks.of_person(request.user)})


@team
@require_safe
def sheets(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Sheets of the current leg, whole, on one page that a browser keeps."""
    language = get_language() or "fr"
    found = offline.sheets(journey)
    told = [(one, sheet.story(list(one.answers.all()), language)[0]) for one in found]
    context = {"journey": journey, "sheets": told, "terms": Terms.read(language)}
    return render(request, "community/journeys/sheets.html", context)
