"""Opening an account, entering it and leaving it, through the pages themselves."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from atlas.mailing import mail as mail_settings
from community import changes
from community.models import Block, Deed, Profile
from community.people import handles
from community.people.actions import leave
from community.permissions import can
from community.reviewing import blocking, freshness, limits
from places import actions
from places.models import Initiative, Revision
from routes import actions as journeys
from routes.models import Entry, Journey, Track
from routes.tracks import actions as tracks
from routes.tracks import files, taking
from tests.community.people import PASSWORD, code_mailed, make_person, make_steward
from tests.factories import LENS, make_initiative
from tests.routes.tracks import gpx, some

ADDRESS = "alice@private.example"
ALICE = {"username": "alice.lens", "email": ADDRESS, "licence": "on"}


@pytest.fixture(autouse=True)
def _unhurried(request, settings):
    if "limits" not in request.keywords:
        settings.ACCOUNT_RATE_LIMITS = False


def sign_up(client, **changed) -> User:
    client.post("/fr/account/signup/", ALICE | changed)
    client.post("/fr/account/confirm-email/", {"code": code_mailed(ADDRESS)})
    return User.objects.get(email=ADDRESS)


def said(response) -> str:
    """What a page says, with plain spaces."""
    return re.sub(r"\s+", " ", response.content.decode())


def test_signing_up_takes_a_handle_an_address_and_the_code_that_was_mailed(db, client):
    page = client.post("/fr/account/signup/", ALICE, follow=True)
    assert ADDRESS in said(page)
    assert not page.wsgi_request.user.is_authenticated
    wrong = client.post("/fr/account/confirm-email/", {"code": "AAAAAA"})
    assert "Code incorrect" in said(wrong)
    entered = client.post("/fr/account/confirm-email/", {"code": code_mailed(ADDRESS)}, follow=True)
    assert entered.redirect_chain[-1][0] == "/fr/account/"
    alice = User.objects.get(username="alice.lens")
    assert not alice.has_usable_password()
    assert alice.profile.accepted_licence_at


def test_mail_lies_in_a_folder_unless_the_host_names_a_server(db, client, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = mail_settings("", tmp_path / "mail").values()
    client.post("/en/account/signup/", ALICE)
    [file] = (tmp_path / "mail").iterdir()
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0
    assert f"To: {ADDRESS}" in file.read_text()
    told = mail_settings("smtp+tls://me:p%40ss@mail.example.org/?from=atlas@example.org", Path("unused"))
    assert (told["EMAIL_PORT"], told["EMAIL_USE_TLS"], told["EMAIL_HOST_PASSWORD"]) == (587, True, "p@ss")
    assert told["DEFAULT_FROM_EMAIL"] == "atlas@example.org"
    with pytest.raises(ValueError, match="EMAIL_URL"):
        mail_settings("http://mail.example.org", Path("unused"))


@pytest.mark.parametrize("password", ["", PASSWORD])
def test_one_comes_back_with_a_code_and_with_a_password_if_one_has_any(db, client, password):
    sign_up(client, password1=password)
    client.post("/fr/account/logout/")
    client.post("/fr/account/login/code/", {"email": ADDRESS})
    entered = client.post("/fr/account/login/code/confirm/", {"code": code_mailed(ADDRESS)}, follow=True)
    assert entered.wsgi_request.user.username == "alice.lens"
    client.post("/fr/account/logout/")
    entered = client.post("/fr/account/login/", {"login": ADDRESS, "password": password or "autre chose"}, follow=True)
    assert entered.wsgi_request.user.is_authenticated == bool(password)


def test_a_forgotten_password_is_changed_by_a_code(db, client):
    sign_up(client, password1=PASSWORD)
    client.post("/fr/account/logout/")
    client.post("/fr/account/password/reset/", {"email": ADDRESS})
    page = client.post("/fr/account/password/reset/confirm/", {"code": code_mailed(ADDRESS)}, follow=True)
    assert page.status_code == 200
    new = "un puits et quatre sources"
    client.post("/fr/account/password/reset/complete/", {"password1": new, "password2": new})
    client.post("/fr/account/login/", {"login": ADDRESS, "password": new})
    assert client.get("/fr/account/").status_code == 200


def test_hints_are_written_not_shown_as_markup(db, client):
    pages = [said(client.get("/fr/account/login/"))]
    client.force_login(make_person("alice"), backend="django.contrib.auth.backends.ModelBackend")
    pages.append(said(client.get("/fr/account/password/change/")))
    assert "Mot de passe oublié" in pages[0]
    assert "8 caractères" in pages[1]
    assert "&lt;" not in "".join(pages)


def test_an_address_is_changed_once_the_new_one_is_confirmed(db, client):
    alice = sign_up(client)
    client.post("/fr/account/email/", {"email": "new@private.example", "action_add": ""})
    alice.refresh_from_db()
    assert alice.email == ADDRESS
    client.post("/fr/account/confirm-email/", {"code": code_mailed("new@private.example")})
    alice.refresh_from_db()
    assert alice.email == "new@private.example"
    assert not alice.emailaddress_set.filter(email=ADDRESS).exists()


def test_no_page_tells_whether_an_address_has_an_account(db):
    sign_up(Client())

    def told(address: str) -> list:
        asked = [
            ("/fr/account/login/", {"login": address, "password": "autre chose"}),
            ("/fr/account/login/code/", {"email": address}),
            ("/fr/account/password/reset/", {"email": address}),
            ("/fr/account/signup/", ALICE | {"username": "bob.arras", "email": address}),
        ]
        pages = [Client().post(url, sent, follow=True) for url, sent in asked]
        assert [page.status_code for page in pages] == [200] * 4
        return [
            (page.redirect_chain, re.sub(r"<input[^>]*csrf[^>]*>", "", said(page)).replace(address, ""))
            for page in pages
        ]

    assert told(ADDRESS) == told("nobody@private.example")


@pytest.mark.limits
def test_whoever_guesses_passwords_is_stopped(db, client):
    make_person("alice")
    guess = {"login": ADDRESS, "password": "essai"}
    pages = [said(client.post("/fr/account/login/", guess)) for _ in range(7)]
    assert "Trop" in pages[-1]
    for _ in range(35):
        last = client.post("/fr/account/login/", guess)
    assert last.status_code == 429
    assert "attendez" in said(last)


BAD_HANDLES = {
    "a": "de 2 à 40 signes",
    "x" * 41: "de 2 à 40 signes",
    "alice@lens.example": "Une adresse serait lue de tous",
    "ali\u202ece": "signes invisibles",
    "ali\u200bce": "signes invisibles",
    "ali\u3164ce": "signes invisibles",
    "ali ce": "sans espace",
    "<b>": "sans espace",
    "-alice": "commence par une lettre",
    "a\u0301\u0301\u0301lice": "trop d’accents",
    "аlice": "mêle deux alphabets",  # noqa: RUF001
    "Àdmin": "parle au nom de l’atlas",
    "modération": "parle au nom de l’atlas",
    "a.t.l.a.s": "parle au nom de l’atlas",
    "JOSÉ": "nom qui lui ressemble",
    "jo-se": "nom qui lui ressemble",
}


@pytest.mark.parametrize("handle", BAD_HANDLES)
def test_a_handle_that_misleads_is_refused_in_a_sentence_and_stays_in_its_field(db, client, handle):
    make_person("josé")
    page = client.post("/fr/account/signup/", ALICE | {"username": handle})
    assert BAD_HANDLES[handle] in page.context["form"].errors["username"][0]
    assert page.context["form"]["username"].value() == handle
    assert User.objects.count() == 1


@pytest.mark.parametrize("handle", ["Zoé", "Артём", "देवी", "มาลี", "美咲", "jean-luc.42", "عائشة"])
def test_names_of_any_script_are_welcome(db, handle):
    assert handles.clean(handle) == handle


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "nowhere"}, "adresse"),
        ({"email": "a\x00@private.example"}, "nul "),
        ({"username": "ali\x00ce"}, "nul "),
        ({"username": "a" * 1_000_000}, "caractères"),
        ({"password1": "motdepasse"}, "mot de passe"),
        ({"password1": "a" * 1_000_000}, "1000"),
        ({"licence": ""}, "réemployer"),
    ],
)
def test_bad_input_gets_a_sentence_and_makes_nothing(db, client, changed, sentence):
    page = client.post("/fr/account/signup/", ALICE | changed)
    assert page.status_code == 200
    assert sentence in str(page.context["form"].errors)
    assert not User.objects.exists()
    assert not mail.outbox


def test_a_form_sent_twice_at_once_makes_one_account(db, client, monkeypatch):
    """The second was found in order before the first was written."""
    make_person("alice.lens")
    monkeypatch.setattr(handles, "_borne_by_others", lambda *_: False)
    again = client.post("/fr/account/signup/", ALICE)
    assert (again.status_code, again["Location"]) == (302, "/fr/account/login/")
    assert User.objects.count() == Profile.objects.count() == 1


def test_a_person_says_how_they_want_to_be_known(db, towns, client):
    client.force_login(make_person("alice"), backend="django.contrib.auth.backends.ModelBackend")
    client.post("/fr/account/", {"handle": "Alicia", "languages": ["fr", "ka"], "where": "Lens"})
    profile = Profile.objects.get()
    assert profile.point.coords == (2.8, 50.4)
    page = Client().get("/en/people/Alicia/")
    assert "French, Georgian" in said(page)
    assert Client().get("/fr/people/alice/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"handle": "admin"}, "handle"),
        ({"where": "Le\u202ens"}, "where"),
        ({"where": "L" * 1000}, "where"),
        ({"where": "\x00"}, "where"),
        ({"languages": ["klingon"]}, "languages"),
    ],
)
def test_a_bad_presentation_gets_a_sentence_and_changes_nothing(db, client, sent, where):
    client.force_login(make_person("alice"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.post("/fr/account/", {"handle": "alice", "where": "", **sent})
    assert page.status_code == 422
    assert page.context["form"].errors[where]
    assert client.get("/fr/people/alice/").status_code == 200


@pytest.fixture
def writer(db, client):
    """Somebody who looks after a sheet and changed it."""
    alice = make_person("alice")
    sheet = make_initiative("Jardin des Retrouvailles")
    make_steward(alice, sheet)
    actions.revise(sheet, {"origin.fr": "Né d’une friche."}, base=1, by=alice, note="vu sur place")
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    return alice


def test_ones_data_are_one_file(writer, client):
    answer = client.get("/fr/account/export/")
    told = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert told["account"]["email"] == writer.email
    assert told["stewardships"][0]["initiative__slug"] == "jardin-des-retrouvailles"
    assert told["revisions"][0]["changes"]["origin.fr"] == [None, "Né d’une friche."]
    assert told["profile"]["accepted_licence_at"]
    sheet = Initiative.objects.get()
    changes.hand_in({"started": 1999}, by=writer, initiative=make_initiative("Autre jardin"), base=0, note="lu")
    freshness.still_true(sheet, by=writer)
    road = journeys.create({"title_fr": "Vers l’est"}, by=writer)
    journeys.add_entry(road, {"title": "Départ", "point": list(LENS)}, by=writer)
    told = json.loads(client.get("/fr/account/export/").content)
    assert told["journeys"][0]["slug"] == "vers-lest"
    assert told["entries"][0]["point"] == list(LENS)
    assert told["journey_revisions"][-1]["changes"]
    assert told["proposals"][0]["wanted"] == {"started": 1999}
    assert told["confirmations"][0]["initiative__slug"] == "jardin-des-retrouvailles"
    page = said(client.get("/fr/account/"))
    assert "Autre jardin" in page
    assert "en attente" in page


def test_what_somebody_changed_is_on_their_page_as_far_back_as_one_likes(writer, client):
    sheet = Initiative.objects.get()
    for n in range(60):
        actions.revise(sheet, {"origin.fr": f"Version {n}."}, base=n + 2, by=writer, note=f"note-{n}")
    first = said(client.get("/fr/people/alice/"))
    assert "note-59" in first
    assert "note-5<" not in first
    [more] = re.findall(r'rel="next" href="([^"]+)"', first)
    assert "note-5<" in said(client.get(f"/fr/people/alice/{more}"))
    assert '<a href="/fr/people/alice/">' in said(client.get("/fr/changes/"))


def test_whoever_is_blocked_does_not_come_back_by_leaving(writer, client):
    boss = make_person("modeste", is_staff=True)
    blocking.block(by=boss, person=writer, reason="publicité", until=timezone.now() + timedelta(days=3))
    client.post("/fr/account/delete/", {"handle": "alice"})
    again = User.objects.create_user("alice2", "alice@private.example")
    with pytest.raises(ValidationError, match="publicité"):
        limits.check_blocks(again)
    assert "alice@private.example" not in str(Block.objects.values_list())


def test_a_moderator_gives_their_word_for_somebody_and_takes_it_back(writer, client):
    client.force_login(make_person("modeste", is_staff=True), backend="django.contrib.auth.backends.ModelBackend")
    assert not can(writer, "publish")
    client.post("/fr/people/alice/trust/", {"on": "1"})
    assert can(User.objects.get(username="alice"), "publish")
    client.post("/fr/people/alice/trust/")
    assert not can(User.objects.get(username="alice"), "publish")
    assert [deed.verb for deed in Deed.objects.order_by("pk")] == ["trust", "distrust"]


def test_leaving_says_what_stays_then_takes_away_the_rest(writer, client):
    elsewhere = Client()
    elsewhere.post("/fr/account/login/code/", {"email": writer.email})
    address = writer.email
    page = said(client.get("/fr/account/delete/"))
    assert "ancien contributeur" in page
    assert "CC BY-SA" in page
    assert client.post("/fr/account/delete/", {"handle": "Alice"}).status_code == 422
    assert User.objects.filter(username="alice").exists()
    gone = client.post("/fr/account/delete/", {"handle": "alice"}, follow=True)
    assert "supprimé" in said(gone)
    assert not User.objects.filter(username="alice").exists()
    revision = Revision.objects.get(note="vu sur place")
    assert (revision.author, revision.by_atlas) == (None, False)
    assert address not in everything_kept()


def everything_kept() -> str:
    """Every row of every table, and what sessions hold."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        told = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} AS t LIMIT 10000")
            told += [row for [row] in cursor.fetchall()]
    return "\n".join(told) + str([session.get_decoded() for session in Session.objects.all()])


def test_a_handle_taken_meanwhile_is_said(db, monkeypatch, client):
    alice = make_person("alice")
    make_person("bob")
    monkeypatch.setattr(handles, "_borne_by_others", lambda *_: False)
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post("/fr/account/", {"handle": "bob", "where": ""})
    assert "signe déjà" in said(page)
    with pytest.raises(ValidationError):
        handles.clean("x")


def test_who_leaves_leaves_their_diary_but_takes_what_nobody_else_has_read(writer, client):
    told, draft, shared = (journeys.create({"title_fr": title}, by=writer) for title in ("Dit", "Seul", "À deux"))
    for road in (told, draft, shared):
        journeys.add_entry(road, {"title": road.title}, by=writer)
    walked = tracks.keep_file(draft, "marche.gpx", gpx(some()), by=writer)
    tracks.take(walked, [tracks.Wanted(0, taking.take(files.read(gpx(some())).recordings[0]))], by=writer)
    journeys.hand_in(told, shown=True)
    shared.team.add(make_person("bruno"))
    leave(by=writer)
    assert {road.slug for road in Journey.everything.all()} == {"dit", "a-deux"}
    assert [entry.author for entry in Entry.everything.order_by("pk")] == [None, None]
    assert not Track.objects.exists()
