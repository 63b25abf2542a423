"""What templates say of journeys: the small drawing, whom a sheet's initiative met, addresses and numbers as one reads them."""

import re
from collections.abc import Iterable

from django import template
from django.contrib.gis.geos import Point
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places.models import Initiative
from routes.models import Encounter, EntryMedium, Journey, Stage
from routes.sketch import sketch
from routes.stops import stops

register = template.Library()

LEAST, TONNE = 0.1, 1000  # kilograms


@register.simple_tag
def road_sketch(journey: Journey) -> dict:
    """One query at most: the stages in order, as `routes.sketch.sketch` draws them."""
    known = getattr(journey, "stops", None)
    return sketch(stops(journey, get_language()) if known is None else known)


@register.simple_tag
def travellers_met(initiative: Initiative) -> list[Encounter]:
    """Where travellers met it, as far as everybody may read of it: one query."""
    found = Encounter.objects.filter(initiative=initiative, stage__in=Stage.objects.all())
    return list(found.select_related("stage__journey").order_by("stage__journey", "stage__order"))


@register.filter
def bare(url: str) -> str:
    """An address without what every address has: « interphaz.org/utopies-realistes-notre-route »."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


@register.filter
def km(length: float) -> str:
    """« 0,8 km », « 12 340 km »."""
    digits = 1 if 0 < length < 9.95 else 0
    return _("%s km") % number_format(round(length, digits), digits, force_grouping=True)


@register.filter
def about_km(metres: int) -> str:
    """« 2 km »"""
    return _("%s km") % number_format(round(metres / 1000), 0)


@register.filter
def about(kilograms: float) -> str:
    """« ~ 34 kg », « ~ 1,2 t », « < 0,1 kg »: an estimate has no more digits than it deserves."""
    if kilograms < LEAST:
        return "< " + _("%s kg") % number_format(LEAST, 1)
    if kilograms < TONNE:
        return "~\u00a0" + _("%s kg") % number_format(
            round(kilograms, 1 if kilograms < 9.95 else 0), 1 if kilograms < 9.95 else 0
        )
    return "~\u00a0" + _("%s t") % number_format(round(kilograms / TONNE, 1), 1)


@register.filter
def lasting_hours(hours: float) -> str:
    """« 45 min », « 7 h 30 », « 38 h »."""
    whole, minutes = divmod(round(hours * 60), 60)
    if not whole:
        return f"{minutes}\u00a0min"
    return f"{whole}\u00a0h\u00a0{minutes:02}" if minutes else f"{whole}\u00a0h"


@register.filter
def photos(media: Iterable[EntryMedium]) -> list[EntryMedium]:
    return [medium for medium in media if medium.kind == "photo"]


@register.filter
def degrees(point: Point) -> str:
    """« 104.8693,51.8535 »: longitude first, as addresses of the atlas have it."""
    return f"{point.x:.5f},{point.y:.5f}"
