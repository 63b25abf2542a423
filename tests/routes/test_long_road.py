"""A journey of two thousand stages costs a page what one of twenty costs: windows, columns, and no list of siblings."""

from __future__ import annotations

import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from routes.telling import WINDOW
from tests.routes.travels import make_long

# HTML and road data, compressed; with scripts and base map (170 kB, tests/browser) they stay below 300.
MOST_KB = 110


def fetched(client, path: str):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer


def queries(client, path: str) -> int:
    fetched(client, path)
    with CaptureQueriesContext(connection) as asked:
        fetched(client, path)
    return len(asked)


def told(text: str) -> list[str]:
    return re.findall(r'data-stage="([\w-]+)"', text)


def test_two_thousand_stages_ask_no_more_queries_than_twenty_and_weigh_little(db, client):
    make_long(20, slug="breve")
    make_long(2000)
    paths = [
        "",
        "map.json",
        "?from=halte-12",
        "halte-12/",
        "map.json?around=halte-12",
        "notes/page-12/",
        "embed/",
        "feed.atom",
    ]
    counts = {slug: [queries(client, f"/fr/journeys/{slug}/{path}") for path in paths] for slug in ("breve", "longue")}
    assert counts["breve"] == counts["longue"]
    weights = [len(gzip.compress(fetched(client, f"/fr/journeys/longue/{path}").content)) for path in ("", "map.json")]
    assert sum(weights) / 1000 < MOST_KB, weights
    assert len(fetched(client, "/fr/journeys/longue/map.json?around=halte-1000").content) < 10_000


def test_every_stage_is_in_one_window_and_the_windows_lead_on(db, client):
    make_long(150)
    path, seen = "/fr/journeys/longue/", []
    while path:
        text = fetched(client, path).content.decode()
        seen += told(text)
        onward = re.search(r'<a href="\?from=([\w-]+)#[\w-]+" rel="next"', text)
        path = f"/fr/journeys/longue/?from={onward[1]}" if onward else ""
    assert seen == [f"halte-{n}" for n in range(1, 151)]


@pytest.mark.parametrize(
    ("asked", "first"), [("", 1), ("nulle-part", 1), ("halte-60", 1), ("halte-61", 61), ("halte-150", 121)]
)
def test_a_window_holds_the_stage_one_asks_for(db, client, asked, first):
    make_long(150)
    text = fetched(client, f"/fr/journeys/longue/?from={asked}").content.decode()
    assert told(text)[0] == f"halte-{first}"
    assert len(told(text)) <= WINDOW
    assert f'start="{first}"' in text
    assert f'data-first="{first - 1}"' in text


def test_the_map_is_told_of_all_stages_or_of_those_around_one(db, client):
    make_long(150)
    whole = fetched(client, "/fr/journeys/longue/map.json").json()
    part = fetched(client, "/fr/journeys/longue/map.json?around=halte-100").json()
    assert (whole["first"], whole["count"], len(whole["stops"]["lon"])) == (0, 150, 150)
    assert (part["first"], part["count"], len(part["stops"]["lon"])) == (79, 150, 41)
    assert part["stops"]["slug"][20] == "halte-100"
    assert part["stops"]["told"] == whole["stops"]["told"][79:120]
    assert set(part["notes"]["at"]) == set(range(79, 120))


def test_a_stage_of_many_pages_tells_some_and_leads_to_the_others(db, client):
    journey = make_long(1)
    stage = journey.stages.get()
    for n in range(30):
        journey.entries.create(stage=stage, slug=f"autre-{n}", title=f"Autre {n}", when="2001-01-01")
    page = fetched(client, "/fr/journeys/longue/").content.decode()
    assert page.count("data-note=") == 8
    assert "Les 31 pages du carnet écrites ici" in page
    assert fetched(client, "/fr/journeys/longue/halte-1/").content.decode().count("data-note=") == 31
