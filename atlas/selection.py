"""Which initiatives a question lets through, in memory: how many, the counts of each facet, cells, the first of a list."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from atlas.criteria import Criteria
from places import bits, geodesy
from places.block import DECADE, Block
from places.tally import Tally


@dataclass(frozen=True)
class Selection:
    """`numbers`: chosen facet → the numbers of its codes; `listed`: the keys that words and journey leave, if any were asked."""

    criteria: Criteria
    numbers: dict[str, list[int]]
    tally: Tally
    listed: np.ndarray | None = None

    @cached_property
    def parts(self) -> list[Part]:
        return [Part(self, block, standing) for block, standing in self.tally.blocks()]

    @cached_property
    def count(self) -> int:
        return sum(bits.count(part.kept()) for part in self.parts)

    def counts(self, facets: Iterable[str], *, except_for: str = "") -> dict[int, int]:
        """Number of each value of these facets → how many have it, whatever was chosen of one facet."""
        found: dict[int, int] = {}
        for part in self.parts:
            for number, n in part.block.counts(part.kept(except_for=except_for), facets).items():
                found[number] = found.get(number, 0) + n
        return found

    def pks(self) -> np.ndarray:
        return np.concatenate([part.block.pk[bits.rows(part.kept())] for part in self.parts])

    def by_name(self, start: int, stop: int) -> list[int]:
        """Keys of a stretch of the list, first by name."""
        rows = [(part.block, part.block.first_by_name(part.kept(), stop)) for part in self.parts]
        pks = np.concatenate([block.pk[found] for block, found in rows])
        ranks = np.concatenate([block.rank[found] for block, found in rows])
        return pks[np.argsort(ranks, kind="stable")][start:stop].tolist()

    def nearer(self, lon: float, lat: float, count: int) -> tuple[list[int], float]:
        """Keys of about the `count` nearest to a place, and the metres within which nobody is missing."""
        near = Neighbours.of(self, lon, lat, count)
        if len(near.pks) <= count:
            return near.pks.tolist(), math.inf
        farthest = np.partition(near.chords, count - 1)[count - 1]
        return near.pks[near.chords <= farthest].tolist(), 1000 * geodesy.at_least(geodesy.km(farthest))

    def around(self, lon: float, lat: float, start: int, stop: int) -> list[tuple[int, float]]:
        """(key, metres along the globe) from the `start`th to before the `stop`th nearest to a place."""
        near = Neighbours.of(self, lon, lat, stop)
        metres = geodesy.metres(lon, lat, near.lons, near.lats)
        order = np.lexsort((near.pks, metres))[start:stop]
        return list(zip(near.pks[order].tolist(), metres[order].tolist(), strict=True))


@dataclass(frozen=True)
class Neighbours:
    """Rows among which the nearest are."""

    pks: np.ndarray
    lons: np.ndarray
    lats: np.ndarray
    chords: np.ndarray

    @classmethod
    def of(cls, selection: Selection, lon: float, lat: float, count: int) -> Neighbours:
        found = [(part.block, *part.block.nearest(part.kept(), lon, lat, count)) for part in selection.parts]
        columns = ("pk", "lon", "lat")
        pks, lons, lats = (np.concatenate([getattr(block, name)[rows] for block, rows, _ in found]) for name in columns)
        return cls(pks, lons, lats, np.concatenate([chords for _, _, chords in found]))


@dataclass(frozen=True)
class Part:
    """A selection among the rows of one block."""

    selection: Selection
    block: Block
    standing: np.ndarray

    def kept(self, *, except_for: str = "") -> np.ndarray:
        """The rows that all filters but one let through."""
        kept = self.somewhere
        for facet, held in self.chosen.items():
            if facet != except_for:
                kept = kept & held
        return kept

    @cached_property
    def chosen(self) -> dict[str, np.ndarray]:
        """Facet → the rows that have one of its chosen codes."""
        asked = self.selection.criteria
        found = {facet: self.block.having(numbers) for facet, numbers in self.selection.numbers.items()}
        if asked.since or asked.until:
            found[DECADE] = self.block.begun(asked.since, asked.until)
        return found

    @cached_property
    def somewhere(self) -> np.ndarray:
        """The rows that the place, the view, the journey and the words let through."""
        asked, kept = self.selection.criteria, self.standing
        if asked.bbox:
            kept = kept & np.bitwise_or.reduce([self.block.inside(*box) for box in asked.boxes])
        if asked.origin:
            kept = kept & self.block.placed.among(self.block.words)
        if asked.radius:
            kept = kept & self._within(asked.origin, asked.radius)
        if self.selection.listed is not None:
            kept = kept & bits.of_rows(self.block.positions(self.selection.listed), self.block.words)
        return kept

    def _within(self, origin, radius: float) -> np.ndarray:
        """The rows within the radius; those that a sphere cannot tell from the true Earth are measured."""
        block = self.block
        chords = block.chords(origin.lon, origin.lat)
        surely, perhaps = geodesy.chord(geodesy.at_least(radius)), geodesy.chord(geodesy.at_most(radius))
        near = chords <= surely
        doubtful = np.flatnonzero((chords > surely) & (chords <= perhaps))
        metres = geodesy.metres(origin.lon, origin.lat, block.lon[doubtful], block.lat[doubtful])
        near[doubtful] = metres <= radius * 1000
        return bits.packed(near)


@dataclass(frozen=True)
class Cells:
    """Cells of the map with some of the rows in them, in the order of their Morton numbers."""

    morton: np.ndarray
    n: np.ndarray
    lon: np.ndarray  # means
    lat: np.ndarray
    box: np.ndarray  # (4, cells): west, south, east, north
    mix: np.ndarray  # (resources, cells)
    pks: list[np.ndarray]


def cells(selection: Selection, shift: int, first: int, after: int, resources: int) -> Cells:
    """From Morton number `first` to before `after`, each cell being 2^`shift` numbers; the mix of the first `resources`."""
    rows = []
    for part in selection.parts:
        start, stop = np.searchsorted(part.block.morton, (first, after))
        rows.append((part.block, bits.rows(part.kept(), int(start), int(stop))))
    cell = np.concatenate([block.morton[found] >> shift for block, found in rows])
    order = np.argsort(cell, kind="stable") if all(len(found) for _, found in rows) else slice(None)

    def column(name: str) -> np.ndarray:
        return np.concatenate([getattr(block, name)[found] for block, found in rows])[order]

    cell, lon, lat, masks, pks = cell[order], column("lon"), column("lat"), column("resources"), column("pk")
    edges = np.flatnonzero(np.diff(cell, prepend=-1)) if len(cell) else np.zeros(0, np.int64)
    n = np.diff(edges, append=len(cell))
    if not len(edges):
        return Cells(cell, n, lon, lat, np.zeros((4, 0)), np.zeros((resources, 0), int), [])
    held = [(masks >> np.uint64(number) & np.uint64(1)).astype(np.int32) for number in range(resources)]
    return Cells(
        cell[edges],
        n,
        np.add.reduceat(lon, edges) / n,
        np.add.reduceat(lat, edges) / n,
        np.array(
            [
                np.minimum.reduceat(lon, edges),
                np.minimum.reduceat(lat, edges),
                np.maximum.reduceat(lon, edges),
                np.maximum.reduceat(lat, edges),
            ]
        ),
        np.array([np.add.reduceat(held_by, edges) for held_by in held]),
        np.split(pks, edges[1:]),
    )
