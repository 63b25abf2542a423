"""The files themselves: to everybody once they are shown, before that to who sent them and who looks at them first."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from community.media import tokens
from community.permissions import can
from places.media import serving, shelf
from places.models import Medium

NAME = r"(?P<name>[0-9a-f]{2}/[0-9a-f]{32}(?:-\d{1,5})?\.[a-z0-9]{3,4})"
WITH_THUMBNAILS = ("jpg", "png", "webp")


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponse:
    medium = _of(name)
    public = medium.is_shown and medium.initiative.removed_at is None
    if not public and not _may_look(request, medium):
        raise Http404
    try:
        content = shelf.fetch(name)
    except FileNotFoundError as gone:
        raise Http404 from gone
    saved_as = slugify(medium.caption)[:60] or f"{medium.initiative.slug}-{medium.pk}"
    return serving.send(request, content, name=name, saved_as=saved_as, public=public)


def _of(name: str) -> Medium:
    """Whose file or thumbnail it is."""
    stem, dash, _width = name.rpartition(".")[0].partition("-")
    names = [f"{stem}.{suffix}" for suffix in WITH_THUMBNAILS] if dash else [name]
    medium = Medium.objects.select_related("initiative").filter(file__in=names).first()
    if medium is None or name not in medium.names:
        raise Http404
    return medium


def _may_look(request: HttpRequest, medium: Medium) -> bool:
    if medium.pk in (tokens.keys(request.GET.get("sent", "")) or []) and medium.removed_at is None:
        return True
    return can(request.user, "review", medium.initiative)
