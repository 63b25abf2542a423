"""Tiles of recorded tracks: a journey with a million points beside one with two thousand. `python -m bench.tracks` prints the table.

All of it happens in one transaction that is taken back: nothing is left in the database, and no file is written.
"""

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
django.setup()

import numpy as np  # noqa: E402
from django.db import connection, transaction  # noqa: E402 (they need Django)
from django.test import Client  # noqa: E402

from bench.figures import percentile  # noqa: E402
from places import geo  # noqa: E402
from routes.models import Journey, Stage, TrackFile  # noqa: E402
from routes.tracks import actions  # noqa: E402
from routes.tracks.reading import Path, Recording, Source  # noqa: E402
from routes.tracks.simplifying import square  # noqa: E402
from routes.tracks.taking import take  # noqa: E402

ZOOMS = range(2, 15)
TILES = 60  # of each zoom, the same in each round
ROUNDS = 3
LARGE, SMALL = (2_000, 1_000_000), (20, 2_000)  # stages, points
NOON_2012 = 1_343_995_200_000


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
    journey = Journey.objects.create(slug=f"bench-{points}", title_fr="Essai")
    way = wander(points)
    each = np.linspace(0, points - 1, stages).astype(int)
    Stage.objects.bulk_create(
        Stage(journey=journey, order=n, slug=f"{n}", place_fr=f"{n}", country="FR", evidence="documented", point=geo.point(way.lons[at], way.lats[at]))
        for n, at in enumerate(each.tolist(), 1)
    )  # fmt: skip
    file = TrackFile.objects.create(journey=journey, name="essai.gpx", file="-", size=0, mark="-")
    started = time.perf_counter()
    days = [way.pick(slice(at, at + 20_001)) for at in range(0, points - 1, 20_000)]
    taken = [take(Recording(f"{n}", Source.RECORDED, [day])) for n, day in enumerate(days)]
    actions.take(file, [actions.Wanted(n, one) for n, one in enumerate(taken)], by=None)
    return journey, way, time.perf_counter() - started


def asked(journey: Journey, way: Path, zoom: int) -> list[str]:
    """Addresses of tiles that the way goes through."""
    places = (square(way.lons, way.lats) % 1 * 2**zoom).astype(int)
    found = np.unique(places, axis=0)
    some = np.random.default_rng(1).permutation(len(found))[:TILES]
    return [f"/tiles/journeys/{journey.slug}/{zoom}/{x}/{y}.json" for x, y in found[some].tolist()]


def measured(journey: Journey, way: Path) -> Iterator[tuple[int, float, float, float, int]]:
    """(zoom, p50 and p95 in milliseconds, the heaviest in kB packed, most vertices), in the process."""
    client = Client(SERVER_NAME="localhost")
    for zoom in ZOOMS:
        addresses, taken, heaviest, most = asked(journey, way, zoom), [], 0, 0
        for _ in range(ROUNDS):
            for address in addresses:
                started = time.perf_counter()
                answer = client.get(address)
                taken.append((time.perf_counter() - started) * 1000)
                heaviest = max(heaviest, len(gzip.compress(answer.content)))
                most = max(most, sum(len(line["line"]) // 2 for line in answer.json()["lines"]))
        yield zoom, percentile(taken, 0.5), percentile(taken, 0.95), heaviest / 1000, most


def main() -> None:
    with transaction.atomic():
        rows = {}
        for stages, points in (SMALL, LARGE):
            journey, way, seconds = bring(stages, points)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE routes_trackdrawing, routes_track")
                cursor.execute("SELECT count(*), sum(points) FROM routes_trackdrawing WHERE journey_id = %s", [journey.pk])
                pieces, vertices = cursor.fetchone()
            print(f"{points} points, {stages} stages: kept and drawn in {seconds:.1f} s, {pieces} pieces, {vertices} vertices of all zooms")
            rows[points] = [*measured(journey, way)]
            print(f"journey page: {_page(journey)}")
        transaction.set_rollback(True)
    print("| zoom | p50 ms, 2 000 points | p50 ms, a million | p95 ms, a million | heaviest tile, kB packed | most vertices |")
    print("| --: | --: | --: | --: | --: | --: |")
    for few, many in zip(rows[SMALL[1]], rows[LARGE[1]], strict=True):
        print(f"| {many[0]} | {few[1]:.1f} | {many[1]:.1f} | {many[2]:.1f} | {many[3]:.1f} | {many[4]:,} |".replace(",", " "))


def _page(journey: Journey) -> str:
    client, taken = Client(SERVER_NAME="localhost"), []
    for _ in range(5):
        started = time.perf_counter()
        answer = client.get(f"/fr/journeys/{journey.slug}/")
        taken.append((time.perf_counter() - started) * 1000)
    return f"{answer.status_code}, p50 {percentile(taken, 0.5):.0f} ms, {len(gzip.compress(answer.content)) / 1000:.0f} kB packed"


if __name__ == "__main__":
    main()
