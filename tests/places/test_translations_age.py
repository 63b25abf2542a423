"""A translation says what it was made from, and when that has changed since."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from places import actions, states, translations
from places.models import Answer, Initiative

SHEET = "/en/initiatives/les-wateringues/"


@pytest.fixture
def sheet(db) -> Initiative:
    told = {
        "name": "Les Wateringues",
        "country": "FR",
        "precision": "hidden",
        "resources": ["water"],
        "origin.fr": "Des voisins ont creusé un puits.",
        "origin.en": "Neighbours dug a well.",
        "translated.origin.en": "fr@1",
    }
    actions.create({name: value for name, value in told.items() if name != "translated.origin.en"}, by=None)
    sheet = Initiative.objects.get()
    actions.revise(sheet, {"translated.origin.en": "fr@1"}, base=1, by=None)
    return Initiative.objects.get()


def page(client, url=SHEET) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_so_and_shows_what_changed_in_the_original_since(client, sheet):
    assert "Translated from the French text" in page(client)
    assert "has changed since" not in page(client)
    actions.revise(sheet, {"origin.fr": "Des voisins ont creusé deux puits.", "started": 1999}, base=2, by=None)
    shown = page(client)
    assert "has changed since" in shown
    where = f"{SHEET}history/compare/?from=1&amp;to=3&amp;part=origin.fr"
    assert where in shown
    compared = page(client, where.replace("&amp;", "&"))
    assert "<ins>deux" in compared
    assert "1999" not in compared
    assert "Traduit" not in page(client, SHEET.replace("/en/", "/fr/"))


def test_translated_anew_it_is_of_the_newest(client, sheet):
    actions.revise(sheet, {"origin.fr": "Des voisins ont creusé deux puits."}, base=2, by=None)
    anew = {"origin.en": "Neighbours dug two wells.", "translated.origin.en": "fr@3"}
    actions.revise(sheet, anew, base=3, by=None)
    assert "has changed since" not in page(client)
    told = page(client, f"{SHEET}history/4/")
    assert "Where the translation comes from" in told
    assert "version 3" in told


def test_undone_it_is_as_old_as_it_was(sheet):
    actions.revise(sheet, {"origin.fr": "Un puits."}, base=2, by=None)
    revision = actions.revise(sheet, {"origin.en": "A well.", "translated.origin.en": "fr@3"}, base=3, by=None)
    actions.revert(revision, by=None)
    now = states.state(Initiative.objects.get())
    assert (now["origin.en"], now["translated.origin.en"]) == ("Neighbours dug a well.", "fr@1")


def test_two_who_translate_at_once_do_not_clash_over_its_age(sheet):
    actions.revise(sheet, {"origin.fr": "Un puits, puis un canal."}, base=2, by=None)
    actions.revise(sheet, {"origin.en": "Neighbours dug a deep well.", "translated.origin.en": "fr@2"}, base=2, by=None)
    actions.revise(sheet, {"origin.en": "Some neighbours dug a well.", "translated.origin.en": "fr@3"}, base=2, by=None)
    now = states.state(Initiative.objects.get())
    assert now["origin.en"] == "Some neighbours dug a deep well."
    assert now["translated.origin.en"] == "fr@3"


@pytest.mark.parametrize("mark", ["fr@9", "fr@0", "fr", "@1", "fr@1@2", "fr@99999999999999999999", "../@1"])
def test_a_forged_mark_is_refused_in_a_sentence(sheet, mark):
    with pytest.raises(ValidationError, match="Cette version n’existe pas"):
        actions.revise(sheet, {"translated.origin.en": mark}, base=2, by=None)
    assert states.state(Initiative.objects.get())["translated.origin.en"] == "fr@1"


def test_the_original_is_what_was_not_translated(sheet):
    answers = [
        *sheet.answers.all(),
        Answer(question="origin", language="de", text="Nachbarn gruben einen tiefen Brunnen."),
    ]
    answers[-1].translated_from = "fr"
    assert translations.original(answers, "origin", "es").language == "fr"
    assert translations.original(answers, "deciding", "es") is None


def test_ages_cost_one_query_however_many(client, sheet):
    def asked() -> int:
        with CaptureQueriesContext(connection) as counted:
            page(client)
        return len(counted)

    page(client)
    one = asked()
    for question in ("deciding", "replicate", "catalysts"):
        actions.revise(sheet, {f"{question}.fr": "Oui.", f"{question}.en": "Yes."}, base=2, by=None)
        now = Initiative.objects.get().version
        actions.revise(sheet, {f"translated.{question}.en": f"fr@{now}"}, base=now, by=None)
    page(client)
    assert asked() == one
