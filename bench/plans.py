"""Learning journeys: how long it takes to put stops in order, and to make the page with who else lies along."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np
from django.test import Client

from bench.figures import percentile
from places import geo
from places.demo import databases
from places.models import Initiative
from routes.choices import Mode
from routes.planning import engines
from routes.planning.asking import MOST
from routes.planning.tour import shortest

ROUNDS = 15
REGION = geo.box(-1, 47, 8, 52)  # a week's journey from Lens
SEED = 2012


def measure(database: str, say: Callable[[str], None]) -> list[tuple[str, float, float]]:
    """(what, p50, p95 in milliseconds), in the process; each round another plan."""
    with databases.inside(database):
        say("des voyages d’étude")
        inside = list(Initiative.objects.in_view([REGION]).order_by("pk").values_list("slug", "point"))
        chance, client = np.random.default_rng(SEED), Client(SERVER_NAME="localhost")
        return [(name, *_timed(doing)) for name, doing in _doings(inside, chance, client)]


def _doings(inside: list, chance: np.random.Generator, client: Client) -> Iterator[tuple[str, Callable[[], None]]]:
    def drawn(n: int) -> list:
        return [inside[int(k)] for k in chance.choice(len(inside), n, replace=False)]

    def ordered(n: int, fixed: int = 0) -> None:
        km = engines.crow_flies([point.coords for _slug, point in drawn(n)], Mode.TRAIN).km
        shortest(km, fixed={rank: rank for rank in range(0, n, n // fixed)} if fixed else {})

    def page(n: int, path: str = "/fr/plan/", more: str = "") -> None:
        stops = ",".join(slug for slug, _point in drawn(n))
        answer = client.get(f"{path}?stops={stops}&start=2.83,50.43&round=1{more}")
        if answer.status_code != 200:
            raise ValueError(f"{answer.status_code} {n}")

    yield "order of 12 stops, exact", lambda: ordered(12)
    yield f"order of {MOST} stops", lambda: ordered(MOST)
    yield f"order of {MOST} stops, six fixed", lambda: ordered(MOST, fixed=6)
    yield "page of 8 stops", lambda: page(8)
    yield f"page of {MOST} stops", lambda: page(MOST)
    yield f"page of {MOST} stops, detours of 100 km", lambda: page(MOST, more="&detour=100")
    yield f"paper of {MOST} stops", lambda: page(MOST, path="/fr/plan/print/")


def _timed(doing: Callable[[], None]) -> tuple[float, float]:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        doing()
        taken.append((time.perf_counter() - started) * 1000)
    return percentile(taken, 0.5), percentile(taken, 0.95)
