import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from places.models import Initiative
from tests.factories import LENS, make_initiative


@pytest.fixture
def editor(client, db):
    client.force_login(get_user_model().objects.create_superuser("chloe"))
    return client


def form_of(initiative, **changes):
    """What the browser sends back when an editor saves a sheet as it stands, with some fields changed."""
    blank = {"answers-TOTAL_FORMS": 0, "answers-INITIAL_FORMS": 0, "sources-TOTAL_FORMS": 0, "sources-INITIAL_FORMS": 0}
    columns = "slug name name_local zone country admin1 locality precision location_note status governance people_unit confidence"
    kept = {column: getattr(initiative, column) for column in columns.split()}
    lists = {column: getattr(initiative, column) for column in ("resources", "themes", "decisions")}
    point = {"point_lon": initiative.point.x, "point_lat": initiative.point.y}
    return {**kept, **lists, **point, **blank, **changes}


def test_an_editor_moves_a_point_and_answers_a_question_and_the_search_knows_it(editor):
    initiative = make_initiative("Mare", LENS, resources=["water"])
    answer = {
        "answers-TOTAL_FORMS": 1,
        "answers-0-question": "summary",
        "answers-0-language": "fr",
        "answers-0-text": "Une grenouillère.",
    }
    url = reverse("admin:places_initiative_change", args=[initiative.pk])
    response = editor.post(url, form_of(initiative, point_lon="2.9", resources=["water", "land"], **answer))
    assert response.status_code == 302, response.context["errors"]
    initiative.refresh_from_db()
    assert (initiative.point.x, initiative.resources) == (2.9, ["water", "land"])
    listed = editor.get("/api/v1/initiatives/?q=grenouillères").json()
    assert [f["id"] for f in listed["features"]] == ["mare"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"point_lat": "95"}, "90"),
        ({"point_lon": ""}, "longitude et une latitude"),
        ({"precision": "hidden"}, "non montré"),
        ({"resources": ["gold"]}, "gold"),
        ({"people": "3"}, "personnes"),
    ],
)
def test_a_wrong_entry_gets_a_sentence_and_keeps_what_was_typed(editor, change, sentence):
    initiative = make_initiative("Mare", LENS)
    url = reverse("admin:places_initiative_change", args=[initiative.pk])
    response = editor.post(url, form_of(initiative, name="Nouveau nom", **change), headers={"Accept-Language": "fr"})
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Nouveau nom" in page
    assert Initiative.objects.get().name == "Mare"


@pytest.mark.parametrize("name", ["places_initiative", "places_term", "routes_journey", "routes_stage"])
def test_every_list_of_the_desk_costs_a_few_queries_whatever_it_holds(atlas, editor, name):
    with CaptureQueriesContext(connection) as queries:
        assert editor.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert len(queries) <= 8
    assert editor.get(reverse(f"admin:{name}_add")).status_code == 200


def test_the_desk_finds_a_name_without_its_accents(atlas, editor):
    page = editor.get(reverse("admin:places_initiative_changelist"), {"q": "zemuju sanciu"}).content.decode()
    assert "Cabbage Field" in page
