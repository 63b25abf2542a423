"""The order of a plan: exact for few, shorter than by eye for many, and fixed stops stay where they are."""

from __future__ import annotations

import warnings
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from places import geodesy
from routes.planning import exact
from routes.planning.improving import Improver
from routes.planning.tour import length, nearest_neighbour, shortest
from tests.factories import APIA, SUVA

SETS = 100
SEED = 2012
TOLD = "shortest tour /"


def plane(chance, n):
    """Distances between n places strewn over a square."""
    at = chance.random((n, 2)) * 300
    return np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))


def one_ways(chance, n):
    """The same, uphill one way: what a routing engine says differs by direction."""
    return plane(chance, n) * (1 + 0.5 * chance.random((n, n)))


def by_eye(table, first):
    return length(table, nearest_neighbour(table, first))


def brute(table, start=None, end=None, fixed=()):
    """The length of the shortest of all orders, each looked at."""
    orders = np.array(list(permutations(range(len(table)))))
    for stop, rank in dict(fixed).items():
        orders = orders[orders[:, rank] == stop]
    lengths = table[orders[:, :-1], orders[:, 1:]].sum(axis=1)
    lengths += 0 if start is None else start[orders[:, 0]]
    lengths += 0 if end is None else end[orders[:, -1]]
    return lengths.min()


def tell(words):
    """Seen at the end of any run, on several cores too."""
    warnings.warn(f"{TOLD} {words}", stacklevel=2)


@pytest.mark.filterwarnings(f"always:{TOLD}")
def test_it_beats_going_to_the_nearest_stop_on_a_hundred_random_sets():
    chance = np.random.default_rng(SEED)
    ratios, best = [], []
    for n in np.linspace(20, 60, SETS).round().astype(int):
        table = plane(chance, n + 1)
        start, table = table[n, :n], table[:n, :n]
        ours = length(table, shortest(table, start=start), start)
        ratios.append(ours / length(table, nearest_neighbour(table, start.argmin()), start))
        best.append(length(table, shortest(table)) / min(by_eye(table, first) for first in range(n)))
    assert max(ratios) < 1, "not once only as good"
    assert max(best) <= 1, "nor longer than the best of all that begin somewhere else"
    said = (
        f"mean {np.mean(ratios):.3f}, at worst {max(ratios):.3f}; from the best of all beginnings {np.mean(best):.3f}"
    )
    tell(f"nearest-neighbour tour, {SETS} sets of 20 to 60: {said}")


@pytest.mark.filterwarnings(f"always:{TOLD}")
@pytest.mark.parametrize("kind", [plane, one_ways])
def test_it_equals_brute_force_on_sets_of_eight(kind):
    chance = np.random.default_rng(SEED)
    ratios = []
    for n in range(SETS):
        table = kind(chance, 8)
        start, end = (chance.random(8) * 300 if n & bit else None for bit in (1, 2))
        fixed = {int(chance.integers(8)): int(chance.integers(8))} if n % 3 == 0 else {}
        found = length(table, shortest(table, start=start, end=end, fixed=fixed), start, end)
        ratios.append(found / brute(table, start, end, fixed))
    assert np.allclose(ratios, 1, rtol=1e-12)
    tell(f"brute force, {SETS} sets of 8 ({kind.__name__}): {min(ratios):.6f} to {max(ratios):.6f}")


@pytest.mark.parametrize("kind", [plane, one_ways])
def test_what_is_improved_comes_near_to_what_is_exact(kind):
    """The sets that both can do: the improver alone, from one order, is hardly longer."""
    chance = np.random.default_rng(SEED)
    ratios = []
    for _ in range(30):
        costs = np.zeros((13, 13))
        costs[:11, :11] = kind(chance, 11)
        improver = Improver(costs, [])
        ratios.append(improver.length(improver.improve(list(range(11)))) / improver.length(exact.best(costs, {})))
    assert min(ratios) >= 1 - 1e-12
    assert np.mean(ratios) < 1.05


