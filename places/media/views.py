"""The page of one medium, which a gallery leads to without a script."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from places.choices import Precision
from places.models import Initiative
from places.sheet import language_name


@require_safe
def medium(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    asked = get_object_or_404(Initiative.everything.defer("search", "name_key"), slug=slug)
    initiative = asked.heir
    if initiative is None:
        raise Http404
    if initiative != asked:
        return redirect("places:medium", initiative.slug, pk)
    shown = list(initiative.media.standing())
    number = next((number for number, one in enumerate(shown) if one.pk == pk), None)
    if number is None:
        raise Http404
    found, language = shown[number], get_language()
    context = {
        "initiative": initiative,
        "medium": found,
        "number": number + 1,
        "count": len(shown),
        "previous": shown[number - 1] if number else None,
        "next": shown[number + 1] if number + 1 < len(shown) else None,
        "foreign": "" if found.language == language else language_name(found.language, language),
        # The sheet's own precision holds, whatever was once agreed for the photo.
        "place": found.point if initiative.precision == Precision.SITE else None,
    }
    return render(request, "places/medium.html", context)
