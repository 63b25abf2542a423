import random

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from geographiclib.geodesic import Geodesic

from atlas import criteria
from atlas.search import Search
from places import index
from places.models import Initiative
from places.vocabulary import Terms
from routes.models import Journey
from tests.factories import APIA, ARRAS, DELHI, LENS, LILLE, SUVA, make_initiative


def search(query, language="fr"):
    terms = Terms.read(language)
    asked = criteria.read(QueryDict(query), terms)
    assert asked.problems == ()
    return Search(asked, terms)


def slugs(query):
    return [initiative.slug for initiative in search(query).cards(0, 500)]


def test_electricity_near_lens_comes_nearest_first(atlas):
    found = search("near=2.8279,50.433&resource=electricity").cards(0, 500)
    assert [initiative.slug for initiative in found[:3]] == [
        "loos-en-gohelle-ville-participative",
        "mine-de-soleil-loos-en-gohelle",
        "solis-metropole-lille",
    ]
    kilometres = [Geodesic.WGS84.Inverse(LENS[1], LENS[0], i.point.y, i.point.x)["s12"] / 1000 for i in found]
    assert kilometres == sorted(kilometres)
    assert [i.distance.km for i in found] == pytest.approx(kilometres, abs=0.01)
    assert {i.slug for i in found} == {i.slug for i in Initiative.objects.all() if "electricity" in i.resources}


@pytest.mark.django_db
def test_distances_go_round_the_globe_and_a_radius_bounds_them():
    make_initiative("Suva", SUVA, country="FJ")
    make_initiative("Apia", APIA, country="WS")
    make_initiative("Lens", LENS)
    assert slugs(f"near={SUVA[0]},{SUVA[1]}") == ["suva", "apia", "lens"]
    assert slugs(f"near={SUVA[0]},{SUVA[1]}&radius=1200") == ["suva", "apia"]
    assert slugs("bbox=170,-20,190,-10") == ["apia", "suva"]
    assert slugs("bbox=-400,-90,400,90") == ["apia", "lens", "suva"]


@pytest.mark.django_db
def test_nothing_within_the_radius_offers_the_nearest():
    make_initiative("Delhi", DELHI, country="IN")
    asked = search(f"near={LENS[0]},{LENS[1]}&radius=10")
    assert asked.cards(0, 10) == []
    assert [initiative.slug for initiative in asked.beyond()] == ["delhi"]


@pytest.mark.django_db
def test_facets_join_by_or_within_and_by_and_between():
    make_initiative("Eau", resources=["water"], themes=["commons"])
    make_initiative("Graines", resources=["seeds"], themes=["commons"])
    make_initiative("Forêt", resources=["forest", "water"], themes=["climate"])
    assert slugs("resource=water&resource=seeds") == ["eau", "foret", "graines"]
    assert slugs("resource=water&theme=commons") == ["eau"]
    counts = {option.code: option.count for option in search("resource=seeds&theme=commons").facets()["resource"]}
    assert counts == {"seeds": 1, "water": 1}


@pytest.mark.django_db
def test_years_are_inclusive_and_leave_out_what_has_none():
    make_initiative("Ancienne", started=1169)
    make_initiative("Récente", started=2015)
    make_initiative("Sans date")
    assert slugs("until=1169") == ["ancienne"]
    assert slugs("since=2015") == ["recente"]
    assert [(o.code, o.count) for o in search("since=2015").facets()["decade"]] == [("1160", 1), ("2010", 1)]


@pytest.mark.django_db
def test_a_hidden_place_is_listed_but_near_nothing_and_in_no_view():
    make_initiative("Cachée", at=None)
    make_initiative("Visible", ARRAS)
    assert slugs("") == ["cachee", "visible"]
    assert slugs("near=2.8,50.3") == ["visible"]
    assert slugs("bbox=-180,-90,180,90") == ["visible"]


@pytest.mark.parametrize("seed", range(6))
def test_each_option_counts_what_choosing_it_would_list(atlas, seed):
    dice = random.Random(seed)
    asked = dice.sample(
        ["resource=water", "theme=commons", "zone=russia", "status=active", "q=village", "since=1990"], 2
    )
    asked += dice.choice([["near=77,28&radius=3000"], ["bbox=60,0,120,60"], ["governance=cooperative"], []])
    for facet, options in search("&".join(asked)).facets().items():
        alone = [part for part in asked if not part.startswith(facet)]
        for option in dice.sample(options, min(3, len(options))):
            if facet == "decade":
                alone = [part for part in asked if not part.startswith("since")]
                chosen = [f"since={option.code}", f"until={int(option.code) + 9}"]
            else:
                chosen = [f"{facet}={option.code}"]
            assert option.count == search("&".join([*alone, *chosen])).count, (facet, option)


def test_initiatives_along_the_journey_lie_along_it(atlas):
    found = set(slugs("journey=sur-la-route-des-utopies-realistes&within=30"))
    assert {"la-coroutine-lille", "uus-maailm-tallinn", "great-baikal-trail"} <= found
    assert "auroville-township" in found
    assert found < set(slugs("journey=sur-la-route-des-utopies-realistes&within=300"))


@pytest.mark.parametrize(("query", "bound"), [("", 3), ("near=2.8,50.4&resource=water", 4), ("q=eau", 5)])
def test_a_list_costs_the_same_queries_whatever_its_length(atlas, query, bound):
    search(query).cards(0, 1)  # what is kept until the next generation is read
    asked = search(query)
    with CaptureQueriesContext(connection) as queries:
        assert len(asked.cards(0, 100)) > 20
    assert len(queries) <= bound


@pytest.mark.django_db
def test_lille_is_nearer_to_lens_than_delhi_for_cards_too():
    make_initiative("Lille", LILLE, answers={("summary", "en"): "Only English."})
    [card] = search("near=2.8279,50.433").cards(0, 10)
    assert card.summary == {"text": "Only English.", "language": "en"}
    assert round(card.distance.km) == 28


def test_along_the_journey_they_come_in_its_order(atlas):
    asked = "journey=sur-la-route-des-utopies-realistes&within=50"
    found = slugs(asked)
    order = found.index("energethic-ambricourt") if "energethic-ambricourt" in found else 0
    assert order < len(found) / 4, "home is where the road begins"
    assert found != sorted(found)
    assert set(slugs(f"{asked}&resource=water")) < set(found)
    assert [slug for slug in found if slug in set(slugs(f"{asked}&resource=water"))] == slugs(f"{asked}&resource=water")


def test_with_several_journeys_the_form_offers_each_and_the_first_pages_show_the_atlas_s_own(atlas, client):
    other = Journey.objects.create(slug="a-pied", title_fr="À pied", year=1990)
    page = client.get("/fr/explore/").content.decode()
    assert '<option value="a-pied">' in page
    assert '"journey": "sur-la-route-des-utopies-realistes"' in page
    assert 'value="a-pied" selected' in client.get("/fr/explore/?journey=a-pied").content.decode()
    assert client.get("/fr/").context["journey"].slug == "sur-la-route-des-utopies-realistes"
    other.state = "draft"
    other.save()
    index.bump()
    assert "a-pied" not in client.get("/fr/explore/").content.decode()
