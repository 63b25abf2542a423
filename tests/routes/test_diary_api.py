"""The diary for programs: its pages as GeoJSON, in the order of the road, and nothing of what is not told (yet)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from places import index
from routes import actions
from routes.models import Entry, Journey, Stage
from tests.factories import LENS
from tests.routes.diaries import make_journey, write

TOMORROW = timedelta(days=1)


@pytest.fixture
def journey(db) -> Journey:
    """Lens, Lille, Arras; pages at Lens and Lille, one of no stage."""
    journey = make_journey()
    write(journey, "Le marché", at="Lille", when="2012-07-15", clock="18:30", point=[3.06, 50.64], precision="site")
    write(journey, "Sous la pluie", at="Lens", when="2012-07", text="Un jour de *pluie*\n\n- le marché")
    write(journey, "Sans lieu")
    return journey


def told(client, journey: Journey, query: str = "") -> dict:
    answer = client.get(f"/api/v1/journeys/{journey.slug}/diary/{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/geo+json"
    return answer.json()


def names(body: dict) -> list[str]:
    return [one["properties"]["name"] for one in body["features"]]


def keep(*rows, until) -> None:
    for some in rows:
        some.update(visible_from=until)
    index.bump()


def test_pages_come_in_the_order_of_the_road_with_what_is_known_of_them(journey, client):
    body = told(client, journey, "?lang=en")
    assert names(body) == ["Sous la pluie", "Le marché", "Sans lieu"]
    rain, market, nowhere = (one["properties"] for one in body["features"])
    assert (rain["text"], rain["date"], rain["stage"], rain["clock"]) == (
        "Un jour de pluie\nle marché",
        "2012-07",
        "lens",
        None,
    )
    assert (market["clock"], market["author"], market["precision"], market["radius"]) == ("18:30", "amel", "site", 0)
    assert market["url"] == Entry.objects.get(title="Le marché").get_absolute_url().replace("/fr/", "/en/")
    assert [one["geometry"] and one["geometry"]["coordinates"] for one in body["features"]] == [
        pytest.approx(LENS, abs=1e-4), [3.06, 50.64], None
    ]  # fmt: skip
    assert rain["radius"] == 6_000, "a page without a place is as vague as its stage, which is a town"
    assert nowhere["stage"] is None


def test_it_is_read_by_pages(journey, client):
    first = told(client, journey, "?size=2")
    assert (first["numberMatched"], first["numberReturned"], len(first["features"])) == (3, 2, 2)
    [onwards] = [link["href"] for link in first["links"] if link["rel"] == "next"]
    assert names(client.get(onwards).json()) == ["Sans lieu"]
    assert client.get(f"/api/v1/journeys/{journey.slug}/diary/?page=9").status_code == 400
    assert client.get("/api/v1/journeys/nulle-part/diary/").status_code == 404


def test_it_costs_as_many_queries_for_many_pages(journey, client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            told(client, journey)
        return len(counted)

    few = queries()
    for n in range(12):
        write(journey, f"Page {n}", at="Arras")
    assert queries() == few


def test_what_is_kept_for_later_or_taken_out_is_not_there(journey, client):
    later = Entry.everything.filter(title="Le marché")
    keep(later, until=timezone.now() + TOMORROW)
    assert names(told(client, journey)) == ["Sous la pluie", "Sans lieu"]
    keep(later, until=timezone.now() - TOMORROW)
    assert "Le marché" in names(told(client, journey))
    entry = Entry.objects.get(title="Sans lieu")
    base = Journey.objects.get(pk=journey.pk).version
    actions.revise(journey, {f"entry.{entry.pk}.removed": True}, base=base, by=journey.team.get())
    assert names(told(client, journey)) == ["Sous la pluie", "Le marché"]


def test_a_stage_that_is_kept_for_later_tells_neither_its_name_nor_its_place(journey, client):
    keep(Stage.everything.filter(slug="lens"), until=timezone.now() + TOMORROW)
    rain = next(one for one in told(client, journey)["features"] if one["properties"]["name"] == "Sous la pluie")
    assert (rain["geometry"], rain["properties"]["stage"]) == (None, None)


@pytest.mark.parametrize("state", ["draft", "waiting"])
def test_a_journey_that_is_not_published_has_no_diary_either(journey, client, state):
    Journey.everything.filter(pk=journey.pk).update(state=state)
    index.bump()
    assert client.get(f"/api/v1/journeys/{journey.slug}/diary/").status_code == 404


def test_places_are_as_vague_as_the_travellers_want(journey, client):
    actions.revise(journey, {"live_precision": "region"}, base=Journey.objects.get(pk=journey.pk).version, by=None)
    placed = [one for one in told(client, journey)["features"] if one["geometry"]]
    assert {one["properties"]["precision"] for one in placed} == {"region"}
    assert {one["properties"]["radius"] for one in placed} == {30_000}
    assert [3.06, 50.64] not in [one["geometry"]["coordinates"] for one in placed]
