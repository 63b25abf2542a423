"""Tiles of recorded tracks: a journey with a million points beside one with two thousand.

All of it happens in one transaction that is taken back: nothing is left in the database, and no file is written.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from django.db import connection, transaction
from django.test import Client

from bench.figures import percentile
from places import geo
from places.demo import databases
from routes import actions as journey_actions
from routes.models import Journey, Stage, TrackFile
from routes.tracks import actions
from routes.tracks.reading import Path, Recording, Source
from routes.tracks.simplifying import square
from routes.tracks.taking import take

ZOOMS = range(2, 15)
TILES = 60  # of each zoom, the same in each round
ROUNDS = 3
EDITS = 19
SMALL, LARGE = (20, 2_000), (2_000, 1_000_000)  # stages, points
DAY = 20_000  # points of one track
NOON_2012 = 1_343_995_200_000


class Row(NamedTuple):
    """What the tiles of one zoom cost, in milliseconds; the heaviest packed, in bytes; the most vertices of one."""

    zoom: int
    p50: float
    p95: float
    heaviest: int
    most: int


def measure(database: str, say: Callable[[str], None]) -> tuple[list[tuple[str, float, float]], list[Row], list[Row]]:
    """(what was done, p50, p95), and the tiles of the small journey and of the large one, in the process."""
    with databases.inside(database), transaction.atomic():
        done, tiles, journeys = [], [], []
        for stages, points in (SMALL, LARGE):
            say(f"{points} points d’une trace")
            journey, way, seconds = bring(stages, points)
            done.append((f"{_n(points)} points kept and drawn for every zoom", seconds * 1000, seconds * 1000))
            done.append((f"the page of a journey of {_n(stages)} stages and {_n(points)} points", *page(journey)))
            tiles.append(measured(journey, way))
            journeys.append((f"a journey of {_n(stages)} stages", journey))
        done += edits(journeys)
        transaction.set_rollback(True)
    return done, *tiles


def edits(journeys: list[tuple[str, Journey]]) -> list[tuple[str, float, float]]:
    """A note of a stage changed, and a page of the diary written, in each journey in turn; the first of each begins its history."""
    times: dict[str, list[float]] = {}
    for n in range(EDITS + 1):
        for name, journey in journeys:
            for doing, change in (("a stage changed", _note), ("a page written", _write)):
                started = time.perf_counter()
                change(journey, n)
                times.setdefault(f"{doing} in {name}", []).append((time.perf_counter() - started) * 1000)
    return [(doing, percentile(spent[1:], 0.5), percentile(spent[1:], 0.95)) for doing, spent in sorted(times.items())]


def _note(journey: Journey, n: int) -> None:
    stage = Stage.everything.filter(journey=journey).order_by("order")[n]
    journey.refresh_from_db()
    journey_actions.revise(journey, {f"stage.{stage.pk}.note_fr": f"{n}"}, base=journey.version, by=None)


def _write(journey: Journey, n: int) -> None:
    journey_actions.add_entry(journey, {"text": f"{n}"}, by=None)


def wander(points: int, seed: int = 7) -> Path:
    """Somebody who walks, rides and turns: a point every ten seconds, from Lens eastwards, back and forth."""
    rng = np.random.default_rng(seed)
    heading = np.cumsum(rng.normal(0, 0.12, points))
    pace = np.repeat(rng.choice([1.2e-5, 5e-5, 2.5e-4], points // 500 + 1), 500)[:points]
    lons = 2.83 + np.cumsum(np.cos(heading) * pace * 1.5 + pace * 0.25)
    lats = np.clip(50.43 + np.cumsum(np.sin(heading) * pace), -70, 70)
    times = NOON_2012 + np.arange(points) * 10_000
    return Path((lons + 180) % 360 - 180, lats, times, np.full(points, np.nan, np.float32))


def bring(stages: int, points: int) -> tuple[Journey, Path, float]:
    """A journey, its way, and the seconds that keeping the way took."""
    journey, way = Journey.objects.create(slug=f"bench-{points}", title_fr="Essai"), wander(points)
    told = {"journey": journey, "place_fr": "Essai", "country": "FR", "evidence": "documented"}
    each = np.linspace(0, points - 1, stages).astype(int).tolist()
    Stage.objects.bulk_create(
        Stage(order=n, slug=f"{n}", point=geo.point(way.lons[at], way.lats[at]), **told) for n, at in enumerate(each, 1)
    )
    file = TrackFile.objects.create(journey=journey, name="essai.gpx", file="-", size=0, mark="-")
    started = time.perf_counter()
    days = [way.pick(slice(at, at + DAY + 1)) for at in range(0, points - 1, DAY)]
    taken = [take(Recording(f"{n}", Source.RECORDED, [day])) for n, day in enumerate(days)]
    actions.take(file, [actions.Wanted(n, one) for n, one in enumerate(taken)], by=None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE routes_trackdrawing, routes_track")
    return journey, way, time.perf_counter() - started


def page(journey: Journey) -> tuple[float, float]:
    client, taken = Client(SERVER_NAME="localhost"), []
    client.get(f"/fr/journeys/{journey.slug}/")  # the first reads what is then kept
    for _ in range(ROUNDS * 3):
        started = time.perf_counter()
        client.get(f"/fr/journeys/{journey.slug}/")
        taken.append((time.perf_counter() - started) * 1000)
    return percentile(taken, 0.5), percentile(taken, 0.95)


def measured(journey: Journey, way: Path) -> list[Row]:
    client = Client(SERVER_NAME="localhost")
    client.get(asked(journey, way, 0)[0])
    return [_zoom(client, zoom, asked(journey, way, zoom)) for zoom in ZOOMS]


def asked(journey: Journey, way: Path, zoom: int) -> list[str]:
    """Addresses of tiles that the way goes through."""
    found = np.unique((square(way.lons, way.lats) % 1 * 2**zoom).astype(int), axis=0)
    some = np.random.default_rng(1).permutation(len(found))[:TILES]
    return [f"/tiles/journeys/{journey.slug}/{zoom}/{x}/{y}.json" for x, y in found[some].tolist()]


def _zoom(client: Client, zoom: int, addresses: list[str]) -> Row:
    taken, heaviest, most = [], 0, 0
    for address in addresses * ROUNDS:
        started = time.perf_counter()
        answer = client.get(address)
        taken.append((time.perf_counter() - started) * 1000)
        heaviest = max(heaviest, len(gzip.compress(answer.content)))
        most = max(most, sum(len(line["line"]) // 2 for line in answer.json()["lines"]))
    return Row(zoom, percentile(taken, 0.5), percentile(taken, 0.95), heaviest, most)


def _n(number: int) -> str:
    return f"{number:,}".replace(",", " ")
