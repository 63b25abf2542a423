import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from places.choices import Question
from places.models import Initiative, Source
from tests.factories import ARRAS, LENS, make_initiative

# The sheet, its answers, its sources, its media, the stages that met it, its neighbours; of the five comparable: its words, who shares
# them, how far they are, their cards.
QUERIES = 11


def page(client, slug, language="fr"):
    return client.get(f"/{language}/initiatives/{slug}/")


def html(client, slug, language="fr"):
    return page(client, slug, language).content.decode()


def json_ld(text):
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, flags=re.DOTALL)
    return json.loads(block)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sheet_of_the_atlas_can_be_read(atlas, client, language):
    for slug in Initiative.objects.values_list("slug", flat=True):
        assert page(client, slug, language).status_code == 200


def test_an_unknown_sheet_is_not_found(db, client):
    assert page(client, "nowhere").status_code == 404


def test_answers_come_in_the_readers_language_and_in_order(atlas, client):
    french, english = (html(client, "mine-de-soleil-loos-en-gohelle", language) for language in ("fr", "en"))
    assert "Huit toits publics" in french
    assert "Huit toits publics" not in english
    assert french.index("De quoi c’est fait") < french.index("<h2>Comment on décide") < french.index("refaire ailleurs")


def test_an_answer_in_another_language_is_shown_and_labelled(db, client):
    make_initiative("Puits", answers={("summary", "fr"): "Un puits.", ("origin", "en"): "A drought in 1990."})
    text = html(client, "puits")
    assert re.search(r'<div lang="en" dir="auto"><p>A drought in 1990.', text)
    assert "Texte en anglais, pas encore traduit." in text
    assert 'lang="fr" dir="auto"' not in text


def test_a_language_nobody_knows_is_named_by_its_code(db, client):
    make_initiative("Puits", answers={("origin", "zxx-q"): "…"})
    assert "Texte en zxx-q" in html(client, "puits")


def test_unanswered_questions_invite_an_answer(db, client):
    make_initiative("Puits", answers={("origin", "fr"): "Une sécheresse."})
    untold = html(client, "puits").split("Encore à raconter")[1]
    headings = [str(question.label) for question in Question if question != Question.ORIGIN]
    assert [heading for heading in headings if heading.replace("'", "’").split(" : ")[0] not in untold] == []
    assert "Comment c’est né" not in untold


def test_how_it_decides_is_an_open_question_when_nobody_told(db, client):
    make_initiative("Puits", decisions=["unknown"])
    text = html(client, "puits")
    assert "Personne ne l’a encore raconté" in text
    assert "decision=unknown" not in text


def test_a_hidden_place_leaks_nothing(db, client):
    make_initiative("Refuge", None, location_note="")
    make_initiative("Voisine", ARRAS)
    text = html(client, "refuge")
    assert "pas montré" in text
    assert "Voisine" not in text
    assert not re.search(r"\d+\.\d{3,}|near=|&quot;lat|\"lat|latitude|leaflet", text)
    assert "Refuge" not in html(client, "voisine")


def test_only_an_exact_place_has_coordinates_for_machines(db, client):
    make_initiative("Exacte", LENS, precision="site")
    make_initiative("Vague", LENS, precision="region")
    assert json_ld(html(client, "exacte"))["location"]["geo"]["latitude"] == LENS[1]
    assert "location" not in json_ld(html(client, "vague"))


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "<!--<script>", "A & B \u2028 « C »"])
def test_no_name_can_end_the_data_block(db, client, name):
    make_initiative(name, slug="puits")
    text = html(client, "puits")
    assert json_ld(text)["name"] == name
    assert "<script>alert" not in text


def test_the_nearest_others_come_nearest_first_with_their_distance(db, client):
    make_initiative("Ici", LENS)
    make_initiative("Arras", ARRAS)
    make_initiative("Lille", precision="city")
    near = html(client, "ici").split('id="near"')[1]
    assert near.index("Arras") < near.index("Lille")
    assert re.search(r"16\s+km", near)
    assert re.search(r"~\s+2[78]\s+km", near)
    assert "Ici" not in near


def test_the_stages_that_met_it_are_linked(atlas, client):
    text = html(client, "spreefeld-berlin")
    road = text.split('id="met"')[1]
    assert re.search(r'href="/fr/journeys/sur-la-route-des-utopies-realistes/[\w-]*berlin[\w-]*/"', road)
    assert "Coup de cœur" in road
    assert "interphaz.org" in road


def test_sources_say_what_they_support_and_open_apart(db, client):
    shown = make_initiative("Puits")
    Source.objects.create(initiative=shown, url="https://example.org/x", title="Un puits", supports="l'année")
    text = html(client, "puits")
    assert '<a href="https://example.org/x" rel="noopener external">Un puits</a>' in text
    assert "appuie : l’année" in text


def test_addresses_for_machines(atlas, client):
    text = html(client, "la-coroutine-lille")
    here = "http://testserver/{}/initiatives/la-coroutine-lille/"
    assert f'<link rel="canonical" href="{here.format("fr")}">' in text
    assert f'hreflang="en" href="{here.format("en")}"' in text
    assert '<meta property="og:type" content="article">' in text
    assert json_ld(text)["mainEntityOfPage"]["@id"] == here.format("fr")


def test_a_rich_sheet_asks_no_more_than_a_poor_one(atlas, client):
    make_initiative("Pauvre", resources=["water"], themes=[])
    page(client, "pauvre")  # what is kept until the next generation is read
    counts = {}
    for slug in ("pauvre", "spreefeld-berlin", "mine-de-soleil-loos-en-gohelle"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, slug)
        counts[slug] = len(asked)
    assert set(counts.values()) == {QUERIES}, counts
