"""In which order to visit the stops: the shortest open tour, exactly for a dozen, nearly for sixty."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from routes.planning import exact
from routes.planning.improving import Improver

SHAKES = 100  # times the best is shaken and improved again
REACH = 50  # ranks within which one shake changes things
SEED = 1


def shortest(
    table: np.ndarray,
    *,
    start: np.ndarray | None = None,
    end: np.ndarray | None = None,
    fixed: Mapping[int, int] | None = None,
) -> list[int]:
    """An order of the stops of `table` (n × n, what it costs from row to column) that costs little in all.

    `start` and `end` (n each): what it costs from where one leaves to each stop, and from each to where one arrives; None: one
    begins or ends at whichever stop is best. `fixed`: stop → rank from 0, for those that stay where they are. The same question
    has always the same answer, never a longer one than the order given, and nothing shorter exists for up to `exact.MOST` stops.
    """
    n, fixed = len(table), dict(fixed or {})
    if n < 2:
        return list(range(n))
    costs = _costs(table, start, end)
    if n <= exact.MOST:
        return _forwards(exact.best(costs, fixed), costs, fixed)
    improver = Improver(costs, fixed.values())
    tours = [_given(n, fixed), *_neighbourly(costs, fixed)]
    best = min((improver.improve(tour) for tour in tours), key=improver.length)
    best = _shaken(best, improver, sorted(set(range(n)) - set(fixed.values())))
    return _forwards(best, costs, fixed)


def length(
    table: np.ndarray, order: list[int], start: np.ndarray | None = None, end: np.ndarray | None = None
) -> float:
    """What the stops in this order cost in all."""
    return _length(_costs(table, start, end), order)


def nearest_neighbour(table: np.ndarray, first: int) -> list[int]:
    """From `first` always to the nearest stop left: what one would do by eye."""
    order, left = [first], set(range(len(table))) - {first}
    while left:
        order.append(min(left, key=lambda stop: table[order[-1], stop]))
        left.remove(order[-1])
    return order


def _costs(table: np.ndarray, start: np.ndarray | None, end: np.ndarray | None) -> np.ndarray:
    """The table with a place to leave (n) and a place to arrive (n + 1), which cost nothing when nobody asked for them."""
    n = len(table)
    costs = np.zeros((n + 2, n + 2))
    costs[:n, :n] = table
    if start is not None:
        costs[n, :n] = start
    if end is not None:
        costs[:n, n + 1] = end
    return costs


def _length(costs: np.ndarray, order: list[int]) -> float:
    path = [len(costs) - 2, *order, len(costs) - 1]
    return float(costs[path[:-1], path[1:]].sum())


def _forwards(order: list[int], costs: np.ndarray, fixed: Mapping[int, int]) -> list[int]:
    """Of two directions that cost the same, the one that begins with the stop that was named earlier."""
    if fixed or order[0] < order[-1] or _length(costs, order[::-1]) > _length(costs, order) + 1e-9:
        return order
    return order[::-1]


def _given(n: int, fixed: Mapping[int, int]) -> list[int]:
    """The stops as they came, those of `fixed` at their ranks."""
    standing = {rank: stop for stop, rank in fixed.items()}
    others = iter(stop for stop in range(n) if stop not in fixed)
    return [standing[rank] if rank in standing else next(others) for rank in range(n)]


def _neighbourly(costs: np.ndarray, fixed: Mapping[int, int]) -> list[list[int]]:
    """Nearest-neighbour tours that keep the fixed ranks, from every stop one may begin with."""
    n = len(costs) - 2
    standing = {rank: stop for stop, rank in fixed.items()}
    firsts = [standing[0]] if 0 in standing else [stop for stop in range(n) if stop not in fixed]
    return [_walk(costs, standing, first) for first in firsts]


def _walk(costs: np.ndarray, standing: Mapping[int, int], first: int) -> list[int]:
    n = len(costs) - 2
    left = np.ones(n, dtype=bool)
    left[list(standing.values())] = False
    order: list[int] = []
    for rank in range(n):
        if rank in standing:
            stop = standing[rank]
        elif rank == 0:
            stop = first
        else:
            stop = int(np.where(left, costs[order[-1], :n], np.inf).argmin())
        left[stop] = False
        order.append(stop)
    return order


def _shaken(best: list[int], improver: Improver, free: list[int]) -> list[int]:
    """Two stretches between the fixed stops change places, then all is improved; what is not longer is kept.

    No single move does that (the « double bridge » of Martin, Otto and Felten): a way out of orders that none makes better.
    """
    if len(free) < 3:
        return best
    chance = np.random.default_rng(SEED)
    shortest = improver.length(best)
    for _ in range(SHAKES):
        since = int(chance.integers(max(1, len(free) - REACH + 1)))
        until = min(len(free), since + REACH)
        i, j, k = (since + np.sort(chance.choice(until - since + 1, 3, replace=False))).tolist()
        stops = [best[rank] for rank in free]
        shaken = best.copy()
        for rank, stop in zip(free, [*stops[:i], *stops[j:k], *stops[i:j], *stops[k:]], strict=True):
            shaken[rank] = stop
        shaken = improver.improve(shaken)
        if (found := improver.length(shaken)) <= shortest:
            best, shortest = shaken, found
    return best
