"""The nearest are the nearest on the globe, asked of the index or of memory."""

from functools import cache

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from places import bits, geo
from places.block import STRETCH, Block
from places.mirror import COLUMNS, Traits, on_sphere
from places.models import Initiative
from tests.factories import APIA, ARRAS, DELHI, LENS, LILLE, SUVA, make_initiative

TOWNS = {"Lille": LILLE, "Lens": LENS, "Arras": ARRAS, "Delhi": DELHI, "Suva": SUVA, "Apia": APIA}


@pytest.fixture
def towns(db):
    for name, at in TOWNS.items():
        make_initiative(name, at)
    make_initiative("Nowhere", None)


@pytest.mark.parametrize(("origin", "names"), [(LENS, ["Lens", "Arras", "Lille"]), (SUVA, ["Suva", "Apia", "Delhi"])])
def test_the_nearest_come_nearest_first_even_over_the_antimeridian(towns, origin, names):
    found = Initiative.objects.nearest(geo.point(*origin), 3)
    assert [initiative.name for initiative in found] == names
    assert found == list(Initiative.objects.near(geo.point(*origin))[:3])
    assert found[0].distance.m == 0


def test_a_hundred_thousand_cost_no_more_than_a_hundred(towns):
    with CaptureQueriesContext(connection) as asked:
        Initiative.objects.nearest(geo.point(*LENS), 3)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        plan = "".join(line for (line,) in cursor.fetchall())
    assert "Index Scan using initiative_globe" in plan
    assert "Sort" not in plan


@cache
def block(seed: int, rows: int) -> Block:
    """Rows in clusters all over the globe, on both sides of the antimeridian and at the poles; every ninth is hidden."""
    chance = np.random.default_rng(seed)
    middles = chance.choice(
        [(3.0, 50.6), (77.2, 28.6), (180.0, 0.0), (-180.0, -16.0), (100.0, 66.0), (0.0, 89.9)], rows
    )
    lon, lat = (middles + chance.normal(0, chance.choice([0.01, 0.3, 60], (rows, 1), p=[0.8, 0.15, 0.05]), (rows, 2))).T
    lon, lat = (lon + 180) % 360 - 180, np.clip(lat, -90, 90)
    hidden = np.arange(rows) % 9 == 0
    lon[hidden] = lat[hidden] = np.nan
    column = {name: np.zeros(rows, np.dtype(kind)) for name, kind in COLUMNS}
    side = 2**22
    x, y = ((np.nan_to_num(degrees) + 180) / 360 * side for degrees in (lon, lat))
    column |= {"pk": np.arange(rows), "lon": lon, "lat": lat}
    column["morton"] = np.where(hidden, -1, [_morton(int(a), int(b)) for a, b in zip(x, y, strict=True)])
    for mask in ("resources", "themes", "decisions", "activities"):
        column[mask] = chance.integers(0, 2**20, rows).astype(np.uint64)
    x, y, z = on_sphere(np.radians(lon), np.radians(lat))
    return Block.of(Traits(x=x, y=y, z=z, **column), chance.permutation(rows).astype(float))


def _morton(x: int, y: int) -> int:
    return sum((x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1 for bit in range(23))


LON, LAT = st.floats(-180, 180), st.floats(-90, 90)


@given(
    st.integers(0, 5),
    st.sampled_from([0, 1, 700, STRETCH, 20_000]),
    LON,
    LAT,
    st.sampled_from([1, 20, 3000]),
    st.data(),
)
def test_none_of_the_nearest_is_missed_in_memory(seed, rows, lon, lat, count, data):
    found = block(seed, rows)
    kept = found.placed.among(found.words)
    if some := data.draw(st.sampled_from([0, 2, 50])):  # only one in so many
        kept = kept & bits.packed(np.arange(rows) % some == 0)
    near, chords = found.nearest(kept, lon, lat, count)
    every = bits.rows(kept)
    away = found.chords(lon, lat, every)
    assert len(near) >= min(count, len(every))
    assert set(every[np.argsort(away, kind="stable")[:count]].tolist()) <= set(near.tolist()) <= set(every.tolist())
    assert len(set(near.tolist())) == len(near)
    if len(chords) > count:
        assert np.all(chords <= np.partition(away, count - 1)[count - 1] * 1.1 + 1e-4), "few more than these"


ROW = st.integers(0, 19_999)


@settings(max_examples=500)
@given(st.integers(0, 5), st.sampled_from([0, 1, 700, 20_000]), st.tuples(ROW, ROW, ROW, ROW))
def test_a_box_holds_whoever_is_within_its_degrees(seed, rows, corners):
    found = block(seed, rows)
    # Its edges run through places: a hair decides of each.
    edges = [(found.lon[n % rows], found.lat[n % rows]) if rows else (0.0, 0.0) for n in corners]
    west, east = sorted(lon for lon, _ in np.nan_to_num(edges[:2]))
    south, north = sorted(lat for _, lat in np.nan_to_num(edges[2:]))
    with np.errstate(invalid="ignore"):
        plain = (found.lon >= west) & (found.lon <= east) & (found.lat >= south) & (found.lat <= north)
    assert np.array_equal(bits.rows(found.inside(west, south, east, north)), np.flatnonzero(plain))


@given(st.integers(0, 5), st.sampled_from([0, 1, 20_000]), st.integers(0, 20_000), st.integers(0, 20_000))
def test_values_are_counted_among_any_rows(seed, rows, first, after):
    found = block(seed, rows)
    chosen = (np.arange(rows) >= first) & (np.arange(rows) < after)
    counts = found.counts(bits.packed(chosen), ("resource", "country"))
    plain = {
        1 + n: int(np.sum(chosen & (found.resources >> np.uint64(n) & np.uint64(1)).astype(bool))) for n in range(20)
    }
    assert {number: n for number, n in counts.items() if number <= 20} == {k: n for k, n in plain.items() if n}
