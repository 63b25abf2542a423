"""Following a journey by mail: nobody is signed up by somebody else, told twice, or kept against their will."""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from community.following import actions, telling
from community.models import Follower
from community.people import actions as people
from routes import actions as road
from routes.models import Entry, Journey, Stage
from tests.community.conftest import filled
from tests.community.people import make_person
from tests.factories import DELHI
from tests.routes.travels import WAY, day, make_team, make_travels

CHLOE = "chloe.secret@example.org"


@pytest.fixture
def journey(db) -> Journey:
    return make_travels(*WAY)


def ask(client, journey: Journey, email: str = CHLOE, language: str = "fr", **where):
    return client.post(f"/{language}/journeys/{journey.slug}/follow/", filled(email=email), **where)


def link(letter: int = -1) -> str:
    return re.search(r"http\S+(/(?:fr|en)/following/\S+)", mail.outbox[letter].body)[1]


@pytest.fixture
def follower(client, journey) -> Follower:
    """Chloé, who asked and confirmed an hour ago."""
    ask(client, journey)
    client.post(link(), {"do": "confirm"})
    mail.outbox.clear()
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Follower.objects.update(confirmed_at=an_hour_ago, last_told_at=an_hour_ago)
    return Follower.objects.get()


def write(journey: Journey, title: str, **said) -> Entry:
    """Long enough ago to be told."""
    entry = road.add_entry(journey, {"title": title, "text": "Il *pleut*."} | said, by=make_team())
    Entry.everything.filter(pk=entry.pk).update(written_at=timezone.now() - timedelta(minutes=30))
    return entry


def test_an_address_follows_once_its_owner_has_said_so(client, journey):
    assert "Regardez votre courrier" in ask(client, journey).content.decode()
    assert Follower.objects.get().confirmed_at is None
    page = client.get(link())
    assert "Oui, suivre ce voyage" in page.content.decode()
    assert Follower.objects.get().confirmed_at is None, "programs that read mails open links"
    client.post(link(), {"do": "confirm"})
    assert Follower.objects.get().confirmed_at
    assert not client.cookies
    assert "no-cache" in page["Cache-Control"]


def test_asking_again_makes_no_second_follower_and_tells_nobody_that_there_was_one(client, journey, follower):
    first = ask(client, journey, "autre@example.org").content
    again = ask(client, journey, CHLOE.upper()).content
    assert first == again
    assert Follower.objects.count() == 2
    assert "Vous suivez déjà" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [CHLOE]


@pytest.mark.parametrize("how", ["one click", "the letter", "a second time"])
def test_one_click_ends_it_and_leaves_no_address(client, journey, follower, how):
    write(journey, "Sous la pluie")
    telling.tell()
    [letter] = mail.outbox
    stop = re.fullmatch(r"<http[^>]+?(/fr/following/[^>]+/stop/)>", letter.extra_headers["List-Unsubscribe"])[1]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in letter.body
    if how == "the letter":
        assert "Ne plus suivre" in client.get(stop).content.decode()
        assert Follower.objects.exists()
    for _ in range(2 if how == "a second time" else 1):
        assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists()
    assert client.get(stop).status_code == 404


def test_what_is_new_is_told_once_in_the_followers_language(client, journey, follower):
    Follower.objects.update(language="en")
    assert telling.tell() == 0
    entry = write(journey, "Sous la pluie", when=day(2))
    assert [telling.tell(), telling.tell()] == [1, 0]
    [letter] = mail.outbox
    assert "Northwards" in letter.subject
    assert f"/en/journeys/{journey.slug}/notes/{entry.slug}/" in letter.body
    assert "Il pleut." in letter.body
    write(journey, "Le marché")
    Follower.objects.update(last_told_at=timezone.now() - timedelta(minutes=40))
    Entry.everything.filter(pk=entry.pk).update(written_at=timezone.now() - timedelta(hours=2))
    telling.tell()
    assert "Sous la pluie" not in mail.outbox[-1].body
    assert "Le marché" in mail.outbox[-1].body


