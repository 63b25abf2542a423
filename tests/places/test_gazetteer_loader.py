"""GeoNames comes in whole, once, and unharmed by bad rows."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from places import gazetteer_loader, geonames
from places.gazetteer import find
from places.models import GazetteerEdition, Town, TownName
from places.spelling import key

LENS, LILLE, MOSCOW = 3003093, 2998324, 524901


def test_every_spelling_is_kept_once_with_its_best_rank(towns):
    ranks = dict(TownName.objects.filter(town=LILLE).values_list("key", "rank"))
    assert ranks["lille"] == TownName.Rank.MAIN
    assert ranks["rijsel"] == TownName.Rank.OTHER
    assert TownName.objects.get(town=MOSCOW, key="moscou").rank == TownName.Rank.FRENCH


def test_bad_rows_are_left_out_and_counted(db, lens_row):
    bad = [{"name": ""}, {"name": "\0Lens"}, {"name": "…"}, {"latitude": 95}, {"longitude": None}, {"countrycode": "F"}]
    loaded = gazetteer_loader.load(
        [lens_row, lens_row, {}, *({**lens_row, "geonameid": n, **fault} for n, fault in enumerate(bad))]
    )
    assert (loaded.towns, loaded.skipped) == (1, len(bad) + 2)
    assert Town.objects.get().pk == LENS


def test_a_name_longer_than_any_is_not_kept(db, lens_row):
    loaded = gazetteer_loader.load([{**lens_row, "alternatenames": ["x" * 101, "", "…", "Lens"]}])
    assert loaded.names == 1


def test_a_load_that_fails_leaves_everything_as_it_was(towns):
    with pytest.raises(ZeroDivisionError):
        gazetteer_loader.load(1 // 0 for _ in range(1))
    assert find("lens", language="fr")


def test_a_load_replaces_the_one_before_and_keeps_the_indexes(towns, lens_row):
    gazetteer_loader.load([lens_row])
    assert Town.objects.count() == 1
    with connection.cursor() as cursor:
        kept = set(connection.introspection.get_constraints(cursor, "places_town"))
        kept |= set(connection.introspection.get_constraints(cursor, "places_townname"))
    assert {"town_point", "town_point_afar", "town_name_heaviest"} <= kept


def test_a_second_load_does_nothing_until_the_edition_changes(db, monkeypatch, capsys, geonames_rows):
    reads = []
    monkeypatch.setattr(geonames, "towns", lambda: reads.append(1) or iter(geonames_rows[:3]))
    call_command("load_gazetteer")
    call_command("load_gazetteer")
    assert len(reads) == 1
    call_command("load_gazetteer", force=True)
    assert len(reads) == 2
    monkeypatch.setattr(gazetteer_loader, "LAYOUT", 1000)
    call_command("load_gazetteer")
    assert len(reads) == 3
    assert GazetteerEdition.objects.count() == 1
    assert "3 villes" in capsys.readouterr().out


def test_ourfrench_names_belong_to_the_towns_they_are_given_to(geonames_rows):
    french = geonames.french_names()
    rows = {row["geonameid"]: row for row in geonames_rows if row["geonameid"] in french}
    known = {pk: {key(name) for name in (row["name"], *row["alternatenames"])} for pk, row in rows.items()}
    assert {name for pk, name in french.items() if key(name) not in known.get(pk, ())} == set()
