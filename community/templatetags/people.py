"""How forms about people are drawn, ours and allauth's."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeData, SafeString

from places.templatetags.sheets import typeset

register = template.Library()


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's own widget; its label says what it is, so that no grey example need repeat it."""
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget()


@register.simple_tag
def hint(field: BoundField) -> str:
    """What helps to fill a field: a sentence of ours, or allauth's own HTML."""
    told = str(field.help_text)
    return told if isinstance(told, SafeData) else typeset(told)
