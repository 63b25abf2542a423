"""The history as pages and feeds: what changed, the sheet as it was, and nothing that should not be known."""

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from places import actions, differences
from places.models import Revision
from tests.factories import ARRAS, LENS

TEXT = st.text(st.sampled_from("abé ,.\n'"), max_size=40)


@pytest.fixture
def sheet(db):
    rosalie = User.objects.create_user("rosalie", "rosalie.secret@example.org")
    made = actions.create(
        {
            "name": "Les Wateringues",
            "country": "FR",
            "point": [*LENS],
            "precision": "site",
            "resources": ["water"],
            "origin.fr": "Des voisins ont creusé un puits.",
            "sources": [{"url": "https://example.org/1", "title": "Un livre"}],
        },
        by=rosalie,
        note="première version",
    )
    wanted = {"origin.fr": "Trois voisins ont creusé un puits profond.", "resources": ["land"], "point": [*ARRAS]}
    actions.revise(made, wanted, base=1, by=rosalie, note="compté <b>sur place</b>")
    return made


def page(client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_the_history_tells_who_when_what_and_why_last_first(client, sheet):
    shown = page(client, "/fr/initiatives/les-wateringues/history/")
    assert shown.index("compté &lt;b&gt;sur place&lt;/b&gt;") < shown.index("première version")
    assert "rosalie" in shown
    assert "rosalie.secret" not in shown
    assert "/fr/initiatives/les-wateringues/history/2/" in shown


def test_a_version_shows_the_words_that_went_and_came_and_never_where(client, sheet):
    shown = page(client, "/fr/initiatives/les-wateringues/history/2/")
    assert "<del>Des</del><ins>Trois</ins> voisins ont creusé un puits<ins> profond</ins>." in shown
    assert "<del>Eau</del>" in shown
    assert "<ins>Terre</ins>" in shown or "<ins>Foncier" in shown or "<ins>" in shown
    assert "déplacé de" in strip_tags(shown)
    assert "2.7772" not in shown
    assert "50.2917" not in shown


def test_one_question_has_a_history_of_its_own(client, sheet):
    actions.revise(sheet, {"deciding.fr": "À main levée."}, base=2, by=None)
    shown = page(client, "/fr/initiatives/les-wateringues/history/?part=deciding.fr")
    assert "/history/3/" in shown
    assert "/history/2/" not in shown


def test_any_two_versions_are_compared_and_the_sheet_is_seen_as_it_was(client, sheet):
    actions.revise(sheet, {"origin.fr": "Personne ne sait."}, base=2, by=None)
    shown = page(client, "/fr/initiatives/les-wateringues/history/compare/?from=1&to=3")
    assert "<ins>Personne" in shown
    assert "Des voisins ont creusé un puits." in page(client, "/fr/initiatives/les-wateringues/history/1/sheet/")
    today = timezone.localdate(Revision.objects.latest("pk").at)
    response = client.get(f"/fr/initiatives/les-wateringues/history/on/?on={today}")
    assert response.url == "/fr/initiatives/les-wateringues/history/3/sheet/"
    assert "pas encore là" in page(client, "/fr/initiatives/les-wateringues/history/on/?on=1999-01-01", 404)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/fr/initiatives/personne/history/", 404),
        ("/fr/initiatives/les-wateringues/history/9/", 404),
        ("/fr/initiatives/les-wateringues/history/0/", 404),
        ("/fr/initiatives/les-wateringues/history/99999999999999999999/", 404),
        ("/fr/initiatives/les-wateringues/history/?page=9", 404),
        ("/fr/initiatives/les-wateringues/history/?page=x", 404),
        ("/fr/initiatives/les-wateringues/history/?part=%00", 200),
        ("/fr/initiatives/les-wateringues/history/?part=nothing.xx", 200),
        ("/fr/initiatives/les-wateringues/history/compare/?from=9", 404),
        ("/fr/initiatives/les-wateringues/history/compare/?from=%00&to=", 200),
        ("/fr/initiatives/les-wateringues/history/on/?on=hier", 302),
        ("/fr/initiatives/les-wateringues/history/on/?on=9999-12-31", 302),
        ("/fr/initiatives/les-wateringues/history/on/?on=0001-01-01", 404),
        ("/fr/changes/?before=x", 200),
        ("/fr/changes/?before=99999999999999999999", 200),
        ("/fr/initiatives/les-wateringues/history/?part=media." + "9" * 5000, 200),
        ("/fr/initiatives/les-wateringues/history/?part=origin.fr-abcdefgh-abcdefgh", 200),
    ],
)
def test_odd_addresses_get_an_answer_and_never_an_error(client, sheet, path, status):
    assert client.get(path).status_code == status


