"""The tick by which one chooses what to compare, on any list."""

from django import template

from places.models import Initiative

register = template.Library()


@register.inclusion_tag("atlas/_tick.html", takes_context=True)
def tick(context, initiative: Initiative) -> dict:
    """A box of the form under the page (atlas/_compare_bar.html), ticked when the address says so."""
    compared = context["compared"]
    compared.offered.add(initiative.slug)
    return {"initiative": initiative, "ticked": initiative.slug in compared.slugs}
