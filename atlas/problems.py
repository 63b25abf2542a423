"""A request that cannot be used: 400 with each part of it that could not, and why."""

from collections.abc import Iterable

from django.http import JsonResponse
from django.utils.translation import gettext as _

from atlas.criteria import Problem
from places.problems import problem

__all__ = ["Refused", "nothing_here", "problem", "refused"]


class Refused(Exception):
    """Raised where a parameter is read; a door answers it with 400."""

    def __init__(self, *problems: Problem):
        self.problems = problems


def refused(problems: Iterable[Problem]) -> JsonResponse:
    told = [{"parameter": p.parameter, "reason": str(p.message)} for p in problems]
    return problem(400, " ".join(each["reason"] for each in told), invalid=told)


def nothing_here() -> JsonResponse:
    return problem(404, _("Il n’y a rien à cette adresse."))
