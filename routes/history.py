"""What a journey said at any of its versions."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from places.states import State, back
from routes import states
from routes.models import Journey


def as_of(
    journey: Journey, number: int, *, now: State | None = None, of: Collection[states.Row] | None = None
) -> State:
    """ValidationError when there is no such version; 0 is before there was anything to read.

    With `of` (`states.state`), only what is said of these rows is to be relied upon.
    """
    if not 0 <= number <= journey.version:
        raise ValidationError(_("Ce voyage n’a pas de version %s.") % number)
    told = states.state(journey, of=of) if now is None else now
    for changes in journey.revisions.filter(number__gt=number).order_by("-number").values_list("changes", flat=True):
        told = back(told, changes)
    return told
