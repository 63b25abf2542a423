"""Initiatives in memory, along the map's curve, with one set of bits for each value that one can filter by."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from places import bits, facets, geodesy
from places.bits import Held, Several
from places.mirror import Traits, on_sphere

DECADE = "decade"
DECADES = 10_000  # with years // 10: facets of this block's alone, which tells apart what the index of spots joins
MASKS = {"resource": "resources", "activity": "activities", "theme": "themes", "decision": "decisions"}


@dataclass(frozen=True)
class Block:
    """A row per initiative, in the order of its Morton number: what lies together on the map lies together here."""

    pk: np.ndarray
    morton: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    started: np.ndarray
    resources: np.ndarray
    rank: np.ndarray  # float64: its place among the names
    by_name: np.ndarray  # rows in the order of `rank`
    by_pk: np.ndarray  # rows in the order of `pk`
    held: dict[int, Held]  # facet's number → the rows that have it
    values: dict[str, Several]  # facet → the same, of those of its values that some row has
    placed: Held

    @classmethod
    def of(cls, traits: Traits, rank: np.ndarray) -> Block:
        """`rank`: of each row of `traits`."""
        order = np.argsort(traits.morton, kind="stable")
        rows, rank = traits.take(order), rank[order]
        held = {facet: dict(values) for facet, values in _held(rows)}
        return cls(
            pk=rows.pk,
            morton=rows.morton,
            lon=rows.lon,
            lat=rows.lat,
            x=rows.x,
            y=rows.y,
            z=rows.z,
            started=rows.started,
            resources=rows.resources,
            rank=rank,
            by_name=np.argsort(rank, kind="stable").astype(np.int32),
            by_pk=np.argsort(rows.pk, kind="stable").astype(np.int32),
            held={number: held_by for values in held.values() for number, held_by in values.items()},
            values={facet: Several.of(values) for facet, values in held.items()},
            placed=Held.by(rows.morton >= 0),
        )

    def __len__(self) -> int:
        return len(self.pk)

    @property
    def words(self) -> int:
        return -(-len(self) // bits.WORD)

    def everything(self) -> np.ndarray:
        return bits.packed(np.ones(len(self), bool))

    def having(self, numbers: list[int]) -> np.ndarray:
        """The rows that have one of these facets."""
        found = np.zeros(self.words, np.uint64)
        for number in numbers:
            if number in self.held:
                self.held[number].join(found)
        return found

    def begun(self, since: int | None, until: int | None) -> np.ndarray:
        """The rows that began within these years."""
        return bits.packed((self.started >= (since or 1)) & (self.started <= (until or 32_000)))

    def inside(self, west: float, south: float, east: float, north: float) -> np.ndarray:
        """The rows in a box of degrees. What lies together on the map lies together here: of most stretches of rows, all
        are in it or none; the others are looked at one by one."""
        left, bottom, right, top = self.stretches
        all_in = (left >= west) & (bottom >= south) & (right <= east) & (top <= north)
        none_in = (left > east) | (bottom > north) | (right < west) | (top < south)
        filled = np.where(all_in, bits.ALL, bits.NONE)[:, None]
        found = np.repeat(filled, STRETCH // bits.WORD, axis=1)
        doubtful = np.flatnonzero(~all_in & ~none_in)
        lon, lat = (np.take(degrees, doubtful, axis=0) for degrees in self.in_stretches)
        within = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        found[doubtful] = np.packbits(within, axis=1, bitorder="little").view(np.uint64)
        return found.ravel()[: self.words]

    @cached_property
    def in_stretches(self) -> tuple[np.ndarray, np.ndarray]:
        """Degrees of the rows, a line for each stretch; the last is filled up with NaN."""
        lines = -(-len(self) // STRETCH)
        missing = np.full(lines * STRETCH - len(self), np.nan)
        return tuple(np.concatenate([degrees, missing]).reshape(lines, STRETCH) for degrees in (self.lon, self.lat))

    @cached_property
    def stretches(self) -> np.ndarray:
        """West, south, east and north of each stretch of rows; NaN where some of them are not shown."""
        lon, lat = self.in_stretches
        return np.array([lon.min(axis=1), lat.min(axis=1), lon.max(axis=1), lat.max(axis=1)])

    def chords(self, lon: float, lat: float, some: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Squares of the straight lines through a sphere of radius 1 from a place to rows; NaN to hidden ones."""
        x, y, z = on_sphere(np.radians(lon), np.radians(lat))
        return (self.x[some] - x) ** 2 + (self.y[some] - y) ** 2 + (self.z[some] - z) ** 2

    def nearest(self, kept: np.ndarray, lon: float, lat: float, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Of the rows kept, all among which the `count` truly nearest to a place must be, with their chords; few more.

        Stretches of rows that surely end nearby hold so many; none is missed in those that can begin only farther.
        """
        here = np.array(on_sphere(np.radians(lon), np.radians(lat)), float)
        centres, squares, radii = self.spheres
        away = np.sqrt(np.maximum(squares - 2 * centres @ here + here @ here, 0))
        ends = np.argsort(away + radii)
        lines = np.zeros((len(ends), STRETCH // bits.WORD), np.uint64)
        lines.ravel()[: len(kept)] = kept
        held = np.cumsum(np.bitwise_count(lines).sum(axis=1, dtype=np.int64)[ends])
        _, chords = self._kept_in(ends[: int(np.searchsorted(held, count)) + 1], lines, lon, lat)
        rows, chords = self._kept_in(np.flatnonzero(away - radii <= _reach(chords, count)), lines, lon, lat)
        near = chords <= _reach(chords, count) ** 2
        return rows[near], chords[near]

    def _kept_in(self, stretches: np.ndarray, lines: np.ndarray, lon: float, lat: float):
        """(rows kept, chords to them) of some stretches."""
        found = np.flatnonzero(np.unpackbits(lines[stretches].view(np.uint8), bitorder="little"))
        rows = stretches[found // STRETCH] * STRETCH + found % STRETCH
        return rows, self.chords(lon, lat, rows)

    @cached_property
    def spheres(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Middles (x, y, z), their squares and radii of balls around the rows of each stretch that are shown; NaN where none is."""
        missing = np.full(-len(self) % STRETCH, np.nan)
        lines = np.stack(
            [np.concatenate([axis, missing]).reshape(-1, STRETCH) for axis in (self.x, self.y, self.z)], -1
        )
        shown = ~np.isnan(lines).any(axis=2)
        lines = np.where(shown[..., None], lines, 0)
        with np.errstate(invalid="ignore"):
            centres = lines.sum(axis=1) / shown.sum(axis=1)[:, None]
        away = np.where(shown, ((lines - centres[:, None]) ** 2).sum(axis=2), 0)
        return centres, (centres**2).sum(axis=1), np.sqrt(away.max(axis=1, initial=0)) + SLACK

    def positions(self, pks: np.ndarray) -> np.ndarray:
        """The rows of these primary keys; those that are not here are left out."""
        if not len(self) or not len(pks):
            return np.zeros(0, np.int64)
        found = np.searchsorted(self.pk, pks, sorter=self.by_pk)
        found, pks = found[found < len(self)], pks[found < len(self)]
        rows = self.by_pk[found]
        return rows[self.pk[rows] == pks]

    def counts(self, kept: np.ndarray, facets: Iterable[str]) -> dict[int, int]:
        """Number of each value of these facets → how many of the rows kept have it."""
        some = np.flatnonzero(kept)
        if not len(some):
            return {}
        span = slice(int(some[0]), int(some[-1]) + 1)
        found: dict[int, int] = {}
        for facet in facets:
            found |= self.values[facet].met(kept, span) if facet in self.values else {}
        return found

    def first_by_name(self, kept: np.ndarray, count: int) -> np.ndarray:
        """So many of the rows kept, the first by name, in no order."""
        there = bits.count(kept)
        if there <= count:
            return bits.rows(kept)
        if there * SCATTERED < len(self):
            rows = bits.rows(kept)
            return rows[np.argpartition(self.rank[rows], count - 1)[:count]]
        flags = np.unpackbits(kept.view(np.uint8), bitorder="little").view(bool)
        found, start, step = [], 0, max(4 * count, 4096)
        while count > 0:
            some = self.by_name[start : start + step]
            hits = some[flags[some]][:count]
            found.append(hits)
            start, step, count = start + step, step * 2, count - len(hits)
        return np.concatenate(found)


def _reach(chords: np.ndarray, count: int) -> float:
    """The straight line within which the `count` truly nearest of these are."""
    if not 0 < count <= len(chords):
        return math.inf
    farthest = np.partition(chords, count - 1)[count - 1]
    return math.sqrt(geodesy.chord(geodesy.at_most(geodesy.km(farthest)))) + SLACK


SLACK = 1e-6  # of a sphere's radius, six metres: what single precision loses
STRETCH = 8 * bits.WORD  # rows whose box is known
SCATTERED = 20  # rows of which fewer than one in so many is kept are sorted; others are walked through by name


def _held(rows: Traits) -> Iterator[tuple[str, Iterator[tuple[int, Held]]]]:
    """(facet, (number of a value, the rows that have it) for each that some row has)."""
    for vocabulary, column in MASKS.items():
        yield vocabulary, _masked(vocabulary, getattr(rows, column))
    single = {
        "governance": (facets.FIRST["governance"], rows.governance),
        "zone": (facets.ZONE, rows.zone),
        "status": (facets.STATUS, rows.status),
        "country": (facets.COUNTRY, (rows.country >> 8) * 26 + (rows.country & 255) - 65 * 27),
        DECADE: (DECADES, np.where(rows.started > 0, rows.started // 10, -1)),
    }
    for facet, (first, numbers) in single.items():
        yield facet, ((first + n, Held.by(numbers == n)) for n in np.unique(numbers[numbers >= 0]).tolist())


def _masked(vocabulary: str, masks: np.ndarray) -> Iterator[tuple[int, Held]]:
    used = int(np.bitwise_or.reduce(masks)) if len(masks) else 0
    for number in range(used.bit_length()):
        if used >> number & 1:
            yield facets.term(vocabulary, number), Held.by(masks & np.uint64(1 << number) != 0)
