"""All initiatives in memory, exactly as they are now: what counts a million of them reads this instead of the tables.

Most of it (`base`) was read once and never changes; whoever was edited since is read anew at each generation, into a
second, small block, and is struck off the first. A process that begins reads everything, which takes it some seconds for
a million; when the second block has grown, everything is read again aside, and nobody waits for it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np
from django.db import connection, transaction

from places import bits, index, mirror, peaks, pyramid
from places.block import Block
from places.features import Features

MOST_EDITED = 5_000  # since the base was read; more, and it is read again
IDS = """
SELECT string_agg(int8send(initiative_id), '') FROM (SELECT initiative_id FROM places_spot ORDER BY {order}) AS spot
"""
# For each of those edited since, in the order of their names: whose name comes before, of those that were not.
BEFORE = """
SELECT s.initiative_id, coalesce((SELECT p.initiative_id FROM places_spot AS p
    WHERE (p.name_key, p.initiative_id) < (s.name_key, s.initiative_id) AND p.version <= %(since)s
    ORDER BY p.name_key DESC, p.initiative_id DESC LIMIT 1), -1)
FROM places_spot AS s WHERE s.version > %(since)s ORDER BY s.name_key, s.initiative_id
"""


@dataclass(frozen=True)
class Tally:
    generation: int
    since: int  # the generation of the base
    base: Block
    edited: Block
    standing: np.ndarray  # words: the rows of the base that still hold
    features: Features  # of the base
    changed: Features  # of those edited
    levels: dict[int, peaks.Level]  # of the base
    answers: dict = field(
        default_factory=dict, compare=False
    )  # what was made of this generation, for who asks the same

    _kept: ClassVar[Tally | None] = None
    _reading: ClassVar[threading.Lock] = threading.Lock()

    @classmethod
    def current(cls) -> Tally:
        """As of this request's generation, or a later one."""
        now, kept = index.generation(), cls._kept
        if kept is None or now < kept.since:
            with cls._reading:
                kept = cls._kept
                if kept is None or now < kept.since:
                    kept = cls._kept = cls.read()
        if kept.generation != now:
            kept = cls._kept = kept.updated(now)
        if len(kept.edited) > MOST_EDITED and cls._reading.acquire(blocking=False):
            threading.Thread(target=cls._read_aside, daemon=True).start()
        return kept

    @classmethod
    def forget(cls) -> None:
        cls._kept = None

    @classmethod
    def read(cls) -> Tally:
        # Whoever is edited meanwhile is read twice: here, and as edited since.
        since = index.generation()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            traits = mirror.read()
            ranks = _positions_of(traits.pk, _ids(cursor, "name_key, initiative_id"))
            features = Features.read()
        base, nobody = Block.of(traits, ranks), Block.of(traits.take(slice(0)), ranks[:0])
        return cls(since, since, base, nobody, base.everything(), features, Features.read(()), peaks.of(base))

    @classmethod
    def _read_aside(cls) -> None:
        try:
            cls._kept = cls.read()
        finally:
            connection.close()
            cls._reading.release()

    def updated(self, now: int) -> Tally:
        """The same base, and all that was edited since."""
        traits = mirror.read(since=self.since)
        edited = Block.of(traits, self._ranks(traits.pk))
        standing = self.base.everything() & ~bits.of_rows(self.base.positions(traits.pk), self.base.words)
        total = mirror.total()
        if bits.count(standing) + len(edited) != total:  # some were deleted
            with connection.cursor() as cursor:
                left = self.base.positions(_ids(cursor, "initiative_id"))
            standing &= bits.of_rows(left, self.base.words)
        told = (self.features, Features.read(traits.pk), self.levels)
        found = Tally(now, self.since, self.base, edited, standing, *told)
        return found if found.total == total else Tally.read()

    @property
    def total(self) -> int:
        return bits.count(self.standing) + len(self.edited)

    def blocks(self) -> Iterator[tuple[Block, np.ndarray]]:
        """Each block, with those of its rows that hold."""
        yield self.base, self.standing
        yield self.edited, self.edited.everything()

    def told(self, pks: np.ndarray) -> dict[int, str]:
        """Their GeoJSON Features, as the index keeps them."""
        return dict(self.features.of(pks)) | dict(self.changed.of(pks))

    def cells(self, level: int, first: int, after: int) -> tuple[peaks.Level, slice] | None:
        """A level of the pyramid of all, and which cells of it lie from one place of the curve to before another; None
        where somebody was edited: the pyramid in the database has what is there now."""
        start, stop = np.searchsorted(self.touched, (first, after))
        if level not in self.levels or start < stop:
            return None
        shift = 2 * (pyramid.DEEPEST - level)
        return self.levels[level], self.levels[level].within(first >> shift, after >> shift)

    @cached_property
    def touched(self) -> np.ndarray:
        """Morton numbers where the base no longer holds, in order."""
        left = bits.rows(self.base.everything() & ~self.standing)
        return np.sort(np.concatenate([self.base.morton[left], self.edited.morton]))

    def _ranks(self, pks: np.ndarray) -> np.ndarray:
        """Places among the names, between those of the base."""
        with connection.cursor() as cursor:
            cursor.execute(BEFORE, {"since": self.since})
            rows = cursor.fetchall()
        before = np.array([pk for _, pk in rows], np.int64)
        rank = np.full(len(rows), -1.0)
        known = before >= 0
        rank[known] = self.base.rank[self.base.positions(before[known])]
        rank += np.arange(1, len(rows) + 1) / (len(rows) + 1)
        named = dict(zip((pk for pk, _ in rows), rank.tolist(), strict=True))
        return np.array([named[pk] for pk in pks.tolist()])


def _ids(cursor, order: str) -> np.ndarray:
    return np.frombuffer(mirror.value(cursor, IDS.format(order=order)), ">i8").astype(np.int64)


def _positions_of(pks: np.ndarray, ordered: np.ndarray) -> np.ndarray:
    """Where each of `pks` (sorted) stands in `ordered`."""
    ordered = ordered[np.isin(ordered, pks)]
    ranks = np.full(len(pks), -1.0)
    ranks[np.searchsorted(pks, ordered)] = np.arange(len(ordered))
    return ranks
