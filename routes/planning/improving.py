"""A good order made better: stretches turned round, neighbouring stretches exchanged, single stops exchanged.

Every move of a kind is measured at once, as one array: each looks only at where the order is cut, and at running sums. Costs may
differ by direction, as a routing engine's do. What stands at a fixed rank is never moved.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

ENOUGH = 1e-9  # a gain that is none


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
        third = at[None, None, :]
        self.exchanges = self.turns[:, None, :] & (first[:, :, None] <= last[:, :, None]) & (last[:, :, None] < third)
        self.exchanges &= inner[None, :, None] & (at[:, None, None] <= at[None, :, None])
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
        for move in (self._turn, self._swap, self._exchange):
            gain, better = move(path)
            if gain < -ENOUGH:
                return better
        return None

    def _turn(self, path: np.ndarray) -> tuple[float, np.ndarray]:
        """2-opt: the stretch from i to j, the other way round."""
        along = self.costs[np.ix_(path, path)]
        forth = np.concatenate([[0], np.cumsum(np.diagonal(along, 1))])
        back = np.concatenate([[0], np.cumsum(np.diagonal(along, -1))])
        before, after = np.roll(along, 1, axis=0), np.roll(along, -1, axis=1)  # from i - 1 to j; from i to j + 1
        cut = np.diagonal(before)  # from i - 1 to i
        within = (back - forth)[None, :] - (back - forth)[:, None]
        gains = before + after + within - cut[:, None] - np.roll(cut, -1)[None, :]
        i, j = _least(gains, self.turns)
        return gains[i, j] if self.turns[i, j] else 0.0, np.concatenate(
            [path[:i], path[i : j + 1][::-1], path[j + 1 :]]
        )

    def _exchange(self, path: np.ndarray) -> tuple[float, np.ndarray]:
        """Or-opt for stretches of any length: i…j and j + 1…k change places, neither is turned round."""
        along = self.costs[np.ix_(path, path)]
        before = np.roll(along, 1, axis=0)  # from i - 1
        cut = np.diagonal(before)
        # from i - 1 to j + 1; from k to i; from j to k + 1
        gains = np.roll(before, -1, axis=1)[:, :, None] + along.T[:, None, :] + np.roll(along, -1, axis=1)[None, :, :]
        gains -= cut[:, None, None] + np.roll(cut, -1)[None, :, None] + np.roll(cut, -1)[None, None, :]
        i, j, k = _least(gains, self.exchanges)
        moved = np.concatenate([path[:i], path[j + 1 : k + 1], path[i : j + 1], path[k + 1 :]])
        return gains[i, j, k] if self.exchanges[i, j, k] else 0.0, moved

    def _swap(self, path: np.ndarray) -> tuple[float, np.ndarray]:
        """The stops at i and j, not side by side, change places: across a fixed one as well."""
        along = self.costs[np.ix_(path, path)]
        into, out = np.roll(along, 1, axis=0), np.roll(along, -1, axis=1)
        here = np.diagonal(into) + np.diagonal(out)  # from i - 1 to i, from i to i + 1
        # from i - 1 to j, from j to i + 1; from j - 1 to i, from i to j + 1
        gains = into + np.roll(along.T, -1, axis=0) + into.T + out - here[:, None] - here[None, :]
        i, j = _least(gains, self.swaps)
        swapped = path.copy()
        swapped[[i, j]] = path[[j, i]]
        return gains[i, j] if self.swaps[i, j] else 0.0, swapped


def _least(gains: np.ndarray, allowed: np.ndarray) -> tuple[int, ...]:
    """Where the best allowed move is."""
    at = np.where(allowed, gains, np.inf).argmin()
    return tuple(int(index) for index in np.unravel_index(at, gains.shape))
