"""What a team reads before everybody may: on its desk in words, and as the pages it will be; to nobody else, anywhere."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from community.journeys import showing
from routes import actions
from routes.models import Entry, Journey, Stage
from tests.community.people import make_person
from tests.community.test_journeys import alice, entered, hers, journey, where
from tests.factories import ARRAS

__all__ = ["alice", "hers", "journey"]

pytestmark = pytest.mark.django_db

SECRET = "Nous dormons à l’ancienne gare."


@pytest.fixture
def late(journey, alice) -> Journey:
    """Everybody reads of Lens; a page there and the stage at Arras, of today, wait for a week."""
    today = timezone.localdate()
    stages = Stage.everything.standing().filter(journey=journey)
    said = {f"stage.{stage.pk}.when": (today - timedelta(days=60)).isoformat() for stage in stages}
    actions.revise(journey, said | {"delay_days": 7, "live_precision": "city"}, base=journey.version, by=alice)
    arras = {"place_fr": "Arras-la-Secrète", "country": "FR", "point": list(ARRAS), "when": today.isoformat()}
    stage = actions.add_stage(journey, arras, by=alice)
    page = {"title": "La gare", "text": SECRET, "when": today.isoformat()}
    actions.add_entry(journey, page | {"stage": stage.pk, "point": list(ARRAS)}, by=alice)
    actions.hand_in(journey, shown=True)
    journey.refresh_from_db()
    return journey


def previews(journey: Journey) -> list[str]:
    home = f"/fr/journeys/{journey.slug}/preview/"
    stage = Stage.everything.standing().filter(journey=journey).order_by("order").last()
    entry = Entry.everything.standing().filter(journey=journey).first()
    return [home, f"{home}map.json", f"{home}{stage.slug}/", *([f"{home}notes/{entry.slug}/"] if entry else [])]


def told(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_team_reads_the_whole_journey_as_everybody_will(hers, late):
    home, drawn, stage, entry = previews(late)
    assert "Arras-la-Secrète" in told(hers, home)
    assert "La gare" in told(hers, home)
    assert hers.get(drawn).json()["stops"]["name"][-1] == "Arras-la-Secrète"
    assert hers.get(drawn).json()["notes"]["name"] == ["La gare"]
    assert "étape 4 sur 4" in told(hers, stage)
    assert SECRET in told(hers, entry)
    draft = actions.create({"title_fr": "Un brouillon"}, by=late.team.get())
    assert "Aperçu" in told(hers, f"/fr/journeys/{draft.slug}/preview/"), "before it has a stage, too"


def test_nobody_else_reads_it_there_or_anywhere(hers, late, moderator):
    addresses = previews(late)
    for client, expected in ((Client(), 403), (entered(make_person("chloe")), 403), (moderator, 200)):
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code in (expected, 302 if expected == 403 else 200), address
            assert expected == 200 or ("Secrète" not in str(answer.content) and SECRET not in answer.content.decode())
    public = addresses[0].replace("preview/", "")
    for reader in (Client(), hers):  # the public page stays everybody's, its team's too
        page = told(reader, public)
        assert "Lens" in page
        assert "Secrète" not in page
        assert "La gare" not in page
        assert "Secrète" not in told(reader, f"{public}map.json")
    for address in addresses[2:]:
        assert Client().get(address.replace("preview/", "")).status_code == 404
    ground = f"{addresses[0]}ground.svg"
    assert hers.get(ground)["Content-Type"] == "image/svg+xml"
    assert Client().get(ground).status_code == 302
    late.team.clear()
    assert {hers.get(address).status_code for address in addresses} == {403}


def test_a_preview_says_that_it_is_one_and_is_neither_found_nor_kept(hers, late):
    for address in previews(late):
        answer = hers.get(address)
        assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))
        assert "ETag" not in answer
        if not address.endswith(".json"):
            page = answer.content.decode()
            assert "preview-mark" in page
            assert '<meta name="robots" content="noindex">' in page
            assert "canonical" not in page
            assert "og:" not in page
            assert f"/journeys/{late.slug}/road." not in page, "no file to take along: it would be everybody's"
            assert f"/journeys/{late.slug}/feed.atom" not in page


def test_from_a_preview_one_goes_on_in_the_preview(hers, late):
    """But for the desk, no address of the journey in it leads to what others see (or do not)."""
    for address in previews(late):
        if address.endswith(".json"):
            assert hers.get(address).json()["home"] == previews(late)[0]
            continue
        main = told(hers, address).partition("<main")[2].partition("</main>")[0]
        links = set(re.findall(rf'href="(/fr/journeys/{late.slug}/[^"]*)"', main))
        assert {link.split("/")[4] for link in links} <= {"preview", "write"}
        assert any("/preview/" in link for link in links)
        for link in links:
            assert hers.get(link.partition("#")[0]).status_code == 200, link


def test_a_preview_shows_no_more_of_photos_and_of_what_was_taken_out_than_everybody_will_see(hers, late, alice):
    entry = Entry.everything.standing().get(journey=late)
    gone = actions.add_entry(late, {"title": "Une page retirée", "text": "x"}, by=alice)
    late.refresh_from_db()
    actions.revise(late, {f"entry.{gone.pk}.removed": True}, base=late.version, by=alice)
    home = previews(late)[0]
    assert "Une page retirée" not in told(hers, home)
    assert hers.get(f"{home}notes/{gone.slug}/").status_code == 404
    assert entry.title in told(hers, home)


def test_the_desk_says_what_everybody_reads_from_when_and_how_vague_its_place_is(hers, late):
    desk = told(hers, where(late))
    due = showing.day(Stage.everything.get(journey=late, place_fr="Arras-la-Secrète").visible_from)
    rows = dict(re.findall(r'data-name="([^"]+)">(.*?)</li>', desk, re.DOTALL))
    assert "chacun la lit · lieu montré à la ville près" in rows["Lens"]
    assert f"paraîtra le {due}" in rows["Arras-la-Secrète"]
    assert "2 étapes et pages attendent encore" in desk
    Stage.everything.filter(journey=late).update(visible_from=timezone.now() - timedelta(minutes=1))
    assert "paraîtra" not in re.findall(r'data-name="Arras.*?</li>', told(hers, where(late)), re.DOTALL)[0]


def test_a_page_that_is_read_before_its_stage_says_so(late):
    entry = Entry.everything.select_related("stage").get(journey=late)
    entry.visible_from = None
    assert "sans son étape avant le" in showing.of(late, entry).said
    late.state = "draft"
    assert showing.of(late, entry).said == "paraîtra avec le voyage"
    assert "pas avant le" in showing.of(late, entry.stage).said
    assert not showing.of(late, entry.stage).is_late, "nothing of a draft is late"


@pytest.mark.parametrize(
    ("delay", "said"), [(0, "montre à chacun tout ce qui a été écrit avant"), (7, "reste à l’équipe tant que")]
)
def test_where_one_publishes_it_is_said_what_its_history_will_show(hers, journey, delay, said):
    Journey.everything.update(delay_days=delay)
    assert said in told(hers, where(journey))
    actions.hand_in(journey, shown=False)
    assert said in told(hers, where(journey)), "it waits, and can still be changed"
    actions.hand_in(journey, shown=True)
    assert said not in told(hers, where(journey))


def test_a_preview_costs_as_many_queries_for_many_stages_as_for_few(
    hers, journey, alice, django_assert_max_num_queries
):
    home = f"/fr/journeys/{journey.slug}/preview/"
    hers.get(home)
    actions.add_stages(
        journey, [{"place_fr": f"Halte {n}", "country": "FR", "point": list(ARRAS)} for n in range(20)], by=alice
    )
    with django_assert_max_num_queries(40):
        hers.get(home)
