"""Sheets that may tell of the same initiative: found in any script, not when they are plainly two."""

from itertools import combinations

import pytest
from django.core.management import call_command
from django.db import connection

from places import actions, twins
from places.models import Initiative
from places.twins import Evidence, Known, candidates, compared, twins_of
from tests.factories import ARRAS, DELHI, LENS, LILLE, make_initiative

pytestmark = pytest.mark.django_db


def named(found) -> list[str]:
    return [twin.initiative.name for twin in found]


def evidence(twin) -> set:
    return {clue.evidence for clue in twin.clues}


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("Sri Lakshmi", "Шри Лакшми"),
        ("Шри Лакшми", "Sri Lakshmi"),
        ("श्री लक्ष्मी", "Shri Lakshmi"),
        ("Hiware Bazar", "हिवरे बाजार"),
        ("Экопоселение «Ковчег»", "Kovcheg"),
        ("Žemųjų Šančių bendruomenė", "zemuju sanciu bendruomene"),
        ("Association Les Hirondelles", "les hirondelles asbl"),
        ("Les Hirondelles", "Hirondèlles, les"),
        ("ToitMoiNous", "Toit-Moi-Nous"),
        ("Bau- und Wohngenossenschaft Spreefeld Berlin eG", "Spreefeld"),
        ("Coopérative Baraka", "Baraca coopérative"),
        ("石头城村", "石头城村"),
        ("ชุมชนคลองไทรพัฒนา", "คลองไทรพัฒนา"),
        ("கூட்டுறவு சங்கம்", "கூட்டுறவு சங்கம"),
        ("Maison de l’environnement (MRES)", "MRES"),
        ("Les Wateringues", "Les Watteringes"),
        ("Les Hirondelles", "Les Hirondettes"),
    ],
)
def test_a_name_is_found_again_in_any_script_and_spelling(kept, asked):
    make_initiative(kept, slug="kept")
    assert named(candidates(name=asked)) == [kept]


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("Café citoyen de Lille", "Café citoyen de Roubaix"),
        ("AMAP de Fives", "AMAP de Moulins"),
        ("Îlot 6", "Îlot 8"),
        ("Auroville", "Maly Turysh village revival"),
        ("Maly Turysh village revival", "ஆரோவில்"),
        ("Association des habitants", "Association des pêcheurs"),
        ("Énergie citoyenne", "Épicerie solidaire"),
    ],
)
def test_what_only_sounds_a_little_alike_is_another_one(kept, asked):
    make_initiative(kept, slug="kept")
    assert candidates(name=asked, lon=LILLE[0], lat=LILLE[1], country="FR") == []


def test_the_same_name_far_away_is_another_one_unless_the_site_is_the_same():
    make_initiative("Le Relais", LILLE, website="https://www.lerelais.example/bruay/")
    assert candidates(name="Le Relais", lon=LENS[0], lat=LENS[1]) != []
    assert candidates(name="Le Relais", lon=2.35, lat=48.86) == []
    [found] = candidates(name="Le Relais", lon=2.35, lat=48.86, website="http://lerelais.example/bruay")
    assert Evidence.SAME_PAGE in evidence(found)


def test_the_sheets_of_a_network_are_several_though_they_share_its_site():
    for name in ("Jardin des Tulipes", "Jardin Vertalix", "Jardin des Olieux"):
        make_initiative(name, website="https://jardins.example")
    assert candidates(name="Jardin de la Poterne", website="https://jardins.example", lon=LILLE[0], lat=LILLE[1]) == []
    assert named(candidates(name="Les Olieux", website="https://www.jardins.example/")) == ["Jardin des Olieux"]


def test_pages_of_a_shared_host_are_told_apart_by_their_path():
    make_initiative("Les Olieux", website="https://www.facebook.com/olieux?ref=1")
    [found] = candidates(name="Les Olieux", website="https://m.facebook.com/olieux/?ref=1")
    assert Evidence.SAME_PAGE in evidence(found)
    [found] = candidates(name="Les Olieux", website="https://www.facebook.com/autres")
    assert Evidence.OTHER_SITE in evidence(found)


@pytest.mark.parametrize("precision", ["village", "city", "region", "hidden"])
def test_only_exact_places_tell_how_far_they_are(precision):
    make_initiative("Les Hirondelles", LENS if precision != "hidden" else None, precision=precision)
    asked = {"name": "Les Hirondelles", "lon": LENS[0] + 0.01, "lat": LENS[1]}
    [found] = candidates(**asked)
    assert all(clue.km is None for clue in found.clues)
    exact = make_initiative("Les Hirondelles", LENS, slug="exact")
    told = {twin.initiative: clue.km for twin in candidates(**asked) for clue in twin.clues if clue.km is not None}
    assert told == {exact: pytest.approx(0.71, abs=0.01)}


def test_a_hidden_place_answers_alike_wherever_one_asks_from():
    make_initiative("Les Hirondelles", None)
    answers = {
        (twin.likelihood, twin.clues)
        for lon, lat in (LENS, LILLE, ARRAS, DELHI)
        for twin in candidates(name="Les Hirondelles", lon=lon, lat=lat)
    }
    assert len(answers) == 1


def test_a_coarse_place_answers_alike_from_anywhere_within_its_halo():
    make_initiative("Les Hirondelles", LENS, precision="region")
    answers = {
        (twin.likelihood, twin.clues)
        for lon, lat in (LENS, ARRAS, (2.9, 50.5))
        for twin in candidates(name="Les Hirondelles", lon=lon, lat=lat)
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"name": ""},
        {"name": "\x00"},
        {"name": "«»"},
        {"name": "\u202e\u200b"},
        {"name": "a" * 1_000_000},
        {"name": "x " * 100_000},
        {"name": "Lens", "lon": float("nan"), "lat": 1e9},
        {"name": "Lens", "website": "http://["},
        {"name": "Lens", "website": "%_\\' OR 1=1"},
        {"name": "%s {} '", "country": "\x00"},
    ],
)
def test_odd_questions_find_nothing_and_never_fail(odd):
    make_initiative("Les Hirondelles")
    assert candidates(**odd) == []


def test_a_sheet_that_was_taken_out_is_no_candidate_and_one_brought_back_is():
    sheet = make_initiative("Les Hirondelles", website="https://hirondelles.example/nid")
    actions.remove([sheet], by=None, note="n’a jamais existé")
    asked = {"name": "Les Hirondelles", "website": "https://hirondelles.example/nid"}
    assert candidates(**asked) == []
    actions.restore(sheet, by=None, note="si")
    assert [twin.initiative for twin in candidates(**asked)] == [sheet]
    assert twins_of(sheet) == []


def test_none_of_the_atlas_s_own_sheets_are_taken_for_each_other():
    call_command("load_atlas", verbosity=0)
    sheets = [(sheet, Known.of(sheet)) for sheet in Initiative.objects.all()]
    assert len(sheets) > 150
    compared_all = (compared(one, other)[0] for (_, one), (_, other) in combinations(sheets, 2))
    assert max(compared_all) < twins.THRESHOLD - 0.15


def test_it_is_found_by_indexes_alone(django_assert_max_num_queries):
    make_initiative("Les Hirondelles", website="https://hirondelles.example/")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with django_assert_max_num_queries(2) as asked:
        candidates(name="Les Hirondelles", website="https://hirondelles.example/", lon=3.0, lat=50.6, country="FR")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan" not in plan
    assert {"initiative_sounds", "initiative_site"} <= set(plan.replace("\n", " ").split())
