"""The API's limit: per address, told in headers, never on tiles or pages, and behind proxies only when they are trusted."""

from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from atlas import throttling

DOOR = "/api/v1/terms/"


@pytest.fixture
def ask(settings):
    """Ask through the middleware alone: (address, more headers) → response."""
    settings.API_LIMIT = 3
    door = throttling.throttle(lambda request: HttpResponse("answered"))

    def ask(address, path=DOOR, **headers):
        return door(RequestFactory().get(path, REMOTE_ADDR=address, headers=headers))

    return ask


def test_the_fourth_question_of_a_minute_is_refused_and_told_when_to_come_back(ask):
    answers = [ask("192.0.2.1") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=3;w=60'
    assert answers[3]["Content-Type"] == "application/problem+json"
    assert 1 <= int(answers[3]["Retry-After"]) <= 60
    assert answers[3]["Cache-Control"] == "no-store"
    assert ask("192.0.2.2").status_code == 200


def test_the_next_minute_begins_anew(ask):
    with patch.object(throttling.time, "monotonic", side_effect=[0, 0, 59, 59.5, 60, 61]):
        assert [ask("192.0.2.1").status_code for _ in range(6)] == [200, 200, 200, 429, 200, 200]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", ""])
def test_this_machine_is_not_counted(ask, address):
    answers = [ask(address) for _ in range(9)]
    assert {answer.status_code for answer in answers} == {200}
    assert answers[0]["RateLimit-Policy"]
    assert "RateLimit" not in answers[0]


def test_a_host_chooses_who_is_not_counted(ask, settings):
    settings.API_UNLIMITED = ("198.51.100.0/24",)
    assert [ask("198.51.100.7").status_code for _ in range(5)][-1] == 200
    assert [ask("127.0.0.1").status_code for _ in range(5)][-1] == 429


def test_one_household_is_one_reader(ask):
    told = [ask(f"2001:db8:0:1::{n}").status_code for n in range(4)]
    assert told[-1] == 429
    assert ask("2001:db8:0:2::1").status_code == 200


def test_nobody_chooses_the_address_they_are_counted_under(ask, settings):
    told = [ask("192.0.2.1", X_Forwarded_For=f"203.0.113.{n}").status_code for n in range(4)]
    assert told[-1] == 429
    settings.TRUSTED_PROXIES = 1
    told = [ask("127.0.0.1", X_Forwarded_For=f"198.51.100.{n}, 203.0.113.9").status_code for n in range(4)]
    assert told[-1] == 429
    assert ask("127.0.0.1", X_Forwarded_For="203.0.113.9, 198.51.100.4").status_code == 200
    settings.TRUSTED_PROXIES = 2
    assert ask("127.0.0.1", X_Forwarded_For="203.0.113.9, 198.51.100.200").status_code == 429
    assert ask("127.0.0.1", X_Forwarded_For="not an address, 198.51.100.200").status_code == 200


def test_tiles_and_pages_do_not_count(ask, settings):
    for path in ("/tiles/initiatives/0/0/0.mvt", "/fr/explore/"):
        assert [ask("192.0.2.1", path).status_code for _ in range(5)][-1] == 200
    settings.API_LIMIT = 0
    answer = [ask("192.0.2.1") for _ in range(5)][-1]
    assert (answer.status_code, "RateLimit-Policy" in answer) == (200, False)


def test_a_page_elsewhere_can_read_the_refusal(db, settings):
    settings.API_LIMIT = 1
    client = Client(REMOTE_ADDR="192.0.2.77")
    first, second = client.get(DOOR), client.get(f"{DOOR}?lang=en")
    assert (first.status_code, second.status_code) == (200, 429)
    assert second["Access-Control-Allow-Origin"] == "*"
    assert "RateLimit" in second["Access-Control-Expose-Headers"]
    assert "minute" in second.json()["detail"]


def test_counting_asks_the_database_nothing(ask, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        ask("192.0.2.5")
