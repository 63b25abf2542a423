import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from places import countries
from places.models import Initiative
from tests.factories import make_initiative

# The vocabulary, how many, where they lie, the page of cards, the same list seen by the other side.
QUERIES = 5


def listed(client, url):
    """The slugs of every page of a list, in order."""
    slugs = []
    while url:
        answer = client.get(url)
        assert answer.status_code == 200, url
        text = answer.content.decode()
        slugs += re.findall(r'data-slug="([\w-]+)"', text)
        following = re.search(r'<link rel="next" href="http://testserver([^"]+)">', text)
        url = following and following[1]
    return slugs


def by_api(client, query):
    return [feature["id"] for feature in client.get(f"/api/v1/initiatives/?{query}").json()["features"]]


@pytest.mark.parametrize(
    ("url", "query"),
    [
        ("countries/IN/", "country=IN"),
        ("countries/XK/", "country=XK"),
        ("resources/water/", "resource=water"),
        ("resources/farm-produce/", "resource=farm-produce"),
        ("themes/commons/", "theme=commons"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_lists_exactly_what_the_filter_lists(atlas, client, language, url, query):
    slugs = listed(client, f"/{language}/{url}")
    assert len(slugs) == len(set(slugs)) > 0
    assert sorted(slugs) == sorted(by_api(client, query))
    assert f"/{language}/explore/?{query}" in client.get(f"/{language}/{url}").content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_indexes_count_and_link_everything(atlas, client, language):
    text = client.get(f"/{language}/countries/").content.decode()
    assert {code for code, _n in Initiative.objects.by_country()} == set(re.findall(r"/countries/(\w\w)/\"", text))
    for name, column in (("resources", "resources"), ("themes", "themes")):
        text = client.get(f"/{language}/{name}/").content.decode()
        tiles = re.findall(
            rf'class="tile[^"]*" href="/{language}/{name}/([\w-]+)/".*?class="count">(\d+)<', text, re.DOTALL
        )
        assert {code: int(n) for code, n in tiles} == Initiative.objects.by_code(column)


def test_a_lower_case_country_is_led_to_its_address(db, client):
    answer = client.get("/en/countries/fr/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/countries/FR/")


@pytest.mark.parametrize("url", ["countries/ZZ/", "countries/zz/", "countries/France/", "resources/gold/", "themes/x/"])
def test_what_does_not_exist_is_not_found(db, client, url):
    assert client.get(f"/fr/{url}").status_code == 404


def test_a_country_without_initiative_says_so_and_leads_on(db, client):
    answer = client.get("/fr/countries/BR/")
    assert answer.status_code == 404
    text = answer.content.decode()
    assert countries.name("BR", "fr") in text
    assert 'href="/fr/explore/"' in text.split('id="main"')[1]


@pytest.mark.parametrize("number", ["0", "-1", "3", "x", "1.5", "", "9" * 5000, "%00", "1e9"])
def test_a_page_that_is_not_there_is_a_sentence(atlas, client, number):
    answer = client.get(f"/fr/countries/FR/?page={number}")
    assert answer.status_code == 404
    assert "Cette liste n’a que 2 pages." in answer.content.decode()


def test_every_page_of_a_list_has_its_own_address(atlas, client):
    here = "http://testserver/fr/countries/FR/"
    first, second = (client.get(f"/fr/countries/FR/{query}").content.decode() for query in ("", "?page=2"))
    assert f'<link rel="canonical" href="{here}">' in first
    assert f'<link rel="next" href="{here}?page=2">' in first
    assert f'<link rel="canonical" href="{here}?page=2">' in second
    assert f'<link rel="prev" href="{here}">' in second
    assert 'hreflang="en" href="http://testserver/en/countries/FR/?page=2"' in second


def test_hidden_places_alone_make_a_list_without_a_map(db, client):
    make_initiative("Refuge", None, country="PL")
    text = client.get("/fr/countries/PL/").content.decode()
    assert 'data-slug="refuge"' in text
    assert "leaflet" not in text


@pytest.mark.parametrize("url", ["countries/XK/", "countries/FR/", "resources/water/"])
def test_a_long_list_asks_no_more_than_a_short_one(atlas, client, url):
    client.get(f"/fr/{url}")  # a new connection asks PostGIS who it is, once
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/fr/{url}")
    assert len(asked) == QUERIES
