from urllib.parse import quote

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from atlas import freshness
from places import actions, index
from places.models import TermLabel
from tests.atlas.test_house import manage
from tests.factories import LENS, make_initiative

KEPT = [
    "/tiles/initiatives/3/4/2.json",
    "/tiles/initiatives/3/4/2.mvt?resource=water",
    "/api/v1/initiatives/?near=2.83,50.43",
    "/api/v1/facets/?country=FR",
    "/fr/explore/",
    "/fr/explore/results/?q=eau",
    "/en/",
]


@pytest.mark.parametrize("url", KEPT)
def test_asking_again_costs_one_query_and_an_edit_makes_the_answer_new(atlas, client, url):
    kept = client.get(url)
    assert kept.status_code == 200
    with CaptureQueriesContext(connection) as counted:
        again = client.get(url, headers={"If-None-Match": kept["ETag"]})
    assert (again.status_code, again.content, len(counted)) == (304, b"", 1)
    assert again["ETag"] == kept["ETag"]
    make_initiative("Source de Lens", LENS, resources=["water"])
    after = client.get(url, headers={"If-None-Match": kept["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != kept["ETag"]


def test_everybody_sees_an_edit_within_ten_seconds_and_its_author_at_once(atlas, client):
    assert client.get("/tiles/initiatives/3/4/2.json")["Cache-Control"] == "public, max-age=10"
    assert client.get("/fr/explore/")["Cache-Control"] == "no-cache"

    def address_of_tiles() -> str:
        return client.get("/fr/explore/").context["map_config"]["urls"]["tiles"]

    before = address_of_tiles()
    make_initiative("Source de Lens", LENS)
    assert address_of_tiles() != before
    assert client.get(before.format(z=0, x=0, y=0)).status_code == 200


def test_a_page_of_somebody_who_is_logged_in_is_theirs_alone(atlas, client, admin_client):
    everybodys = client.get("/fr/explore/")
    theirs = admin_client.get("/fr/explore/", headers={"If-None-Match": everybodys["ETag"]})
    assert theirs.status_code == 200
    assert "private" in theirs["Cache-Control"]
    assert theirs["ETag"] != everybodys["ETag"]
    tiles = admin_client.get("/tiles/initiatives/3/4/2.json")
    assert tiles["Cache-Control"] == "public, max-age=10"


def test_a_label_renamed_is_a_new_answer_too(atlas, client):
    kept = client.get("/api/v1/facets/")
    TermLabel.objects.filter(term__code="water", language="fr").update(label="Eaux vives")
    actions.relabelled()
    assert "Eaux vives" in client.get("/api/v1/facets/", headers={"If-None-Match": kept["ETag"]}).content.decode()


def test_what_is_refused_or_not_everybodys_is_never_kept(atlas, client, admin_client):
    kept = client.get("/api/v1/initiatives/")["ETag"]
    assert client.get("/api/v1/initiatives/?resource=gold")["ETag"] != kept
    assert admin_client.get("/admin/places/initiative/").get("ETag") != kept


@pytest.mark.django_db
def test_no_query_of_a_tile_takes_longer_than_a_reader_waits(client, monkeypatch):
    def endless(*_, **__):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 50")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr("atlas.tiles.cells", endless)
    answer = client.get("/tiles/initiatives/0/0/0.json")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert "trop de temps" in answer.json()["detail"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "patience"), [("/tiles/initiatives/0/0/0.json", "2s"), ("/api/v1/facets/", "4s"), ("/fr/", "6s")]
)
def test_each_kind_of_request_has_its_own_patience(client, url, patience):
    client.get(url)
    client.get(url)  # the first has read everything, which takes as long as it takes
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == (patience,)


LOST = """
from django.db import connection
from django.test import Client
client = Client(headers={"Host": "localhost"})
print(client.get("/healthz").status_code)
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_backend_pid()")
    [pid] = cursor.fetchone()
other = connection.copy()
with other.cursor() as cursor:
    cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
print(client.get("/tiles/initiatives/0/0/0.json").status_code)
"""


def test_a_connection_that_was_lost_is_opened_again(db):
    asked = connection.get_connection_params()
    url = f"postgis:///{asked['dbname']}?host={quote(asked['host'], safe='')}&user={asked['user']}"
    done = manage("shell", "-c", LOST, DATABASE_URL=url)
    assert done.stdout.split()[-2:] == ["200", "200"], done.stderr


def test_a_generation_is_seen_once_by_a_request_and_anew_by_the_next(db):
    with index.seen(freshness.opened(milliseconds=0)[0]):
        first = index.generation()
        with CaptureQueriesContext(connection) as counted:
            assert index.generation() == first
        assert len(counted) == 0
        assert index.bump() == index.generation() > first
    assert index.generation() > first


def test_a_database_that_is_gone_is_told_not_hidden(db, monkeypatch):
    calls = []

    def gone(milliseconds):
        calls.append(milliseconds)
        raise OperationalError

    monkeypatch.setattr(freshness, "_opened", gone)
    with pytest.raises(OperationalError):
        freshness.opened(milliseconds=5)
    assert len(calls) == 1  # within a transaction nothing is begun again
