"""What the sheet says of how fresh it is, and the ways to tell what is wrong with it or still true."""

from django import template

from community.models import Confirmation
from community.reviewing import freshness as fresh
from places.models import Initiative

register = template.Library()


@register.simple_tag
def confirmations(initiative: Initiative) -> dict[str, Confirmation]:
    """By part; "" for the whole sheet."""
    return fresh.confirmed(initiative)


@register.inclusion_tag("community/review/_freshness.html", takes_context=True)
def freshness(context, initiative: Initiative, confirmed: dict[str, Confirmation]) -> dict:
    return {"initiative": initiative, "confirmed": confirmed.get(""), **_shared(context)}


@register.inclusion_tag("community/review/_still_true.html", takes_context=True)
def still_true(context, initiative: Initiative, confirmed: dict[str, Confirmation], part: str, label: str) -> dict:
    """Who said last that one answer is still true, and the button that says it."""
    said = {"initiative": initiative, "confirmed": confirmed.get(part), "part": part, "label": label}
    return said | _shared(context)


def _shared(context) -> dict:
    return {name: context.get(name) for name in ("request", "user", "csrf_token", "can")}
