"""The small drawing of a journey, for templates."""

from django import template

from routes.models import Journey
from routes.sketch import sketch

register = template.Library()


@register.simple_tag
def road_sketch(journey: Journey) -> dict:
    """One query: the stages in order, as `routes.sketch.sketch` draws them."""
    return sketch(list(journey.stages.order_by("order")))
