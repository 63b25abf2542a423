"""The models most comparable to a sheet, on its page."""

from django import template

from atlas.comparables.page import sheet_context

register = template.Library()


@register.inclusion_tag("atlas/models/_sheet.html", takes_context=True)
def comparable_models(context, initiative) -> dict:
    return sheet_context(initiative, context["terms"])
