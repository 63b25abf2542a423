"""The plan, and the same on a sheet of paper. Both are pages of anybody's: nothing is kept but their address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from routes.planning import engines, reading
from routes.planning.asking import Asked
from routes.planning.choosing import choose
from routes.planning.codes import code
from routes.planning.detours import propose
from routes.planning.drawing import WIDTH, drawing, plan_map
from routes.planning.drawing import ground as drawn_ground
from routes.planning.edits import added_url, edits, kept_url, shortest_url, without_url
from routes.planning.finding import additions
from routes.planning.finding import find as found_by
from routes.planning.making import make
from routes.planning.modes import FACTOR, FACTOR_SOURCE, HOLDS, MODES, SPEED
from routes.planning.plan import Plan


@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """What a form or another page sent is written again as the one address to share, unless there is something to say of it."""
    asked = reading.read(request.GET, get_language())
    if reading.is_rough(request.GET) and not asked.problems:
        return redirect(asked.url())
    made = make(asked)
    shown = {
        "stops": edits(made),
        "unplaced": [(one, without_url(made, one.slug)) for one in made.unplaced],
        "proposals": [(proposal, added_url(made, proposal)) for proposal in propose(made)],
        "shortest_url": shortest_url(made),
        "modes": MODES,
        "typed": _typed(request, asked),
        "map": plan_map(made, _("Carte du voyage d’étude, étape par étape")),
        "print_url": asked.url("planning:print"),
        "drawing": drawing(made),
        "ground_url": asked.url("planning:ground"),
    }
    return _answer(request, "routes/plan.html", made, shown | _found(request, asked))


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The initiatives that words find alone, for a script to put below the field while one types."""
    asked = reading.read(request.GET, get_language())
    return render(request, "routes/plan/_found.html", _found(request, asked))


@require_safe
def on_paper(request: HttpRequest) -> HttpResponse:
    made = make(reading.read(request.GET, get_language()))
    home = request.build_absolute_uri("/").rstrip("/")
    sheets = [(stop, code(home + stop.initiative.get_absolute_url())) for stop in made.stops]
    unplaced = [(one, code(home + one.get_absolute_url())) for one in made.unplaced]
    shown = {"sheets": sheets, "unplaced": unplaced, "code": code(home + kept_url(made)), "plan_url": made.asked.url()}
    shown["drawing"] = drawing(made, on_paper=True)
    return _answer(request, "routes/plan_print.html", made, shown)


@require_safe
def ground(request: HttpRequest) -> HttpResponse:
    """The land under a plan's drawing, as symbols that its page takes in where there is no script."""
    seen = drawn_ground(make(reading.read(request.GET, get_language())))
    if seen is None:
        raise Http404
    context = {"ground": seen[0], "width": WIDTH, "height": seen[1]}
    return render(request, "routes/ground.svg", context, content_type="image/svg+xml")


def _answer(request: HttpRequest, template: str, made: Plan, shown: dict) -> HttpResponse:
    mode = made.asked.mode
    context = {
        "plan": made,
        "asked": made.asked,
        "factor": FACTOR[mode],
        "factor_source": FACTOR_SOURCE,
        "holds": HOLDS.get(mode, ""),
        "speed": SPEED[mode],
        "address": request.build_absolute_uri(kept_url(made)),
    }
    response = render(request, template, context | shown)
    if engines.configured()[0]:
        response.headers["Cache-Control"] = (
            "no-store"  # what somebody else's engine says may change without an edit of ours
        )
    return response


def _found(request: HttpRequest, asked: Asked) -> dict:
    """What `_found.html` shows: nothing when no words are asked for."""
    words = request.GET.get("q", "").strip()
    if not words:
        return {"found": None}
    found = found_by(words, get_language())
    return {"found": found, "additions": additions(found, asked, choose(asked.stops))}


def _typed(request: HttpRequest, asked: Asked) -> dict[str, str]:
    """What the form's fields hold: as it was typed, even where it could not be used."""
    written = dict(asked.parameters())
    fields = {
        name: request.GET.get(name, written.get(name, "")) for name in ("title", "days", "from", "detour", "visit")
    }
    for name, place in (("start", asked.start), ("end", None if asked.round else asked.end)):
        fields[f"{name}_words"] = request.GET.get(f"{name}_words") or (place.name if place else "")
        fields[name] = place.written if place else ""
    return fields
