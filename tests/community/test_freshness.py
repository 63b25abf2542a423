"""« Still true »: said by people, shown on the sheet, asked of stewards once a year."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from community.models import Confirmation, Reminder
from community.reviewing import freshness
from places import actions, index
from places.models import Initiative
from tests.community.people import make_steward

LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture
def dormant(sheet):
    Initiative.objects.update(updated_at=LONG_AGO)
    return sheet


@pytest.fixture
def steward(alice, sheet):
    make_steward(alice, sheet)
    return alice


def test_said_on_the_sheet_once_a_day_and_shown_at_once(client, sheet, alice):
    client.force_login(alice)
    generation = index.generation()
    assert "Toujours vrai" in client.get("/fr/initiatives/les-wateringues/").content.decode()
    for _ in range(2):
        assert client.post("/fr/initiatives/les-wateringues/still-true/").status_code == 302
    said = Confirmation.objects.get()
    assert (said.by, said.part) == (alice, "")
    assert index.generation() != generation
    client.logout()
    assert re.search(
        r"Confirmée en \w+ \d{4} par alice", client.get("/fr/initiatives/les-wateringues/").content.decode()
    )
    assert client.post("/fr/initiatives/les-wateringues/still-true/").status_code == 302


def test_parts_are_confirmed_apart(client, sheet, alice):
    client.force_login(alice)
    for part in ("origin.fr", "resources", "colour", "origin.en", "origin.fr" * 9):
        client.post("/fr/initiatives/les-wateringues/still-true/", {"part": part})
    assert set(freshness.confirmed(sheet)) == {"origin.fr", "resources"}
    page = client.get("/fr/initiatives/les-wateringues/").content.decode()
    assert re.search(r"Toujours vrai en \w+ \d{4}, dit alice", page)


def test_an_answer_written_anew_is_not_what_they_confirmed(client, sheet, alice):
    for part in ("origin.fr", "resources"):
        freshness.still_true(sheet, by=alice, part=part)
    actions.revise(sheet, {"origin.fr": "Des voisines ont creusé un puits."}, base=1, by=None)
    assert set(freshness.confirmed(sheet)) == {"resources"}
    freshness.still_true(sheet, by=alice, part="origin.fr")
    assert set(freshness.confirmed(sheet)) == {"origin.fr", "resources"}


def test_a_sheet_that_nobody_confirmed_for_a_year_is_dormant(moderator, dormant, bob):
    assert "Wateringues" in moderator.get("/fr/moderation/dormant/").content.decode()
    freshness.still_true(dormant, by=bob)
    assert not freshness.dormant().exists()


def test_the_steward_gets_one_letter_a_year_however_often_it_is_asked_for(dormant, steward):
    for _ in range(3):
        call_command("remind_stewards", verbosity=0)
    [letter] = mail.outbox
    assert letter.to == [steward.email]
    Reminder.objects.update(at=LONG_AGO)
    call_command("remind_stewards", verbosity=0)
    assert len(mail.outbox) == 2


def test_nobody_is_asked_about_a_fresh_sheet(sheet, steward):
    call_command("remind_stewards", verbosity=0)
    assert mail.outbox == []


def test_the_letters_links_say_what_they_mean_when_a_person_presses(client, dormant, steward):
    call_command("remind_stewards", verbosity=0)
    still, update, ended = re.findall(r"http\S+?(/fr/\S+)", mail.outbox[0].body)
    assert "toujours vrai" in client.get(still).content.decode()
    assert not Confirmation.objects.exists(), "programs that read mails open links"
    client.post(still)
    assert Confirmation.objects.get().by == steward
    assert client.get(update).url == "/fr/initiatives/les-wateringues/"
    client.post(ended)
    client.post(ended)
    revision = dormant.revisions.get(number=2)
    assert (revision.author, revision.changes["status"][1]) == (steward, "ended")
    assert not client.cookies


def test_who_no_longer_looks_after_it_has_no_say_in_an_old_letter(client, dormant, steward):
    call_command("remind_stewards", verbosity=0)
    _still, _update, ended = re.findall(r"http\S+?(/fr/\S+)", mail.outbox[0].body)
    steward.stewardships.all().delete()
    assert client.post(ended).status_code == 404
    assert dormant.revisions.count() == 1


def test_a_mail_server_that_is_away_costs_nobody_the_years_letter(dormant, steward, settings):
    settings.EMAIL_BACKEND = "tests.community.broken.Backend"
    call_command("remind_stewards", verbosity=0)
    assert not Reminder.objects.exists()


def test_facts_are_confirmed_together_until_one_of_them_changes(client, sheet, alice):
    client.force_login(alice)
    client.post("/fr/initiatives/les-wateringues/still-true/", {"part": "facts"})
    actions.revise(sheet, {"origin.fr": "Autre."}, base=1, by=None)
    assert set(freshness.confirmed(sheet)) == {"facts"}
    actions.revise(sheet, {"started": 1999}, base=2, by=None)
    assert set(freshness.confirmed(sheet)) == set()


def test_who_said_so_last_year_says_so_again(client, sheet, alice):
    freshness.still_true(sheet, by=alice, part="origin.fr")
    button = '<input type="hidden" name="part" value="origin.fr">'
    client.force_login(alice)
    assert button not in client.get("/fr/initiatives/les-wateringues/").content.decode()
    Confirmation.objects.update(at=LONG_AGO)
    index.bump()
    assert button in client.get("/fr/initiatives/les-wateringues/").content.decode()


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1:forged", "%00", "x" * 3000])
def test_a_forged_link_is_a_404_that_says_so(client, dormant, token):
    for answer in (client.get(f"/fr/still-true/{token}/ended/"), client.post(f"/fr/still-true/{token}/ended/")):
        assert answer.status_code == 404
        assert "Ce lien n’est pas entier" in answer.content.decode()
    assert dormant.revisions.count() == 1
