"""The pages of comparable models: what is asked can be taken back, what is answered says why, bad input loses nothing."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from places import geo
from places.models import Town, TownName
from tests.factories import LENS, make_initiative

NEAR = "near=2.83,50.43"


def page(client, query: str, path: str = "/fr/models/") -> str:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200, answer
    text = html.unescape(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text.split("<main")[1].split("</main>")[0]))


def links(client, query: str) -> list[str]:
    body = client.get(f"/fr/models/?{query}").content.decode()
    return [html.unescape(href) for href in re.findall(r'class="chip chip-chosen" href="([^"]+)"', body)]


def test_water_near_lens_comes_with_its_reasons_and_from_far_under_a_heading(atlas, client):
    text = page(client, f"{NEAR}&resource=water")
    assert "Une seule initiative y ressemble à moins de 150 km" in text
    assert text.index("Sections de wateringues") < text.index("Plus loin, les plus proches") < text.index("Jal Saheli")
    assert "même ressource : eau" in text


def test_each_part_of_the_question_can_be_taken_back(atlas, client):
    query = f"like=mine-de-soleil-loos-en-gohelle&setting=village&{NEAR}&country=FR"
    found = links(client, query)
    assert "/fr/models/?setting=village&country=FR&near=2.83%2C50.43" in found
    less = {"without=resource%3Aelectricity", "without=theme%3Acommons", "without=people", "without=text"}
    assert all(any(part in link for link in found) for part in less)
    assert any("setting" not in link and "like=" in link for link in found)
    assert any("near" not in link for link in found)
    assert any("country" not in link for link in found)


def test_the_words_like_a_sheet_leave_out_the_sheet_itself(atlas, client):
    text = page(client, "like=mine-de-soleil-loos-en-gohelle")
    assert "comme « Mine de Soleil »" in text
    assert "une coopérative aussi" in text


@pytest.mark.parametrize(
    "query",
    ["like=nowhere", "like=%00", "like=" + "x" * 10_000, "people=-3", "people=1e99", "people=beaucoup", "unit=stones", "setting=moon",
     "balance=7", "balance=nan", "without=zz", "without=" + "y" * 5_000, "page=0", "page=999999999", "resource=gold", "near=1,95", "colour=red",
     "q=%00eau", "q=" + "z" * 10_000],
)  # fmt: skip
def test_what_cannot_be_used_is_told_and_the_rest_is_answered(atlas, client, query):
    answer = client.get(f"/fr/models/?resource=water&{query}")
    assert answer.status_code == 200
    assert 'class="problem"' in answer.content.decode() or "page=999" in query
    assert "même ressource" in answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def test_nothing_asked_leads_to_the_questions(atlas, client):
    assert client.get("/fr/models/").headers["Location"] == "/fr/models/ask/"


def test_a_place_typed_without_a_script_becomes_one_address(atlas, client):
    lens = Town.objects.create(
        pk=3003093, name="Lens", country="FR", population=38265, point=geo.point(*LENS), label_zoom=7
    )
    TownName.objects.create(key="lens", town=lens, rank=TownName.Rank.MAIN, weight=4.6)
    answer = client.get("/fr/models/?resource=water&where=lens")
    assert (answer.status_code, answer["Location"]) == (302, "/fr/models/?resource=water&place=3003093")


def test_each_step_keeps_the_answers_of_the_others(atlas, client):
    body = client.get("/fr/models/ask/?resource=water&activity=irrigation&setting=village&step=3").content.decode()
    assert '<input type="hidden" name="resource" value="water">' in body
    assert '<input type="hidden" name="activity" value="irrigation">' in body
    assert '<input type="hidden" name="setting" value="village">' in body
    assert 'name="step" value="4"' in body
    assert "étape 3 sur 4" in body
    last = client.get("/fr/models/ask/?resource=water&people=40&unit=households&step=4").content.decode()
    assert 'action="/fr/models/"' in last
    assert '<input type="hidden" name="people" value="40">' in last


def test_whoever_takes_a_resource_back_takes_back_what_was_chosen_within_it(atlas, client):
    body = client.get("/fr/models/ask/?resource=seeds&activity=irrigation&step=2").content.decode()
    assert '<input type="hidden" name="resource" value="seeds">' in body
    assert 'value="irrigation"' not in body


@pytest.mark.parametrize("step", ["0", "9", "x", "", "%00", "9" * 50])
def test_a_step_that_is_none_is_the_first(atlas, client, step):
    assert "étape 1 sur 4" in page(client, f"step={step}", "/fr/models/ask/")


def test_a_sheet_names_five_like_it(atlas, client):
    body = client.get("/fr/initiatives/mine-de-soleil-loos-en-gohelle/").content.decode()
    section = body.split('id="comparable"')[1].split("</section>")[0]
    assert len(re.findall('class="comparable-name"', section)) == 5
    assert "like=mine-de-soleil-loos-en-gohelle" in section
    assert "balance=0.75" in section


def test_how_it_is_made_shows_the_numbers_that_are_used(atlas, client):
    text = page(client, "", "/fr/models/how/")
    assert "Les ressources5Qui" in text
    assert "Mine de Soleil" in text


def test_the_page_costs_the_same_for_one_answer_as_for_twenty(atlas, client):
    counts = []
    for query in ("resource=mobility", "resource=water", f"resource=water&{NEAR}"):
        client.get(f"/fr/models/?{query}")
        with CaptureQueriesContext(connection) as counted:
            client.get(f"/fr/models/?{query}")
        counts.append(len(counted))
    assert max(counts) <= 7


@pytest.mark.django_db
def test_an_atlas_of_one_answers_too(client):
    make_initiative("Seule", LENS, resources=["water"])
    assert "Seule" in page(client, f"{NEAR}&resource=water")
    assert "rien de commun" in page(client, "resource=seeds")
