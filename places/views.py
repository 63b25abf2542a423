"""Sheets, and the atlas pages by country, resource and theme."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from places import countries as names
from places import prose, sheet, structured, translations
from places.choices import Question, Verb
from places.listing import choose, listing
from places.models import Initiative
from places.small_maps import list_map, place_map
from places.vocabulary import Terms

NEIGHBOURS = 5
LED_ON = 600  # seconds that browsers may keep where a sheet went: it may be brought back
INDEXES = {"resource": "places/resources.html", "theme": "places/themes.html"}


@require_safe
def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    language = get_language()
    shown = Initiative.objects.for_sheet().filter(slug=slug).first()
    if shown is None:
        return _gone(request, get_object_or_404(Initiative.everything.exclude(removed_at=None), slug=slug))
    told, unanswered = sheet.story(shown.answers.all(), language)
    told = translations.dated(told, shown, language)
    summary = next((answer for answer in told if answer.question == Question.SUMMARY), None)
    media = list(shown.shown_media)
    context = {
        "initiative": shown,
        "terms": Terms.read(language),
        "summary": summary,
        "told": [answer for answer in told if answer is not summary],
        "unanswered": unanswered,
        "decisions": [code for code in shown.decisions if code != "unknown"],
        "sources": shown.sources.all(),
        "media": media,
        "map": place_map(shown, _("Carte : %s") % shown.name),
        "near": shown.point and f"{shown.point.x:.5f},{shown.point.y:.5f}",
        "neighbours": _neighbours(shown),
        "json_ld": structured.organization(
            shown,
            url=request.build_absolute_uri(request.path),
            language=language,
            description=prose.plain(summary.text) if summary else "",
            media=media,
        ),
    }
    return render(request, "places/initiative.html", context)


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    counted = dict(Initiative.objects.by_country())
    listed = [(code, name, counted[code]) for code, name in names.names(get_language()).items() if code in counted]
    return render(request, "places/countries.html", {"countries": listed, "total": sum(counted.values())})


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    if code.upper() not in names.names(get_language()):
        raise Http404
    if code != code.upper():
        return redirect("places:country", code.upper(), permanent=True)
    return _listed(request, "country", code, names.name(code, get_language()), Terms.read(get_language()))


@require_safe
def terms(request: HttpRequest, vocabulary: str) -> HttpResponse:
    counted = Initiative.objects.by_code(f"{vocabulary}s")
    labels = Terms.read(get_language()).labels[vocabulary]
    listed = [(code, label, counted.get(code, 0)) for code, label in labels.items()]
    return render(request, INDEXES[vocabulary], {"listed": listed})


@require_safe
def term(request: HttpRequest, vocabulary: str, code: str) -> HttpResponse:
    known = Terms.read(get_language())
    if code not in known.labels[vocabulary]:
        raise Http404
    return _listed(request, vocabulary, code, known.label(vocabulary, code), known)


def _gone(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    """Where the sheet is that it was made part of; or that it was taken out, by whom and why."""
    if heir := initiative.heir:
        answer = redirect(heir, permanent=True)
        patch_cache_control(answer, max_age=LED_ON)
        return answer
    revision = initiative.revisions.told().filter(verb=Verb.REMOVE).order_by("-number").first()
    return render(request, "places/removed.html", {"initiative": initiative, "revision": revision}, status=410)


def _listed(request: HttpRequest, facet: str, code: str, title: str, known: Terms) -> HttpResponse:
    """The list of one choice; « not found », with a way on, when it holds nothing or has no such page."""
    found, query = choose(facet, code)
    shown = listing(found, query, language=get_language(), number=request.GET.get("page", "1"))
    context = {"facet": facet, "code": code, "title": title, "terms": known, "listing": shown}
    if shown.page is None or not shown.paginator.count:
        return render(request, "places/nothing.html", context, status=404)
    context |= {"map": list_map(shown, _("Carte : %s") % title), "crossed": _crossed(found, facet, known)}
    return render(request, "places/listing.html", context)


def _crossed(found, facet: str, known: Terms) -> list[tuple[str, str, str, int]]:
    """The same list seen by the other side: resources of a country, countries of a resource or theme."""
    if facet == "country":
        counted = found.by_code("resources")
        return [("resource", code, known.label("resource", code), n) for code, n in counted.items()]
    return [("country", code, names.name(code, get_language()), n) for code, n in found.by_country()]


def _neighbours(shown: Initiative) -> list[Initiative]:
    if shown.point is None:
        return []
    others = Initiative.objects.exclude(pk=shown.pk).defer("search", "name_key", "loaded")
    return others.nearest(shown.point, NEIGHBOURS)
