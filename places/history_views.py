"""The history, for everybody to read: of a sheet, of one of its questions, of the whole atlas; and as feeds."""

from __future__ import annotations

from datetime import date, datetime, time

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from places import history, sheet, states
from places.models import Answer, Initiative, Revision
from places.vocabulary import Terms

PER_PAGE = 50
LATEST = 50  # entries of a feed


@require_safe
def of_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Its versions, last first; `part` leaves those that changed one part of it."""
    initiative = _initiative(slug)
    part = request.GET.get("part", "")
    part = part if states.is_part(part) else ""
    touching = initiative.revisions.told().touching(part).order_by("-number")
    revisions = touching if part else history.Versions(initiative)
    try:
        page = Paginator(revisions, PER_PAGE).page(request.GET.get("page", "1"))
    except InvalidPage as error:
        raise Http404 from error
    context = {"initiative": initiative, "page": page, "part": part, "part_label": history.label(part)}
    return render(request, "places/history.html", context)


@require_safe
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What one version changed."""
    initiative = _initiative(slug)
    shown = get_object_or_404(initiative.revisions.select_related("author", "undoes"), number=number)
    context = {
        "initiative": initiative,
        "revision": shown,
        "told": history.told(shown.changes, Terms.read(get_language())),
        "undone_by": shown.undone_by.order_by("number"),
    }
    return render(request, "places/revision.html", context)


@require_safe
def compared(request: HttpRequest, slug: str) -> HttpResponse:
    """Any two versions beside each other; `part` leaves one of their parts."""
    initiative = _initiative(slug)
    first, last = (_number(request.GET.get(name), initiative) for name in ("from", "to"))
    part = request.GET.get("part", "")
    part = part if states.is_part(part) else ""
    told = history.told(history.compared(initiative, first, last, part), Terms.read(get_language()))
    context = {"initiative": initiative, "first": first, "last": last, "told": told}
    context["part_label"] = history.label(part)
    return render(request, "places/versions.html", context)


@require_safe
def as_it_was(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The whole sheet at one version."""
    initiative = _initiative(slug)
    shown = get_object_or_404(initiative.revisions.select_related("author"), number=number)
    said = history.as_of(initiative, number)
    answers = [
        Answer(question=asked[0], language=asked[1], text=text)
        for part, text in said.items()
        if (asked := states.answered(part))
    ]
    story, _unanswered = sheet.story(answers, get_language())
    facts = {
        part: [None, value] for part, value in said.items() if not states.answered(part) and not states.marked(part)
    }
    told = history.told(facts, Terms.read(get_language()))
    context = {"initiative": initiative, "revision": shown, "story": story, "facts": told}
    return render(request, "places/as_it_was.html", context)


@require_safe
def on_a_date(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet as it was at the end of a day: the address of that version."""
    initiative = _initiative(slug)
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
        moment = timezone.make_aware(datetime.combine(day, time.max))
    except (ValueError, OverflowError):
        return redirect("places:history", slug)
    found = history.version_on(initiative, moment)
    if found is None:
        return render(request, "places/not_yet.html", {"initiative": initiative, "day": day}, status=404)
    return redirect("places:as_it_was", slug, found.number)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What was changed lately in the whole atlas; older ones from the last one seen on."""
    revisions, older = Revision.objects.told().older(before(request), count=PER_PAGE)
    return render(request, "places/changes.html", {"revisions": revisions, "older": older})


def before(request: HttpRequest) -> int:
    """The key of the last revision that was seen; 0: none."""
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    feed = Atom1Feed(
        title=_("Ce qui a changé dans l’atlas"),
        link=request.build_absolute_uri("../"),
        feed_url=request.build_absolute_uri(),
        description="",
        language=get_language(),
    )
    for entry in _latest(request):
        feed.add_item(
            title=entry["title"],
            link=entry["url"],
            unique_id=entry["id"],
            description=entry["content_text"],
            author_name=entry["authors"][0]["name"],
            updateddate=entry["at"],
            pubdate=entry["at"],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    """JSON Feed 1.1."""
    items = [{name: value for name, value in entry.items() if name != "at"} for entry in _latest(request)]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _("Ce qui a changé dans l’atlas"),
        "home_page_url": request.build_absolute_uri("../"),
        "feed_url": request.build_absolute_uri(),
        "language": get_language(),
        "items": items,
    }
    return JsonResponse(feed, content_type="application/feed+json")


def _latest(request: HttpRequest) -> list[dict]:
    found = Revision.objects.told().order_by("-pk")[:LATEST]
    return [
        {
            "id": f"urn:utopies:revision:{revision.pk}",
            "url": request.build_absolute_uri(revision.get_absolute_url()),
            "title": f"{revision.initiative.name} · {revision.get_verb_display()}",
            "content_text": revision.note or ", ".join(history.label(part) for part in revision.parts[:5]),
            "date_published": revision.at.isoformat(),
            "authors": [{"name": history.who(revision)}],
            "at": revision.at,
        }
        for revision in found
    ]


def _initiative(slug: str) -> Initiative:
    return get_object_or_404(Initiative.everything.defer("search", "name_key"), slug=slug)


def _number(text: str | None, initiative: Initiative) -> int:
    """A version of the sheet; the last one when it is not a number, « not found » when there is no such version."""
    if not (text and text.isascii() and text.isdigit() and len(text) < 9):
        return initiative.version
    if not 1 <= int(text) <= initiative.version:
        raise Http404
    return int(text)
