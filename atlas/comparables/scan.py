"""The best of all initiatives, found by looking at every one: rows that are described alike are scored together, once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from atlas.comparables.scoring import EARTH_KM, PARTS, Rows, Wish, chord, joined, nearness, squares

FIRST_CHUNK, CHUNK = 4_096, 65_536  # rows at a time, so that they stay in the processor's cache
# Parts whose traits are few enough together to be told apart by one number.
TOGETHER = (("resource",), ("activity",), ("theme",), ("decision", "governance", "setting"), ("people",))

# Nearness by the length of the straight line through a sphere of radius 1, in steps of 200 m: looking it up is ten times
# quicker than working it out, and the few that are shown are measured again, truly.
STEPS = 32_768
NEAR = nearness(np.float32(2 * EARTH_KM) * np.arcsin(np.minimum(np.arange(2 * STEPS + 1) / (2 * STEPS), 1)))
NEAR = NEAR.astype(np.float32)


@dataclass(frozen=True)
class Folded:
    """The different rows that some parts can tell apart, and which of them each row is."""

    parts: tuple[str, ...]
    different: Rows
    which: np.ndarray


@dataclass(frozen=True)
class Scan:
    rows: Rows
    folded: tuple[Folded, ...]

    @classmethod
    def of(cls, rows: Rows) -> Scan:
        return cls(rows, tuple(_fold(rows, parts) for parts in TOGETHER))

    def near(self, kept: np.ndarray, origin: tuple, km: float) -> np.ndarray:
        """The rows among `kept` (bool per row) that lie within `km` of the place."""
        far = np.float32(chord(km))
        traits = self.rows.traits
        rows = np.flatnonzero(kept & (np.abs(traits.z - origin[2]) <= np.sqrt(far)))
        return rows[squares(traits.x[rows], traits.y[rows], traits.z[rows], origin) <= far]

    def best(
        self,
        wish: Wish,
        kept: np.ndarray,
        count: int,
        *,
        balance: float,
        origin: tuple | None,
        more: dict[str, np.ndarray],
    ) -> np.ndarray:
        """The rows of the best `count` among `kept`, in no order; `more` are the parts that traits do not hold.

        Nearness is at most 1: once enough good ones are known, only rows alike enough to beat the worst of them are
        measured.
        """
        tables = [(f.which, _table(wish, f)) for f in self.folded if set(f.parts) & wish.asked.keys()]
        shares = wish.shares
        found, values, worst = np.empty(0, np.int64), np.empty(0, np.float32), 0.0
        for chunk in _chunks(len(kept)):
            alike = shares["instructive"] * self.rows.instructive[chunk]
            for which, table in tables:
                alike += table[which[chunk]]
            for part, given in more.items():
                alike += shares[part] * given[chunk]
            enough = worst ** (1 / (2 * balance)) if balance else 0
            rows = np.flatnonzero(kept[chunk] & (alike >= np.float32(enough)))
            alike, rows = alike[rows], rows + chunk.start
            scores = joined(self._nearness(rows, origin), alike, balance)
            better = scores >= worst
            found, values = np.append(found, rows[better]), np.append(values, scores[better])
            if len(found) > count:
                keep = np.argpartition(-values, count - 1)[:count]
                found, values = found[keep], values[keep]
                worst = float(values.min())
        return found

    def _nearness(self, rows: np.ndarray, origin: tuple | None) -> np.ndarray:
        if origin is None:
            return np.ones(len(rows), np.float32)
        traits = self.rows.traits
        (x, y, z), lines = origin, np.zeros(len(rows), np.float32)
        for axis, there in ((traits.x, x), (traits.y, y), (traits.z, z)):
            lines += (axis[rows] - there) ** 2
        return NEAR[np.nan_to_num(np.sqrt(lines) * STEPS, nan=2 * STEPS).astype(np.uint32)]


def _chunks(length: int):
    start, size = 0, FIRST_CHUNK
    while start < length:
        yield slice(start, min(start + size, length))
        start, size = start + size, CHUNK


def _fold(rows: Rows, parts: tuple[str, ...]) -> Folded:
    traits = rows.traits
    if parts == ("resource",):
        key = traits.resources << np.uint64(8) | (traits.main + 1).astype(np.uint64)
    elif parts == ("activity",):
        key = traits.activities
    elif parts == ("theme",):
        key = traits.themes
    elif parts == ("people",):
        key = rows.size.view(np.uint32)
    else:
        key = traits.decisions << np.uint64(16) | (traits.governance + 1).astype(np.uint64) << np.uint64(8)
        key |= traits.setting.astype(np.uint64)
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return Folded(parts, rows.take(first), which.astype(np.uint16 if len(first) < 2**16 else np.uint32))


def _table(wish: Wish, folded: Folded) -> np.ndarray:
    shares = wish.shares
    parts = [shares[part] * PARTS[part](wish, folded.different) for part in folded.parts if part in shares]
    return np.sum(parts, axis=0, dtype=np.float32)
