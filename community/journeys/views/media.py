"""Photos, voices and films of a page: received, given their words and their place, changed, taken out."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.journeys import photos, sending, writing
from community.journeys.gate import asks_json, team
from community.journeys.upload import UploadForm
from community.permissions import can
from places.actions import Clashed
from places.media import keeping
from places.media.refusal import Refused
from routes import media
from routes.models import Entry, EntryMedium, Journey


@team
@require_http_methods(["GET", "HEAD", "POST"])
def of_entry(request: HttpRequest, journey: Journey, key: uuid.UUID) -> HttpResponse:
    """The words of what was just sent; from a script, one file with its words."""
    entry = Entry.everything.standing().filter(journey=journey, key=key).select_related("journey", "stage").first()
    if entry is None:
        if asks_json(request):
            return JsonResponse({"errors": {"": [_("La page elle-même n’est pas encore arrivée.")]}}, status=404)
        raise Http404
    if request.method == "POST" and asks_json(request):
        return _receive(request, entry)
    typed = request.POST if request.method == "POST" else None
    drafts = entry.media.drafts().order_by("position", "pk")
    forms = [photos.WordsForm(typed, prefix=str(draft.pk), medium=draft) for draft in drafts]
    if not forms:
        return redirect(_back(entry))
    are_valid, problems = [form.is_valid() for form in forms], []  # each says all that is wrong with it
    if all(are_valid):
        try:
            _hand_in(request, entry, forms)
        except ValidationError as error:
            problems = error.messages
        else:
            return redirect(_back(entry))
    context = {"journey": journey, "entry": entry, "forms": forms, "problems": problems}
    context["wrong"] = not all(are_valid) and typed is not None
    context["waits"] = not can(request.user, "publish")
    return render(request, "community/journeys/media.html", context, status=422 if typed is not None else 200)


@team
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, journey: Journey, pk: int) -> HttpResponse:
    """Other words or another place for one that is shown or waits, or no longer showing it."""
    found = EntryMedium.objects.filter(entry__journey=journey, handed_in_at__isnull=False, removed_at=None)
    medium = get_object_or_404(found.select_related("entry__journey", "entry__stage"), pk=pk)
    form = photos.OtherWordsForm(request.POST if request.method == "POST" else None, medium=medium)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, medium, form)
            return redirect(_back(medium.entry))
        except Clashed:
            form.add_error(None, _("Quelqu’un d’autre a changé ces mots depuis : relisez, puis enregistrez."))
            form.rebase(Journey.everything.get(pk=journey.pk).version)
        except ValidationError as error:
            form.add_error(None, error.messages)
    context = {"journey": journey, "entry": medium.entry, "medium": medium, "form": form}
    return render(request, "community/journeys/medium.html", context, status=422 if form.errors else 200)


def _receive(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The file once, however often it is sent; then its words: those that may not enter are answered field by field."""
    upload = UploadForm(request.POST, request.FILES)
    if not upload.is_valid():
        return JsonResponse({"errors": sending.errors(upload)}, status=422)
    given = upload.cleaned_data
    medium = EntryMedium.objects.filter(key=given["key"], entry=entry).first()
    try:
        if medium is None:
            photos.check_room(entry, by=request.user)
            medium = photos.take(given["file"], entry, by=request.user, **upload.signature, **upload.where)
        elif medium.handed_in_at is None:
            photos.sign(medium, author=given["author"], licence=given["licence"], **upload.where)
    except (Refused, ValidationError) as refused:
        said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        return JsonResponse({"errors": {"file": said}}, status=422)
    if medium.handed_in_at is None:
        form = photos.SentWordsForm(request.POST, medium=medium)
        if not form.is_valid():
            return JsonResponse({"errors": sending.errors(form)}, status=422)
        try:
            _hand_in(request, entry, [form])
        except ValidationError as error:
            return JsonResponse({"errors": {"": error.messages}}, status=422)
        medium.refresh_from_db()
    return JsonResponse(sending.medium(medium))


def _hand_in(request: HttpRequest, entry: Entry, forms: list) -> None:
    """Those that are trusted show theirs at once; others' are looked at first."""
    writing.check_open(entry.journey, by=request.user)
    dropped = [form.medium for form in forms if form.cleaned_data.get("dropped")]
    kept = [form for form in forms if form.medium not in dropped]
    for form in kept:
        form.set_place(form.medium)
        form.medium.save(update_fields=["point", "placed"])
    revision = media.hand_in(
        entry, {form.medium: form.words for form in kept}, by=request.user, shown=can(request.user, "publish")
    )
    keeping.let_go(dropped)
    writing.patrol(revision, by=request.user)


def _change(request: HttpRequest, medium: EntryMedium, form: photos.OtherWordsForm) -> None:
    given = form.cleaned_data
    writing.check_open(medium.entry.journey, by=request.user)
    form.set_place(medium)
    medium.save(update_fields=["point", "placed"])
    for name, value in form.words.items():
        setattr(medium, name, value)
    if medium.shown:
        wanted = {photos.words_part(medium): None if given["removes"] else photos.words_of(medium)}
        writing.revise(medium.entry.journey, wanted, base=given["base"], by=request.user, note=given["note"])
    elif given["removes"]:
        keeping.erase(EntryMedium.objects.filter(pk=medium.pk))
    else:
        medium.full_clean(exclude=["entry", "added_by"])
        medium.save()
    messages.success(request, _("C’est enregistré."))


def _back(entry: Entry) -> str:
    return reverse("journeys:entry", args=[entry.journey.slug, entry.key]) + "#media"
