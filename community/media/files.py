"""The files themselves: to everybody once they are shown, before that to who sent them and who looks at them first."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from community.media import tokens
from community.permissions import can, writes
from places.media import serving, shelf
from places.models import Medium
from routes.models import Entry, EntryMedium, Journey

NAME = r"(?P<name>[0-9a-f]{2}/[0-9a-f]{32}(?:-\d{1,5})?\.[a-z0-9]{3,4})"
WITH_THUMBNAILS = ("jpg", "png", "webp")


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponse:
    medium = _of(name)
    public = medium.is_shown and _is_public(medium)
    if not public and not _may_look(request, medium):
        raise Http404
    try:
        content = shelf.fetch(name)
    except FileNotFoundError as gone:
        raise Http404 from gone
    about = medium.entry if isinstance(medium, EntryMedium) else medium.initiative
    saved_as = slugify(medium.caption)[:60] or f"{about.slug}-{medium.pk}"
    return serving.send(request, content, name=name, saved_as=saved_as, public=public)


def _of(name: str) -> Medium | EntryMedium:
    """Whose file or thumbnail it is."""
    stem, dash, _width = name.rpartition(".")[0].partition("-")
    names = [f"{stem}.{suffix}" for suffix in WITH_THUMBNAILS] if dash else [name]
    medium = Medium.objects.select_related("initiative").filter(file__in=names).first()
    medium = medium or EntryMedium.objects.select_related("entry__journey").filter(file__in=names).first()
    if medium is None or name not in medium.names:
        raise Http404
    return medium


def _is_public(medium: Medium | EntryMedium) -> bool:
    """Whether everybody reads what it is of."""
    if isinstance(medium, Medium):
        return medium.initiative.removed_at is None
    entry = medium.entry
    return Entry.objects.filter(pk=entry.pk).exists() and Journey.objects.filter(pk=entry.journey_id).exists()


def _may_look(request: HttpRequest, medium: Medium | EntryMedium) -> bool:
    if isinstance(medium, EntryMedium):
        return writes(request.user, medium.entry.journey)
    if medium.pk in (tokens.keys(request.GET.get("sent", "")) or []) and medium.removed_at is None:
        return True
    return can(request.user, "review", medium.initiative)
