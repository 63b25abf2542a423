"""How far and how long from each place to each other: as the crow flies times a factor or, when a host gives one, by a routing engine.

`ROUTING_URL` names the engine (docs/operating.md): `osrm+https://router.example.org` or `ors+https://KEY@api.openrouteservice.org`.
Without it nothing is ever asked of anybody. Only the server asks, and only for places as they may be shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

import numpy as np
from django.conf import settings

from places import geodesy
from routes.choices import Mode
from routes.planning.modes import FACTOR, SPEED

SECONDS = 4  # an engine that takes longer is not waited for
HEAVIEST = 2 * 2**20  # bytes of an answer
Place = tuple[float, float]  # lon, lat in degrees
OSRM_PROFILES = {Mode.CAR: "driving", Mode.BICYCLE: "bike", Mode.FOOT: "foot"}
ORS_PROFILES = {Mode.CAR: "driving-car", Mode.BICYCLE: "cycling-regular", Mode.FOOT: "foot-walking"}


class Unanswered(Exception):
    """The engine gave no answer that can be used."""


@dataclass(frozen=True)
class Table:
    """`km` and `hours` from row to column; `engine` that measured them, "" when nobody did; `failed`: one was asked in vain."""

    km: np.ndarray
    hours: np.ndarray
    engine: str = ""
    failed: str = ""


@dataclass(frozen=True)
class Engine:
    """Somebody's routing engine. `ask(base, key, profile, places)` gives km and hours."""

    name: str
    profiles: dict[Mode, str]
    ask: Callable[[str, str, str, Sequence[Place]], tuple[np.ndarray, np.ndarray]]


def table(places: Sequence[Place], mode: Mode) -> Table:
    """Between all `places`, by the engine if there is one that knows the mode and answers, else as the crow flies times a factor."""
    engine, base, key = configured()
    straight = crow_flies(places, mode)
    if not engine or mode not in engine.profiles or len(places) < 2:
        return straight
    order = sorted(range(len(places)), key=lambda n: places[n])  # a plan in another order is the same question
    try:
        km, hours = _asked(engine.name, base, key, engine.profiles[mode], tuple(places[n] for n in order))
    except Unanswered:
        return Table(straight.km, straight.hours, failed=engine.name)
    back = np.argsort(order)
    return Table(km[np.ix_(back, back)], hours[np.ix_(back, back)], engine.name)


def crow_flies(places: Sequence[Place], mode: Mode) -> Table:
    """Geodesics times the mode's factor, at the mode's speed."""
    lons, lats = np.array(places, dtype=float).reshape(-1, 2).T
    km = np.array([geodesy.metres(lon, lat, lons, lats) for lon, lat in places]).reshape(len(lons), len(lons))
    km *= FACTOR[mode] / 1000
    return Table(km, km / SPEED[mode])


def configured() -> tuple[Engine | None, str, str]:
    """(the engine, the address it is at, its key), as the host says; (None, "", "") without one."""
    kind, plus, address = settings.ROUTING_URL.partition("+")
    if not plus or kind not in ENGINES:
        return None, "", ""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return (
        ENGINES[kind],
        f"{parts.scheme}://{parts.hostname}{port}{parts.path.rstrip('/')}",
        unquote(parts.username or ""),
    )


@lru_cache(maxsize=64)
def _asked(engine: str, base: str, key: str, profile: str, places: tuple[Place, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Kept, since a plan is asked for again at each change of its order; what failed is not."""
    ask = next(known.ask for known in ENGINES.values() if known.name == engine)
    try:
        km, hours = ask(base, key, profile, places)
    except (OSError, URLError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise Unanswered(engine) from error
    for told in (km, hours):
        if told.shape != (len(places), len(places)) or not np.isfinite(told).all() or told.min() < 0:
            raise Unanswered(engine)  # an island it has no road to, or not the table that was asked for
    return km, hours


def _osrm(base: str, key: str, profile: str, places: Sequence[Place]) -> tuple[np.ndarray, np.ndarray]:
    points = ";".join(f"{lon:.5f},{lat:.5f}" for lon, lat in places)
    told = _read(Request(f"{base}/table/v1/{profile}/{points}?annotations=distance,duration"))
    return np.array(told["distances"], dtype=float) / 1000, np.array(told["durations"], dtype=float) / 3600


def _ors(base: str, key: str, profile: str, places: Sequence[Place]) -> tuple[np.ndarray, np.ndarray]:
    asked = {"locations": [list(place) for place in places], "metrics": ["distance", "duration"], "units": "km"}
    headers = {"Content-Type": "application/json", "Authorization": key}
    told = _read(Request(f"{base}/v2/matrix/{profile}", json.dumps(asked).encode(), headers))
    return np.array(told["distances"], dtype=float), np.array(told["durations"], dtype=float) / 3600


def _read(request: Request) -> dict:
    with urlopen(request, timeout=SECONDS) as answer:
        return json.loads(answer.read(HEAVIEST))


ENGINES = {
    "osrm": Engine("OSRM", OSRM_PROFILES, _osrm),
    "ors": Engine("OpenRouteService", ORS_PROFILES, _ors),
}
