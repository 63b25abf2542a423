"""A plan's days: every stop in one of them, in order; as few as have room, or as even as can be."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.planning.days import FULL, Item, spread

items = st.lists(st.builds(Item, st.floats(0, 30), st.floats(0, 12)), min_size=1, max_size=12)


def longest_of_all(listed, days):
    """The least that the longest day can be, each way of cutting looked at."""
    cuts = combinations(range(1, len(listed)), days - 1)
    return min(
        max(sum(item.hours for item in listed[a:b]) for a, b in zip((0, *cut), (*cut, len(listed)), strict=True))
        for cut in cuts
    )


@given(items, st.none() | st.integers(1, 15))
def test_every_stop_has_its_day_and_none_is_empty(listed, days):
    made = spread(listed, days=days)
    assert [n for day in made for n in range(day.first, day.last + 1)] == list(range(len(listed)))
    assert [day.number for day in made[1:]] == [day.until + 1 for day in made[:-1]]
    assert sum(day.hours for day in made) == pytest.approx(sum(item.hours for item in listed))
    assert days is None or len(made) == min(days, len(listed))


@given(items, st.integers(1, 12))
def test_asked_for_some_days_the_longest_is_as_short_as_can_be(listed, days):
    days = min(days, len(listed))
    made = spread(listed, days=days)
    assert max(day.hours for day in made) == pytest.approx(longest_of_all(listed, days))


@given(items)
def test_not_asked_for_any_nothing_is_too_much(listed):
    assert not any(day.too_full for day in spread(listed, days=None))


def test_a_day_that_is_barely_too_long_is_told_as_two_or_as_full_not_as_both():
    for over in (0.02, 0.04, 0.06, 0.085):
        [day] = spread([Item(FULL + over, 0)], days=None)
        assert not day.too_full, over


def test_a_way_longer_than_a_day_takes_several():
    made = spread([Item(1, 3), Item(20, 3), Item(1, 3)], days=None, since=date(2028, 2, 28))
    assert [(day.number, day.until) for day in made] == [(1, 1), (2, 4), (5, 5)]
    assert [day.date.isoformat() for day in made] == ["2028-02-28", "2028-02-29", "2028-03-03"]
    assert made[1].date_until == date(2028, 3, 2)


def test_too_much_for_the_days_asked_for_is_seen():
    assert [day.too_full for day in spread([Item(5, 3)] * 4, days=2)] == [True, True]
    assert [day.too_full for day in spread([Item(1, 3)] * 4, days=2)] == [False, False]
    assert FULL == 9


def test_nothing_fills_no_day():
    assert spread([], days=3) == []
