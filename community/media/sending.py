"""Files and addresses of a form made drafts; what cannot be taken is said beside its field, file by file."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from community.media.forms import SendForm
from community.reviewing.limits import check_blocks
from places.actions import media
from places.media import limits
from places.media.receiving import receive
from places.media.refusal import Refused
from places.models import Initiative, Medium
from places.typography import short


def send(request: HttpRequest, form: SendForm, initiative: Initiative, *, already: int) -> list[Medium]:
    """New drafts of what could be taken, whatever else is wrong with the form; `already`: how many were kept before."""
    form.is_valid()
    try:
        _check_open(request, initiative)
    except ValidationError as closed:
        form.add_error("files", closed)
        return []
    keeps_place = bool(form.cleaned_data.get("keeps_place"))
    drafts = [
        draft
        for file in form.cleaned_data.get("files", [])[: limits.FILES_AT_ONCE - already]
        if (draft := _draft(file, form, initiative, by=request.user, keeps_place=keeps_place))
    ]
    if link := form.cleaned_data.get("address"):
        drafts.append(media.draft_link(initiative, link, by=request.user))
    if problem := _problem(request, form, already + len(drafts), already):
        form.add_error("files", problem)
    return drafts


def _check_open(request: HttpRequest, initiative: Initiative) -> None:
    """ValidationError when nothing is taken for now: from somebody who is blocked, or where much waits to be looked at."""
    check_blocks(request.user)
    if Medium.objects.filter(added_by=request.user).unseen().count() >= limits.UNSEEN_PER_PERSON:
        raise ValidationError(
            _(
                "Vous avez déjà envoyé beaucoup de fichiers, qui attendent leurs légendes ou d’être regardés : revenez un peu plus tard."
            )
        )
    if initiative.media.unseen().count() >= limits.UNSEEN_PER_SHEET:
        raise ValidationError(_("Beaucoup de fichiers attendent déjà ici d’être regardés : revenez un peu plus tard."))


def _draft(
    file: UploadedFile, form: SendForm, initiative: Initiative, *, by: AbstractBaseUser | None, keeps_place: bool
) -> Medium | None:
    try:
        return media.draft(initiative, receive(file), by=by, keeps_place=keeps_place)
    except Refused as refused:
        form.add_error("files", f"{short(file.name)} : {refused}")
        return None


def _problem(request: HttpRequest, form: SendForm, kept: int, already: int) -> str:
    if getattr(request, "is_too_heavy", False):
        most = limits.weight(limits.REQUEST_BYTES)
        return _("Tout cela ensemble est trop lourd : %s au plus à la fois.") % most
    if len(form.cleaned_data.get("files", [])) + already > limits.FILES_AT_ONCE:
        return _("Douze fichiers au plus à la fois : envoyez les autres ensuite.")
    if not kept and not form.errors:
        return _("Choisissez au moins un fichier, ou donnez l’adresse d’un film.")
    return ""