def test_the_feeds_say_the_same_as_the_page_and_no_address(client, sheet):
    atom = page(client, "/fr/changes/atom.xml")
    entries = ElementTree.fromstring(atom).findall("{http://www.w3.org/2005/Atom}entry")
    feed = json.loads(page(client, "/fr/changes/feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert len(entries) == len(feed["items"]) == 2
    assert feed["items"][0]["url"].endswith("/history/2/")
    assert feed["items"][0]["authors"] == [{"name": "rosalie"}]
    for told in (atom, json.dumps(feed), page(client, "/fr/changes/")):
        assert "secret" not in told


def test_no_note_can_break_the_feeds(client, sheet, django_user_model):
    client.force_login(django_user_model.objects.create_user("modeste", is_staff=True))
    undo = "/fr/initiatives/les-wateringues/history/2/undo/"
    for odd in ("a\x08b", "a\u202eb", "a\x00b"):
        refused = client.post(undo, {"part": "origin.fr", "note": odd})
        assert refused.status_code == 422
        assert "signes invisibles" in refused.content.decode() or "caractère" in refused.content.decode()
    client.post(undo, {"part": "origin.fr", "note": "assez "})
    ElementTree.fromstring(page(client, "/fr/changes/atom.xml"))


def test_pages_of_one_question_stay_on_that_question(client, sheet):
    for n in range(60):
        actions.revise(sheet, {"origin.fr": f"Version {n}."}, base=n + 2, by=None)
    first = page(client, "/fr/initiatives/les-wateringues/history/?part=origin.fr")
    [more] = re.findall(r'rel="next" href="([^"]+)"', first)
    assert "Seulement ce qui a changé" in page(
        client, f"/fr/initiatives/les-wateringues/history/{more.replace('&amp;', '&')}"
    )


def test_a_removed_sheet_says_so_and_why(client, sheet):
    actions.remove([sheet], by=None, note="doublon de l’autre")
    shown = page(client, "/fr/initiatives/les-wateringues/", 410)
    assert "doublon de l’autre" in shown
    assert "retirée" in page(client, "/fr/initiatives/les-wateringues/history/")


def test_a_history_of_any_length_costs_as_many_queries(client, sheet):
    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, path)
        return len(queries)

    paths = ["/fr/initiatives/les-wateringues/history/", "/fr/changes/", "/fr/changes/atom.xml"]
    few = [count(path) for path in paths]
    for n in range(30):
        actions.revise(sheet, {"origin.fr": f"Version {n}."}, base=n + 2, by=User.objects.create_user(f"p{n}"))
    assert [count(path) for path in paths] == few


@given(TEXT, TEXT)
def test_differences_without_the_new_words_are_the_old_text_and_the_other_way_round(before, after):
    pieces = differences.words(before, after)
    assert "".join(text for kind, text in pieces if kind != "new") == before
    assert "".join(text for kind, text in pieces if kind != "gone") == after


def test_words_that_changed_together_are_told_together():
    told = differences.words("Le vieux puits du village.", "Le nouveau canal du village.")
    assert told == [("same", "Le "), ("gone", "vieux puits"), ("new", "nouveau canal"), ("same", " du village.")]


def test_texts_made_to_be_slow_to_compare_are_not():
    """difflib takes half a minute for these: a test that hangs has failed."""
    one, other = (" ".join(f"{side}{n}" for n in range(3_000)) for side in "ab")
    assert len(differences.words(one, other)) <= 6_001


class TestUndoing:
    URL = "/fr/initiatives/les-wateringues/history/2/undo/"

    @pytest.fixture
    def moderator(self, client, db):
        client.force_login(User.objects.create_user("modeste", is_staff=True))
        return client

    def test_a_passer_by_reads_what_it_takes_and_may_not(self, client, sheet):
        assert "il faut un compte" in strip_tags(page(client, self.URL)).replace("\xa0", " ")
        assert client.post(self.URL, {"part": "origin.fr"}).status_code == 403
        assert sheet.revisions.count() == 2

    def test_some_parts_are_put_back_and_the_note_is_kept(self, moderator, sheet):
        response = moderator.post(self.URL, {"part": ["origin.fr"], "note": "non vérifié"})
        assert response.url == "/fr/initiatives/les-wateringues/history/3/"
        made = sheet.revisions.get(number=3)
        assert (made.verb, made.note, made.undoes.number) == ("revert", "non vérifié", 2)
        assert made.parts == ["origin.fr"]

    def test_what_changed_again_since_is_said_and_nothing_is_lost(self, moderator, sheet):
        actions.revise(sheet, {"origin.fr": "Quatre voisins ont creusé un puits profond."}, base=2, by=None)
        response = moderator.post(self.URL, {"part": ["origin.fr", "resources"], "note": "essai"})
        assert response.status_code == 409
        shown = response.content.decode()
        assert 'value="essai"' in shown
        assert "encore changé depuis" in shown
        assert sheet.revisions.count() == 3

    @pytest.mark.parametrize(
        "data", [{}, {"part": "nothing"}, {"part": "origin.fr", "note": "x" * 301}, {"part": "\x00"}]
    )
    def test_odd_requests_change_nothing(self, moderator, sheet, data):
        assert moderator.post(self.URL, data).status_code in (302, 422)
        assert sheet.revisions.count() == 2
