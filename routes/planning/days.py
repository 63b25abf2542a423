"""The way spread over days: travelling and visiting, in the order of the stops."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

FULL = 9.0  # hours of travelling and visiting that make a day
SLACK = 0.05  # hours over a full day that nobody minds


@dataclass(frozen=True)
class Item:
    """A leg and the visit it leads to, in hours; the way home leads to none."""

    travel: float
    visit: float

    @property
    def hours(self) -> float:
        return self.travel + self.visit


@dataclass(frozen=True)
class Day:
    """`first` and `last` number the items; `number` is the day's from 1, `until` the last day that it takes."""

    number: int
    until: int
    first: int
    last: int
    travel: float
    visit: float
    date: date | None = None
    date_until: date | None = None

    @property
    def hours(self) -> float:
        return self.travel + self.visit

    @property
    def too_full(self) -> bool:
        """Whether it is more than what one does in that many days."""
        return self.hours > FULL * (self.until - self.number + 1) + SLACK


def spread(items: Sequence[Item], *, days: int | None, since: date | None = None) -> list[Day]:
    """The days, none empty. Without `days` as few as have room for all; with it, that many at most, the longest as short as can be.

    A way longer than a day takes several, when the days are not counted.
    """
    if not items:
        return []
    groups = _even(items, min(days, len(items))) if days else _as_they_come(items)
    made, number = [], 1
    for first, last in groups:
        travel, visit = (sum(getattr(item, part) for item in items[first : last + 1]) for part in ("travel", "visit"))
        until = number if days else number + max(1, math.ceil((travel + visit - SLACK / 2) / FULL)) - 1
        on = [since and since + timedelta(days=n - 1) for n in (number, until)]
        made.append(Day(number, until, first, last, travel, visit, *on))
        number = until + 1
    return made


def _as_they_come(items: Sequence[Item]) -> list[tuple[int, int]]:
    """(first, last) of each day: a day is full when the next one does not fit in."""
    groups, first, hours = [], 0, 0.0
    for n, item in enumerate(items):
        if n > first and hours + item.hours > FULL:
            groups.append((first, n - 1))
            first, hours = n, 0.0
        hours += item.hours
    return [*groups, (first, len(items) - 1)]


def _even(items: Sequence[Item], days: int) -> list[tuple[int, int]]:
    """(first, last) of each of exactly `days` days, the longest as short as can be."""
    sums = [0.0, *accumulate(item.hours for item in items)]
    n = len(items)
    longest = [[math.inf] * (n + 1) for _ in range(days + 1)]
    cut = [[0] * (n + 1) for _ in range(days + 1)]
    longest[0][0] = 0.0
    for day in range(1, days + 1):
        for end in range(day, n + 1):
            ways = [(max(longest[day - 1][at], sums[end] - sums[at]), at) for at in range(day - 1, end)]
            longest[day][end], cut[day][end] = min(ways)
    groups, end = [], n
    for day in range(days, 0, -1):
        groups.append((cut[day][end], end - 1))
        end = cut[day][end]
    return groups[::-1]
