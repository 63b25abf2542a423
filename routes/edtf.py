"""Dates as journeys know them: a year, a month, a day or a stretch between two, in the reader's words.

The written form is the common part of EDTF (ISO 8601-2 level 0): `2012`, `2012-07`, `2012-08-03`, `2012-08-03/2012-08-04`.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_skeleton
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from places import dates
from places.dates import LOCALES

MOMENT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
SKELETONS = {1: "y", 2: "yMMMM"}


def parse(moment: str) -> tuple[date, int]:
    """(first day, how many of year, month and day are known); ValueError when it is no date."""
    match = MOMENT.fullmatch(moment)
    if not match:
        raise ValueError(moment)
    known = [int(part) for part in match.groups() if part]
    return date(*(known + [1, 1])[:3]), len(known)


def span(when: str) -> tuple[date, date]:
    """The first day of it, and the first day after it: 2012-07 is all of July."""
    first, *rest = (parse(moment) for moment in when.split("/"))
    day, parts = rest[0] if rest else first
    if parts == 3:
        return first[0], day + timedelta(days=1)
    if parts == 2:
        return first[0], date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return first[0], date(day.year + 1, 1, 1)


def known(when: str) -> int:
    """How many of year, month and day are known of all of it."""
    return min(parse(moment)[1] for moment in when.split("/"))


def validate(when: str) -> None:
    try:
        days = [parse(moment)[0] for moment in when.split("/")]
    except ValueError as error:
        raise ValidationError(_("« %s » n’est pas une date : écrivez 2012, 2012-07 ou 2012-07-14.") % when) from error
    if len(days) > 2 or days != sorted(days):
        raise ValidationError(_("« %s » : la fin vient avant le début.") % when)


def said(when: str, language: str) -> str:
    """« juillet 2012 », « 3 août 2012 – 4 août 2012 »; once when both are the same, "" when nothing is known."""
    return " – ".join(_said_moment(moment, language) for moment in dict.fromkeys(when.split("/"))) if when else ""


@lru_cache(maxsize=4096)  # a long road names many days, over and over
def _said_moment(moment: str, language: str) -> str:
    day, known = parse(moment)
    if known == 3:
        return dates.day(day, language)
    return format_skeleton(SKELETONS[known], day, locale=LOCALES.get(language, language))
