"""Journeys for tests: written by their team through the actions, or long ones made at once."""

from __future__ import annotations

import math
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from places import geo
from places.media.receiving import Received
from routes import actions
from routes.choices import Evidence, JourneyState, Mode
from routes.models import Entry, EntryMedium, Journey, Stage
from tests.factories import ARRAS, LENS, LILLE

DAY = timedelta(days=1)
WAY = (("Lens", LENS), ("Lille", LILLE), ("Arras", ARRAS))


def day(ago: int) -> str:
    return (timezone.localdate() - ago * DAY).isoformat()


def make_team(handle: str = "amel") -> User:
    return User.objects.get_or_create(username=handle, defaults={"email": f"{handle}@example.org"})[0]


def make_travels(
    *places: tuple[str, tuple[float, float]], shown: bool = True, by: User | None = None, **said
) -> Journey:
    """Through named (lon, lat) places, one a day until ten days ago, all of them told; everybody reads it when `shown`."""
    by = by or make_team()
    journey = actions.create(
        {"title_fr": "Vers le nord", "title_en": "Northwards", "travellers": ["Amel"]} | said, by=by
    )
    stages = [
        {"place_fr": name, "country": "FR", "point": list(point), "when": day(20 - n)}
        for n, (name, point) in enumerate(places)
    ]
    actions.add_stages(journey, stages, by=by)
    actions.hand_in(journey, shown=shown)
    journey.refresh_from_db()
    return journey


def make_diary() -> Journey:
    """« Vers le nord » with a page of the diary at Lens and two at Lille, a little beside them."""
    journey = make_travels(*WAY)
    for name, (lon, lat), title in ((*WAY[0], "Sous la pluie"), (*WAY[1], "Le marché"), (*WAY[1], "Le canal")):
        said = {"title": title, "text": f"{title} : *une page* du carnet.", "when": day(15)}
        stage = journey.stages.get(place_fr=name)
        actions.add_entry(journey, said | {"stage": stage.pk, "point": [lon + 0.08, lat + 0.04]}, by=make_team())
    return journey


def make_long(count: int, *, slug: str = "longue") -> Journey:
    """So many stages along a wave over Eurasia, each with a page of the diary."""
    journey = Journey.objects.create(slug=slug, title_fr="Longue", title_en="Long", state=JourneyState.SHOWN)
    stages = Stage.objects.bulk_create(
        Stage(
            journey=journey,
            order=n + 1,
            slug=f"halte-{n + 1}",
            place_fr=f"Halte {n + 1}",
            country="FR",
            point=geo.point(2 + 120 * n / count, 50 + 8 * math.sin(n / 60)),
            evidence=Evidence.ILLUSTRATIVE if n % 50 == 9 else Evidence.DOCUMENTED,
            mode=(Mode.TRAIN, Mode.BICYCLE, Mode.FOOT)[n % 3],
            when=f"{2000 + n // 300}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}",
            note_fr=f"Ce que le carnet dit de la halte {n + 1}.",
        )
        for n in range(count)
    )
    Entry.objects.bulk_create(
        Entry(journey=journey, stage=stage, slug=f"page-{stage.order}", title=f"Page {stage.order}", text="Du vent. " * 40,
              when=stage.when, point=stage.point)
        for stage in stages
    )  # fmt: skip
    return journey


def add_photo(entry: Entry, received: Received | None = None, **said) -> EntryMedium:
    """A photo that everybody sees, without a file behind it."""
    said = {"caption": "Les bassins", "alternative": "Deux bassins.", "author": "Amel", "shown": True} | said
    return EntryMedium.objects.create(
        entry=entry, kind="photo", format="jpeg", file=f"ab/{entry.pk:032x}.jpg", widths=[320], width=640, height=480,
        handed_in_at=timezone.now(), **said,
    )  # fmt: skip