def test_what_is_delayed_is_told_when_it_may_be_read(journey, follower):
    entry = write(journey, "Plus tard")
    Entry.everything.filter(pk=entry.pk).update(visible_from=timezone.now() + timedelta(hours=1))
    stage = road.add_stage(journey, {"place_fr": "Delhi", "country": "IN", "point": list(DELHI)}, by=make_team())
    Stage.objects.filter(pk=stage.pk).update(visible_from=timezone.now() + timedelta(hours=1))
    assert telling.tell() == 0
    then = timezone.now() - timedelta(minutes=10)
    Entry.everything.filter(pk=entry.pk).update(visible_from=then)
    Stage.everything.filter(pk=stage.pk).update(visible_from=then)
    journey.revisions.update(at=timezone.now() - timedelta(minutes=20))
    assert telling.tell() == 1
    assert "Plus tard" in mail.outbox[0].body
    assert "Delhi" in mail.outbox[0].body


def test_a_journey_that_is_no_longer_published_tells_nothing_and_can_be_left(client, journey, follower):
    write(journey, "Sous la pluie")
    road.remove(journey, reason="essai")
    assert telling.tell() == 0
    assert client.post(follower.stop_url).status_code == 200
    assert not Follower.objects.exists()


class Away(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPConnectError(421, b"away")


def test_a_mail_server_that_is_away_loses_nothing_and_is_not_asked_for_ever(client, journey, follower, settings):
    confirmed = {"confirmed_at": follower.confirmed_at, "last_told_at": follower.last_told_at}
    for n in range(9):
        Follower.objects.create(journey=journey, email=f"n{n}@example.org", **confirmed)
    write(journey, "Sous la pluie")
    settings.EMAIL_BACKEND = "tests.community.test_following.Away"
    assert telling.tell() == 0
    assert set(Follower.objects.values_list("last_told_at", flat=True)) == {follower.last_told_at}
    answer = ask(client, journey, "nouvelle@example.org")
    assert answer.status_code == 422
    assert "n’a pas pu partir" in answer.content.decode()
    assert not Follower.objects.filter(email="nouvelle@example.org").exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert [telling.tell(), telling.tell()] == [10, 0]


def test_addresses_nobody_confirmed_are_forgotten_after_three_days(client, journey, follower, capsys):
    ask(client, journey, "jamais@example.org")
    Follower.objects.update(asked_at=timezone.now() - actions.UNCONFIRMED_FOR - timedelta(minutes=1))
    call_command("tell_followers")
    assert [one.email for one in Follower.objects.all()] == [CHLOE]
    assert "1 adresses jamais confirmées" in capsys.readouterr().out


def test_whoever_leaves_the_atlas_follows_nothing_any_more(client, journey, follower):
    leaving = make_person("chloe")
    Follower.objects.update(email=leaving.email.upper())
    people.leave(by=leaving)
    assert not Follower.objects.exists()


def test_one_address_and_one_network_are_written_to_a_few_times_only(client, journey):
    answers = [ask(client, journey, REMOTE_ADDR=f"192.0.2.{n}") for n in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [422] * 2
    assert CHLOE in answers[-1].content.decode(), "what was typed stays"
    answers = [ask(client, journey, f"n{n}@example.org", REMOTE_ADDR="198.51.100.9") for n in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [422] * 2


@pytest.mark.parametrize(
    "typed", ["", "rien", "a@b", "deux@x.org, trois@x.org", "x" * 300 + "@example.org", "a\x00@b.org"]
)
def test_what_is_no_address_gets_a_sentence(client, journey, typed):
    answer = ask(client, journey, typed)
    assert answer.status_code == 422
    assert 'class="problem"' in answer.content.decode()
    assert mail.outbox == []


def test_a_machine_is_caught_by_the_traps(client, journey):
    answer = client.post(f"/fr/journeys/{journey.slug}/follow/", {"email": CHLOE, "homepage": "x"})
    assert answer.status_code == 422
    assert mail.outbox == []
