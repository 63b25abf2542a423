"""How the road is told beside its map: in windows of so many stages, each with how it was reached and what was written there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from django.db.models import Prefetch, Q, QuerySet

from routes import legs
from routes.choices import Evidence
from routes.models import Entry, EntryMedium, Journey, Stage
from routes.reading import EVERYBODY, Reading
from routes.stops import Stop
from routes.ways import Way

WINDOW = 60  # stages told on one page
BESIDE_A_STAGE = 8  # pages of the diary told beside one
NEARBY_BESIDE_A_STAGE = 3
STRETCHES = 250  # of the scrubber's drawing: more than it has screen points to tell them apart


@dataclass(frozen=True)
class Step:
    """A stage, its rank from 1, the way to it, and what is known of the way on: an Evidence, or "" where the road ends."""

    stage: Stage
    number: int
    way: Way | None
    onward: str
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Story:
    """A window of the road. `first`: the rank of its first stage, from 0; `before`, `after`: where the windows beside it begin;
    `loose`: pages of the diary that are of no stage one may read, told where the road ends."""

    steps: list[Step]
    first: int
    before: Stop | None
    after: Stop | None
    loose: list[Entry]


def story(
    journey: Journey,
    stops: Sequence[Stop],
    ways: Sequence[Way],
    *,
    at: str,
    language: str,
    reading: Reading = EVERYBODY,
) -> Story:
    """The window that holds the stage called `at`, else the first: three queries, however many there are."""
    rank = next((n for n, stop in enumerate(stops) if stop.slug == at), 0)
    first = rank - rank % WINDOW
    shown = stops[first : first + WINDOW]
    after = stops[first + WINDOW] if first + WINDOW < len(stops) else None
    stages = reading.stages().told(language, most=NEARBY_BESIDE_A_STAGE).filter(pk__in=[stop.pk for stop in shown])
    entries = _entries(journey, shown, reading, with_loose=after is None)
    told = _steps(list(stages.order_by("order")), first, stops, ways, entries)
    before = stops[first - WINDOW] if first else None
    return Story(told, first, before, after, entries.get(None, []))


def with_media(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Each with what everybody sees and hears of it."""
    return entries.prefetch_related(Prefetch("media", EntryMedium.objects.standing()))


def track(stops: Sequence[Stop]) -> list[dict]:
    """The scrubber's drawing: stretches of one evidence, from `x1` to `x2` in hundredths of its length.

    A road of very many short stretches is drawn more coarsely: what is documented only in part is drawn as illustrative.
    """
    ways = [legs.evidence(start, end) for start, end in pairwise(stops)]
    at_once = max(1, len(ways) // STRETCHES)
    parts = [_least(ways[n : n + at_once]) for n in range(0, len(ways), at_once)]
    drawn, since = [], 0
    for evidence, stretch in groupby(parts):
        until = min(len(ways), since + at_once * len(list(stretch)))
        drawn.append(
            {"evidence": evidence, "x1": f"{100 * since / len(ways):.2f}", "x2": f"{100 * until / len(ways):.2f}"}
        )
        since = until
    return drawn


def _steps(
    stages: Sequence[Stage],
    first: int,
    stops: Sequence[Stop],
    ways: Sequence[Way],
    entries: dict[int | None, list[Entry]],
) -> list[Step]:
    ranks = {stop.pk: n for n, stop in enumerate(stops[first : first + WINDOW], first)}
    told = []
    for stage in stages:
        n = ranks[stage.pk]
        came, onward = ways[n - 1] if n else None, ways[n].evidence if n < len(ways) else ""
        told.append(Step(stage, n + 1, came, onward, entries.get(stage.pk, [])))
    return told


def _entries(
    journey: Journey, shown: Sequence[Stop], reading: Reading, *, with_loose: bool
) -> dict[int | None, list[Entry]]:
    """Stage's key → its pages; None → those of no stage."""
    readable = reading.stages().filter(journey=journey).order_by().values("pk")
    asked = Q(stage__in=[stop.pk for stop in shown])
    if with_loose:
        asked |= Q(stage=None) | ~Q(stage__in=readable)
    found: dict[int | None, list[Entry]] = {}
    keys = {stop.pk for stop in shown}
    for entry in with_media(reading.entries().filter(asked, journey=journey).excerpts(most=BESIDE_A_STAGE)):
        entry.journey = journey
        found.setdefault(entry.stage_id if entry.stage_id in keys else None, []).append(entry)
    return found


def _least(evidence: Sequence[str]) -> str:
    illustrative = Evidence.ILLUSTRATIVE.value
    return illustrative if illustrative in evidence else Evidence.DOCUMENTED.value
