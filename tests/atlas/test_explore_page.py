"""The explore page as curl or a reader without JavaScript receives it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from places.geo import point
from places.models import Town, TownName
from tests.factories import DELHI, LENS, make_initiative

CARD = re.compile(r'<article class="card[^"]*" data-slug="([^"]+)"')


def get(client, query="", language="fr"):
    response = client.get(f"/{language}/explore/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_electricity_near_lens_is_listed_nearest_first_and_counted_alike(atlas, client):
    page = get(client, "near=2.8279,50.433&resource=electricity")
    listed = CARD.findall(page)
    api = client.get("/api/v1/initiatives/?near=2.8279,50.433&resource=electricity").json()
    assert listed[:3] == [
        "loos-en-gohelle-ville-participative",
        "mine-de-soleil-loos-en-gohelle",
        "solis-metropole-lille",
    ]
    assert listed == [feature["id"] for feature in api["features"]][: len(listed)]
    assert f'data-count="{api["numberMatched"]}"' in page
    assert "~" in page


def test_pages_of_the_list_follow_each_other_and_hold_everything(atlas, client):
    pages = [CARD.findall(get(client, f"page={n}")) for n in range(1, 10)]
    listed = [slug for page in pages for slug in page]
    assert len(listed) == len(set(listed)) == 161


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("bbox=foo", "ouest,sud,est,nord"),
        ("near=2,95", "95"),
        ("near=50,2.8&radius=-1", "rayon"),
        ("near=2.8,50&radius=1e9", "rayon"),
        ("colour=red", "colour"),
        ("resource=gold", "gold"),
        ("page=0", "numérotées"),
        ("page=99", "99"),
        ("q=" + "x" * 10_000, "200"),
        ("q=a%00b", "nul"),
        ("where=Zzzzqx", "Zzzzqx"),
        ("q=%3Cscript%3Ealert(1)%3C/script%3E", "&lt;script&gt;"),
    ],
)
def test_bad_input_gets_a_sentence_and_the_rest_of_the_question_goes_on(db, client, query, sentence):
    make_initiative("Mare", LENS)
    page = get(client, f"{query}&zone=nord-pas-de-calais")
    assert sentence in page
    assert "<script>alert" not in page
    if not query.startswith("q="):
        assert CARD.findall(page) == ["mare"]


@pytest.mark.parametrize("bbox", ["170,-20,190,20", "-400,-90,400,90", "-190,-60,170,60"])
def test_views_over_the_antimeridian_or_wider_than_the_world_are_views(atlas, client, bbox):
    page = get(client, f"bbox={bbox}")
    assert 'class="problem"' not in page.replace('class="problem" data-failure', "")


def test_nothing_near_says_so_and_shows_the_nearest(db, client):
    make_initiative("Loin", DELHI, country="IN")
    page = get(client, "near=2.8279,50.433&radius=10")
    assert "Rien à moins de" in page
    assert CARD.findall(page) == ["loin"]


def test_a_place_typed_without_javascript_is_found_by_the_server(db, client):
    make_initiative("Ici", LENS)
    lens = Town.objects.create(
        pk=3003093, name="Lens", country="FR", population=38265, point=point(*LENS), label_zoom=7
    )
    TownName.objects.create(key="lens", town=lens, rank=TownName.Rank.MAIN, weight=4.6)
    page = get(client, "where=lens&radius=5")
    assert f'data-query="place={lens.pk}&amp;radius=5"' in page
    assert CARD.findall(page) == ["ici"]


@pytest.mark.parametrize("query", ["", "near=2.8,50.4&radius=300", "resource=water&q=eau"])
def test_the_page_costs_a_fixed_number_of_queries(atlas, client, query):
    get(client, query)
    with CaptureQueriesContext(connection) as counted:
        get(client, query)
    assert len(counted) <= 9, [q["sql"][:80] for q in counted]


def test_the_language_switch_keeps_the_question(atlas, client):
    assert "/en/explore/?resource=water" in get(client, "resource=water")


def test_when_few_sheets_say_every_word_those_the_vocabulary_knows_are_proposed(atlas, client):
    page = get(client, "q=panneaux+solaires+partagés&near=2.8279,50.433")
    assert "Chercher seulement «\xa0panneaux solaires\xa0»" in page
    link = re.search(r'href="[^"]*\?(q=panneaux[^"]*)" data-in-place>Chercher', page)[1].replace("&amp;", "&")
    wider = get(client, link)
    assert "Chercher seulement" not in wider
    assert CARD.findall(wider)[:3] == [
        "loos-en-gohelle-ville-participative",
        "mine-de-soleil-loos-en-gohelle",
        "solis-metropole-lille",
    ]
