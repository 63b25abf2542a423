import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from atlas import criteria
from places.vocabulary import Terms
from tests.factories import LENS

pytestmark = pytest.mark.django_db


def read(query):
    return criteria.read(QueryDict(query), Terms.read("fr"))


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("bbox=foo", "bbox"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=nan,0,1,1", "bbox"),
        ("bbox=0,10,1,-10", "bbox"),
        ("bbox=0,91,1,95", "bbox"),
        ("bbox=1e99,0,1e100,1", "bbox"),
        ("near=2.83,95", "near"),
        ("near=lens", "near"),
        ("near=2.83", "near"),
        ("place=abc", "place"),
        ("place=99999999999999999999", "place"),
        ("place=%00", "place"),
        ("near=2.83,50.43&radius=-1", "radius"),
        ("near=2.83,50.43&radius=1e9", "radius"),
        ("near=2.83,50.43&radius=nan", "radius"),
        ("radius=10", "radius"),
        ("since=soon", "since"),
        ("since=2020&until=2010", "until"),
        ("resource=gold", "resource"),
        ("country=ZZ", "country"),
        ("zone=moon", "zone"),
        ("colour=red", "colour"),
        ("page=0", "page"),
        ("page=two", "page"),
        ("page=²", "page"),
        ("q=" + "x" * 10_000, "q"),
        ("q=a%00b", "q"),
        ("q=?!", "q"),
        ("journey=nowhere", "journey"),
        ("where=" + "x" * 10_000, "where"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_sentence_and_left_out(query, parameter):
    asked = read(query)
    assert [problem.parameter for problem in asked.problems] == [parameter]
    assert asked.problems[0].message
    assert asked.without(origin=True, since=True, q=True).is_empty


@pytest.mark.parametrize(
    "query",
    [
        "bbox=-400,-90,400,90",
        "bbox=170,-20,190,20",
        "bbox=170,-20,-170,20",
        "bbox=-190,0,-170,10",
        "near=182.8,50",
        "view=1,2,3",
        "utm_source=x",
    ],
)
def test_what_maps_and_links_really_send_is_taken(query):
    assert read(query).problems == ()


def test_the_same_question_has_one_address():
    one = read("radius=50&resource=water&resource=seeds&near=2.8279,50.433&q=puits&page=2")
    again = read(one.query)
    assert again == one
    assert one.query == "q=puits&resource=water&resource=seeds&near=2.8279%2C50.433&radius=50&page=2"
    assert (one.origin.lon, one.origin.lat) == LENS


class AnyQuery(TestCase):
    names = st.sampled_from(
        ["q", "resource", "near", "place", "bbox", "radius", "since", "page", "journey", "where", "x"]
    )

    @given(st.lists(st.tuples(names, st.text(max_size=30)), max_size=4))
    def test_no_query_string_breaks_the_reader_and_whatis_kept_reads_back(self, pairs):
        query = QueryDict(mutable=True)
        for name, value in pairs:
            query.appendlist(name, value)
        asked = criteria.read(query, Terms.read("fr"))
        again = criteria.read(QueryDict(asked.query), Terms.read("fr"))
        assert again.problems == ()
        assert again.query == asked.query
