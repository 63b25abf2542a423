"""Django's own `date`, in every template (settings.TEMPLATES): it would write « 1 août »."""

from __future__ import annotations

from datetime import date as Day

from django import template
from django.template import defaultfilters
from django.utils.translation import get_language

from places import dates

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(moment: Day | None, form: str | None = None) -> str:
    return dates.counted(defaultfilters.date(moment, form), get_language() or "fr")
