import re
from xml.etree import ElementTree

import pytest

from places.models import Initiative
from routes.models import Stage

NAMES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def urls(atlas, client):
    """{path: <url> element}"""
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {url.find("map:loc", NAMES).text.removeprefix("http://testserver"): url for url in tree}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sheet_stage_and_shelf_is_told(urls, language):
    sheets = {f"/{language}/initiatives/{slug}/" for slug in Initiative.objects.values_list("slug", flat=True)}
    stages = {
        f"/{language}/journeys/{journey}/{slug}/"
        for journey, slug in Stage.objects.values_list("journey__slug", "slug")
    }
    shelves = {f"/{language}/countries/{code}/" for code, _n in Initiative.objects.by_country()}
    shelves |= {f"/{language}/resources/{code}/" for code in Initiative.objects.by_code("resources")}
    pages = {f"/{language}/{page}" for page in ("", "explore/", "about/", "countries/", "themes/", "journeys/")}
    assert sheets | stages | shelves | pages <= urls.keys()


def test_each_names_its_translation_and_when_it_changed(urls):
    sheet = urls["/en/initiatives/la-coroutine-lille/"]
    links = {link.get("hreflang"): link.get("href") for link in sheet.findall("x:link", NAMES)}
    french, english = (f"http://testserver/{code}/initiatives/la-coroutine-lille/" for code in ("fr", "en"))
    assert links == {"fr": french, "en": english, "x-default": french}
    assert re.match(r"\d{4}-\d\d-\d\d", sheet.find("map:lastmod", NAMES).text)


def test_the_pages_say_the_same_translations_as_the_map(urls, client):
    for path in ("/fr/", "/en/initiatives/la-coroutine-lille/", "/fr/countries/IN/", "/en/resources/water/"):
        told = {(link.get("hreflang"), link.get("href")) for link in urls[path].findall("x:link", NAMES)}
        text = client.get(path).content.decode()
        assert told == set(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', text))


def test_what_is_told_is_there(urls, client):
    shelves = [path for path in urls if re.search(r"/(countries|resources|themes|about|explore)/", path)]
    assert [path for path in shelves if client.get(path).status_code != 200] == []
