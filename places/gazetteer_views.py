"""The gazetteer as JSON: places by name or nearest to a point, and the names that a map tile shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from places import gazetteer as towns
from places import geo
from places.labelling import LAST_ZOOM
from places.problems import problem

MOST_PLACES = 20
HOUR = 3600


class Refused(Exception):
    """Why a question has no answer, in a sentence for whoever asked."""

    def __init__(self, detail: str, status: int = 400):
        self.detail, self.status = detail, status


def answering(*known: str, seconds: int) -> Callable:
    """Send the view's dict as JSON to keep so long, or the reason why it refused or why a parameter is not `known`."""

    def decorate(view: Callable[..., dict]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, **where) -> HttpResponse:
            with translation.override(_language(request) or settings.LANGUAGE_CODE):
                try:
                    _check(request, known)
                    response = JsonResponse(view(request, language=_language(request), **where))
                except Refused as refused:
                    return problem(refused.status, refused.detail)
            patch_cache_control(response, public=True, max_age=seconds)
            return response

        return require_safe(answer)

    return decorate


@answering("q", "near", "limit", seconds=HOUR)
def gazetteer(request: HttpRequest, *, language: str) -> dict:
    """Towns called `q`, likeliest first (closer to `near` is likelier); without `q`, the one to name `near` by."""
    near = _near(request.GET["near"]) if request.GET.get("near") else None
    q = request.GET.get("q", "").strip()
    if len(q) > towns.LONGEST:
        raise Refused(_("Un nom de lieu de plus de %d caractères ne se cherche pas.") % towns.LONGEST)
    if q:
        found = towns.find(q, language=language, limit=_limit(request.GET.get("limit") or "8"), near=near)
    elif near:
        found = filter(None, [towns.nearest_town(*near, language)])
    else:
        raise Refused(_("Il manque le nom d’un lieu : ?q=lens, ou un point : ?near=2.83,50.43."))
    return {"places": [asdict(place) for place in found]}


@answering(seconds=24 * HOUR)
def town_tile(request: HttpRequest, *, z: int, x: int, y: int, language: str) -> dict:
    """[name, lon, lat, population] of the towns that a 256-pixel tile names, most populous first."""
    if not 0 <= z <= LAST_ZOOM:
        raise Refused(_("Les noms de villes vont du niveau 0 au niveau %d.") % LAST_ZOOM, 404)
    if not (0 <= x < 2**z and 0 <= y < 2**z):
        raise Refused(
            _("Il n’y a pas de telle tuile : au niveau %(z)d, x et y vont de 0 à %(last)d.")
            % {"z": z, "last": 2**z - 1},
            404,
        )
    return {"towns": towns.labels(z, x, y, language)}


def _language(request: HttpRequest) -> str | None:
    """An address without `lang` always answers the same, whoever asks; None for a language that is not spoken here."""
    asked = request.GET.get("lang") or settings.LANGUAGE_CODE
    return asked if asked in dict(settings.LANGUAGES) else None


def _check(request: HttpRequest, known: tuple[str, ...]) -> None:
    if _language(request) is None:
        raise Refused(_("Les langues sont : %s.") % ", ".join(dict(settings.LANGUAGES)))
    if unknown := set(request.GET) - {"lang", *known}:
        raise Refused(_("Le paramètre « %s » est inconnu.") % min(unknown)[:40])


def _near(text: str) -> tuple[float, float]:
    try:
        lon, lat = map(float, text.split(","))
        return geo.point(geo.wrap(lon), lat).coords
    except (ValueError, OverflowError) as error:
        raise Refused(_("Un point s’écrit longitude,latitude en degrés, par exemple near=2.83,50.43.")) from error


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_PLACES):
        raise Refused(_("« limit » va de 1 à %d.") % MOST_PLACES)
    return int(text)
