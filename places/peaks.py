"""The pyramid's cells of all initiatives in memory: what most map tiles show is a slice of these arrays."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from places import pyramid
from places.block import Block


@dataclass(frozen=True)
class Level:
    """A row per cell, in the order of their Morton numbers; the initiatives in it are `n` rows of a block from `start` on."""

    morton: np.ndarray
    start: np.ndarray
    n: np.ndarray
    lon: np.ndarray  # int64: sums in parts of a degree (`pyramid.EXACT`), as exact as the pyramid's own
    lat: np.ndarray
    box: np.ndarray  # (4, cells): west, south, east, north
    mix: np.ndarray  # (resources, cells)

    def within(self, first: int, after: int) -> slice:
        """The cells from one Morton number to before another."""
        start, stop = np.searchsorted(self.morton, (first, after))
        return slice(int(start), int(stop))


def of(block: Block) -> dict[int, Level]:
    """Level of the pyramid → its cells, for all that the map shows."""
    leaf, *coarser = (level for level in pyramid.LEVELS if level)
    found = {leaf: _leaves(block, leaf)}
    for below, level in pairwise((leaf, *coarser)):
        found[level] = _joined(found[below], 2 * (below - level))
    return found


def _leaves(block: Block, level: int) -> Level:
    shown = slice(int(np.searchsorted(block.morton, 0)), None)
    cell = block.morton[shown] >> 2 * (pyramid.DEEPEST - level)
    edges = _edges(cell)
    lon, lat = block.lon[shown], block.lat[shown]
    masks = block.resources[shown]
    held = (masks >> np.uint64(number) & np.uint64(1) for number in range(pyramid.RESOURCES))
    return Level(
        cell[edges],
        edges + shown.start,
        np.diff(edges, append=len(cell)),
        _sums(edges, np.rint(lon * pyramid.EXACT).astype(np.int64)),
        _sums(edges, np.rint(lat * pyramid.EXACT).astype(np.int64)),
        _boxes(edges, lon, lat, lon, lat),
        np.array([_sums(edges, by.astype(np.int32)) for by in held]),
    )


def _joined(below: Level, shift: int) -> Level:
    cell = below.morton >> shift
    edges = _edges(cell)
    return Level(
        cell[edges],
        below.start[edges],
        *(_sums(edges, column) for column in (below.n, below.lon, below.lat)),
        _boxes(edges, *below.box),
        np.array([_sums(edges, by) for by in below.mix]),
    )


def _edges(cell: np.ndarray) -> np.ndarray:
    """Where each cell begins."""
    return np.flatnonzero(np.diff(cell, prepend=-1))


def _sums(edges: np.ndarray, column: np.ndarray) -> np.ndarray:
    return np.add.reduceat(column, edges) if len(edges) else column[:0]


def _boxes(edges: np.ndarray, west, south, east, north) -> np.ndarray:
    if not len(edges):
        return np.zeros((4, 0))
    least, most = np.minimum.reduceat, np.maximum.reduceat
    return np.array([least(west, edges), least(south, edges), most(east, edges), most(north, edges)])
