"""What templates say of plans: hours as one says them, days by their name."""

from datetime import date

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from places import dates
from places.templatetags.sheets import away

register = template.Library()


@register.filter
def far(km: float, about: bool = True) -> str:
    """« ~ 34 km » where the distance is an estimate or one of the places is coarse, « 34,2 km » where it was measured."""
    return away(km * 1000, about)


@register.filter
def lasting_hours(hours: float) -> str:
    """« moins de 10 min », « 40 min », « 5 h 50 », « 36 h »: to ten minutes, and to the hour beyond ten."""
    minutes = round(hours * 6) * 10
    if minutes < 10:
        return _("moins de 10 min")
    if minutes < 60:
        return f"{minutes}\u00a0min"
    whole, left = divmod(minutes, 60)
    return f"{whole}\u00a0h\u00a0{left:02}" if left and whole < 10 else f"{round(hours)}\u00a0h"


@register.filter
def weekday(day: date) -> str:
    """« lundi 4 mai »"""
    return dates.day(day, get_language() or "fr", "EEEE d MMMM")
