"""Distances and hours: as the crow flies by default, by an engine when a host names one, and never a failure for its sake."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from places import geodesy
from routes.choices import Mode
from routes.planning import engines
from routes.planning.modes import FACTOR, MODES, SPEED
from tests.factories import ARRAS, LENS, LILLE, SUVA

PLACES = [ARRAS, LENS, LILLE]  # from west to east, as they are asked for
METRES = [[0, 40_000, 20_000], [41_000, 0, 60_000], [21_000, 61_000, 0]]
SECONDS = [[0, 3600, 1800], [3600, 0, 5400], [1800, 5400, 0]]


class Router(BaseHTTPRequestHandler):
    """A routing engine as far as it is asked: `server.answer` is (status, body), `server.asked` what came."""

    def do_GET(self):
        self.server.asked.append((self.path, None, None))
        self.reply()

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers["Authorization"], body))
        self.reply()

    def reply(self):
        status, body = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said):
        pass


@pytest.fixture
def router():
    with ThreadingHTTPServer(("127.0.0.1", 0), Router) as server:
        server.asked, server.answer = (
            [],
            (200, json.dumps({"code": "Ok", "distances": METRES, "durations": SECONDS}).encode()),
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def osrm(router, settings):
    settings.ROUTING_URL = f"osrm+http://127.0.0.1:{router.server_port}"
    engines._asked.cache_clear()
    return router


@pytest.fixture
def ors(router, settings):
    settings.ROUTING_URL = f"ors+http://s%20ecret@127.0.0.1:{router.server_port}/ors/"
    engines._asked.cache_clear()
    return router


def test_by_default_nobody_is_asked(settings, router):
    settings.ROUTING_URL = ""
    found = engines.table(PLACES, Mode.CAR)
    assert (found.engine, found.failed) == ("", "")
    assert router.asked == []


@pytest.mark.parametrize("mode", MODES)
def test_as_the_crow_flies_times_the_factor_at_the_speed(mode):
    found = engines.table([LENS, SUVA], mode)
    metres = geodesy.metres(*LENS, np.array([SUVA[0]]), np.array([SUVA[1]]))[0]
    assert found.km[0, 1] == pytest.approx(metres / 1000 * FACTOR[mode])
    assert found.hours[1, 0] == pytest.approx(found.km[0, 1] / SPEED[mode])


@pytest.mark.parametrize(("mode", "profile"), [(Mode.CAR, "driving"), (Mode.BICYCLE, "bike"), (Mode.FOOT, "foot")])
def test_osrm_is_asked_in_its_own_words(osrm, mode, profile):
    found = engines.table(PLACES, mode)
    [(path, _key, _body)] = osrm.asked
    parts = urlsplit(path)
    assert parts.path == f"/table/v1/{profile}/2.77720,50.29170;2.82790,50.43300;3.05860,50.63300"
    assert parse_qs(parts.query) == {"annotations": ["distance,duration"]}
    assert (found.engine, found.failed) == ("OSRM", "")
    assert found.km.tolist() == (np.array(METRES) / 1000).tolist()
    assert found.hours[1, 2] == 1.5


def test_openrouteservice_is_asked_in_its_own_words(ors):
    ors.answer = 200, json.dumps({"distances": (np.array(METRES) / 1000).tolist(), "durations": SECONDS}).encode()
    found = engines.table(PLACES, Mode.BICYCLE)
    [(path, key, body)] = ors.asked
    assert (path, key) == ("/ors/v2/matrix/cycling-regular", "s ecret")
    assert body == {"locations": [list(place) for place in PLACES], "metrics": ["distance", "duration"], "units": "km"}
    assert found.engine == "OpenRouteService"
    assert (found.km[1, 0], found.hours[0, 1]) == (41, 1)


def test_the_same_places_are_asked_for_once(osrm):
    forth, other = engines.table(PLACES, Mode.CAR), engines.table([LILLE, ARRAS, LENS], Mode.CAR)
    assert len(osrm.asked) == 1
    assert other.engine == "OSRM"
    assert (forth.km[0, 1], other.km[1, 2]) == (40, 40), "from Arras to Lens"
    assert (forth.km[2, 0], other.km[0, 1]) == (21, 21), "from Lille to Arras"


@pytest.mark.parametrize("mode", [Mode.TRAIN, Mode.BUS, Mode.PLANE])
def test_a_mode_that_no_engine_knows_is_not_asked_for(osrm, mode):
    assert engines.table(PLACES, mode).engine == ""
    assert osrm.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"{}"),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"code": "InvalidUrl"}'),
        (200, json.dumps({"distances": METRES[:2], "durations": SECONDS}).encode()),
        (200, json.dumps({"distances": [[0, None, 1]] * 3, "durations": SECONDS}).encode()),
        (200, json.dumps({"distances": [[0, -1, 1]] * 3, "durations": SECONDS}).encode()),
        (200, json.dumps({"distances": [["a"] * 3] * 3, "durations": SECONDS}).encode()),
    ],
    ids=["error", "html", "list", "refusal", "too little", "no road", "below nothing", "words"],
)
def test_an_engine_that_fails_is_done_without(osrm, answer):
    osrm.answer = answer
    found = engines.table(PLACES, Mode.CAR)
    assert (found.engine, found.failed) == ("", "OSRM")
    assert found.km.tolist() == engines.crow_flies(PLACES, Mode.CAR).km.tolist()
    engines.table(PLACES, Mode.CAR)
    assert len(osrm.asked) == 2, "what failed is asked again"


def test_an_engine_that_is_slow_is_not_waited_for(osrm, monkeypatch):
    monkeypatch.setattr(engines, "SECONDS", 0.1)
    monkeypatch.setattr(Router, "reply", lambda self: self.server.held.wait(2))
    osrm.held = threading.Event()
    assert engines.table(PLACES, Mode.CAR).failed == "OSRM"
    osrm.held.set()


def test_an_engine_that_is_not_there_is_done_without(settings):
    settings.ROUTING_URL = "osrm+http://127.0.0.1:9"
    assert engines.table([LILLE, LENS], Mode.FOOT).failed == "OSRM"


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "valhalla+http://127.0.0.1:9", "osrm"])
def test_an_engine_that_nobody_knows_is_none(settings, address):
    settings.ROUTING_URL = address
    assert engines.table(PLACES, Mode.CAR).failed == ""
