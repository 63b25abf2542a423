import mapbox_vector_tile
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from places import actions, geo
from places.models import Term
from places.models.gazetteer import Town, TownName
from tests.factories import LENS, LILLE, make_initiative

LIST = "/api/v1/initiatives/"


def test_the_list_is_geojson_with_numbers_and_links(atlas, client):
    first = client.get(LIST).json()
    assert (first["type"], first["numberMatched"], first["numberReturned"]) == ("FeatureCollection", 161, 100)
    [following] = [link["href"] for link in first["links"] if link["rel"] == "next"]
    second = client.get(following).json()
    assert second["numberReturned"] == 61
    assert len({f["id"] for f in first["features"] + second["features"]}) == 161
    assert client.get(f"{LIST}?page=3").status_code == 400


def test_near_lens_features_carry_their_distance(atlas, client):
    body = client.get(f"{LIST}?near=2.8279,50.433&resource=electricity&lang=en").json()
    first = body["features"][0]["properties"]
    assert first["distance_km"] == pytest.approx(3.8, abs=0.3)
    assert first["url"] == f"/en/initiatives/{first['slug']}/"
    assert {"slug", "name", "country", "locality", "precision", "resources", "themes", "governance"} <= first.keys()


def test_list_counts_and_cells_agree(atlas, client):
    query = "resource=water&zone=southeast-asia&zone=indian-subcontinent"
    matched = client.get(f"{LIST}?{query}").json()["numberMatched"]
    counted = client.get(f"/api/v1/facets/?{query}").json()
    cells = client.get(f"/tiles/initiatives/0/0/0.json?{query}").json()["cells"]
    assert matched == counted["count"] == sum(cell["n"] for cell in cells)
    assert sum(option["count"] for option in counted["facets"]["zone"] if option["chosen"]) == matched


def test_a_sheet_is_a_feature_with_every_answer_and_source(atlas, client):
    body = client.get(f"{LIST}la-coroutine-lille/").json()
    assert body["geometry"]["coordinates"] == list(LILLE)
    assert {answer["language"] for answer in body["properties"]["answers"]} == {"fr", "en"}
    assert body["properties"]["sources"]
    assert client.get(f"{LIST}nowhere/").status_code == 404


def test_a_hidden_place_leaves_by_no_door(db, client):
    make_initiative("Cachée", at=None)
    assert client.get(f"{LIST}cachee/").json()["geometry"] is None
    assert client.get(LIST).json()["features"][0]["geometry"] is None
    assert client.get("/tiles/initiatives/0/0/0.json").json() == {"cells": []}


def test_the_road_is_solid_only_where_the_diary_tells_of_both_ends(atlas, client):
    body = client.get("/api/v1/journeys/sur-la-route-des-utopies-realistes/?lang=en").json()
    legs = [f["properties"] for f in body["features"] if f["properties"]["kind"] == "leg"]
    stages = [f["properties"] for f in body["features"] if f["properties"]["kind"] == "stage"]
    assert (len(legs), len(stages)) == (40, 41)
    assert stages[1]["name"] == "Berlin"
    assert stages[1]["date"] == "July 2012"
    for leg in legs:
        ends = [stages[leg["to"] - 2]["evidence"], stages[leg["to"] - 1]["evidence"]]
        assert leg["evidence"] == ("documented" if ends == ["documented"] * 2 else "illustrative")


