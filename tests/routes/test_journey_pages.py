"""The journey beside its map, its stages' own pages, their index: what they tell, in which order, at what cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from places import geo
from places.models import Initiative
from routes.choices import Certainty, Evidence, Mode
from routes.models import Encounter, Entry, Journey, Stage
from routes.telling import NEARBY_BESIDE_A_STAGE
from tests.factories import ARRAS, DELHI, LENS, LILLE, make_initiative

ROAD = "sur-la-route-des-utopies-realistes"
# The journey, all its stops; stages with whom they met and who is near, what was written there; how many it met, and what they make;
# whether it has tracks.
JOURNEY_QUERIES = 8
# The journey, the stage, those beside it, how it was reached, what was written there, its rank, whether there are tracks.
STAGE_QUERIES = 9


def html(client, path="", language="fr"):
    response = client.get(f"/{language}/journeys/{path}")
    assert response.status_code == 200
    return response.content.decode()


def told(text):
    """{slug of a stage: its part of the journey's page}, in the page's order."""
    road = text.split('class="road-known"')[0]
    parts = [part.partition(">") for part in re.split(r'<li class="stage ', road)[1:]]
    return {re.search(r'data-stage="([\w-]+)"', mark)[1]: part for mark, _, part in parts}


def words(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def make_journey(*places, slug="route"):
    """A journey through ((lon, lat), evidence) places; its stages are « a », « b », …"""
    journey = Journey.objects.create(slug=slug, title_fr="La route", title_en="The road")
    for order, (at, evidence) in enumerate(places, start=1):
        name = "abcdefgh"[order - 1]
        Stage.objects.create(
            journey=journey,
            order=order,
            slug=name,
            place_fr=name.upper(),
            country="FR",
            point=geo.point(*at),
            evidence=evidence,
        )
    return journey


@pytest.fixture
def short(db):
    return make_journey((LENS, Evidence.DOCUMENTED), (LILLE, Evidence.ILLUSTRATIVE), (DELHI, Evidence.DOCUMENTED))


def queries(client, path):
    client.get(f"/fr/journeys/{path}")
    with CaptureQueriesContext(connection) as asked:
        html(client, path)
    return len(asked)


def test_all_stages_come_in_order(atlas, client):
    parts = told(html(client, f"{ROAD}/"))
    assert [int(words(part).split()[0]) for part in parts.values()] == list(range(1, 42))
    assert list(parts) == list(Stage.objects.order_by("order").values_list("slug", flat=True))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_illustrative_stages_and_no_others_say_so_in_words(atlas, client, language):
    parts = told(html(client, f"{ROAD}/", language))
    for stage in Stage.objects.all():
        part = words(parts[stage.slug])
        assert ("illustrative" in part.lower()) == (not stage.is_documented), (stage, part)


def test_an_illustrative_stage_without_a_note_still_says_so(short, client):
    parts = told(html(client, "route/"))
    assert "illustrative" in words(parts["b"])
    assert "illustrative" not in words(parts["a"])
    assert "llustrative" in words(html(client, "route/b/").split("<h1>")[1].split("<figure")[0])


def test_only_a_journey_that_announced_countries_is_drawn_after_them(short, client):
    pages = "route/", "route/b/"
    assert not any("pays annoncés" in html(client, page) for page in pages)
    assert all("seulement annoncée" in html(client, page) for page in pages)
    Journey.objects.update(planned_countries=["FR"])
    assert all("d’après les pays annoncés" in html(client, page) for page in pages)


def test_encounters_lead_to_their_sheets_or_keep_their_name(atlas, client):
    berlin = Stage.objects.get(place_fr="Berlin")
    for text in (told(html(client, f"{ROAD}/"))[berlin.slug], html(client, f"{ROAD}/{berlin.slug}/")):
        assert re.search(r'href="/fr/initiatives/spreefeld-berlin/">Spreefeld', text)
        assert "id22" in words(text)
        assert not re.search(r"<a[^>]*>\s*id22", text)


def test_who_is_near_comes_nearest_first_and_not_beyond_fifty_kilometres(short, client):
    make_initiative("Arras", ARRAS)
    make_initiative("Lens", LENS)
    make_initiative("Lille", LILLE)
    make_initiative("Dedans", (LENS[0], LENS[1] + 0.44))  # 49 km
    make_initiative("Dehors", (LENS[0], LENS[1] + 0.46))  # 51 km
    for text, shown in (
        (told(html(client, "route/"))["a"], NEARBY_BESIDE_A_STAGE),
        (html(client, "route/a/").split("<footer")[0], 4),
    ):
        assert re.findall(r'/fr/initiatives/([\w-]+)/"', text) == ["lens", "arras", "lille", "dedans"][:shown]


def test_who_was_met_is_not_said_again_to_be_near(short, client):
    met = make_initiative("Lens", LENS)
    Encounter.objects.create(stage=short.stages.get(slug="a"), initiative=met, name="Lens")
    for text in (told(html(client, "route/"))["a"], html(client, "route/a/").split("<footer")[0]):
        assert re.findall(r'/fr/initiatives/([\w-]+)/"', text) == ["lens"]


def test_a_crowd_is_told_in_part_and_leads_to_the_map(short, client):
    for n in range(9):
        make_initiative(f"Lens {n}", LENS)
    part = told(html(client, "route/"))["a"]
    assert 1 < len(re.findall(r"/fr/initiatives/", part)) < 9
    assert f"/fr/explore/?near={LENS[0]},{LENS[1]}&amp;radius=50" in part


def test_a_hidden_place_is_near_no_stage(short, client):
    make_initiative("Refuge", None)
    assert "Refuge" not in html(client, "route/") + html(client, "route/a/")


def test_dates_are_in_the_readers_language(atlas, client):
    slug = Stage.objects.get(place_fr="Saint-Pétersbourg").slug
    assert "3 août 2012 – 4 août 2012" in words(told(html(client, f"{ROAD}/"))[slug])
    for text in (told(html(client, f"{ROAD}/", "en"))[slug], html(client, f"{ROAD}/{slug}/", "en")):
        assert re.search("3 August 2012", words(text))


def test_a_supposed_mode_says_so(short, client):
    short.stages.filter(slug="b").update(mode=Mode.TRAIN, mode_certainty=Certainty.INFERRED)
    short.stages.filter(slug="c").update(mode=Mode.BUS, mode_certainty=Certainty.DOCUMENTED)
    parts = {slug: words(part) for slug, part in told(html(client, "route/")).items()}
    assert re.search(r"en train \(déduit\)", parts["b"])
    assert re.search(r"en car(?! \()", parts["c"])


def test_what_is_inferred_or_announced_is_told(atlas, client):
    french, english = (words(html(client, f"{ROAD}/", language)) for language in ("fr", "en"))
    assert "2012 ( année déduite )" in french or "2012 (année déduite)" in french
    assert "Le journal ne donne que des jours et des mois" in french
    assert "The diary gives only days and months" in english
    for text, name in ((french, "Mongolie"), (english, "Mongolia")):
        assert name in text
        assert "Stéphanie Bost" in text
    assert french.count("Naissance") == 1
    assert "Birth" in english


@pytest.mark.parametrize(("language", "place"), [("fr", "Cracovie"), ("en", "Krak")])
def test_both_languages_name_places_in_their_own(atlas, client, language, place):
    assert place in words(html(client, f"{ROAD}/", language))


@pytest.mark.parametrize("path", ["nowhere/", "nowhere/a/", "route/nowhere/"])
def test_what_is_unknown_is_not_found(short, client, path):
    assert client.get(f"/fr/journeys/{path}").status_code == 404


def test_a_stage_of_another_journey_is_not_found(short, client):
    make_journey((LENS, Evidence.DOCUMENTED), slug="autre")
    assert client.get("/fr/journeys/autre/c/").status_code == 404


def test_each_stage_leads_to_the_ones_beside_it(short, client):
    ways = {
        slug: re.findall(r'rel="(prev|next)" href="/fr/journeys/route/(\w)/"', html(client, f"route/{slug}/"))
        for slug in "abc"
    }
    assert ways == {"a": [("next", "b")], "b": [("prev", "a"), ("next", "c")], "c": [("prev", "b")]}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_stage_of_the_road_can_be_read(atlas, client, language):
    for slug in Stage.objects.values_list("slug", flat=True):
        html(client, f"{ROAD}/{slug}/", language)


def test_sources_of_a_stage_open_apart(atlas, client):
    stage = Stage.objects.get(place_fr="Tallinn")
    for text in (told(html(client, f"{ROAD}/"))[stage.slug], html(client, f"{ROAD}/{stage.slug}/")):
        for url in stage.sources:
            assert f'<a href="{url.replace("&", "&amp;")}" rel="noopener external">' in text


def test_the_index_leads_to_each_journey(short, client):
    assert 'href="/fr/journeys/route/"' in html(client)
    assert "The road" in html(client, language="en")


def test_the_index_without_a_journey_says_so(db, client):
    assert "Aucun voyage" in html(client)


def test_a_journey_of_which_nothing_is_out_yet_says_so(db, client):
    journey = make_journey()
    page, listed = html(client, "route/"), html(client)
    assert "La route" in page
    for text in (page, listed):
        assert "Rien n’est encore paru." in text
    assert "Étape par étape" not in page
    assert "étapes</dt>" not in page
    assert not re.search(r"\b0 étape", listed)
    Entry.objects.create(journey=journey, slug="page", title="En attendant", text="Rien que du vent.")
    page = html(client, "route/")
    assert "En attendant" in page
    assert "Rien n’est encore paru." not in page


def test_a_journey_that_is_only_announced_says_so_and_counts_nothing_told(db, client):
    make_journey((LENS, Evidence.ILLUSTRATIVE), (LILLE, Evidence.ILLUSTRATIVE))
    assert "2 étapes, seulement annoncées." in html(client)
    page = html(client, "route/")
    assert "étapes, seulement annoncées</dt>" in page
    assert "rencontres</dt>" not in page


def test_a_long_road_asks_no_more_than_a_short_one(atlas, client):
    make_journey((LENS, Evidence.DOCUMENTED), (DELHI, Evidence.ILLUSTRATIVE))
    assert Initiative.objects.exists()
    assert [queries(client, f"{slug}/") for slug in (ROAD, "route")] == [JOURNEY_QUERIES] * 2
    stages = [f"{ROAD}/{Stage.objects.get(place_fr='Berlin').slug}/", "route/b/"]
    assert [queries(client, path) for path in stages] == [STAGE_QUERIES] * 2


def test_many_journeys_ask_no_more_than_one(short, client):
    one = queries(client, "")
    for n in range(3):
        make_journey((LENS, Evidence.DOCUMENTED), slug=f"autre-{n}")
    assert queries(client, "") == one == 3
