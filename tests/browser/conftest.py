"""A whole atlas served to a real browser: its own database, its own server, and nobody else on the network."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib import import_module
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.db import connection

from places import gazetteer_loader, geonames
from places import loading as places
from routes import loading as routes
from tests.browser.explore import Explore
from tests.routes import travels

# Once started, Playwright keeps an event loop in this thread, where Django would refuse to speak to the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}

TOWNS = """
Lens;Lille;Liévin;Arras;Douai;Béthune;Dunkirk;Calais;Amiens;Paris;Loos-en-Gohelle;Roubaix;Tourcoing;Valenciennes
Brussels;Ghent;Brugge;London;Berlin;Warsaw;Prague;Vienna;Budapest;Bucharest;Sofia;Kyiv;Lviv;Odesa;Tbilisi;Yerevan
Moscow;Saint Petersburg;Yekaterinburg;Novosibirsk;Irkutsk;Ulan-Ude;Ulan Bator;Beijing;Hanoi;Vientiane;Luang Prabang
Bangkok;Phnom Penh;Ho Chi Minh City;Yangon;Jakarta;Kathmandu;Delhi;New Delhi;Kolkata;Mumbai;Chennai;Dhaka;Colombo
Rome;Madrid;Suva
"""
NAMED = {name for line in TOWNS.split("\n") for name in line.split(";") if name}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """All of them on one core, where they share a server and a browser. `django_db` makes the database that is copied.

    `tryfirst`: pytest-xdist reads the groups in this same hook.
    """
    for item in items:
        if item.path.parent.name == "browser":
            for mark in (pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser")):
                item.add_marker(mark)


@pytest.fixture(scope="session")
def house(django_db_setup, django_db_blocker) -> str:
    """The address of a running atlas with its vocabulary, initiatives, journey and some sixty towns; and two more journeys, one
    with a diary, one of two thousand stages."""
    with django_db_blocker.unblock():
        connection.creation.clone_test_db("house", verbosity=0)
        name = connection.creation.get_test_db_clone_settings("house")["NAME"]
        with speaking_to(name):
            assert not places.load_initiatives().refused
            assert not routes.load_journey().refused
            travels.make_diary()
            travels.make_long(2000)
            # Last: with a handful of towns the loader would take the others' countries to be smaller than they are.
            gazetteer_loader.load(row for row in geonames.towns() if row["name"] in NAMED)
        with _served(name) as address:
            yield address
        with speaking_to(name):
            connection.creation.destroy_test_db(name, verbosity=0)


@contextmanager
def speaking_to(name: str):
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


@contextmanager
def _served(database: str):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = urlsplit(os.environ.get("DATABASE_URL") or settings.PRIVATE_CLUSTER)._replace(path=f"/{database}").geturl()
    ours = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(settings.ROOT)}
    command = ["granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--blocking-threads", "3", "atlas.wsgi:application"]
    # Not in this folder, where « make stop » would end it.
    server = subprocess.Popen([sys.executable, "-m", *command], cwd="/", env=os.environ | ours)
    try:
        yield _answering(f"http://127.0.0.1:{port}", server)
    finally:
        server.terminate()
        server.wait(10)


def _answering(address: str, server: subprocess.Popen) -> str:
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{address}/healthz") as answer:
                answer.read()
            return address
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the atlas does not answer")


@pytest.fixture(scope="session")
def browser_type_launch_args(house) -> dict:
    """`house` comes before Playwright: within its event loop Django would open a second connection, and no copy be made."""
    found = next((path for path in CHROMIUM if os.path.exists(path)), None)
    return {"executable_path": found, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args() -> dict:
    return {"viewport": WIDE, "locale": "fr-FR", "reduced_motion": "reduce"}


@pytest.fixture
def context(context, house):
    """A browser that fails the test when anything leaves this machine, or when a page complains."""
    complaints = []

    def guard(route):
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.fallback()
        else:
            complaints.append(f"asked {route.request.url}")
            route.abort()

    context.set_default_timeout(15_000)
    context.route("**/*", guard)
    context.on("weberror", lambda error: complaints.append(f"threw {error.error}"))
    context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    context.complaints = complaints
    yield context
    assert complaints == []


def until(page, expression: str, arg=None, seconds: float = 15) -> None:
    """Ask the page until what it answers is true. Playwright's own `wait_for_function` asks by `eval` from the second time on,
    which our pages' policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(50)


@pytest.fixture
def explore(page, house) -> Explore:
    return Explore(page, house)


@pytest.fixture(scope="session")
def keys(house, django_db_blocker) -> dict[str, str]:
    """Sessions of two people whose changes go in at once."""
    made = {}
    with django_db_blocker.unblock(), speaking_to(connection.creation.get_test_db_clone_settings("house")["NAME"]):
        for name in ("amel", "basile"):
            person = User.objects.create_user(f"{name}-writes", is_staff=True)
            session = import_module(settings.SESSION_ENGINE).SessionStore()
            backend = "django.contrib.auth.backends.ModelBackend"
            known = {SESSION_KEY: str(person.pk), BACKEND_SESSION_KEY: backend}
            session.update(known | {HASH_SESSION_KEY: person.get_session_auth_hash()})
            session.create()
            made[name] = session.session_key
    return made


@pytest.fixture
def desk(browser, house, keys):
    """desk("amel") is a browser of hers."""
    opened = []

    def open_for(name: str, **options):
        context = browser.new_context(locale="fr-FR", reduced_motion="reduce", **options)
        context.set_default_timeout(15_000)
        if name in keys:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": keys[name], "url": house}])
        opened.append(context)
        return context.new_page()

    yield open_for
    for context in opened:
        context.close()
