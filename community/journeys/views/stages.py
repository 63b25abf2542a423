"""Stages: added, changed, put in another order, taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.journeys import writing
from community.journeys.form import JourneyForm
from community.journeys.gate import team
from community.journeys.order import moved, read
from community.journeys.stage import StageForm, WhereForm, country_of
from community.journeys.views.desk import shown
from community.journeys.views.writing import Write, told
from places.actions import Clashed
from places.states import State
from routes import states
from routes.models import Journey, Stage


class Add(Write):
    form_class = StageForm
    template = "community/journeys/stage.html"
    part = "stage"

    def form(self, state: State, **options: Any) -> JourneyForm:
        after = self.request.GET.get("after", "")
        known = after.isascii() and after.isdigit() and len(after) < 18
        begun = {"base": self.journey.version, "after": int(after) if known else None}
        return StageForm(initial=begun, journey=self.journey, **options)

    def save(self, form: JourneyForm) -> None:
        said = {name: value for name, value in form.said().items() if value not in states.EMPTY}
        given = form.cleaned_data
        self.stage = writing.add_stage(
            self.journey, said, by=self.request.user, after=given["after"], note=given.get("note", "")
        )

    def context(self, form: JourneyForm) -> dict[str, Any]:
        return {"heading": _("Une étape de plus")}

    def after(self) -> str:
        return f"{super().after()}#stage-{self.stage.pk}"


class Change(Write):
    form_class = StageForm
    template = "community/journeys/stage.html"

    def find(self, pk: int) -> None:
        self.stage = Stage.everything.filter(journey=self.journey, order__isnull=False, pk=pk).first()
        if self.stage is None:
            raise Http404
        self.part, self.prefix = f"stage/{pk}", f"stage.{pk}."

    def options(self, state: State) -> dict[str, Any]:
        seen = state.get(f"{self.prefix}{states.MET}") or []
        return {"journey": self.journey, "prefix_of": self.prefix, "seen": seen}

    def context(self, form: JourneyForm) -> dict[str, Any]:
        return {"heading": self.stage.place, "stage": self.stage}

    def after(self) -> str:
        return f"{super().after()}#stage-{self.stage.pk}"


@team
@require_POST
def order(request: HttpRequest, journey: Journey) -> HttpResponse:
    """All keys in their new order; or, without a script, one stage that goes up or down."""
    keys, base = read(request.POST)
    keys = moved(keys, up=request.POST.get("up", ""), down=request.POST.get("down", ""))
    place = request.POST.get("up") or request.POST.get("down") or ""
    try:
        if set(keys) != set(writing.seen(journey, base, of=()).get(states.STAGES, [])):
            raise ValidationError(_("Cet ordre ne nomme pas toutes les étapes : ouvrez la page de nouveau."))
        made = writing.revise(journey, {states.STAGES: keys}, base=base, by=request.user)
    except Clashed as clashed:
        return shown(request, journey, clashes=told(journey, clashed.clashes), status=409)
    except ValidationError as error:
        return shown(request, journey, problems=error.messages, status=422)
    messages.success(
        request, _("Le nouvel ordre est enregistré.") if made else _("C’était déjà ainsi : rien n’a changé.")
    )
    return redirect(reverse("journeys:desk", args=[journey.slug]) + (f"#stage-{place}" if place.isdigit() else ""))


@team
@require_POST
def remove(request: HttpRequest, journey: Journey, pk: int) -> HttpResponse:
    """Out of the road; its words stay in the history, from where it comes back."""
    now = states.order(journey)
    if pk not in now:
        raise Http404
    place = Stage.everything.get(pk=pk).place
    try:
        made = writing.revise(
            journey,
            {states.STAGES: [key for key in now if key != pk] or None},
            base=journey.version,
            by=request.user,
            note=_("étape « %s » retirée") % place,
        )
    except (ValidationError, Clashed) as error:
        return shown(request, journey, problems=getattr(error, "messages", [str(error)]), status=422)
    said = _("L’étape « %s » est retirée.") % place
    messages.success(request, said, extra_tags=f"undo:{made.number}" if made else "")
    return redirect("journeys:desk", journey.slug)


@team
@require_safe
def country(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Of a point (`point_lon`, `point_lat`) and the name given to it, for the form; "" when it cannot be told."""
    form = WhereForm(request.GET)
    found = country_of(form.cleaned_data["point"], form.cleaned_data["place"]) if form.is_valid() else ""
    return JsonResponse({"country": found})
