import json
import math

import mapbox_vector_tile
import pytest
from django.db import connection
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atlas import criteria, mvt, tiles
from atlas.search import Search
from places.vocabulary import Terms
from tests.atlas import oracle
from tests.factories import APIA, LENS, LILLE, SUVA, make_initiative


def search(query=""):
    terms = Terms.read("fr")
    return Search(criteria.read(QueryDict(query), terms), terms)


def pyramid(query, z):
    asked = search(query)
    return [cell for x in range(2**z) for y in range(2**z) for cell in tiles.cells(asked, tiles.Tile(z, x, y))]


@pytest.mark.parametrize(
    "query", ["", "resource=water", "q=eau&status=active", "near=2.83,50.43&radius=5000", "bbox=60,-20,190,60"]
)
@pytest.mark.parametrize("z", [0, 3])
def test_the_cells_of_a_zoom_add_up_to_the_list(atlas, query, z):
    cells = pyramid(query, z)
    assert sum(cell["n"] for cell in cells) == oracle.initiatives(search(query)).count() > 0
    listed = [slug for cell in cells for slug in cell.get("slugs", [])]
    assert len(listed) == len(set(listed))


def test_a_cell_says_the_mix_of_its_resources_and_who_it_is_when_alone(db):
    make_initiative("Eau", LENS, resources=["water", "land"])
    make_initiative("Terre", LENS, resources=["land"])
    make_initiative("Suva", SUVA, country="FJ", precision="city")
    near, far = sorted(pyramid("", 0), key=lambda cell: -cell["n"])
    assert (near["n"], near["mix"], near["slugs"]) == (2, {"land": 2, "water": 1}, ["eau", "terre"])
    assert near["box"] == [*LENS, *LENS]
    assert (far["slug"], far["name"], far["precision"]) == ("suva", "Suva", "city")


@pytest.mark.parametrize("at", [(180, 0), (-180, 0), (0, 89.9), (0, -90), (0, 0), SUVA, APIA])
@pytest.mark.parametrize("z", [0, 1, 4])
def test_every_place_on_earth_is_in_exactly_one_tile(db, at, z):
    make_initiative("Ici", at)
    assert [cell["n"] for cell in pyramid("", z)] == [1]


def test_nine_at_one_point_can_all_be_reached_at_the_deepest_zoom(db):
    for n in range(9):
        make_initiative(f"Lille {n}", LILLE)
    side = 2**tiles.DEEPEST
    x = int((LILLE[0] + 180) / 360 * side)
    y = int((0.5 - math.log(math.tan(math.pi / 4 + math.radians(LILLE[1]) / 2)) / (2 * math.pi)) * side)
    cells = tiles.cells(search(), tiles.Tile(tiles.DEEPEST, x, y))
    assert [len(cell["slugs"]) for cell in cells] == [9]


def test_another_program_reads_the_vector_tile(atlas, client):
    response = client.get("/tiles/initiatives/0/0/0.mvt?resource=water")
    layer = mapbox_vector_tile.decode(response.content)["initiatives"]
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert sum(f["properties"]["n"] for f in layer["features"]) == search("resource=water").count
    assert all(f["properties"]["water"] == f["properties"]["n"] for f in layer["features"])


# What PostGIS writes for the same points.
WRITTEN = """
SELECT ST_AsMVT(feature, 'initiatives', 4096, 'geom') FROM (
    SELECT n, name, slug, ST_AsMVTGeom(ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857),
        ST_TileEnvelope(%s, %s, %s), 4096, 4096) AS geom
    FROM jsonb_to_recordset(%s::jsonb) AS told (lon float8, lat float8, n bigint, name text, slug text)
) AS feature
"""


@given(
    st.integers(0, 12).flatmap(lambda z: st.tuples(st.just(z), *[st.integers(0, 2**z - 1)] * 2)),
    st.lists(
        st.tuples(
            st.floats(0, 1), st.floats(0, 1), st.integers(0, 2**40), st.text(max_size=200), st.sampled_from("éa ")
        ),
        max_size=12,
    ),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # nothing is written
def test_a_vector_tile_is_what_postgis_writes(db, where, told):
    z, x, y = where
    west, south, east, north = tiles.Tile(z, x, y).bounds
    south, north = max(south, -85.05), min(north, 85.05)
    points = [
        (west + (east - west) * right, south + (north - south) * up, n, name.replace("\x00", ""), slug)
        for right, up, n, name, slug in told
    ]
    ours = mvt.tile(
        "initiatives", z, x, y, [(lon, lat, {"n": n, "name": a, "slug": b}) for lon, lat, n, a, b in points]
    )
    with connection.cursor() as cursor:
        named = [dict(zip(("lon", "lat", "n", "name", "slug"), point, strict=True)) for point in points]
        cursor.execute(WRITTEN, [z, x, y, json.dumps(named)])
        [(theirs,)] = cursor.fetchall()
    for own, other in zip(features(ours), features(bytes(theirs or b"")), strict=True):
        assert own["properties"] == other["properties"]
        assert own["geometry"]["coordinates"] == pytest.approx(other["geometry"]["coordinates"], abs=1)


def features(tile: bytes) -> list[dict]:
    return mapbox_vector_tile.decode(tile)["initiatives"]["features"] if tile else []


@pytest.mark.parametrize(
    "where", ["21/0/0", "0/1/0", "3/8/0", "99/0/0", "-1/0/0", "1/-1/0", "a/b/c", "0/0/0.5", "99999999999999999999/0/0"]
)
@pytest.mark.parametrize("form", ["mvt", "json"])
def test_a_tile_that_does_not_exist_is_refused_with_a_reason(db, client, where, form):
    response = client.get(f"/tiles/initiatives/{where}.{form}")
    assert response.status_code == 400
    assert response.json()["detail"]


@given(z=st.integers(0, 20), data=st.data())
def test_tiles_cover_the_world_without_gaps(z, data):
    x, y = (data.draw(st.integers(0, 2**z - 1)) for _ in "xy")
    west, south, east, north = tiles.Tile(z, x, y).bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    if x + 1 < 2**z:
        assert tiles.Tile(z, x + 1, y).bounds[0] == east
    if y + 1 < 2**z:
        assert tiles.Tile(z, x, y + 1).bounds[3] == south
