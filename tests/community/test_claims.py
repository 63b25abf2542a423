"""« I look after this initiative »: asked by its people, and not given to anybody else."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from community.models import Stewardship, Way
from community.people import claims
from community.permissions import Role, role
from places import actions
from tests.community.people import code_mailed, make_cast, make_person
from tests.factories import make_initiative

PAGE = "/fr/initiatives/jardin-des-retrouvailles/stewards/"


@pytest.fixture
def sheet(db):
    return make_initiative("Jardin des Retrouvailles", website="https://www.jardin.example/accueil")


@pytest.fixture
def alice(sheet):
    return make_person("alice")


def of(person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_code_mailed_to_the_site_makes_a_steward_and_the_address_is_forgotten(sheet, alice):
    client = of(alice)
    page = client.post(PAGE, {"address": "contact@jardin.example"}, follow=True)
    assert role(alice, sheet) == Role.CONTRIBUTOR
    assert "contact@" not in page.content.decode()
    assert "contact@" not in str(Stewardship.objects.values())
    wrong = client.post(f"{PAGE}code/", {"code": "BBBB-BBBB"})
    assert (wrong.status_code, "pas le code" in wrong.content.decode()) == (422, True)
    client.post(f"{PAGE}code/", {"code": code_mailed("contact@jardin.example").lower().replace("-", " ")})
    assert role(alice, sheet) == Role.STEWARD
    assert Stewardship.objects.get().way == Way.WEBSITE
    assert "alice" in Client().get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("website", "address"),
    [
        ("https://jardin.example/", "me@autre.example"),
        ("https://jardin.example/", "me@faux-jardin.example"),
        ("https://jardin.example/", "me@sub.jardin.example"),
        ("https://jardin.example/", "jardin.example@private.example"),
        ("https://facebook.com/jardin", "me@facebook.com"),
        ("https://gmail.com/", "me@gmail.com"),
        ("", "me@jardin.example"),
    ],
)
def test_an_address_elsewhere_is_refused_and_gets_nothing(alice, sheet, website, address):
    sheet.website = website
    actions.save(sheet)
    page = of(alice).post(PAGE, {"address": address})
    assert page.status_code == 422
    assert page.context["form"].errors
    assert not mail.outbox


def test_who_changes_the_site_does_not_own_the_sheet_by_it(sheet, alice):
    actions.lock(sheet)
    sheet.refresh_from_db()
    actions.revise(sheet, {"website": "https://alice.example/"}, base=sheet.version, by=alice)
    assert of(alice).post(PAGE, {"address": "me@alice.example"}).status_code == 422
    accomplice = make_person("bob")
    assert of(accomplice).post(PAGE, {"address": "me@alice.example"}).status_code == 422
    assert not mail.outbox


def test_a_code_is_not_to_be_guessed_nor_kept_for_later(sheet, alice):
    client = of(alice)
    client.post(PAGE, {"address": "contact@jardin.example"})
    for _ in range(claims.TRIES):
        client.post(f"{PAGE}code/", {"code": "BBBBBBBB"})
    right = code_mailed("contact@jardin.example")
    assert client.post(f"{PAGE}code/", {"code": right}).status_code == 422
    Stewardship.objects.update(tries=0, asked_at=timezone.now() - claims.LIVES)
    assert client.post(f"{PAGE}code/", {"code": right}).status_code == 422
    assert role(alice, sheet) == Role.CONTRIBUTOR


def test_codes_are_not_mailed_over_and_over(sheet, alice):
    client = of(alice)
    pages = [client.post(PAGE, {"address": "contact@jardin.example"}) for _ in range(2)]
    assert [page.status_code for page in pages] == [302, 422]
    assert len(mail.outbox) == 1
    for n in range(claims.MOST_OPEN):
        make_initiative(f"Puits {n}")
        client.post(f"/fr/initiatives/puits-{n}/stewards/", {"words": "C’est nous."})
    assert Stewardship.objects.filter(person=alice).count() == claims.MOST_OPEN


@pytest.mark.parametrize(("who", "way"), [(Role.STEWARD, Way.STEWARD), (Role.MODERATOR, Way.MODERATOR)])
def test_words_wait_for_a_steward_or_a_moderator(sheet, who, way):
    cast = make_cast(sheet)
    asker, confirmer = cast[Role.CONTRIBUTOR], of(cast[who])
    of(asker).post(PAGE, {"words": "J’en suis la trésorière."})
    asked = Stewardship.objects.get(person=asker)
    assert "trésorière" not in of(cast[Role.TRUSTED]).get(PAGE).content.decode()
    assert "trésorière" in confirmer.get(PAGE).content.decode()
    for _twice in range(2):
        confirmer.post(f"{PAGE}{asked.pk}/confirm/")
    asked.refresh_from_db()
    assert (asked.way, asked.confirmed_by) == (way, cast[who])
    assert role(asker, sheet) == Role.STEWARD


def test_one_may_be_refused_or_withdraw_and_a_steward_does_not_put_out_another(sheet):
    cast = make_cast(sheet)
    asker, steward = cast[Role.CONTRIBUTOR], cast[Role.STEWARD]
    of(asker).post(PAGE, {"words": "Moi."})
    asked = Stewardship.objects.get(person=asker)
    assert of(cast[Role.TRUSTED]).post(f"{PAGE}{asked.pk}/end/").status_code == 403
    claims.confirm(asked, by=cast[Role.MODERATOR])
    assert of(steward).post(f"{PAGE}{asked.pk}/end/").status_code == 403
    of(asker).post(f"{PAGE}{asked.pk}/end/")
    assert not Stewardship.objects.filter(person=asker).exists()


@pytest.mark.parametrize(
    "sent", [{}, {"words": "\u202eabc"}, {"words": "a" * 1_000_000}, {"words": "\x00"}, {"address": "x"}]
)
def test_bad_askings_get_a_sentence(sheet, alice, sent):
    page = of(alice).post(PAGE, sent)
    assert page.status_code == 422
    assert page.context["form"].errors
    assert not Stewardship.objects.exists()


def test_nobody_looks_after_a_sheet_that_was_taken_out(sheet, alice):
    actions.remove([sheet], by=None, note="essai")
    assert of(alice).post(PAGE, {"words": "Moi."}).status_code == 404


def test_mail_that_cannot_leave_is_said(sheet, alice, monkeypatch):
    def broken(*_, **__):
        raise ConnectionRefusedError

    monkeypatch.setattr(claims, "send_mail", broken)
    page = of(alice).post(PAGE, {"address": "contact@jardin.example"})
    assert (page.status_code, "pas pu partir" in page.content.decode()) == (422, True)
