"""Whatever way an answer takes (pyramid, index, rows, mirror), it is the one that the plainest queries give."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from django.http import QueryDict

from atlas import criteria, search, tiles
from atlas.search import Search
from places import actions, geo, index, pyramid
from places.models import Cell, Initiative, Spot
from places.vocabulary import Terms
from tests.atlas import oracle
from tests.factories import APIA, DELHI, LENS, LILLE, SUVA, make_initiative

PARTS = [
    "resource=water", "resource=seeds", "resource=water&resource=farm-produce", "theme=commons", "theme=climate&theme=transition",
    "governance=cooperative", "governance=association&governance=federation", "decision=consensus", "country=FR",
    "country=IN&country=NP", "zone=russia", "status=active", "status=ended&status=dormant", "since=1990", "until=2005",
    "since=2011&until=2013", "q=village", "q=eau", "bbox=-20,30,60,70", "bbox=160,-30,200,10", "bbox=2,50,4,51",
    "near=2.83,50.43", "near=2.83,50.43&radius=300", "near=178,-18&radius=3000", "near=77,28&radius=6000",
    "journey=sur-la-route-des-utopies-realistes&within=50",
]  # fmt: skip


def ask(query: str) -> Search:
    terms = Terms.read("fr")
    return Search(criteria.read(QueryDict(query), terms), terms)


def some_questions(seed: int, how_many: int) -> list[str]:
    chance = random.Random(seed)
    asked = ["", *PARTS]
    for _ in range(how_many):
        names, parts = set(), []
        for part in chance.sample(PARTS, 4):
            name = part.partition("=")[0]
            if name not in names and chance.random() < 0.7:
                names.add(name)
                parts.append(part)
        asked.append("&".join(parts))
    return asked


@pytest.fixture
def crowded(atlas):
    """The atlas's own sheets, and forty others that look like them, at home and on both sides of the antimeridian."""
    chance = random.Random(5)
    for n in range(40):
        model = chance.choice(list(Initiative.objects.filter(pk__gt=0)[:161]))
        at = chance.choice(
            [LENS, LILLE, LILLE, DELHI, SUVA, APIA, (chance.uniform(-180, 180), chance.uniform(-85, 85)), None]
        )
        fields = {
            name: getattr(model, name)
            for name in ("resources", "themes", "decisions", "governance", "started", "status")
        }
        make_initiative(f"Autre {n}", at, **fields)


@pytest.mark.parametrize("few", [0, 2_000], ids=["read in the index's order", "sorted"])
def test_list_counts_facets_and_cells_are_those_of_the_plainest_queries(crowded, monkeypatch, few):
    monkeypatch.setattr(search, "SORTED", few)
    for query in some_questions(few, 60):
        asked = ask(query)
        expected = oracle.initiatives(asked)
        slugs = set(expected.values_list("slug", flat=True))
        listed = [card.slug for card in asked.cards(0, 500)]
        assert sorted(listed) == sorted(slugs), query
        assert asked.count == len(slugs), query
        if asked.criteria.origin:
            km = [card.distance.km for card in asked.cards(0, 500)]
            assert km == sorted(km), query
        elif not asked.criteria.bbox:
            assert listed == list(oracle.ordered(asked).values_list("slug", flat=True)), query
        placed = expected.filter(point__isnull=False).count()
        for z in (0, 2, 8):
            corner = [(x, y) for x in range(min(2**z, 4)) for y in range(min(2**z, 4))]
            shown = [cell for x, y in corner for cell in tiles.cells(asked, tiles.Tile(z, x, y))]
            if z < 8:
                assert sum(cell["n"] for cell in shown) == placed, (query, z)
        for facet, options in asked.facets().items():
            for option in options[:2]:
                column = {"resource": "resources", "theme": "themes", "decision": "decisions"}.get(facet, facet)
                others = oracle.initiatives(asked, except_for=facet)
                if facet == "decade":
                    counted = others.filter(started__gte=int(option.code), started__lte=int(option.code) + 9)
                else:
                    counted = others.having_any(column, [option.code])
                assert option.count == counted.count(), (query, facet, option)


def cell_key(cell: dict) -> tuple:
    return (
        round(cell["x"], 3),
        round(cell["y"], 3),
        cell["n"],
        tuple(cell.get("slugs", ())),
        tuple(sorted(cell["mix"].items())),
    )


