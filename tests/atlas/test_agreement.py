"""Whatever way an answer takes (pyramid, index, memory), it is the one that the plainest queries give."""

from __future__ import annotations

import json
import random

import pytest
from django.http import QueryDict

from atlas import criteria, tiles
from atlas.search import Search
from places import actions, geo, index, pyramid, said
from places.models import Cell, Initiative, Spot
from places.tally import Tally
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


def edit_some(seed: int) -> None:
    """Another name, other resources, another place or none for a dozen; two are deleted, three are new."""
    chance = random.Random(seed)
    sheets = chance.sample(list(Initiative.objects.order_by("pk")), 14)
    for n, sheet in enumerate(sheets[:12]):
        sheet.name = f"{sheet.name} ({n})"
        sheet.resources = chance.sample(["water", "seeds", "land", "electricity"], n % 3)
        if n % 4 == 0:
            sheet.point, sheet.precision = None, "hidden"
        elif n % 4 == 1:
            sheet.point, sheet.precision = geo.point(*chance.choice([LENS, DELHI, SUVA])), "city"
        actions.save(sheet)
    actions.reindex(sheets[:12])
    actions.remove(sheets[12:], by=None, note="")
    for n in range(3):
        make_initiative(f"Nouvelle {n}", chance.choice([LENS, DELHI, APIA]), resources=["water"])


@pytest.mark.parametrize("edited", [False, True], ids=["as they were read", "some edited since"])
def test_list_counts_facets_and_cells_are_those_of_the_plainest_queries(crowded, edited):
    if edited:
        ask("").features(0, 500)
        edit_some(3)
    names = dict(Initiative.objects.values_list("slug", "name"))
    for query in some_questions(int(edited), 60):
        asked = ask(query)
        expected = list(oracle.ordered(asked).values_list("slug", flat=True))
        listed = [card.slug for card in asked.cards(0, 500)]
        if asked.criteria.journey and not (asked.criteria.origin or asked.words):
            assert sorted(listed) == sorted(expected), query
            expected = listed  # their order: tests/routes/test_corridors.py
        assert listed == expected, query
        parts = [
            json.loads(text)["properties"]
            for start in range(0, len(expected), 17)
            for text in asked.features(start, start + 17)
        ]
        assert [(part["slug"], part["name"]) for part in parts] == [(slug, names[slug]) for slug in expected], query
        assert asked.count == len(expected), query
        assert asked.exact
        for z in (0, 2, 8):
            shown = [cell for x, y in corner(z) for cell in tiles.cells(asked, tiles.Tile(z, x, y))]
            check_same(shown, oracle.cells(asked, z, corner(z)))
        for facet, options in asked.facets().items():
            assert {option.code: option.count for option in options} == oracle.counts(asked, facet) | {
                option.code: 0 for option in options if option.chosen and not option.count
            }, (query, facet)


def corner(z: int) -> list[tuple[int, int]]:
    """Tiles where somebody is."""
    return (
        [(x, y) for x in range(2**z) for y in range(2**z)] if z < 3 else [(129, 86), (130, 85), (130, 86), (183, 106)]
    )


def where_somebody_is(z: int) -> list[tuple[int, int, int]]:
    side = 2**z
    tiles_there = {
        tuple(int(part * side) for part in whole) for whole in map(oracle.fraction, Initiative.objects.all()) if whole
    }
    return sorted((z, *at) for at in tiles_there)


NUMBERS = ("x", "y", "box")


def check_same(cells: list[dict], others: list[dict]) -> None:
    """The same cells, in any order, but for the last decimals of their means."""

    def sorted_by_box(cells: list[dict]) -> list[dict]:
        return sorted(cells, key=lambda cell: ([round(degrees, 4) for degrees in cell["box"]], cell["n"]))

    for cell, other in zip(sorted_by_box(cells), sorted_by_box(others), strict=True):
        assert {name: cell[name] for name in cell if name not in NUMBERS} == {
            name: other[name] for name in other if name not in NUMBERS
        }
        assert [cell["x"], cell["y"], *cell["box"]] == pytest.approx([other["x"], other["y"], *other["box"]], abs=2e-5)


@pytest.mark.parametrize("edited", [False, True], ids=["as they were read", "some edited since"])
def test_a_tile_is_the_same_from_the_pyramid_kept_in_memory_and_counted(crowded, monkeypatch, edited):
    if edited:
        Tally.current()
        edit_some(4)
    queries = ["", "resource=water", "resource=water&theme=commons", "country=FR&country=IN", "zone=russia"]
    addresses = [(0, 0, 0), (1, 1, 0), (3, 4, 2), (5, 16, 10), *where_somebody_is(7)]

    def cells() -> list[list[dict]]:
        return [tiles.cells(ask(query), tiles.Tile(*address)) for query in queries for address in addresses]

    usual = cells()
    assert sum(map(len, usual)) > 100
    remembered = [tiles._remembered(ask(""), tiles.Tile(*address)) for address in addresses]
    assert any(remembered)
    assert (None in remembered) == edited, "what was edited is asked of the database"
    monkeypatch.setattr(tiles, "_remembered", lambda *_: None)
    from_the_database = cells()
    assert len(from_the_database) == len(usual)
    for tile, other in zip(usual, from_the_database, strict=True):
        assert sorted(tile, key=str) == sorted(other, key=str), "to the last decimal"
    for leaf in ("LEAF", "FACET_LEAF", "PAIR_LEAF"):
        monkeypatch.setattr(pyramid, leaf, -1)
    for tile, other in zip(usual, cells(), strict=True):
        check_same(tile, other)


def kept() -> list[tuple]:
    columns = ("level", "facet", "morton", "n", "lon", "lat", "west", "south", "east", "north", "few", "mix")
    cells = Cell.objects.order_by("level", "facet", "morton").values_list(*columns)
    return [(*cell, sorted(few) if few else few, mix) for *cell, few, mix in cells]


def spots() -> list[tuple]:
    columns = [field.attname for field in Spot._meta.concrete_fields if field.name not in ("version", "point", "globe")]
    return list(Spot.objects.order_by("pk").values_list(*columns))


@pytest.mark.parametrize("each", [pyramid.EACH, 0], ids=["one by one", "counted anew"])
@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_the_pyramid_is_what_a_rebuild_makes_it(atlas, monkeypatch, seed, each):
    monkeypatch.setattr(pyramid, "EACH", each)
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
            actions.remove(chance.sample(initiatives, chance.randint(1, 6)), by=None, note="")
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


@pytest.mark.parametrize("most", [1000, 20])
def test_words_that_many_say_are_looked_for_among_those_near(crowded, monkeypatch, most):
    monkeypatch.setattr(said, "MOST", most)
    monkeypatch.setattr(said, "estimated", lambda *_: 100)
    partial = []
    for words in ("eau", "jardin", "coopérative", "énergie&resource=electricity", "forêt&country=IN"):
        asked = ask(f"near=2.83,50.43&q={words}")
        expected = [found.slug for found in oracle.ordered(asked)]
        shown = [card.slug for card in asked.cards(0, 10)]
        assert shown == expected[: len(shown)], words
        assert len(shown) == min(10, len(expected)) or asked.partial
        assert asked.limits["exact"] is False
        partial.append(asked.partial)
    assert any(partial) == (most == 20)
