"""The way of a photo, a voice, a document or a film to a sheet: sent, given its words, shown or looked at first."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community import changes
from community.media import tokens
from community.media.forms import ChangeForm, DraftForm, SendForm
from community.media.sending import send
from community.permissions import can, need
from community.reviewing import limits as writing
from places import actions, states
from places.actions import media
from places.media import keeping, limits
from places.merging import Clash
from places.models import Initiative, Medium


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """First the files. What could be taken is kept when something else has to be mended."""
    initiative = _open_to(request, slug)
    form = SendForm(_typed(request), request.FILES or None, initiative=initiative)
    sent = list(_sent(initiative, request.POST.get("sent", "")))
    if request.method == "POST":
        sent += send(request, form, initiative, already=len(sent))
        if form.is_valid():
            media.sign(sent, **form.signature)
            return redirect("media:describe", slug, tokens.signed(sent))
    token = tokens.signed(sent) if sent else ""
    context = {"initiative": initiative, "form": form, "sent": sent, "token": token, "limits": limits}
    return render(request, "community/media/add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Then words for each of them; they go in together."""
    initiative = _open_to(request, slug)
    if tokens.keys(token) is None:
        raise Http404
    forms = [DraftForm(_typed(request), prefix=str(draft.pk), medium=draft) for draft in _sent(initiative, token)]
    if not forms:  # sent twice, or come back to: all is done
        return redirect(f"{initiative.get_absolute_url()}#media")
    problems = []
    are_valid = [form.is_valid() for form in forms]  # each says all that is wrong with it
    if all(are_valid):
        try:
            return _hand_in(request, initiative, forms)
        except ValidationError as error:
            problems = error.messages
    context = {"initiative": initiative, "forms": forms, "token": token, "problems": problems}
    context["waits"] = not can(request.user, "publish", initiative)
    return render(request, "community/media/describe.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Other words for what is shown, or no longer showing it: a change of the sheet like any other."""
    initiative = _open_to(request, slug)
    medium = get_object_or_404(initiative.media.standing(), pk=pk)
    form = ChangeForm(_typed(request), medium=medium, version=initiative.version)
    if request.method == "POST" and form.is_valid():
        try:
            return _change(request, medium, form)
        except actions.Clashed as clashed:
            form.add_error(None, _clashed(clashed.clashes[0]))
            form.rebase(initiative.version)
        except ValidationError as error:
            form.add_error(None, error.messages)
    context = {"initiative": initiative, "medium": medium, "form": form}
    return render(request, "community/media/change.html", context)


@require_safe
def waits(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative, slug=slug)
    return render(request, "community/media/waits.html", {"initiative": initiative})


def _open_to(request: HttpRequest, slug: str) -> Initiative:
    """The sheet, for who may send files for it."""
    initiative = get_object_or_404(Initiative, slug=slug)
    need(request.user, "send", initiative)
    return initiative


def _typed(request: HttpRequest) -> QueryDict | None:
    """An empty form that was sent is not one that was only opened."""
    return request.POST if request.method == "POST" else None


def _sent(initiative: Initiative, token: str) -> QuerySet[Medium]:
    """What is named in a token and still waits for its words."""
    return initiative.media.drafts().filter(pk__in=tokens.keys(token) or [])


def _hand_in(request: HttpRequest, initiative: Initiative, forms: list[DraftForm]) -> HttpResponse:
    dropped = [form.medium for form in forms if form.cleaned_data["dropped"]]
    worded = {form.medium: form.words for form in forms if form.medium not in dropped}
    shown = can(request.user, "publish", initiative)
    writing.check_blocks(request.user)
    writing.count(request.user)
    with transaction.atomic():
        revision = media.hand_in(initiative, worded, by=request.user, shown=shown)
        keeping.let_go(dropped)
        changes.patrol(revision, by=request.user)
    if shown or not worded:
        return redirect(f"{initiative.get_absolute_url()}#media")
    return redirect("media:waits", initiative.slug)


def _change(request: HttpRequest, medium: Medium, form: ChangeForm) -> HttpResponse:
    initiative = medium.initiative
    for name, value in form.words.items():
        setattr(medium, name, value)
    wanted = {states.media_part(medium): None if form.cleaned_data["removes"] else states.words(medium)}
    said = {"base": form.cleaned_data["base"], "note": form.cleaned_data["note"]}
    handed_in = changes.hand_in(wanted, by=request.user, initiative=initiative, **said)
    return (
        redirect("media:waits", initiative.slug)
        if handed_in.waits
        else redirect(f"{initiative.get_absolute_url()}#media")
    )


def _clashed(clash: Clash) -> str:
    if clash.theirs is None:
        return _("Quelqu’un l’a retiré depuis que vous avez ouvert cette page.")
    said = _(
        "Quelqu’un d’autre a changé ces mots depuis ; sa légende : « %s ». Gardez-en ce qui est juste, puis enregistrez."
    )
    return said % (clash.theirs.get("caption") or "")
