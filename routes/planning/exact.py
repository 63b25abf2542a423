"""The best order of a few stops, by dynamic programming over sets of them (Bellman; Held and Karp, 1962)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

MOST = 12  # stops: 12² · 2¹² steps, in some milliseconds


def best(costs: np.ndarray, fixed: Mapping[int, int]) -> list[int]:
    """The cheapest order of stops 0…n-1, each of `fixed` (stop → rank from 0) at its rank.

    `costs`: (n + 2) × (n + 2), from row to column; n is where one starts and n + 1 where one ends.
    """
    n = len(costs) - 2
    sets = np.arange(1 << n)
    sizes = np.bitwise_count(sets)
    # cheapest[s, j]: from the start through all of the set s, ending in j, who is one of it.
    cheapest = np.full((1 << n, n), np.inf)
    before = np.zeros((1 << n, n), dtype=np.int8)
    for stop in _may_stand_at(0, n, fixed):
        cheapest[1 << stop, stop] = costs[n, stop]
    for rank in range(1, n):
        reached = sets[sizes == rank]
        for stop in _may_stand_at(rank, n, fixed):
            without = reached[reached & (1 << stop) == 0]
            ways = cheapest[without] + costs[:n, stop]
            last = ways.argmin(axis=1)
            cheapest[without | 1 << stop, stop] = ways[np.arange(len(without)), last]
            before[without | 1 << stop, stop] = last
    return _backwards(cheapest, before, costs[:n, n + 1])


def _may_stand_at(rank: int, n: int, fixed: Mapping[int, int]) -> list[int]:
    return [
        stop for stop in range(n) if fixed.get(stop, rank) == rank and (stop in fixed or rank not in fixed.values())
    ]


def _backwards(cheapest: np.ndarray, before: np.ndarray, home: np.ndarray) -> list[int]:
    """The order that led to the cheapest of all, read from its end."""
    reached = len(cheapest) - 1
    stop = int((cheapest[reached] + home).argmin())
    order = []
    while reached:
        order.append(stop)
        reached, stop = reached ^ 1 << stop, int(before[reached, stop])
    return order[::-1]
