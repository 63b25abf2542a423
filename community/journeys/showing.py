"""What the desk says of each stage and page: whether everybody reads it already, from when on, and how vague its place is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places import dates
from places.choices import Precision
from routes.choices import JourneyState
from routes.models import Entry, Journey, Stage

PLACES = {
    Precision.SITE: gettext_lazy("lieu exact"),
    Precision.VILLAGE: gettext_lazy("lieu montré au village près"),
    Precision.CITY: gettext_lazy("lieu montré à la ville près"),
    Precision.REGION: gettext_lazy("lieu montré à la région près"),
}


@dataclass(frozen=True)
class Showing:
    """`is_late`: the journey is everybody's, this is not yet; `place`: "" for what has none of its own."""

    is_late: bool
    said: str
    place: str

    @property
    def words(self) -> str:
        return " · ".join(filter(None, (self.said, self.place)))


def of(journey: Journey, row: Stage | Entry) -> Showing:
    public = journey.state == JourneyState.SHOWN and not journey.removed_at
    waits = _waits(row.visible_from)
    said = _said(row, waits) if public else _unpublished(row, waits)
    return Showing(public and waits, said, _place(row))


def of_all(journey: Journey, rows: Iterable[Stage | Entry]) -> dict[int, Showing]:
    """By their keys."""
    return {row.pk: of(journey, row) for row in rows}


def _place(row: Stage | Entry) -> str:
    """How vaguely; a page without a place of its own is where its stage is, its photos too."""
    where = row if row.point else row.stage if isinstance(row, Entry) else None
    return str(PLACES.get(where.precision, "")) if where and where.point else ""


def _said(row: Stage | Entry, waits: bool) -> str:
    if waits:
        return _("paraîtra le %s") % day(row.visible_from)
    stage = row.stage if isinstance(row, Entry) else None
    if stage and stage.order and _waits(stage.visible_from):
        return _("chacun la lit, sans son étape avant le %s") % day(stage.visible_from)
    return _("chacun la lit")


def _unpublished(row: Stage | Entry, waits: bool) -> str:
    if waits:
        return _("paraîtra avec le voyage, pas avant le %s") % day(row.visible_from)
    return _("paraîtra avec le voyage")


def _waits(visible_from: datetime | None) -> bool:
    return visible_from is not None and visible_from > timezone.now()


def day(moment: datetime) -> str:
    """With its hour where it is not midnight."""
    local = timezone.localtime(moment)
    return dates.said(moment, "j F Y, H:i" if (local.hour, local.minute) != (0, 0) else "j F Y")
