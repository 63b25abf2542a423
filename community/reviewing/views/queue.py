"""What waits, oldest first: read, accepted, mended or refused."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.models import Proposal
from community.reviewing import deciding, showing
from community.reviewing.forms import EditsForm, RefuseForm
from community.reviewing.views.gate import only, paged
from places import actions
from places.vocabulary import Terms


@only("review")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    found = Proposal.objects.waiting().prefetch_related(
        "initiative__answers", "initiative__sources", "initiative__media"
    )
    page, terms = paged(request, found), Terms.read(get_language())
    context = {"page": page, "listed": [showing.shown(proposal, terms) for proposal in page], "refuse": RefuseForm()}
    return render(request, "community/review/queue.html", context)


@only("review")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, to be mended before it goes in, or to settle where it clashes."""
    asked = _asked(pk)
    if not asked.is_open:
        return _told_decided(request, asked)
    shown = showing.shown(asked)
    form = EditsForm(shown.wanted, request.POST if request.method == "POST" else None, initial={"base": shown.version})
    if request.method == "POST" and form.is_valid():
        try:
            deciding.accept(asked, by=request.user, wanted=form.edited(), base=form.cleaned_data["base"])
        except deciding.Decided as decided:
            return _told_decided(request, decided.proposal)
        except actions.Clashed:
            return _one(request, asked, form=_again(asked), problem=_("La fiche vient de changer encore : relisez."))
        except ValidationError as error:
            return _one(request, asked, form=form, problem=" ".join(error.messages))
        messages.success(request, _("Acceptée : « %s ».") % asked.name)
        return redirect(_next(asked))
    return _one(request, asked, form=form)


@only("review")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _asked(pk)
    try:
        deciding.accept(asked, by=request.user)
    except deciding.Decided as decided:
        return _told_decided(request, decided.proposal)
    except actions.Clashed:
        return _one(
            request, asked, form=_again(asked), problem=_("La fiche a changé depuis : choisissez ce qui reste.")
        )
    except ValidationError as error:
        return _one(request, asked, form=_again(asked), problem=" ".join(error.messages))
    messages.success(request, _("Acceptée : « %s ».") % asked.name)
    return redirect(_next(asked))


@only("review")
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    asked, form = _asked(pk), RefuseForm(request.POST)
    if not form.is_valid():
        return _one(request, asked, form=_again(asked), refuse=form)
    try:
        deciding.refuse(asked, by=request.user, reason=form.cleaned_data["reason"])
    except deciding.Decided as decided:
        return _told_decided(request, decided.proposal)
    messages.success(request, _("Refusée : « %s ». Son auteur en lira la raison.") % asked.name)
    return redirect(_next(asked))


def _asked(pk: int) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related("initiative", "author", "decided_by"), pk=pk)


def _again(asked: Proposal) -> EditsForm:
    shown = showing.shown(_asked(asked.pk))
    return EditsForm(shown.wanted, initial={"base": shown.version})


def _one(request, asked: Proposal, *, form: EditsForm, refuse: RefuseForm | None = None, problem: str = ""):
    context = {
        "shown": showing.shown(_asked(asked.pk)),
        "form": form,
        "refuse": refuse or RefuseForm(),
        "problem": problem,
    }
    wrong = problem or form.errors or (refuse and refuse.errors)
    return render(request, "community/review/proposal.html", context, status=422 if wrong else 200)


def _told_decided(request: HttpRequest, decided: Proposal) -> HttpResponse:
    return render(request, "community/review/decided.html", {"proposal": decided}, status=409)


def _next(decided: Proposal) -> str:
    """Back where one was: the first that is younger."""
    after = Proposal.objects.waiting().filter(at__gte=decided.at).exclude(pk=decided.pk).first()
    return reverse("reviewing:queue") + (f"#proposal-{after.pk}" if after else "")