@pytest.mark.parametrize(
    "door", [LIST, "/api/v1/facets/", "/tiles/initiatives/0/0/0.json", "/tiles/initiatives/0/0/0.mvt"]
)
@pytest.mark.parametrize(
    "query",
    ["bbox=foo", "near=2,95", "near=2,50&radius=-1", "near=2,50&radius=1e9", "colour=red", "page=0", "resource=gold",
     "q=" + "x" * 10_000, "q=%00", "q=%FF%FE&resource=%00", "place=0"],
)  # fmt: skip
def test_bad_input_is_400_with_a_reason_at_every_door(db, client, door, query):
    response = client.get(f"{door}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]


@pytest.mark.parametrize(
    ("url", "queries"),
    [
        (LIST, 1),
        (f"{LIST}?q=eau", 2),
        (f"{LIST}?near=2.8,50.4", 1),
        ("/api/v1/facets/", 1),
        ("/tiles/initiatives/3/4/2.json", 1),
        ("/tiles/initiatives/3/4/2.mvt?resource=water", 2),
        ("/tiles/initiatives.json", 1),
        ("/api/v1/", 1),
        ("/api/v1/search/?q=eau", 4),
        ("/api/v1/terms/", 4),
        ("/api/v1/journeys/", 3),
        ("/api/v1/schema/?format=yaml", 1),
        (f"{LIST}la-coroutine-lille/", 5),
        ("/api/v1/journeys/sur-la-route-des-utopies-realistes/", 3),
        ("/api/v1/journeys/sur-la-route-des-utopies-realistes/diary/", 3),
    ],
)
def test_each_answer_costs_a_fixed_number_of_queries(atlas, client, url, queries):
    client.get(url)  # words and Features already met are remembered
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    assert len(counted) == queries, [q["sql"][:90] for q in counted]


def test_readers_get_no_cookie_and_answers_can_be_kept_by_proxies(atlas, client):
    response = client.get(LIST)
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=10"
    assert "Vary" not in response or "Cookie" not in response["Vary"]
    again = client.get(LIST, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_every_site_may_read_and_none_may_write(db, client):
    for door in (LIST, "/api/v1/gazetteer/?q=lens", "/tiles/initiatives/0/0/0.json"):
        assert client.get(door)["Access-Control-Allow-Origin"] == "*"
        refused = client.post(door)
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert refused["Content-Type"] == "application/problem+json"
    assert "Access-Control-Allow-Origin" not in client.get("/fr/")


def test_a_sheet_that_is_not_there_is_a_problem_in_the_readers_words(db, client):
    missing = client.get("/api/v1/initiatives/nowhere/")
    detail = "Il n’y a rien à cette adresse."
    assert missing.json() == {"type": "about:blank", "title": "Not Found", "status": 404, "detail": detail}
    assert client.get("/api/v1/nowhere/?lang=en").json()["detail"] != detail


def test_a_language_we_do_not_speak_is_refused(db, client):
    assert client.get(f"{LIST}?lang=xx").json()["detail"] == "Les langues sont : fr, en."


def test_pages_are_as_long_as_asked_and_say_where_the_others_are(atlas, client):
    body = client.get(f"{LIST}?resource=water&size=10&page=2").json()
    assert (body["numberMatched"], body["numberReturned"]) == (44, 10)
    links = {link["rel"]: link["href"] for link in body["links"]}
    assert links == {
        rel: f"http://testserver{LIST}?resource=water&size=10&page={page}"
        for rel, page in {"self": 2, "first": 1, "prev": 1, "next": 3, "last": 5}.items()
    }
    everything = [f["id"] for f in client.get(f"{LIST}?resource=water").json()["features"]]
    assert [f["id"] for f in body["features"]] == everything[10:20]


def test_one_box_finds_what_words_mean_the_places_they_name_and_initiatives(atlas, client):
    found = client.get("/api/v1/search/?q=eau+népal").json()["results"]
    assert [(r["type"], r["id"], r["label"]) for r in found][:2] == [
        ("term", "resource:water", "Eau"),
        ("term", "country:NP", "Népal"),
    ]
    sheets = [r for r in found if r["type"] == "initiative"]
    assert {"chhattis-mauja-irrigation"} <= {r["id"] for r in sheets}
    for result in found:
        assert client.get(result["href"]).status_code == 200
        assert client.get(result["url"]).status_code == 200
    english = client.get("/api/v1/search/?q=electr&type=term&lang=en").json()["results"]
    assert [(r["label"], r["note"], r["url"]) for r in english] == [
        ("Electricity", "Resource", "/en/explore/?resource=electricity")
    ]


def test_near_somebody_the_places_of_that_name_close_by_come_first(atlas, client):
    for number, country, at, weight in [(1, "FR", LENS, 4.5), (2, "CH", (7.45, 46.28), 3.6)]:
        Town.objects.create(id=number, name="Lens", country=country, point=geo.point(*at), label_zoom=5)
        TownName.objects.create(town_id=number, key="lens", rank=0, weight=weight)
    asked = "/api/v1/search/?q=lens&type=place&size=1"
    assert [r["id"] for r in client.get(asked).json()["results"]] == ["1"]
    [close] = client.get(f"{asked}&near=7.4,46.2").json()["results"]
    assert (close["id"], close["lon"], close["href"]) == ("2", 7.45, f"{LIST}?place=2")


def test_a_correction_is_told(atlas, client):
    body = client.get("/api/v1/search/?q=sperefeld&type=initiative").json()
    assert body["corrected"] == [{"typed": "sperefeld", "taken_for": "spreefeld"}]
    assert body["results"][0]["id"] == "spreefeld-berlin"


def test_every_term_speaks_both_languages_and_counts_as_the_filters_do(atlas, client):
    body, more = (client.get(f"/api/v1/terms/?page={page}").json() for page in (1, 2))
    terms = {(term["vocabulary"], term["code"]): term for term in body["terms"] + more["terms"]}
    assert body["numberMatched"] == len(terms) == Term.objects.count()
    water = terms["resource", "water"]
    assert (water["labels"], water["broader"]) == ({"fr": "Eau", "en": "Water"}, None)
    assert "puits" in water["synonyms"]["fr"]
    for facet in ("resource", "activity", "governance"):
        counted = client.get("/api/v1/facets/").json()["facets"][facet]
        assert {option["code"]: option["count"] for option in counted} == {
            code: term["count"] for (vocabulary, code), term in terms.items() if vocabulary == facet and term["count"]
        }
    assert {t["vocabulary"] for t in client.get("/api/v1/terms/?vocabulary=theme").json()["terms"]} == {"theme"}


def test_a_term_tells_the_broader_one(db, client):
    broader = Term.objects.get(vocabulary="resource", code="water")
    actions.save_term(Term(vocabulary="resource", code="rain", broader=broader))
    terms = {term["code"]: term for term in client.get("/api/v1/terms/?vocabulary=resource").json()["terms"]}
    assert terms["rain"] == {
        "vocabulary": "resource", "code": "rain", "labels": {}, "synonyms": {}, "broader": "water", "count": 0
    }  # fmt: skip


def test_the_journeys_lead_to_their_roads(atlas, client):
    [journey] = client.get("/api/v1/journeys/?lang=en").json()["journeys"]
    assert (journey["stages"], journey["year"]) == (41, 2012)
    assert journey["url"] == "/en/journeys/sur-la-route-des-utopies-realistes/"
    assert client.get(journey["href"]).json()["type"] == "FeatureCollection"


def test_the_root_leads_a_program_to_every_door_and_a_person_to_the_page(atlas, client):
    links = client.get("/api/v1/").json()["links"]
    for link in links:
        if not link.get("templated"):
            asked = "?q=eau" if link["rel"] in ("search", "gazetteer") else ""
            assert client.get(link["href"] + asked).status_code == 200, link
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    led = client.get("/api/v1/", headers={"Accept": browser, "Accept-Language": "en"})
    assert (led.status_code, led["Location"]) == (302, "/en/api/")
    assert {"Accept", "Accept-Language"} <= set(led["Vary"].split(", "))
    assert (
        client.get("/api/v1/?lang=fr", headers={"Accept": browser, "Accept-Language": "en"})["Location"] == "/fr/api/"
    )
    assert client.get("/api/", headers={"Accept-Language": "en"}).status_code == 302


def test_a_tilejson_leads_to_tiles_of_the_same_question(atlas, client):
    told = client.get("/tiles/initiatives.json?resource=water&near=2.83,50.43&radius=9000&page=2").json()
    [template] = told["tiles"]
    tile = client.get(template.replace("{z}/{x}/{y}", "0/0/0"))
    layer = mapbox_vector_tile.decode(tile.content)["initiatives"]
    matched = client.get(f"{LIST}?resource=water&near=2.83,50.43&radius=9000").json()["numberMatched"]
    assert 0 < sum(f["properties"]["n"] for f in layer["features"]) == matched < 161
    [told_layer] = told["vector_layers"]
    assert set().union(*(f["properties"] for f in layer["features"])) <= told_layer["fields"].keys()
    assert (told["tilejson"], told["minzoom"], told["maxzoom"], len(told["bounds"])) == ("3.0.0", 0, 20, 4)


@pytest.mark.parametrize("door", [LIST, "/api/v1/gazetteer/?q=lens", "/tiles/initiatives/0/0/0.mvt", "/api/v1/schema/"])
def test_whoever_accepts_none_of_our_forms_is_told_which_there_are(db, client, door):
    refused = client.get(door, headers={"Accept": "image/png"})
    assert (refused.status_code, refused["Content-Type"]) == (406, "application/problem+json")
    assert "application" in refused.json()["detail"]
    assert client.get(door, headers={"Accept": "image/png,*/*;q=0.1"}).status_code == 200


def test_the_language_is_in_the_address_alone_so_that_a_proxy_may_keep_the_answer(db, client):
    for door in (LIST, "/tiles/initiatives/0/0/0.json", "/api/v1/nowhere/"):
        answer = client.get(door, headers={"Accept-Language": "en"})
        assert answer["Content-Language"] == "fr"
        assert "Accept-Language" not in answer.get("Vary", "")


def test_an_error_of_ours_is_a_problem_too(db, client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("atlas.api.facets.Search.facets", lambda self: 1 / 0)
    broken = client.get("/api/v1/facets/")
    assert (broken.status_code, broken["Content-Type"]) == (500, "application/problem+json")
