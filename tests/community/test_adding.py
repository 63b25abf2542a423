"""Adding an initiative: one page, with or without a script; those that may be the same are shown first."""

from __future__ import annotations

import pytest
from django.core import mail

from community.models import Proposal
from places import actions, states
from places.models import Initiative
from tests.community.conftest import filled
from tests.community.test_improving import PASSING, shown
from tests.factories import make_initiative

ADD = "/fr/initiatives/add/"
ROWS = {
    "sources-TOTAL_FORMS": "1",
    "sources-INITIAL_FORMS": "0",
    "sources-0-kind": "visit",
    "sources-0-title": "Visite",
}
GIVEN = ROWS | {
    "name": "Le Four à pain d’Avion",
    "country": "FR",
    "locality": "Avion",
    "point_lon": "2.8340",
    "point_lat": "50.4110",
    "precision": "site",
    "resources": ["water"],
    "status": "active",
    "language": "fr",
    "question_origin": "Des voisins ont *rallumé* le four.",
}


def test_who_is_trusted_finds_the_sheet_at_once(moderator, towns):
    answer = moderator.post(ADD, filled(**GIVEN))
    assert answer.url == "/fr/initiatives/le-four-a-pain-d-avion/"
    page = shown(moderator.get(answer.url))
    assert "<em>rallumé</em>" in page
    assert 'data-kept="add"' in page
    told = states.state(Initiative.objects.get())
    assert told["point"] == [2.834, 50.411]
    assert told["sources"] == [{"kind": "visit", "title": "Visite"}]
    assert moderator.get("/fr/explore/results/?q=four").status_code == 200


def test_the_same_form_twice_makes_one_sheet(moderator, towns):
    first = moderator.post(ADD, filled(**GIVEN))
    for again in (GIVEN, GIVEN | {"another": "on"}):
        second = moderator.post(ADD, filled(**again))
        assert first.url == second.url
        assert 'data-kept="add"' in shown(moderator.get(second.url)), "the browser forgets its draft"
    assert Initiative.objects.count() == 1


def test_another_one_of_the_same_name_is_another(moderator, towns):
    first = moderator.post(ADD, filled(**GIVEN))
    other = GIVEN | {"another": "on", "question_origin": "Un tout autre four."}
    second = moderator.post(ADD, filled(**other))
    assert first.url != second.url
    assert Initiative.objects.count() == 2


def test_a_passer_by_proposes_it_with_an_address_only(client, towns):
    assert "Donnez votre adresse" in shown(client.post(ADD, filled(**GIVEN)))
    assert client.post(ADD, filled(**GIVEN, **PASSING)).url == "/fr/proposals/sent/"
    assert Proposal.objects.get().wanted["name"] == "Le Four à pain d’Avion"
    assert len(mail.outbox) == 1
    assert not Initiative.objects.exists()


def test_one_that_may_be_the_same_is_shown_before_anything_is_written(moderator, towns):
    make_initiative("Four à pain d'Avion", website="https://four.example/")
    page = moderator.post(ADD, filled(**GIVEN))
    assert page.status_code == 422
    assert "Four à pain d’Avion" in shown(page)
    assert "Elle est peut-être déjà dans l’atlas" in shown(page)
    assert "Des voisins ont *rallumé* le four." in shown(page)
    assert moderator.post(ADD, filled(**GIVEN | {"another": "on"})).status_code == 302
    assert Initiative.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": ""}, "obligatoire"),
        ({"name": "Four\u200b"}, "signes invisibles"),
        ({"country": ""}, "obligatoire"),
        ({"point_lon": "", "point_lat": ""}, "Placez un point"),
        ({"started": "3000"}, "Une année entre"),
        ({"language": "xx-yy"}, "choix"),
        ({"question_origin": "é" * 1_000_000}, "C’est trop long"),
        ({"sources-0-url": "javascript:alert(1)"}, "pas l’adresse d’une page"),
        ({"resources": ["gold"]}, "vocabulaire"),
    ],
)
def test_what_is_wrong_is_said_and_all_the_rest_stays(moderator, towns, given, says):
    page = moderator.post(ADD, filled(**GIVEN | given))
    assert page.status_code == 422
    assert says in shown(page)
    assert "Avion" in shown(page)
    assert "Visite" in shown(page)
    assert not Initiative.objects.exists()


def test_a_name_in_another_script_has_an_address_that_can_be_said(moderator, towns):
    moderator.post(ADD, filled(**GIVEN | {"name": "Шри Лакшми"}))
    assert Initiative.objects.get().slug == "shri-lakshmi"
    assert moderator.post(ADD, filled(**GIVEN | {"name": "Add"})).url.endswith("/initiatives/add-2/")


class TestCandidates:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("mine de SOLEIL", True),
            ("Association Mine de Soleil", True),
            ("soleil, mine de", True),
            ("Мине де Солеил", True),
            ("Mine de charbon", False),
            ("Jardin partagé", False),
            ("", False),
            ("%_\\'\"", False),
            ("a" * 5000, False),
        ],
    )
    def test_names_are_known_in_any_script_and_order(self, client, db, typed, found):
        actions.reindex([make_initiative("Mine de Soleil")])
        told = client.get(f"{ADD}candidates/", {"name": typed}).json()["candidates"]
        assert [one["name"] for one in told] == (["Mine de Soleil"] if found else [])

    def test_the_same_site_written_otherwise(self, client, db):
        actions.reindex([make_initiative("Mine de Soleil", website="https://www.mine.example/")])
        asked = {"name": "Mines du soleil", "website": "http://mine.example"}
        [told] = client.get(f"{ADD}candidates/", asked).json()["candidates"]
        assert "même site" in told["evidence"]

    def test_far_away_the_same_name_is_another(self, client, db):
        actions.reindex([make_initiative("Les Olieux")])
        asked = {"name": "Les Olieux", "lon": "2.83", "lat": "50.43"}
        assert len(client.get(f"{ADD}candidates/", asked).json()["candidates"]) == 1
        assert not client.get(f"{ADD}candidates/", asked | {"lon": "100.5", "lat": "13.7"}).json()["candidates"]

    def test_a_hidden_place_tells_no_distance(self, client, db):
        actions.reindex([make_initiative("Refuge des Sources", None)])
        told = client.get(f"{ADD}candidates/", {"name": "Refuge des sources", "lon": "2.8", "lat": "50.4"}).json()
        assert told["candidates"][0]["evidence"] == ["même nom", "lieu non montré"]

    @pytest.mark.parametrize("point", [("x", "y"), ("nan", "1"), ("999", "1"), ("1e400", "0"), ("\x00", "")])
    def test_an_odd_point_is_none(self, client, db, point):
        assert client.get(f"{ADD}candidates/", {"name": "x", "lon": point[0], "lat": point[1]}).status_code == 200
