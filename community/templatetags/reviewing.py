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
    """Who said last that one answer, the facts or the place are still true, and the button that says it."""
    last, shared = confirmed.get(part), _shared(context)
    person = shared["user"]
    may = bool(person and person.is_authenticated) and fresh.may_say(last, person)
    return {"initiative": initiative, "confirmed": last, "part": part, "label": label, "may": may, **shared}


def _shared(context) -> dict:
    return {name: context.get(name) for name in ("request", "user", "csrf_token", "can")}
