"""Many people write the same sheets through the site while its server is killed: whatever it acknowledged is there, in order.

`STORM=60 python -m pytest tests/test_storm.py` is the long one: 32 writers, 20 sheets, 60 seconds, three times killed.
"""

from __future__ import annotations

import html
import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from importlib import import_module
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.db import connection

from community.reviewing import traps
from places import actions, states
from places.models import Initiative, Revision
from tests.browser.conftest import speaking_to
from tests.factories import LENS

LONG = int(os.environ.get("STORM", "0"))
WRITERS, SHEETS, SECONDS, KILLS = (32, 20, LONG, 3) if LONG else (8, 4, 8, 1)
QUESTIONS = ["origin.fr", "deciding.fr", "future.fr"]
CSRF = "a" * 64
WORDS = re.compile(r"<textarea[^>]*name=\"text\"[^>]*>(.*?)</textarea>", re.DOTALL)
BASE = re.compile(r'name="base" value="(\d+)"')


class Server:
    """The real one, as `make run` starts it; `kill` as a machine that fails would."""

    def __init__(self, database: str):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        url = (
            urlsplit(os.environ.get("DATABASE_URL") or settings.PRIVATE_CLUSTER)._replace(path=f"/{database}").geturl()
        )
        ours = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(settings.ROOT)}
        self.environment = os.environ | ours
        self.start()

    def start(self) -> None:
        command = ["granian", "--interface", "wsgi", "--no-ws", "--log-level", "critical", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--blocking-threads", "8", "atlas.wsgi:application"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command], cwd="/", env=self.environment, start_new_session=True
        )

    def wait(self) -> None:
        for _ in range(300):
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/healthz"):
                    return
            except OSError:
                time.sleep(0.1)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Writer(threading.Thread):
    """Reads an answer, puts a word of theirs somewhere, sends it; keeps those that the server said it has."""

    def __init__(self, number: int, session: str, port: int, slugs: list[str], until: float):
        super().__init__()
        self.number, self.port, self.slugs, self.until = number, port, slugs, until
        self.chance = random.Random(number)
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        self.acknowledged: list[tuple[str, str, str]] = []  # slug, part, word, in the order they were said to be there
        self.sent = self.clashes = self.lost = 0

    def run(self) -> None:
        while time.monotonic() < self.until:
            try:
                self.write(self.chance.choice(self.slugs), self.chance.choice(QUESTIONS))
            except (OSError, http.client.HTTPException):
                self.lost += 1
                time.sleep(0.2)

    def write(self, slug: str, part: str) -> None:
        page = f"/fr/initiatives/{slug}/edit/{part}/"
        _, _, form = self.ask("GET", page)
        words = html.unescape(WORDS.search(form)[1]).split()
        word = f"m{self.number}x{self.sent}"
        words.insert(self.chance.randint(0, len(words)), word)
        self.sent += 1
        given = {
            "text": " ".join(words),
            "base": BASE.search(form)[1],
            "language": part[-2:],
            "opened": traps.opened(time.time() - 60),
        }
        given |= {"homepage": "", "note": word, "csrfmiddlewaretoken": CSRF}
        status, led, _ = self.ask("POST", page, urlencode(given))
        if status == 302 and led.startswith(f"/fr/initiatives/{slug}/"):
            self.acknowledged.append((slug, part, word))
        self.clashes += status == 409

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            line.request(method, path, body, {"Cookie": self.cookie} | kind)
            answer = line.getresponse()
            if answer.status >= 500:
                raise AssertionError(f"{answer.status} {path}")
            return answer.status, answer.getheader("Location", ""), answer.read().decode()
        finally:
            line.close()


@pytest.fixture
def storm(django_db_setup, django_db_blocker):
    """A database of its own, that others' connections may be dropped from; its name, the sheets and the sessions."""
    with django_db_blocker.unblock():
        connection.creation.clone_test_db("storm", verbosity=0)
        name = connection.creation.get_test_db_clone_settings("storm")["NAME"]
        with speaking_to(name):
            place = {"country": "FR", "point": [*LENS], "precision": "site", "origin.fr": "Un puits."}
            slugs = [actions.create(place | {"name": f"Fiche {n}"}, by=None).slug for n in range(SHEETS)]
            yield name, slugs, [_session(n) for n in range(WRITERS)]
            connection.creation.destroy_test_db(name, verbosity=0)


def test_whatever_was_acknowledged_is_in_the_history_in_order_and_every_sheet_is_its_replay(storm):
    name, slugs, sessions = storm
    server = Server(name)
    server.wait()
    try:
        until = time.monotonic() + SECONDS
        writers = [Writer(n, session, server.port, slugs, until) for n, session in enumerate(sessions)]
        for writer in writers:
            writer.start()
        for _ in range(KILLS):
            time.sleep(SECONDS / (KILLS + 1))
            server.kill()
            server.start()
        for writer in writers:
            writer.join()
    finally:
        server.kill()
    acknowledged = sum(len(writer.acknowledged) for writer in writers)
    clashes, lost = sum(writer.clashes for writer in writers), sum(writer.lost for writer in writers)
    sys.stderr.write(f"\n{acknowledged} acknowledged, {clashes} to settle by hand, {lost} lost their line\n")
    assert acknowledged >= WRITERS
    assert lost >= KILLS
    kept = {}
    for revision in Revision.objects.select_related("initiative").exclude(author=None):
        kept[revision.initiative.slug, revision.note] = revision
    for writer in writers:
        numbers = dict.fromkeys(slugs, 0)
        for slug, part, word in writer.acknowledged:
            revision = kept[slug, word]
            assert revision.author.username == f"storm-{writer.number}"
            assert word in revision.changes[part][1].split()
            assert word not in (revision.changes[part][0] or "").split()
            assert revision.number > numbers[slug], "in the order in which they were acknowledged"
            numbers[slug] = revision.number
    for sheet in Initiative.objects.all():
        revisions = list(sheet.revisions.order_by("number"))
        assert [revision.number for revision in revisions] == list(range(1, sheet.version + 1))
        assert [revision.at for revision in revisions] == sorted(revision.at for revision in revisions)
        assert states.replayed(revision.changes for revision in revisions) == states.state(sheet)


def _session(number: int) -> str:
    person = User.objects.create_user(f"storm-{number}", is_staff=True)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update({SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend"})
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key
