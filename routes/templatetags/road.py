"""The small drawing of a journey, and addresses as one reads them, for templates."""

import re

from django import template

from routes.models import Journey
from routes.sketch import sketch

register = template.Library()


@register.simple_tag
def road_sketch(journey: Journey) -> dict:
    """One query at most: the stages in order, as `routes.sketch.sketch` draws them."""
    return sketch(list(journey.stages.all()))


@register.filter
def bare(url: str) -> str:
    """An address without what every address has: « interphaz.org/utopies-realistes-notre-route »."""
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")