def test_an_improved_order_is_bettered_by_no_stop_carried_elsewhere():
    chance = np.random.default_rng(SEED)
    for _ in range(20):
        costs = np.zeros((22, 22))
        costs[:20, :20] = plane(chance, 20)
        improver = Improver(costs, [])
        order = improver.improve(list(range(20)))
        whole = improver.length(order)
        for stop in order:
            others = [other for other in order if other != stop]
            carried = [improver.length([*others[:at], stop, *others[at:]]) for at in range(20)]
            assert min(carried) > whole - 1e-6


def test_shaking_finds_what_no_single_move_does():
    chance = np.random.default_rng(SEED)
    ratios = []
    for _ in range(10):
        table = plane(chance, 40)
        costs = np.zeros((42, 42))
        costs[:40, :40] = table
        improver = Improver(costs, [])
        by_moves = min(improver.length(improver.improve(nearest_neighbour(table, first))) for first in range(40))
        ratios.append(length(table, shortest(table)) / by_moves)
    assert max(ratios) <= 1
    assert min(ratios) < 1


@given(st.integers(2, 16), st.integers(0, 2**32), st.sets(st.integers(0, 15)))
@settings(max_examples=60, deadline=None)
def test_each_move_gains_what_it_says(n, seed, fixed):
    chance = np.random.default_rng(seed)
    fixed = {rank for rank in fixed if rank < n}
    improver = Improver(chance.random((n + 2, n + 2)), fixed)
    order = chance.permutation(n).tolist()
    path = np.array([n, *order, n + 1])
    for move in (improver._turn, improver._carry, improver._swap):
        gain, moved = move(path)
        if gain:
            assert sorted(moved) == list(range(n + 2))
            assert all(moved[rank + 1] == order[rank] for rank in fixed)
            other = moved[1:-1].tolist()
            assert improver.length(other) - improver.length(order) == pytest.approx(gain, abs=1e-9)


@st.composite
def questions(draw):
    n = draw(st.integers(2, 20))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    table = draw(st.sampled_from([plane, one_ways]))(chance, n)
    start, end = (chance.random(n) * 300 if draw(st.booleans()) else None for _ in range(2))
    pinned = draw(st.lists(st.integers(0, n - 1), unique=True, max_size=n))
    ranks = draw(st.permutations(range(n)))[: len(pinned)]
    return table, start, end, dict(zip(pinned, ranks, strict=True))


@given(questions())
@settings(max_examples=150, deadline=None)
def test_every_stop_once_fixed_ones_at_their_rank_and_never_longer_than_given(question):
    table, start, end, fixed = question
    order = shortest(table, start=start, end=end, fixed=fixed)
    assert sorted(order) == list(range(len(table)))
    assert all(order[rank] == stop for stop, rank in fixed.items())
    assert order == shortest(table, start=start, end=end, fixed=fixed), "a link shows everybody the same plan"
    if all(stop == rank for stop, rank in fixed.items()):
        given = list(range(len(table)))
        assert length(table, order, start, end) <= length(table, given, start, end) + 1e-9


def test_between_fixed_stops_no_exchange_of_two_others_makes_it_shorter():
    chance = np.random.default_rng(SEED)
    table = plane(chance, 40)
    fixed = {7: 0, 3: 20, 11: 39}
    order = shortest(table, fixed=fixed)
    assert [order[0], order[20], order[39]] == [7, 3, 11]
    whole = length(table, order)
    for i, j in combinations([*range(1, 20), *range(21, 39)], 2):
        other = order.copy()
        other[i], other[j] = order[j], order[i]
        assert length(table, other) > whole - 1e-9


def test_the_antimeridian_is_no_edge_of_the_world():
    """Suva, Apia and a place between, on either side of 180°: the plain order is the shortest, not a tour of the globe."""
    places = [SUVA, (-179.5, -16.5), APIA]
    lons, lats = np.array(places).T
    table = np.array([geodesy.metres(*place, lons, lats) for place in places]) / 1000
    order = shortest(table)
    assert order in ([0, 1, 2], [2, 1, 0])
    assert 1000 < length(table, order) < 1300


@pytest.mark.parametrize("n", [0, 1])
def test_nothing_to_order(n):
    assert shortest(np.zeros((n, n))) == list(range(n))


@pytest.mark.parametrize("n", [3, 12, 13, 30])
def test_stops_at_one_place_have_an_order_too(n):
    assert sorted(shortest(np.zeros((n, n)))) == list(range(n))
