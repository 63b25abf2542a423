"""Taking a sheet out, and bringing it back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.reviewing import removing
from community.reviewing.forms import WhyForm
from community.reviewing.views.gate import only
from places.models import Initiative


@only("remove")
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.everything, slug=slug)
    if initiative.removed_at:
        return redirect(initiative)
    return _done(request, initiative, removing.remove) or redirect(initiative)


@only("restore")
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative.everything, slug=slug)
    if initiative.removed_at is None:
        return redirect(initiative)
    if initiative.merged_into_id:  # its photos are with the other one: both are parted again together
        messages.info(request, _("Cette fiche est réunie à une autre : séparez-les ici."))
        return redirect(f"{reverse('reviewing:pairs')}?state=united")
    return _done(request, initiative, removing.restore) or redirect(initiative)


def _done(request: HttpRequest, initiative: Initiative, act: Callable) -> HttpResponse | None:
    """None once it is done; the page that asks why until then."""
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act(initiative, by=request.user, note=form.cleaned_data["note"])
        return None
    context = {"initiative": initiative, "form": form}
    return render(request, "community/review/removing.html", context, status=422 if form.errors else 200)
