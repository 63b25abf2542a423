import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import LILLE, make_initiative

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
        (LIST, 3),
        (f"{LIST}?q=eau", 5),
        (f"{LIST}?near=2.8,50.4", 3),
        ("/api/v1/facets/", 3),
        ("/tiles/initiatives/3/4/2.json", 2),
        ("/tiles/initiatives/3/4/2.mvt?resource=water", 2),
        (f"{LIST}la-coroutine-lille/", 3),
        ("/api/v1/journeys/sur-la-route-des-utopies-realistes/", 2),
    ],
)
def test_each_answer_costs_a_fixed_number_of_queries(atlas, client, url, queries):
    client.get(url)  # stems of words already met are remembered
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
    assert missing.json() == {"title": "Not Found", "status": 404, "detail": "Il n’y a rien à cette adresse."}


def test_a_language_we_do_not_speak_is_refused(db, client):
    assert client.get(f"{LIST}?lang=xx").json()["detail"] == "Les langues sont : fr, en."
