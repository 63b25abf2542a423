"""What is new of a journey: documented stages and pages of the diary, by the moment from which everybody could read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from places import prose
from routes import edtf, states
from routes.choices import Evidence
from routes.models import Entry, Journey, Stage

LONGEST = 300  # letters of what an entry says
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class News:
    at: datetime
    thing: Stage | Entry

    @property
    def id(self) -> str:
        kind = "stage" if isinstance(self.thing, Stage) else "entry"
        return f"urn:utopies:{kind}:{self.thing.pk}"

    @property
    def title(self) -> str:
        told = self.thing.place if isinstance(self.thing, Stage) else self.thing.title
        return _printable(told) or _("Page du carnet")

    @property
    def date(self) -> str:
        """When it happened, in the reader's words."""
        return self.thing.date

    @property
    def text(self) -> str:
        told = _printable(self.thing.note if isinstance(self.thing, Stage) else prose.plain(self.thing.text))
        return told if len(told) <= LONGEST else f"{told[:LONGEST].rsplit(' ', 1)[0]}…"

    @property
    def point(self) -> Point | None:
        return self.thing.point

    @property
    def url(self) -> str:
        return self.thing.get_absolute_url()


def _printable(text: str) -> str:
    """Without what no XML may hold."""
    return CONTROLS.sub("", text)


def latest(journey: Journey, most: int) -> list[News]:
    """Newest first."""
    added = dict(_added(journey, most))
    asked = Q(pk__in=added) | Q(pk__in=list(_last(journey, most))) | Q(visible_from__isnull=False)
    stages = Stage.objects.filter(asked, journey=journey, evidence=Evidence.DOCUMENTED)
    found = [News(_moment(stage, added), stage) for stage in _of(journey, stages.order_by("-order")[: 2 * most])]
    entries = Entry.objects.filter(journey=journey).annotate(readable=Greatest("written_at", "visible_from"))
    found += [News(entry.readable, entry) for entry in _of(journey, entries.order_by("-readable", "-pk")[:most])]
    return sorted(found, key=lambda news: news.at, reverse=True)[:most]


def between(journey: Journey, since: datetime, until: datetime) -> list[News]:
    """What could be read for the first time after `since`, up to `until`; in the order of the road."""
    added = {pk: at for pk, at in _added(journey, None, since=since) if at <= until}
    asked = Q(pk__in=added) | Q(visible_from__gt=since)
    stages = Stage.objects.filter(asked, journey=journey, evidence=Evidence.DOCUMENTED).order_by("order")
    readable = Greatest("written_at", "visible_from")
    entries = Entry.objects.filter(journey=journey).annotate(readable=readable).filter(readable__gt=since).along()
    found = [News(_moment(stage, added), stage) for stage in _of(journey, stages)]
    found += [News(entry.readable, entry) for entry in _of(journey, entries)]
    return [news for news in found if since < news.at <= until]


def _added(journey: Journey, most: int | None, *, since: datetime | None = None) -> Iterator[tuple[int, datetime]]:
    """(key of a stage, when it came into the road), oldest first. What stood before there was a history is not new."""
    changed = journey.revisions.filter(changes__has_key=states.STAGES, number__gt=1).order_by("-number")
    if since:
        changed = changed.filter(at__gt=since)
    for at, (before, after) in reversed(changed.values_list("at", f"changes__{states.STAGES}")[:most]):
        yield from ((pk, at) for pk in {*(after or [])} - {*(before or [])})


def _last(journey: Journey, most: int) -> Iterator[int]:
    documented = Stage.objects.filter(journey=journey, evidence=Evidence.DOCUMENTED)
    yield from documented.order_by("-order").values_list("pk", flat=True)[:most]


def _moment(stage: Stage, added: dict[int, datetime]) -> datetime:
    """When it came in and could be read; of one from before there was a history, when it happened."""
    known = [moment for moment in (added.get(stage.pk), stage.visible_from) if moment]
    if known:
        return max(known)
    if not stage.when:
        return stage.journey.updated_at
    return timezone.make_aware(datetime.combine(edtf.span(stage.when)[0], time(12)))


def _of(journey: Journey, rows: Iterable[Any]) -> Iterator[Any]:
    """Each knows its journey, so that its address costs no query."""
    for row in rows:
        row.journey = journey
        yield row
