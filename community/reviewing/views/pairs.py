"""Sheets that may be of the same initiative, side by side."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.models import Pair
from community.reviewing import pairs
from community.reviewing.forms import NoteForm, TellPairForm, UniteForm
from community.reviewing.views.gate import only, paged
from places import history, states
from places.small_maps import few_map
from places.twins import Clue
from places.vocabulary import Terms

LETTERS = {pairs.ONE: "A", pairs.OTHER: "B"}


@only("merge")
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Those to look at, the likeliest first, or `?state=` those that were decided; a POST tells of one more."""
    form = TellPairForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("reviewing:pair", pairs.tell(**form.cleaned_data).pk)
        except ValidationError as error:
            form.add_error(None, error)
    state = request.GET.get("state", "")
    decided = state in (Pair.State.DIFFERENT, Pair.State.UNITED)
    page = paged(request, Pair.objects.decided(state) if decided else Pair.objects.open())
    rows = [(pair, *_likely(pair)) for pair in page]
    context = {"page": page, "rows": rows, "state": state if decided else "", "states": Pair.State, "form": form}
    return render(request, "community/review/pairs.html", context, status=422 if form.errors else 200)


@only("merge")
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Both side by side, what they say otherwise to be chosen one by one; a POST makes them one."""
    asked = _asked(pk)
    if asked.state != Pair.State.OPEN or asked.one.removed_at or asked.other.removed_at:
        return _decided(request)
    if request.method != "POST":
        return _shown(request, asked)
    form = UniteForm(request.POST)
    if not form.is_valid():
        return _shown(request, asked, form, status=422)
    given = form.cleaned_data
    said = {"kept": given["kept"], "ways": form.ways(), "seen": (given["seen_one"], given["seen_other"])}
    try:
        stays = pairs.unite(asked, **said, by=request.user, note=given["note"], terms=_terms())
    except pairs.Stale:
        form.add_error(None, _("L’une des fiches vient de changer : la voici comme elle est. Vos choix sont gardés."))
        return _shown(request, _asked(pk), form, status=409)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return _shown(request, asked, form, status=422)
    messages.success(request, _("Une seule fiche reste ; l’adresse de l’autre y mène."))
    return redirect(stays)


@only("merge")
@require_POST
def different(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        pairs.tell_apart(_asked(pk), by=request.user)
    except pairs.Stale:
        return _decided(request)
    messages.success(request, _("C’est retenu : ce sont deux initiatives."))
    return redirect("reviewing:pairs")


@only("merge")
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        pairs.reopen(_asked(pk), by=request.user)
    except pairs.Stale:
        return _decided(request)
    return redirect("reviewing:pairs")


@only("merge")
@require_POST
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Two sheets again, as before; what was written since in the same places stays."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["note"]))
        return redirect("reviewing:pairs")
    try:
        clashes = pairs.separate(_asked(pk), by=request.user, note=form.cleaned_data["note"])
    except pairs.Stale:
        return _decided(request)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("reviewing:pairs")
    messages.success(request, _("Les deux fiches sont là de nouveau."))
    if clashes:
        labels = ", ".join(history.label(clash.part) for clash in clashes)
        messages.warning(request, _("Écrit depuis, et donc laissé comme c’est : %s.") % labels)
    return redirect("reviewing:pairs")


def _asked(pk: int) -> Pair:
    return get_object_or_404(Pair.objects.told(), pk=pk)


def _decided(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Quelqu’un d’autre en a déjà décidé."))
    return redirect("reviewing:pairs")


def _shown(request: HttpRequest, asked: Pair, form: UniteForm | None = None, *, status: int = 200) -> HttpResponse:
    one, other = states.state(asked.one), states.state(asked.other)
    best = pairs.suggested(one, other)
    kept = form["kept"].value() if form and form["kept"].value() in LETTERS else best
    percent, clues = _likely(asked)
    sheets = [("A", asked.one), ("B", asked.other)]
    context = {
        "pair": asked,
        "sheets": [(way, letter, sheet) for way, (letter, sheet) in zip(LETTERS, sheets, strict=True)],
        "kept": kept,
        "percent": percent,
        "clues": clues,
        "form": form or UniteForm(initial={"kept": best}),
        "offered": pairs.choices(one, other, _terms(), kept=kept, ways=form.ways() if form else {}),
        "map": few_map(sheets, _("Carte : %s") % f"A {asked.one.name}, B {asked.other.name}"),
    }
    return render(request, "community/review/pair.html", context, status=status)


def _likely(pair: Pair) -> tuple[int, tuple[Clue, ...]]:
    likelihood, clues = pairs.likely(pair)
    return round(100 * likelihood), clues


def _terms() -> Terms:
    return Terms.read(get_language() or "fr")
