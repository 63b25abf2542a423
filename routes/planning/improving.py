"""A good order made better: stretches turned round, a few stops carried elsewhere, single stops exchanged.

Every move of a kind is measured at once, as one array: each looks only at where the order is cut, and at running sums. Costs may
differ by direction, as a routing engine's do. What stands at a fixed rank is never moved.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

ENOUGH = 1e-6  # km: a smaller gain may be none
CARRIED = (1, 2, 3)  # stops in a row that are tried elsewhere together


class Improver:
    """Moves for orders of n stops whose ranks in `fixed` (from 0) stay as they are.

    `costs` as in `exact.best`. Within, an order is written as the path [n, *order, n + 1], so that a stop of rank r stands at r + 1.
    """

    def __init__(self, costs: np.ndarray, fixed: Collection[int]):
        self.costs = costs
        self.n = n = len(costs) - 2
        self.fixed = sorted(fixed)
        pinned = np.zeros(n + 2)
        pinned[[rank + 1 for rank in self.fixed]] = 1
        held = np.concatenate([[0], np.cumsum(pinned)])
        at = np.arange(n + 2)
        inner = (at >= 1) & (at <= n)
        first, last = at[:, None], at[None, :]
        none_between = held[last + 1] - held[first] == 0
        self.turns = inner[:, None] & inner[None, :] & (first < last) & none_between
        self.carries = [self.turns & (last - first >= carried) for carried in CARRIED]
        free = inner & (pinned == 0)
        self.swaps = free[:, None] & free[None, :] & (last - first >= 2)

    def improve(self, order: list[int]) -> list[int]:
        """The same stops in an order that no single move makes better."""
        path = np.array([self.n, *order, self.n + 1])
        while (better := self._best_move(path)) is not None:
            path = better
        return path[1:-1].tolist()

    def length(self, order: list[int]) -> float:
        path = [self.n, *order, self.n + 1]
        return float(self.costs[path[:-1], path[1:]].sum())

    def _best_move(self, path: np.ndarray) -> np.ndarray | None:
        """The best of the first kind that gains anything, the quickest kinds first; None: nothing gains."""
        for move in (self._turn, self._swap, self._carry):
            gain, better = move(path)
            if gain < -ENOUGH:
                return better
        return None

    def _turn(self, path: np.ndarray) -> tuple[float, np.ndarray]:
        """2-opt: the stretch from i to j, the other way round."""
        along = self.costs[np.ix_(path, path)]
        forth = np.concatenate([[0], np.cumsum(np.diagonal(along, 1))])
        back = np.concatenate([[0], np.cumsum(np.diagonal(along, -1))])
        before, cut = _into(along)
        after = np.roll(along, -1, axis=1)  # from i to j + 1
        within = (back - forth)[None, :] - (back - forth)[:, None]
        gains = before + after + within - cut[:, None] - np.roll(cut, -1)[None, :]
        i, j = _least(gains, self.turns)
        return gains[i, j] if self.turns[i, j] else 0.0, np.concatenate(
            [path[:i], path[i : j + 1][::-1], path[j + 1 :]]
        )

    def _carry(self, path: np.ndarray) -> tuple[float, np.ndarray]:
        """Or-opt: up to three stops in a row stand elsewhere, not turned round. Of i…k, the first few go last or the last few first."""
        along = self.costs[np.ix_(path, path)]
        gain, i, k, split = 0.0, 0, 0, 0
        for few, allowed in zip(CARRIED, self.carries, strict=True):
            for gains, by in ((_first_go_last(along, few), few), (_last_go_first(along, few), -few)):
                at = _least(gains, allowed)
                if allowed[at] and gains[at] < gain:
                    gain, (i, k), split = gains[at], at, by
        return gain, np.concatenate([path[:i], np.roll(path[i : k + 1], -split), path[k + 1 :]]) if split else path

    def _swap(self, path: np.ndarray) -> tuple[float, np.ndarray]:
        """The stops at i and j, not side by side, change places: across a fixed one as well."""
        along = self.costs[np.ix_(path, path)]
        into, cut = _into(along)
        out = np.roll(along, -1, axis=1)  # from each to j + 1
        here = cut + np.roll(cut, -1)
        # from i - 1 to j, from j to i + 1; from j - 1 to i, from i to j + 1
        gains = into + np.roll(along.T, -1, axis=0) + into.T + out - here[:, None] - here[None, :]
        i, j = _least(gains, self.swaps)
        swapped = path.copy()
        swapped[[i, j]] = path[[j, i]]
        return gains[i, j] if self.swaps[i, j] else 0.0, swapped


def _first_go_last(along: np.ndarray, few: int) -> np.ndarray:
    """What it changes when the first few of i…k go behind k: row i, column k."""
    into, cut = _into(along)
    joined = np.diagonal(np.roll(into, -few, axis=1))  # from i - 1 to behind the few
    onward = np.roll(np.roll(along, 1 - few, axis=0), -1, axis=1)  # from the last of the few to k + 1
    return joined[:, None] + along.T + onward - (cut + np.roll(cut, -few))[:, None] - np.roll(cut, -1)[None, :]


def _last_go_first(along: np.ndarray, few: int) -> np.ndarray:
    """What it changes when the last few of i…k go before i: row i, column k."""
    into, cut = _into(along)
    joined = np.roll(into, few - 1, axis=1)  # from i - 1 to the first of the few
    onward = np.diagonal(np.roll(np.roll(along, few, axis=0), -1, axis=1))  # from before the few to k + 1
    return joined + along.T + onward[None, :] - cut[:, None] - (np.roll(cut, -1) + np.roll(cut, few - 1))[None, :]


def _into(along: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(from i - 1 to each, from i - 1 to i)"""
    into = np.roll(along, 1, axis=0)
    return into, np.diagonal(into)


def _least(gains: np.ndarray, allowed: np.ndarray) -> tuple[int, ...]:
    """Where the best allowed move is."""
    at = np.where(allowed, gains, np.inf).argmin()
    return tuple(int(index) for index in np.unravel_index(at, gains.shape))
