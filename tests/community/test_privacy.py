"""What readers are given, and what of people never leaves: cookies, kept pages, addresses."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from places import actions
from places.models import Initiative
from tests.community.people import make_person, make_steward
from tests.community.test_permissions import NAMELESS, ROUTES, Role, cast, house, path_of
from tests.factories import make_initiative

__all__ = ["cast", "house"]

READ = [
    "/fr/",
    "/fr/explore/",
    "/fr/explore/results/",
    "/fr/initiatives/jardin-des-retrouvailles/",
    "/fr/account/left/",
]


@pytest.fixture
def sheet(db) -> Initiative:
    return make_initiative("Jardin des Retrouvailles")


@pytest.fixture
def alice(sheet):
    return make_person("alice")


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("url", READ)
def test_a_reader_gets_no_cookie(sheet, client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    assert not answer.cookies


def test_the_first_form_gives_one_token_and_no_session(db, client):
    for url in ("/fr/account/login/", "/fr/account/signup/", "/fr/account/login/code/"):
        client.get(url)
    assert set(client.cookies) == {settings.CSRF_COOKIE_NAME}
    assert not client.cookies[settings.CSRF_COOKIE_NAME]["max-age"]


@pytest.mark.parametrize("url", READ[:4])
def test_pages_of_who_is_logged_in_are_theirs_alone(alice, url):
    readers = Client().get(url)
    assert readers["ETag"]
    known = logged_in(alice)
    own = known.get(url, headers={"If-None-Match": readers["ETag"]})
    assert own.status_code == 200, "what was kept before the log-in is not theirs"
    assert own["ETag"] != readers["ETag"]
    assert own["Cache-Control"] == "private, no-cache"
    if "results" not in url:
        assert "Mon compte" in own.content.decode()
        assert "Mon compte" not in readers.content.decode()
    known.logout()
    assert Client().get(url, headers={"If-None-Match": readers["ETag"]}).status_code == 304


def test_pages_beside_an_open_form_are_its_readers_alone(sheet, client):
    first = client.get("/fr/account/login/code/")
    assert "no-store" in first["Cache-Control"]
    assert client.get("/fr/explore/")["Cache-Control"] == "private, no-cache"


def test_programs_are_answered_alike_whoever_asks(alice):
    kept = Client().get("/api/v1/facets/")["ETag"]
    assert logged_in(alice).get("/api/v1/facets/", headers={"If-None-Match": kept}).status_code == 304


def test_no_address_is_read_anywhere_by_anybody_else(house, alice, sheet):
    steward, bob = make_person("bob"), make_person("carole")
    for person in (alice, steward):
        make_steward(person, sheet)
        now = Initiative.objects.get(pk=sheet.pk)
        actions.revise(now, {"origin.fr": f"Vu par {person.username}."}, base=max(now.version, 1), by=person, note="vu")
    for reader in (Client(), logged_in(bob)):
        for name, row in ROUTES.items():
            if row.get != Role.PASSER_BY or name in NAMELESS:
                continue
            told = reader.get(path_of(name, house), follow=True)
            text = b"".join(told.streaming_content) if told.streaming else told.content
            for address in (b"alice@private", b"bob@private", b"steward@private", b"asking@private"):
                assert address not in text, (name, address)
    history = str(list(sheet.revisions.values())) + str(list(sheet.revisions.values_list("changes", "note")))
    assert "private.example" not in history
