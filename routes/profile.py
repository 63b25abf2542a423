"""How the kilometres of a journey add up along the road, as a drawing without a script and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from routes.choices import Evidence
from routes.stops import Stop
from routes.ways import Way

TABLE_ROWS = 60
DRAWN = 240  # points of a profile, however many stages there are


@dataclass(frozen=True)
class Stretch:
    """Of the profile's line: SVG path data, from 0 to 1000 across and from 100 up to 0."""

    evidence: str
    path: str


@dataclass(frozen=True)
class Profile:
    """`km`: of the whole road; `rows`: (stop, km since the row before, km since the start, evidence of the way, by what)."""

    stretches: list[Stretch]
    area: str
    km: float
    rows: list[tuple[Stop, float, float, str, str]]


def profile(stops: Sequence[Stop], ways: Sequence[Way]) -> Profile | None:
    """How the kilometres add up along the road, told and illustrative alike but never drawn alike; None before there is a way."""
    if not ways:
        return None
    sums = [0.0, *accumulate(way.km for way in ways)]
    whole = sums[-1] or 1
    kept = thinned(len(stops), DRAWN)
    at = {n: (1000 * n / len(ways), 100 - 100 * sums[n] / whole) for n in kept}
    pairs = list(pairwise(kept))
    stretches = [
        Stretch(evidence, _path([at[first] for first, _ in run] + [at[run[-1][1]]]))
        for evidence, group in groupby(pairs, key=lambda pair: _between(ways, *pair))
        if (run := list(group))
    ]
    area = f"{_path(list(at.values()))}L1000 100L0 100Z"
    return Profile(stretches, area, sums[-1], _rows(stops, ways, sums))


def _rows(stops: Sequence[Stop], ways: Sequence[Way], sums: Sequence[float]) -> list[tuple]:
    kept = thinned(len(stops), TABLE_ROWS)
    rows: list[tuple] = [(stops[0], 0.0, 0.0, "", "")]
    for first, last in pairwise(kept):
        [(label, _n)] = Counter(way.label for way in ways[first:last]).most_common(1)
        rows.append((stops[last], sums[last] - sums[first], sums[last], _between(ways, first, last), label))
    return rows


def _between(ways: Sequence[Way], first: int, last: int) -> str:
    """Documented where all of it is."""
    told = all(way.is_documented for way in ways[first:last])
    return (Evidence.DOCUMENTED if told else Evidence.ILLUSTRATIVE).value


def thinned(count: int, most: int) -> list[int]:
    """At most so many numbers from 0 to `count` - 1, evenly; the first and the last among them."""
    if count <= most:
        return list(range(count))
    return sorted({round(n * (count - 1) / (most - 1)) for n in range(most)})


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.2f}" for x, y in points)