def test_a_tile_is_the_same_from_the_pyramid_from_the_mirror_and_from_the_rows(crowded, monkeypatch):
    queries = ["", "resource=water", "resource=water&theme=commons", "country=FR&country=IN", "zone=russia"]
    addresses = [(0, 0, 0), (1, 1, 0), (3, 4, 2), (5, 16, 10), (6, 32, 21), (9, 260, 172)]

    def cells() -> list[list[tuple]]:
        shown = [tiles.cells(ask(query), tiles.Tile(*address)) for query in queries for address in addresses]
        return [sorted(map(cell_key, tile)) for tile in shown]

    usual = cells()
    assert sum(map(len, usual)) > 100
    monkeypatch.setattr(pyramid, "LEAF", -1)
    monkeypatch.setattr(pyramid, "FACET_LEAF", -1)
    monkeypatch.setattr(tiles, "FIRST_FROM_SPOTS", 0)
    assert cells() == usual
    monkeypatch.setattr(tiles, "FIRST_FROM_SPOTS", 99)
    assert cells() == usual


def kept() -> list[tuple]:
    columns = ("level", "facet", "morton", "n", "lon", "lat", "west", "south", "east", "north", "few", "mix")
    cells = Cell.objects.order_by("level", "facet", "morton").values_list(*columns)
    return [tuple(round(value, 6) if isinstance(value, float) else value for value in cell) for cell in cells]


def spots() -> list[tuple]:
    columns = [field.attname for field in Spot._meta.concrete_fields if field.name not in ("version", "point", "globe")]
    return list(Spot.objects.order_by("pk").values_list(*columns))


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_the_pyramid_is_what_a_rebuild_makes_it(atlas, seed):
    chance = random.Random(seed)
    somewhere = [LENS, LILLE, DELHI, SUVA, APIA, (180.0, 0.0), (-180.0, -89.0), (0.0, 90.0)]
    codes = Terms.read("fr").numbers
    for n in range(25):
        deed = chance.random()
        initiatives = list(Initiative.objects.order_by("pk"))
        if deed < 0.3:
            make_initiative(
                f"Nouvelle {seed} {n}",
                chance.choice([*somewhere, None]),
                resources=chance.sample(sorted(codes["resource"]), 2),
            )
        elif deed < 0.45:
            actions.delete(chance.sample(initiatives, 2))
        else:
            initiative = chance.choice(initiatives)
            if deed < 0.6:
                initiative.point, initiative.precision = None, "hidden"
            elif deed < 0.8:
                initiative.point, initiative.precision = geo.point(*chance.choice(somewhere)), "city"
            initiative.resources = chance.sample(sorted(codes["resource"]), chance.randint(0, 4))
            initiative.themes = chance.sample(sorted(codes["theme"]), chance.randint(0, 3))
            initiative.started = chance.choice([None, 1169, 1999, 2024])
            actions.save(initiative)
            actions.reindex([initiative])
    edited = spots(), kept()
    index.rebuild()
    assert spots() == edited[0]
    rebuilt = kept()
    assert [pair for pair in zip(edited[1], rebuilt, strict=False) if pair[0] != pair[1]] == []
    assert len(rebuilt) == len(edited[1])


@pytest.mark.django_db
def test_a_change_is_another_generation_and_a_refused_one_is_none():
    before = index.generation()
    initiative = make_initiative("Puits", LENS)
    assert index.generation() > before
    after = index.generation()
    with pytest.raises(ValueError, match="not a place"):
        initiative.point = geo.point(2, 95)
    assert index.generation() == after


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("near=2.83,50.43&resource=water", "spot_near"),
        ("near=2.83,50.43&resource=water&theme=commons", "spot_near"),
        ("bbox=2,50,4,51&governance=association", "spot_near"),
    ],
)
def test_lists_are_read_in_the_order_of_an_index(crowded, monkeypatch, query, name):
    monkeypatch.setattr(search, "SORTED", 0)
    sql, values = ask(query).ordered().values_list("pk")[:20].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert f"Index Scan using {name}" in plan
    assert "Order By" in plan
    assert "&&" in plan.partition("Index Cond")[2].partition("Order By")[0]
