"""Distances and hours: as the crow flies by default, by an engine when a host names one, and never a failure for its sake."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from places import geodesy
from routes.choices import Mode
from routes.planning import engines
from routes.planning.engines import Failure
from routes.planning.modes import FACTOR, MODES, SPEED
from tests.factories import ARRAS, LENS, LILLE, SUVA, make_initiative

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


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    engines._asked.cache_clear()
    engines.resting.cache_clear()


@pytest.fixture
def osrm(router, settings):
    settings.ROUTING_URL = f"osrm+http://127.0.0.1:{router.server_port}"
    return router


@pytest.fixture
def ors(router, settings):
    settings.ROUTING_URL = f"ors+http://s%20ecret@127.0.0.1:{router.server_port}/ors/"
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
    ("answer", "failure"),
    [
        ((500, b"{}"), Failure.REFUSED),
        ((403, b"{}"), Failure.REFUSED),
        ((200, b"<html>"), Failure.STRANGE),
        ((200, b"[]"), Failure.STRANGE),
        ((200, b"[" * 200_000), Failure.STRANGE),
        ((200, b'{"code": "InvalidUrl"}'), Failure.STRANGE),
        ((200, json.dumps({"distances": METRES[:2], "durations": SECONDS}).encode()), Failure.STRANGE),
        ((200, json.dumps({"distances": [[0, -1, 1]] * 3, "durations": SECONDS}).encode()), Failure.STRANGE),
        ((200, json.dumps({"distances": [["a"] * 3] * 3, "durations": SECONDS}).encode()), Failure.STRANGE),
        ((200, json.dumps({"distances": [[10**400] * 3] * 3, "durations": SECONDS}).encode()), Failure.STRANGE),
    ],
    ids=["error", "key", "html", "list", "too deep", "refusal", "too little", "below nothing", "words", "too far"],
)
def test_an_engine_that_fails_is_done_without_and_rests(osrm, answer, failure):
    osrm.answer = answer
    found = engines.table(PLACES, Mode.CAR)
    assert (found.engine, found.failed, found.unanswered.failure) == ("", "OSRM", failure)
    assert not found.unanswered.rests
    assert found.km.tolist() == engines.crow_flies(PLACES, Mode.CAR).km.tolist()
    again = engines.table(PLACES, Mode.BICYCLE)
    assert (again.failed, again.unanswered.failure, again.unanswered.rests) == ("OSRM", failure, True)
    assert len(osrm.asked) == 1, "it is left alone, whatever is asked"


@pytest.mark.parametrize(
    "answer",
    [
        (200, json.dumps({"distances": [[0, None, 1]] * 3, "durations": SECONDS}).encode()),
        (400, b'{"code": "NoRoute"}'),
    ],
    ids=["a table with holes", "a refusal"],
)
def test_places_without_a_road_are_no_fault_of_the_engine(osrm, answer):
    osrm.answer, good = answer, osrm.answer
    assert engines.table(PLACES, Mode.CAR).unanswered.failure == Failure.UNABLE
    osrm.answer = good
    assert engines.table(PLACES, Mode.CAR).engine == "OSRM", "the next plan is measured"


def test_an_engine_that_is_back_is_asked_again_after_its_rest_by_one_page_alone(osrm):
    rest = engines.resting(f"http://127.0.0.1:{osrm.server_port}")
    clock = [0.0]
    rest.now = lambda: clock[0]
    osrm.answer, good = (503, b""), osrm.answer
    for failures, seconds in enumerate((30, 60, 120), start=1):
        assert engines.table(PLACES, Mode.CAR).failed
        clock[0] += seconds - 1
        assert engines.table(PLACES, Mode.CAR).unanswered.rests
        assert len(osrm.asked) == failures
        clock[0] += 1
    assert rest.may_ask()
    assert engines.table(PLACES, Mode.CAR).unanswered.rests, "while another page is asking, nobody waits"
    clock[0] += 600
    osrm.answer = good
    assert engines.table(PLACES, Mode.CAR).engine == "OSRM"


def test_what_was_measured_before_is_told_while_the_engine_rests(osrm):
    engines.table(PLACES, Mode.CAR)
    osrm.answer = 500, b""
    assert engines.table(PLACES, Mode.FOOT).failed
    assert engines.table(PLACES, Mode.CAR).engine == "OSRM"


@contextmanager
def listening(serve):
    """Something at a port that is no engine: `serve(connection)` is all it does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = []

        def run():
            with suppress(OSError):
                while True:
                    connection, _from = server.accept()
                    asked.append(connection)
                    threading.Thread(target=serve, args=[connection], daemon=True).start()

        threading.Thread(target=run, daemon=True).start()
        yield server.getsockname()[1], asked
        server.shutdown(socket.SHUT_RDWR)  # accept() returns
        for connection in asked:
            connection.close()


def drip(connection):
    """Byte after byte, each soon enough for a socket's own patience."""
    with suppress(OSError):
        for _n in range(100):
            connection.send(b"H")
            time.sleep(0.05)


@pytest.mark.parametrize(
    ("serve", "failure"),
    [
        (lambda connection: None, Failure.SLOW),
        (drip, Failure.SLOW),
        (lambda connection: (connection.sendall(b"\x00\xff rubbish\r\n\r\n"), connection.close()), Failure.STRANGE),
    ],
    ids=["says nothing", "never ends", "rubbish"],
)
def test_a_server_that_is_no_engine_is_waited_for_once(settings, monkeypatch, serve, failure):
    monkeypatch.setattr(engines, "SECONDS", 0.3)
    with listening(serve) as (port, asked):
        settings.ROUTING_URL = f"osrm+http://127.0.0.1:{port}"
        assert engines.table(PLACES, Mode.CAR).unanswered.failure == failure
        assert engines.table(PLACES, Mode.CAR).unanswered.rests
        assert len(asked) == 1


def test_an_engine_that_is_not_there_is_done_without(settings):
    settings.ROUTING_URL = "osrm+http://127.0.0.1:9"
    assert engines.table([LILLE, LENS], Mode.FOOT).unanswered.failure == Failure.AWAY


@pytest.mark.django_db
def test_the_page_says_why_its_distances_are_estimated(osrm, client):
    slugs = ",".join(make_initiative(name, at).slug for name, at in (("Ici", LENS), ("Là", LILLE)))
    osrm.answer = 503, b""
    told = "Les distances de ce plan sont estimées à vol d’oiseau. OSRM, qui calcule les itinéraires, a refusé de répondre."
    first = unescape(client.get(f"/fr/plan/?stops={slugs}&mode=car").content.decode())
    assert f"{told}<" in first.replace("\xa0", " ")
    for path in ("plan/", "plan/print/"):
        page = unescape(client.get(f"/fr/{path}?stops={slugs}&mode=bicycle").content.decode()).replace("\xa0", " ")
        assert f"{told} C’était il y a peu : il ne sera redemandé que dans quelques minutes." in page
        assert "à vol d’oiseau × 1,34" in page
    assert len(osrm.asked) == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "valhalla+http://127.0.0.1:9", "osrm"])
def test_an_engine_that_nobody_knows_is_none(settings, address):
    settings.ROUTING_URL = address
    assert engines.table(PLACES, Mode.CAR).failed == ""
