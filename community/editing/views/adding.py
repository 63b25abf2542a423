"""Adding a sheet, and those that may be the same as one types its name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from community.editing import handing
from community.editing.adding import AddForm
from community.permissions import can
from places import countries, states, twins
from places.choices import Verb
from places.models import Initiative, Revision
from places.templatetags.twins import spelt
from places.twins import Twin

KEY = "add"
TWICE = timedelta(minutes=10)  # within which the same name by the same person is the same form


class Add(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(AddForm(person=request.user, initial={"base": 0, "name": request.GET.get("name", "")[:200]}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddForm(person=request.user, data=request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        with transaction.atomic():
            if made := self.made_already(form):
                messages.success(request, _("C’est enregistré, merci !"), extra_tags=f"{handing.KEPT}{KEY}")
                return redirect(made)
            if found := [] if form.cleaned_data["another"] else likely(form):
                form.add_error(
                    "another", _("Elle est peut-être déjà dans l’atlas : regardez, puis dites si c’en est une autre.")
                )
                return self.show(form, status=422, found=found)
            return handing.finish(
                request, form, None, key=KEY, again=lambda status, **_: self.show(form, status=status)
            )

    def made_already(self, form: AddForm) -> Initiative | None:
        """The same by the same person a moment ago: the form was sent twice. The second waits here until the first is done."""
        person, name = self.request.user, form.cleaned_data["name"]
        if not person.is_authenticated:
            return None
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"add {person.pk} {name}"])
        made = Revision.objects.filter(verb=Verb.CREATE, author=person, at__gt=timezone.now() - TWICE)
        wanted = {part: value for part, value in form.wanted({}).items() if part not in states.PLACES}
        for last in made.filter(initiative__name=name, initiative__removed_at=None).select_related("initiative"):
            if all(last.changes.get(part, [None, None])[1] == value for part, value in wanted.items()):
                return last.initiative
        return None

    def show(self, form: AddForm, *, status: int = 200, found: list[Twin] | None = None) -> HttpResponse:
        context: dict[str, Any] = {
            "form": form,
            "key": KEY,
            "typed": form.is_bound,
            "found": [told(twin) for twin in found or []],
            "asks_another": bool(found) or "another" in form.errors,
            "waits": not can(self.request.user, "publish"),
        }
        return render(self.request, "community/editing/add.html", context, status=status)


@require_safe
def candidates(request: HttpRequest) -> JsonResponse:
    """`?name=&website=&country=&lon=&lat=`: those that may be the same, the likeliest first."""
    asked = {name: request.GET.get(name, "")[:500] for name in ("name", "website", "country", "lon", "lat")}
    lon, lat = _degrees(asked.pop("lon")), _degrees(asked.pop("lat"))
    return JsonResponse({"candidates": [told(twin) for twin in twins.candidates(**asked, lon=lon, lat=lat)]})


def likely(form: AddForm) -> list[Twin]:
    given = form.cleaned_data
    lon, lat = given["point"].coords if given["point"] else (None, None)
    asked = {name: given[name] for name in ("name", "website", "country")}
    return twins.candidates(**asked, lon=lon, lat=lat)


def told(twin: Twin) -> dict[str, Any]:
    """One of them as a person reads it: its name, where, and what makes it likely."""
    sheet = twin.initiative
    where = ", ".join(filter(None, [sheet.locality, countries.name(sheet.country, get_language() or "fr")]))
    evidence = [spelt(clue) for clue in twin.clues]
    return {"name": sheet.name, "url": sheet.get_absolute_url(), "where": where, "evidence": evidence}


def _degrees(typed: str) -> float | None:
    try:
        return float(typed)
    except ValueError:
        return None
