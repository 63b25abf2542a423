"""How far and how long from each place to each other: as the crow flies times a factor or, when a host gives one, by a routing engine.

`ROUTING_URL` names the engine (docs/operating.md): `osrm+https://router.example.org` or `ors+https://KEY@api.openrouteservice.org`.
Without it nothing is ever asked of anybody. Only the server asks, and only for places as they may be shown. One that fails rests
for a while (`resting.py`), and plans are made without it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

import numpy as np
from django.conf import settings

from places import geodesy
from routes.choices import Mode
from routes.planning.modes import FACTOR, SPEED
from routes.planning.resting import Rest, within

SECONDS = 4  # an engine that takes longer is not waited for
HEAVIEST = 2 * 2**20  # bytes of an answer
UNABLE = (400, 404, 413, 422)  # what engines say to a question that they understand and cannot answer
# What asking may end in, or reading what somebody else's server wrote: no network, no HTTP, no JSON, too deep, not numbers.
NO_ANSWER = (OSError, HTTPException, ValueError, LookupError, TypeError, ArithmeticError, RecursionError)
Place = tuple[float, float]  # lon, lat in degrees
OSRM_PROFILES = {Mode.CAR: "driving", Mode.BICYCLE: "bike", Mode.FOOT: "foot"}
ORS_PROFILES = {Mode.CAR: "driving-car", Mode.BICYCLE: "cycling-regular", Mode.FOOT: "foot-walking"}


class Failure(StrEnum):
    """Why an engine gave no answer that can be used."""

    SLOW = "slow"
    AWAY = "away"  # nobody listens there
    REFUSED = "refused"
    STRANGE = "strange"  # not the table that was asked for
    UNABLE = "unable"  # it knows no way between these places: no fault of its own


class Unanswered(Exception):
    """`failure`, of now or, when `rests`, of a little while ago: it was not even asked."""

    def __init__(self, failure: Failure, *, rests: bool = False):
        super().__init__(failure)
        self.failure = failure
        self.rests = rests


class Roadless(ValueError):
    """A table with nothing between some of its places."""


@dataclass(frozen=True)
class Table:
    """`km` and `hours` from row to column; `engine` that measured them, "" when nobody did.

    `failed`: the engine that should have; then `unanswered` says why it did not.
    """

    km: np.ndarray
    hours: np.ndarray
    engine: str = ""
    failed: str = ""
    unanswered: Unanswered | None = None


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
    except Unanswered as unanswered:
        return Table(straight.km, straight.hours, failed=engine.name, unanswered=unanswered)
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
    rest = resting(base)
    if not rest.may_ask():
        raise Unanswered(rest.why, rests=True)
    try:
        told = within(SECONDS, lambda: _checked(*ask(base, key, profile, places), len(places)))
    except NO_ANSWER as error:
        failure = _failure(error)
        if failure != Failure.UNABLE:
            rest.failed(failure)
        else:
            rest.answered()
        raise Unanswered(failure) from error
    rest.answered()
    return told


@cache
def resting(base: str) -> Rest:
    """Of the engine at this address."""
    return Rest()


def _checked(km: np.ndarray, hours: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    for told in (km, hours):
        if told.shape != (n, n):
            raise ValueError("not the table that was asked for")
        if np.isnan(told).any():
            raise Roadless  # an island it has no road to
        if not np.isfinite(told).all() or told.min() < 0:
            raise ValueError("no distances")
    return km, hours


def _failure(error: Exception) -> Failure:
    cause = getattr(error, "reason", error)  # of a URLError
    if isinstance(error, HTTPError):
        error.close()
        return Failure.UNABLE if error.code in UNABLE else Failure.REFUSED
    if isinstance(error, Roadless):
        return Failure.UNABLE
    if isinstance(error, TimeoutError) or isinstance(cause, TimeoutError):
        return Failure.SLOW
    return Failure.AWAY if isinstance(error, OSError) else Failure.STRANGE


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
