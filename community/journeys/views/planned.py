"""Keeping a plan as a journey of one's own."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.journeys import planned
from community.permissions import need
from community.text import LineField
from routes.planning import reading
from routes.planning.making import make
from routes.planning.plan import Plan
from routes.planning.reading import LONGEST_TITLE


class TitleForm(forms.Form):
    title = LineField(label=gettext_lazy("Titre du voyage"), max_length=LONGEST_TITLE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """The plan is the address, as everywhere; it is kept when its title is sent."""
    need(request.user, "travel")
    plan = make(reading.read(request.GET, get_language()))
    form = TitleForm(
        request.POST if request.method == "POST" else None, initial={"title": plan.asked.title or _title(plan)}
    )
    problems = [] if plan.spots else [_("Ce plan n’a pas d’étape à garder.")]
    if request.method == "POST" and form.is_valid() and not problems:
        try:
            made = planned.keep(plan, title=form.cleaned_data["title"], by=request.user)
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(
                request, _("Le plan est gardé comme voyage : ses étapes sont annoncées, à vous d’y aller.")
            )
            return redirect("journeys:desk", made.slug)
    context = {"plan": plan, "form": form, "problems": problems}
    wrong = request.method == "POST"
    return render(request, "community/journeys/keep_plan.html", context, status=422 if wrong else 200)


def _title(plan: Plan) -> str:
    """What a plan without a title is called to begin with: « Visiter 6 initiatives depuis Lens »."""
    n = len(plan.stops)
    if plan.asked.start and plan.spots:
        said = ngettext("Visiter %(n)s initiative depuis %(town)s", "Visiter %(n)s initiatives depuis %(town)s", n)
        return (said % {"n": n, "town": plan.spots[0].name})[:LONGEST_TITLE]
    return ngettext("Visiter %(n)s initiative", "Visiter %(n)s initiatives", n) % {"n": n}
