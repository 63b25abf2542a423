"""Pages of the diary: written as a form, or sent by a script that kept them while there was no network."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.editing.handing import KEPT
from community.journeys import placing, sending, writing
from community.journeys.entry import EntryForm, FilesForm
from community.journeys.form import JourneyForm
from community.journeys.gate import asks_json, team
from community.journeys.views.desk import shown
from community.journeys.views.writing import Write, told
from places.actions import Clashed
from places.states import State
from routes import states
from routes.models import Entry, EntryMedium, Journey


class Page(Write):
    """`/entry/` is a new one, `/entry/<key>/` one that is there, or that a browser names so until it is."""

    form_class = EntryForm
    template = "community/journeys/entry.html"
    files: FilesForm | None = None

    def find(self, key: uuid.UUID | None = None) -> None:
        self.entry_key = key
        known = Entry.everything.standing().filter(journey=self.journey, key=key).select_related("journey", "stage")
        self.entry = known.first() if key else None
        if key and self.entry is None and self.request.method != "POST":
            raise Http404
        self.part = f"entry/{key}" if self.entry else "entry"
        self.prefix = f"entry.{self.entry.pk}." if self.entry else ""

    def form(self, state: State, **options: Any) -> JourneyForm:
        key = self.entry_key or uuid.uuid4()
        begun = EntryForm.begun(state, self.prefix) if self.entry else {}
        base = self.journey.version if self.entry else 0
        begun = begun | {"base": base, "key": key}
        return EntryForm(initial=begun, journey=self.journey, prefix_of=self.prefix, **options)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(self.state, data=request.POST)
        files = FilesForm(request.POST, request.FILES)
        are_valid = [form.is_valid(), files.is_valid()]
        if not all(are_valid):
            return self.refused(form, files)
        try:
            self.entry = self.keep(form)
        except Clashed as clashed:
            return self.clashed(form, clashed)
        except ValidationError as error:
            form.blame(error)
            # Nothing is to be mended: what waits in a browser is to come back later by itself.
            later = getattr(error, "code", "") == "too_often"
            return self.refused(form, files, status=429 if later else 422)
        if asks_json(request):
            return JsonResponse(sending.entry(self.entry))
        messages.success(request, _("La page est enregistrée."), extra_tags=f"{KEPT}{self.key}")
        return self.take(files)

    def keep(self, form: EntryForm) -> Entry:
        """The key of the address is the page's, and a new page's is that of its form, which does not change when sent again."""
        given = form.cleaned_data
        key = self.entry_key or given["key"]
        return writing.keep_entry(self.journey, form.said(), by=self.request.user, key=key, base=given["base"] or 0)

    def take(self, files: FilesForm) -> HttpResponse:
        """The files that came along, then their words; what cannot be taken is said there."""
        there = reverse("journeys:media", args=[self.journey.slug, self.entry.key])
        problems = sending.files(self.request, files, self.entry)
        for problem in problems:
            messages.error(self.request, problem)
        return redirect(there if problems or self.entry.media.drafts().exists() else self.after())

    def refused(self, form: EntryForm, files: FilesForm, *, status: int = 422) -> HttpResponse:
        if asks_json(self.request):
            return JsonResponse({"errors": sending.errors(form)}, status=status)
        return self.show(form, status=status, files=files)

    def clashed(self, form: EntryForm, clashed: Clashed) -> HttpResponse:
        if asks_json(self.request):
            return JsonResponse(sending.clashes(self.journey, told(self.journey, clashed.clashes)), status=409)
        return self.settle(form, clashed)

    def after(self) -> str:
        return f"{super().after()}#entry-{self.entry.pk}" if self.entry else super().after()

    def context(self, form: JourneyForm) -> dict[str, Any]:
        found = EntryMedium.objects.filter(entry=self.entry, removed_at=None).order_by("position", "pk")
        media = [(medium, placing.said(medium)) for medium in found] if self.entry else []
        return {
            "entry": self.entry,
            "files": self.files or FilesForm(initial={"author": self.request.user.get_username()}),
            "media": media,
            "heading": (self.entry.title or _("Une page du carnet")) if self.entry else _("Une nouvelle page"),
            "field": sending.config(self.request, self.journey, self.entry)
            | {"stages": placing.of_stages(self.journey)},
        }

    def show(self, form: JourneyForm, *, files: FilesForm | None = None, **how: Any) -> HttpResponse:
        self.files = files
        return super().show(form, **how)


@team
@require_POST
def remove(request: HttpRequest, journey: Journey, key: uuid.UUID) -> HttpResponse:
    """Out of the diary; its words stay in the history, from where it comes back."""
    entry = Entry.everything.standing().filter(journey=journey, key=key).first()
    if entry is None:
        raise Http404
    wanted = {states.part("entry", entry.pk, states.REMOVED): True}
    try:
        made = writing.revise(journey, wanted, base=journey.version, by=request.user, note=_("page retirée"))
    except (ValidationError, Clashed) as error:
        return shown(request, journey, problems=getattr(error, "messages", [str(error)]), status=422)
    messages.success(request, _("La page est retirée."), extra_tags=f"undo:{made.number}" if made else "")
    return redirect("journeys:desk", journey.slug)
