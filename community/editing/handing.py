"""How every such form ends: in the sheet, in the queue, or shown again with what has to be settled."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community import changes
from community.changes import HandedIn
from community.editing.contribution import ContributionForm
from community.reviewing import marks
from places import actions, history, states
from places.merging import Clash
from places.models import Initiative
from places.states import State

KEPT = "kept:"  # before the key of what a browser has kept until the server has it


def seen(form: ContributionForm, initiative: Initiative | None) -> State:
    """What the sheet said when the form was opened; ValidationError for a version it never had."""
    if initiative is None:
        return {}
    base = form.cleaned_data.get("base")
    try:
        return history.as_of(initiative, -1 if base is None else base)
    except ValidationError:
        form.rebase(initiative.version)  # sent again, it is read against what the sheet says now
        raise


def finish(
    request: HttpRequest,
    form: ContributionForm,
    initiative: Initiative | None,
    *,
    key: str,
    again: Callable[..., HttpResponse],
) -> HttpResponse:
    """Hand in what a valid form wants. `key` is the form's `data-keep`; `again(status=422)` shows it with its errors, and
    `again(status=409, clashes=…, begun=State)` asks to settle what two people wrote in the same place.
    """
    given = form.cleaned_data
    try:
        wanted = form.wanted(seen(form, initiative))
        handed = changes.hand_in(
            wanted,
            by=request.user,
            initiative=initiative,
            base=given.get("base") or 0,
            note=form.why(),
            email=given.get("email", ""),
            address=marks.address_of(request),
            language=get_language() or "fr",
        )
    except actions.Clashed as clashed:
        return again(status=409, clashes=clashed.clashes, begun=_settled(initiative, clashed.clashes, clashed.wanted))
    except ValidationError as error:
        form.blame(error)
        return again(status=422)
    messages.success(request, _said(handed), extra_tags=f"{KEPT}{key}")
    return redirect(handed.get_absolute_url())


def _settled(initiative: Initiative, clashes: list[Clash], wanted: State) -> State:
    """The sheet of now with all that goes in by itself, and one's own words where they clash: but for places that somebody
    wants less exactly known, which are shown beside and not written back in passing."""
    now = states.state(Initiative.everything.get(pk=initiative.pk))
    return now | wanted | {clash.part: clash.mine for clash in clashes if not clash.concealed}


def _said(handed: HandedIn) -> str:
    if handed.proposal and handed.proposal.state == handed.proposal.State.UNCONFIRMED:
        return _("C’est reçu : il reste à confirmer, par le lien que nous venons de vous envoyer.")
    if handed.waits:
        return _("Merci ! Quelqu’un relit votre proposition, puis elle paraîtra.")
    return _("C’est enregistré, merci !") if handed.revision else _("La fiche disait déjà cela : rien n’a changé.")
