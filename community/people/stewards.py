"""The page of those who look after a sheet, where one asks to be among them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from community.models import Deed, Stewardship, Way
from community.people import claims
from community.permissions import can, need
from community.reviewing import log
from community.text import ProseField
from places.models import Initiative


class ClaimForm(forms.Form):
    """`address`: where a code goes; without one, `words` for those who confirm."""

    address = forms.EmailField(required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    words = ProseField(rows=3, required=False, max_length=500)

    def __init__(self, *args, host: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["address"].label = _("Votre adresse qui finit par @%s") % host
        self.fields["address"].help_text = _("Un code y est envoyé ; l’adresse n’est pas gardée.")
        self.fields["words"].label = _("Qui êtes-vous pour cette initiative ?")
        self.fields["words"].help_text = _("Lu par qui s’en occupe déjà et par la modération, et par personne d’autre.")
        if not host:
            del self.fields["address"]

    def clean(self) -> dict:
        told = super().clean()
        if not self.errors and not (told.get("address") or told.get("words")):
            raise ValidationError(_("Donnez une adresse du site, ou dites qui vous êtes."))
        return told


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=40, widget=forms.TextInput({"autocomplete": "one-time-code", "spellcheck": "false"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code du message")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stewards(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative, slug=slug)
    form = ClaimForm(request.POST if request.method == "POST" else None, host=claims.host(initiative))
    if request.method == "POST":
        need(request.user, "claim", initiative)
        if form.is_valid() and _done(form, lambda: claims.ask(initiative, by=request.user, **form.cleaned_data)):
            return redirect("people:stewards", slug)
    return _page(request, initiative, form=form)


@never_cache
@require_POST
def code(request: HttpRequest, slug: str) -> HttpResponse:
    initiative = get_object_or_404(Initiative, slug=slug)
    need(request.user, "claim", initiative)
    asked = get_object_or_404(initiative.stewardships, person=request.user, confirmed_at=None)
    form = CodeForm(request.POST)
    if form.is_valid() and _done(form, lambda: claims.answer(asked, form.cleaned_data["code"])):
        messages.success(request, _("Merci : vous vous occupez désormais de cette fiche."))
        return redirect("people:stewards", slug)
    return _page(request, initiative, code_form=form)


@require_POST
def confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    asked = _asked(slug, pk)
    need(request.user, "welcome", asked.initiative)
    if asked.confirmed_at is None:
        claims.confirm(asked, by=request.user)
        _trace(Deed.Verb.WELCOME, asked, request.user)
    return redirect("people:stewards", slug)


@require_POST
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One's own, whenever one likes; others' while they wait, and moderators any."""
    asked = _asked(slug, pk)
    need(request.user, "claim", asked.initiative)
    mine = asked.person_id == request.user.pk
    if not mine and not can(request.user, "review" if asked.confirmed_at else "welcome", asked.initiative):
        raise PermissionDenied(_("Votre compte ne permet pas encore cela."))
    if not mine:
        _trace(Deed.Verb.DISCHARGE, asked, request.user)
    claims.end(asked)
    return redirect("people:stewards", slug)


def _trace(verb: str, asked: Stewardship, by) -> None:
    """What moderators do is read by everybody; what stewards settle among themselves is not."""
    if can(by, "review"):
        log.write(verb, by=by, initiative=asked.initiative, person=asked.person)


def _asked(slug: str, pk: int) -> Stewardship:
    return get_object_or_404(Stewardship.objects.select_related("initiative"), initiative__slug=slug, pk=pk)


def _done(form: forms.Form, write) -> bool:
    try:
        write()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _page(request: HttpRequest, initiative: Initiative, *, form=None, code_form=None) -> HttpResponse:
    told = initiative.stewardships.select_related("person")
    mine = told.filter(person=request.user).first() if request.user.is_authenticated else None
    context = {
        "initiative": initiative,
        "host": claims.host(initiative),
        "stewards": told.confirmed().filter(person__is_active=True).order_by("confirmed_at"),
        "mine": mine,
        "by_code": mine is not None and mine.way == Way.WEBSITE,
        "waiting": told.waiting() if can(request.user, "welcome", initiative) else [],
        "may_end": can(request.user, "review", initiative),
        "form": form or ClaimForm(host=claims.host(initiative)),
        "code_form": code_form or CodeForm(),
    }
    bad = context["form"].errors or context["code_form"].errors
    return render(request, "community/stewards.html", context, status=422 if bad else 200)
