"""Photos, voices, films and documents that wait, oldest first: looked at, then shown or refused."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.reviewing import media
from community.reviewing.forms import RefuseForm
from community.reviewing.views.gate import PER_PAGE, only, paged
from places.models import AnyMedium, Medium
from routes.models import EntryMedium


@only("review")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    return _list(request)


@only("review")
@require_POST
def show(request: HttpRequest, pk: int, model: type[AnyMedium]) -> HttpResponse:
    medium = _asked(model, pk)
    try:
        decided = media.accept(medium, by=request.user)
    except ValidationError as error:
        return _list(request, problem=" ".join(error.messages))
    return _next(request, _shown(medium) if decided else "")


@only("review")
@require_POST
def refuse(request: HttpRequest, pk: int, model: type[AnyMedium]) -> HttpResponse:
    medium, form = _asked(model, pk), RefuseForm(request.POST)
    if not form.is_valid():
        return _list(request, refused=form, about=medium)
    decided = media.refuse(medium, by=request.user, reason=form.cleaned_data["reason"])
    return _next(request, _("Refusé. Qui l’a envoyé en lira la raison.") if decided else "")


def _asked(model: type[AnyMedium], pk: int) -> AnyMedium:
    return get_object_or_404(model.objects.with_whole(), pk=pk)


def _shown(medium: AnyMedium) -> str:
    if isinstance(medium, EntryMedium):
        return _("Montré dans le carnet de « %s ».") % medium.whole.title
    return _("Montré sur la fiche « %s ».") % medium.whole.name


def _list(
    request: HttpRequest,
    *,
    problem: str = "",
    refused: RefuseForm | None = None,
    about: AnyMedium | None = None,
):
    """The page, sheets' and then diaries'; a refusal without its reason is shown again beside what it is about."""
    page = paged(request, Medium.objects.waiting())
    sheets, diary = (
        [(medium, refused if medium == about else RefuseForm()) for medium in waiting]
        for waiting in (page, EntryMedium.objects.waiting()[:PER_PAGE])
    )
    context = {"page": page, "sheets": sheets, "diary": diary, "problem": problem}
    return render(request, "community/review/media.html", context, status=422 if problem or refused else 200)


def _next(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said or _("Quelqu’un d’autre en a déjà décidé."))
    return redirect("reviewing:media")
