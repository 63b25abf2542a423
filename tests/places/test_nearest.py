"""The nearest are the nearest on the globe, and asked of the index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from places import geo
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
