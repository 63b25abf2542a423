"""Invented initiatives: the same every time, fit for the atlas's own tables, and never among real ones."""

import struct
from collections import Counter, defaultdict
from contextlib import closing

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from places import actions, geonames, index
from places.choices import Precision, Vocabulary
from places.demo import databases, filling, rows
from places.demo.towns import Towns
from places.models import Answer, Initiative, Source, Spot

SEED = 3
FEW = 120


@pytest.fixture(scope="module")
def maker() -> rows.Maker:
    """Over a tenth of the world's towns, which is soon read."""
    made = rows.Maker(SEED)
    made.__dict__["towns"] = Towns(row for nth, row in enumerate(geonames.towns()) if nth % 10 == 0)
    return made


@pytest.fixture(scope="module")
def batch(maker) -> rows.Batch:
    return maker.batch(0, rows.BATCH)


@pytest.fixture(scope="module")
def sheets(batch) -> list[dict[str, str]]:
    lines = batch.initiatives.splitlines()
    return [dict(zip(rows.INITIATIVE, line.split("\t"), strict=True)) for line in lines]


def place(sheet) -> tuple[float, float]:
    return struct.unpack("<BIIdd", bytes.fromhex(sheet["point"]))[3:]


def placed(sheets) -> list[dict]:
    return [sheet for sheet in sheets if sheet["point"] != rows.NULL]


def test_the_same_seed_makes_the_same_sheets_and_another_seed_others(maker, batch):
    again, other = rows.Maker(SEED), rows.Maker(SEED + 1)
    again.__dict__["towns"] = other.__dict__["towns"] = maker.towns
    assert again.batch(0, rows.BATCH) == batch
    assert other.batch(0, rows.BATCH).initiatives != batch.initiatives


@pytest.mark.parametrize("count", [1, 250, rows.BATCH - 1])
def test_a_sheet_does_not_depend_on_how_many_are_asked_for(maker, batch, count):
    fewer = maker.batch(0, count)
    assert fewer.initiatives.splitlines() == batch.initiatives.splitlines()[:count]
    assert batch.answers.startswith(fewer.answers)
    assert batch.sources.startswith(fewer.sources)
    assert (fewer.ids, fewer.name_keys) == (batch.ids[:count], batch.name_keys[:count])


def test_a_second_batch_goes_on_where_the_first_ends(maker, batch):
    second = maker.batch(1, rows.BATCH + 5)
    assert second.ids == list(range(rows.BATCH + 1, rows.BATCH + 6))
    assert not set(batch.initiatives.splitlines()) & set(second.initiatives.splitlines())


@pytest.fixture
def written(db, maker) -> None:
    filling.write(maker.batch(0, FEW), 7)


def test_every_sheet_is_one_that_the_atlas_would_take(written):
    assert Initiative.objects.count() == FEW
    for initiative in Initiative.objects.all():
        actions.check_codes(initiative)
        initiative.full_clean()
    for answer in Answer.objects.select_related("initiative"):
        answer.full_clean(validate_unique=False, validate_constraints=False)
    for source in Source.objects.select_related("initiative"):
        source.full_clean()
    assert Answer.objects.filter(question="summary").count() == 2 * FEW


def test_words_are_indexed_as_an_action_would(written):
    derived = ("name_key", "sounds", "site", "search")
    as_filled = list(Initiative.objects.order_by("pk").values_list(*derived))
    actions.reindex(Initiative.objects.all())
    assert list(Initiative.objects.order_by("pk").values_list(*derived)) == as_filled
    assert all(row[-1] for row in as_filled)


def test_spots_are_what_a_rebuild_makes_them(written):
    columns = [field.attname for field in Spot._meta.concrete_fields if field.name != "version"]
    as_filled = list(Spot.objects.order_by("pk").values_list(*columns))
    assert len(as_filled) == FEW
    assert any(sources for *_, sources, _ in as_filled)
    index.rebuild()
    assert list(Spot.objects.order_by("pk").values_list(*columns)) == as_filled


def test_countries_lack_some_of_what_is_common_in_the_world(maker, sheets):
    resources, found = maker.vocabularies[Vocabulary.RESOURCE], defaultdict(Counter)
    for sheet in sheets:
        found[sheet["country"]].update(sheet["resources"].strip("{}").split(","))
    lacked = {country: set(resources.lacking(country)) for country in found}
    assert not [country for country in found if lacked[country] & found[country].keys()]
    everywhere = sum(found.values(), Counter())
    assert set(everywhere) == set(resources.codes)
    common_but_absent = [c for c in ("FR", "IN", "RU") if any(everywhere[code] > 100 for code in lacked[c])]
    assert common_but_absent


def test_places_are_as_uneven_as_the_world(sheets):
    points = [place(sheet) for sheet in placed(sheets)]
    assert any(lon > 170 for lon, _ in points)
    assert any(lon < -170 for lon, _ in points)
    assert any(lat > 65 for _, lat in points)
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in points)
    precisions = Counter(sheet["precision"] for sheet in sheets)
    assert 0.005 < precisions[Precision.HIDDEN] / len(sheets) < 0.015
    assert all((sheet["point"] == rows.NULL) == (sheet["precision"] == Precision.HIDDEN) for sheet in sheets)
    shared = Counter(sheet["point"] for sheet in placed(sheets))
    assert max(shared.values()) > 5


def test_a_summary_is_some_three_hundred_characters_long(batch):
    lengths = [len(line.split("\t")[4]) for line in batch.answers.splitlines() if "\tsummary\t" in line]
    assert 240 < sum(lengths) / len(lengths) < 340


def test_names_of_databases_tell_how_many():
    name = databases.name
    own = connection.settings_dict["NAME"]
    assert [name(n).removeprefix(own) for n in (10_000, 250, 1_000_000)] == ["_demo_10k", "_demo_250", "_demo_1m"]
    assert name(1_500, seed=2).endswith("_demo_1500_seed2")


@pytest.mark.parametrize("count", [0, -1, 10_000_001])
def test_a_number_out_of_reason_is_refused(count):
    with pytest.raises(CommandError, match="de 1 à"):
        call_command("make_demo_places", str(count))


def server(database="postgres") -> psycopg.Connection:
    door = connection.get_connection_params() | {"dbname": database, "cursor_factory": psycopg.Cursor}
    return psycopg.connect(**door, autocommit=True)


@pytest.fixture
def stranger(db):
    """A database of somebody's that has the name of a demo."""
    name = f"{connection.settings_dict['NAME']}_stranger"
    with closing(server()) as here:
        here.execute(f"DROP DATABASE IF EXISTS {name}")
        here.execute(f"CREATE DATABASE {name}")
        yield name
        here.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize("comment", ["", "the association's accounts"])
def test_a_database_that_is_not_a_demo_is_left_alone(stranger, comment):
    databases.put_mark(stranger, comment)
    with pytest.raises(databases.NotOurs, match=stranger):
        databases.create(stranger)


def test_a_demo_in_which_somebody_keeps_real_sheets_is_left_alone(stranger):
    databases.put_mark(stranger, databases.UNDER_WAY)
    with closing(server(stranger)) as inside:
        databases.refuse_strangers(stranger)  # nothing in it yet
        inside.execute("CREATE TABLE places_initiative (slug text)")
        inside.execute("INSERT INTO places_initiative VALUES ('demo-1-vanfi')")
        databases.refuse_strangers(stranger)
        inside.execute("INSERT INTO places_initiative VALUES ('mine-de-soleil')")
        with pytest.raises(databases.NotOurs):
            databases.create(stranger)
        assert inside.execute("SELECT count(*) FROM places_initiative").fetchone() == (2,)
