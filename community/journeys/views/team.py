"""Inviting somebody to write, and leaving."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.journeys import team as writers
from community.journeys.gate import team
from community.journeys.views.desk import shown
from routes.models import Journey


@team
@require_POST
def invite(request: HttpRequest, journey: Journey) -> HttpResponse:
    form = writers.InviteForm(request.POST)
    if form.is_valid():
        person = form.cleaned_data["person"]
        try:
            writers.invite(journey, person, by=request.user)
        except ValidationError as error:
            form.add_error("person", error)
        else:
            messages.success(request, _("%s est maintenant de l’équipe.") % person.get_username())
            return redirect("journeys:desk", journey.slug)
    return shown(request, journey, invite=form, status=422)


@team
@require_POST
def leave(request: HttpRequest, journey: Journey) -> HttpResponse:
    try:
        writers.leave(journey, by=request.user)
    except ValidationError as error:
        return shown(request, journey, problems=error.messages, status=422)
    messages.success(request, _("Vous avez quitté l’équipe de « %s ».") % journey.title)
    return redirect("journeys:mine")
