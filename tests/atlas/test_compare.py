"""Sheets side by side: what is the same, what differs, what cannot be compared, and what bad addresses get."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from atlas.choosing import asked
from atlas.compare import Mark, Verdict, marks, table, verdict
from places import geo
from places.models import Initiative, Town, TownName
from places.templatetags.sheets import away
from places.vocabulary import Terms
from tests.factories import APIA, DELHI, LENS, LILLE, SUVA, make_initiative

pytestmark = pytest.mark.django_db
COLUMN = re.compile(r'class="compare-name" href="/\w\w/initiatives/([^/"]+)/"')
FOUR = ("subak-jatiluwih", "mine-de-soleil-loos-en-gohelle", "spreefeld-berlin", "kachorwa-community-seed-bank")


def get(client, query, language="fr"):
    response = client.get(f"/{language}/compare/?{query}")
    assert response.status_code == 200
    return response.content.decode()


def rows(*slugs):
    shown = [Initiative.objects.for_sheet().get(slug=slug) for slug in slugs]
    made = table(shown, Terms.read("fr"))
    return {row.name: row for row in (*made.facts, *made.answers)}, made


def texts(row):
    return [[part.text for part in cell.parts] for cell in row.cells]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["a", "a", "a"], Verdict.SAME),
        (["a", "b", None], Verdict.DIFFERS),
        (["a", "a", None], Verdict.OPEN),
        (["a", None], Verdict.OPEN),
        ([None, None], Verdict.OPEN),
    ],
)
def test_what_is_not_known_neither_agrees_nor_differs(values, said):
    assert verdict(values) == said


def test_a_term_is_shared_by_all_by_some_or_one_sheets_own():
    assert marks([["water", "land"], ["water", "land"], ["water", "seeds"]]) == {
        "water": Mark.SHARED,
        "land": Mark.SOME,
        "seeds": Mark.ONLY,
    }
    assert marks([["water"], []]) == {}, "beside silence nothing is a difference"
    assert marks([["water"], ["water"], []])["water"] == Mark.SOME, "of three, two is not all"


def test_facts_stand_side_by_side_with_what_differs():
    common = {"resources": ["water"], "status": "active", "decisions": ["unknown"]}
    make_initiative("Un", LENS, governance="association", started=1990, people=40, people_unit="households", **common)
    make_initiative(
        "Deux", LILLE, governance="cooperative", started=1990, people=90, people_unit="households", **common
    )
    row, _made = rows("un", "deux")
    assert (row["resource"].verdict, row["governance"].verdict) == (Verdict.SAME, Verdict.DIFFERS)
    assert (row["started"].verdict, row["people"].verdict) == (Verdict.SAME, Verdict.DIFFERS)
    assert texts(row["decision"]) == [[], []], "« unknown » is told by nobody"
    assert texts(row["people"]) == [["40 foyers"], ["90 foyers"]]


def test_numbers_that_count_different_things_are_not_compared():
    make_initiative("Un", LENS, people=40, people_unit="households")
    make_initiative("Deux", LILLE, people=40, people_unit="people")
    make_initiative("Trois", LILLE, people=50, people_unit="people")
    row = rows("un", "deux")[0]["people"]
    assert row.verdict == Verdict.OPEN
    assert "même chose" in row.note
    assert rows("un", "deux", "trois")[0]["people"].verdict == Verdict.DIFFERS, "the two that count people do"


def test_each_question_has_the_best_language_there_is_and_says_which(client):
    make_initiative("Un", LENS, answers={("origin", "fr"): "Né d’une source.", ("future", "ur"): "امید"})
    make_initiative("Deux", LILLE, answers={("origin", "en"): "It's a well."})
    row, made = rows("un", "deux")
    assert [cell.told.foreign for cell in row["origin"].cells] == ["", "anglais"]
    assert row["future"].cells[1].told is None
    assert "replicate" in made.untold
    assert "origin" not in made.untold
    page = get(client, "with=un,deux")
    assert '<div lang="ur" dir="auto"><p>امید</p>' in page
    assert '<div lang="en" dir="auto"><p>It’s a well.</p>' in page
    assert page.index("Comment c’est né") < page.index("Espoirs et craintes")


def test_distances_are_those_of_the_lists_and_a_hidden_place_has_none(client):
    lens = make_initiative("Un", LENS)
    make_initiative("Deux", DELHI, country="IN", precision="city")
    make_initiative("Caché", None, slug="cache")
    page = get(client, "with=un,deux,cache&near=3.0586,50.633")
    said = Initiative.objects.near(lens.point).get(slug="deux").distance
    assert geo.metres(lens.point, geo.point(*DELHI)) == pytest.approx(said.m, abs=0.01)
    with translation.override("fr"):
        assert page.count(f'<td role="cell">{away(said, True)}</td>') == 2  # there and back
    assert page.count("lieu non montré") >= 5  # four in the table of distances, one from the reader's place
    assert "Depuis 50.63, 3.06" in page


def test_the_map_holds_all_of_them_across_the_antimeridian(client):
    make_initiative("Fidji", SUVA, country="FJ")
    make_initiative("Samoa", APIA, country="WS")
    page = get(client, "with=fidji,samoa")
    [bounds] = re.findall(r'"bounds": \[\[(.*?)\], \[(.*?)\]\]', page)
    west, east = (float(corner.split(", ")[1]) for corner in bounds)
    assert 0 < east - west < 11
    assert '"letter": "A"' in page


def test_columns_can_be_taken_out_and_moved(atlas, client):
    page = get(client, f"with={','.join(FOUR[:3])}&near=2.83,50.43")
    assert COLUMN.findall(page) == list(FOUR[:3])
    a, b, c = FOUR[:3]
    for order in (f"{b},{c}", f"{b},{a},{c}", f"{a},{c},{b}"):
        assert f'href="/fr/compare/?with={order}&amp;near=2.83,50.43"' in page


@pytest.mark.parametrize(
    ("query", "columns", "sentence"),
    [
        ("with=un,nowhere,deux", ["un", "deux"], "nowhere"),
        ("with=un,deux,un", ["un", "deux"], ""),
        ("with=un,de%00ux,deux", ["un", "deux"], "deux"),
        (f"with=un,{'x' * 10_000},deux", ["un", "deux"], "xxx…"),
        ("with=%3Cscript%3E,un,deux", ["un", "deux"], "&lt;script&gt;"),
        ("with=un,deux,trois,quatre,cinq", ["un", "deux", "trois", "quatre"], "quatre premières"),
        ("with=x,un,y,deux,trois,quatre", ["un", "deux", "trois", "quatre"], "« x »"),
        (f"with=un,deux,{','.join(f'n{n}' for n in range(500))}", ["un", "deux"], "quatre initiatives au plus"),
        ("with=,,un,%20deux%20,", ["un", "deux"], ""),
        ("with=un,deux&near=2,95", ["un", "deux"], "latitude"),
        ("with=un,deux&place=99999999999", ["un", "deux"], "répertoire"),
        ("with=un,deux&colour=red", ["un", "deux"], "colour"),
    ],
)
def test_bad_input_gets_a_sentence_and_the_others_are_shown(client, query, columns, sentence):
    for name in ("Un", "Deux", "Trois", "Quatre", "Cinq"):
        make_initiative(name, LENS)
    page = get(client, query)
    assert COLUMN.findall(page) == columns
    said = " ".join(re.findall(r'<p class="problem">(.*?)</p>', page))
    assert bool(said) == bool(sentence)
    assert sentence in said.replace("\xa0", " ")
    assert len(page) < 60_000


@pytest.mark.parametrize("query", ["", "with=", "with=nowhere", "with=spreefeld-berlin"])
def test_none_or_one_explains_how_to_choose(atlas, client, query):
    page = get(client, query)
    assert "<h1>Mettre des initiatives côte à côte</h1>" in page
    assert "/fr/explore/" in page
    assert ('href="/fr/compare/?with=spreefeld-berlin,' in page) == ("spreefeld" in query), "the nearest are proposed"


def test_a_form_without_a_script_leads_to_the_one_address(client):
    lens = Town.objects.create(
        pk=3003093, name="Lens", country="FR", population=38265, point=geo.point(*LENS), label_zoom=7
    )
    TownName.objects.create(key="lens", town=lens, rank=TownName.Rank.MAIN, weight=4.6)
    answer = client.get("/fr/compare/?with=a&with=b,c&near=2.83,50.43")
    assert (answer.status_code, answer["Location"]) == (302, "/fr/compare/?with=a,b,c&near=2.83,50.43")
    answer = client.get("/fr/compare/?with=a,b&where=lens")
    assert (answer.status_code, answer["Location"]) == (302, "/fr/compare/?with=a,b&place=3003093")


def test_two_cost_as_many_queries_as_four(atlas, client):
    counts = []
    get(client, f"with={FOUR[0]}")  # the vocabulary is read once
    for chosen in (FOUR[:2], FOUR):
        with CaptureQueriesContext(connection) as counted:
            get(client, f"with={','.join(chosen)}&near=2.83,50.43")
        counts.append(len(counted))
    assert counts[0] == counts[1] <= 6


@pytest.mark.parametrize("path", ["explore/", "countries/DE/", "initiatives/spreefeld-berlin/"])
def test_ticks_stay_in_every_pages_form_and_links(atlas, client, path):
    page = client.get(f"/fr/{path}?with=subak-jatiluwih,spreefeld-berlin").content.decode()
    bar = page[page.index('id="compare-form"') :]
    offered = 'value="spreefeld-berlin" form="compare-form" autocomplete="off" checked>' in page
    assert offered == (path != "explore/")
    assert ('<input type="hidden" name="with" value="spreefeld-berlin">' in bar) != offered, "a tick speaks for itself"
    assert bar.count('data-slug="') == 2
    assert '<input type="hidden" name="with" value="subak-jatiluwih">' in bar, "its tick is on another page"
    assert "?with=subak-jatiluwih,spreefeld-berlin" in page.replace("%2C", ",")


def test_ticks_travel_with_a_question_and_change_nothing_of_it(atlas, client):
    plain = client.get("/api/v1/initiatives/?resource=water").json()
    for value in ("spreefeld-berlin", "nowhere", quote("a\x00"), "x" * 10_000, ",,,"):
        ticked = client.get(f"/api/v1/initiatives/?resource=water&with={value}")
        assert ticked.status_code == 200
        assert ticked.json()["features"] == plain["features"]
    assert client.get("/tiles/initiatives/0/0/0.json?with=a,b").status_code == 200
    page = client.get("/fr/explore/?with=a,b,c,d,e&zone=russia&q=eau").content.decode()
    assert 'data-query="q=eau&amp;zone=russia&amp;with=a%2Cb%2Cc%2Cd"' in page


def test_an_address_may_ask_the_same_one_in_many_ways():
    assert asked(["a,b", "b", " c ,a"]) == asked(["a,b,c"])
    assert asked(["a b,é,a/b,A_1"]).slugs == ("A_1",)


def test_nothing_ticked_costs_no_query(atlas, client):
    def queries(query):
        with CaptureQueriesContext(connection) as counted:
            client.get(f"/fr/about/?{query}")
        return len(counted)

    assert queries("with=spreefeld-berlin,subak-jatiluwih") == queries("") + 1
