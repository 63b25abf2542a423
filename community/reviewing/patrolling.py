"""Reading what went in at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from community.models import Patrol
from community.permissions import Person


def read(pks: Iterable[int], *, by: Person) -> int:
    """How many of these were not read before."""
    return Patrol.objects.filter(pk__in=list(pks), read_at=None).update(read_at=timezone.now(), read_by=by)
