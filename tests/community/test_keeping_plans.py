"""A plan kept as a journey of one's own."""

from __future__ import annotations

import pytest
from django.test import Client

from places import geo
from places.models import Town
from routes.models import Journey, Stage
from tests.community.people import make_person
from tests.factories import ARRAS, LENS, LILLE, make_initiative

pytestmark = pytest.mark.django_db
PLAN = "/fr/journeys/new/from-plan/?stops=le-puits,le-jardin,ailleurs&mode=train&from=2027-05-04&title=Voir"


@pytest.fixture
def hers() -> Client:
    client = Client()
    client.force_login(make_person("alice"), backend="django.contrib.auth.backends.ModelBackend")
    for name, at, town in (("Le puits", LENS, "Lens"), ("Le jardin", ARRAS, "Arras"), ("Ailleurs", None, "")):
        make_initiative(name, at, locality=town)
    return client


def test_it_begins_as_announced_stages_that_only_its_writer_reads(hers):
    page = hers.get(PLAN).content.decode()
    assert 'value="Voir"' in page
    assert "convenez-en avec elles" in page, "of the one without a place"
    assert not Journey.everything.exists()
    answer = hers.post(PLAN, {"title": "Voir de près"})
    journey = Journey.everything.get()
    assert answer["Location"] == f"/fr/journeys/{journey.slug}/write/"
    assert (journey.title_fr, journey.state, journey.team.get().username) == ("Voir de près", "draft", "alice")
    stages = list(Stage.everything.standing().filter(journey=journey))
    assert sorted(stage.place_fr for stage in stages) == ["Arras", "Lens"]
    assert {stage.evidence for stage in stages} == {"illustrative"}
    assert [stage.mode for stage in stages] == ["unknown", "train"]
    assert all(stage.when.startswith("2027-05-0") for stage in stages)
    assert stages[0].encounters.get().initiative.locality == stages[0].place_fr
    desk = hers.get(answer["Location"]).content.decode()
    assert "À rencontrer" in desk
    assert "Rencontres" not in desk
    assert Client().get(f"/fr/journeys/{journey.slug}/").status_code == 404


def test_without_a_title_or_a_stop_a_sentence_and_nothing_kept(hers):
    assert hers.post(PLAN, {"title": " "}).status_code == 422
    nothing = hers.post("/fr/journeys/new/from-plan/?stops=ailleurs", {"title": "Rien"})
    assert nothing.status_code == 422
    assert "pas d’étape à garder" in nothing.content.decode()
    assert not Journey.everything.exists()


def test_one_leaves_from_a_town_which_has_a_country(hers):
    Town.objects.create(id=1, name="Lille", country="FR", point=geo.point(*LILLE), label_zoom=9, population=230_000)
    hers.post(f"{PLAN}&start={LILLE[0]},{LILLE[1]}", {"title": "Voir"})
    stages = Stage.everything.standing()
    assert [(stages[0].place_fr, stages[0].country)] == [("Lille", "FR")]
    assert len(stages) == 3
