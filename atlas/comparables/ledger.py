"""The rows every ranking reads, kept in memory by each process; of initiatives that have changed, read again."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from django.db import connection

from atlas.comparables import telling, weights
from atlas.comparables.profile import Profile
from atlas.comparables.scan import Scan
from atlas.comparables.scoring import FAMILIES, Rows, Wish
from places import index, mirror
from places.choices import Setting
from places.models import Initiative, Term

SMALL = 50_000  # rows that are read again while one waits; more are read aside, and answers are a few seconds old


@dataclass(frozen=True)
class Ledger:
    """`numbers`: vocabulary → code → the bit it has in the masks of `rows`."""

    generation: int
    scan: Scan
    numbers: dict[str, dict[str, int]]
    spread: dict[str, float]  # lexeme → share of the sheets that have it, as a sample of them tells

    _kept: ClassVar[Ledger | None] = None
    _reading: ClassVar[threading.Lock] = threading.Lock()

    @classmethod
    def current(cls) -> Ledger:
        """As of now; for a moment as of before, when there is much to read anew."""
        now, kept = index.generation(), cls._kept
        if kept and kept.generation == now:
            return kept
        if kept and len(kept.rows) > SMALL:
            if cls._reading.acquire(blocking=False):
                threading.Thread(target=cls._read_aside, args=(kept,), daemon=True).start()
            return kept
        with cls._reading:
            kept = cls._kept
            if kept is None or kept.generation != now:
                kept = cls._kept = cls.read(kept, now)
        return kept

    @classmethod
    def forget(cls) -> None:
        cls._kept = None

    @classmethod
    def _read_aside(cls, kept: Ledger) -> None:
        try:
            cls._kept = cls.read(kept, index.generation())
        finally:
            connection.close()
            cls._reading.release()

    @classmethod
    def read(cls, kept: Ledger | None, now: int) -> Ledger:
        """What changed since, and the rest as it was kept; everything when nothing was, or some were deleted."""
        traits = None
        if kept and kept.generation < now:
            traits = mirror.merged(kept.rows.traits, mirror.read(since=kept.generation))
        if traits is None or len(traits) != mirror.total():
            traits = mirror.read()
        numbers: dict[str, dict[str, int]] = {}
        for vocabulary, code, number in Term.objects.values_list("vocabulary", "code", "number"):
            numbers.setdefault(vocabulary, {})[code] = number
        return cls(now, Scan.of(Rows.of(traits)), numbers, telling.spread(len(traits)))

    @property
    def rows(self) -> Rows:
        return self.scan.rows

    def positions(self, pks: np.ndarray) -> np.ndarray:
        """The rows of these primary keys; those unknown here are left out."""
        known = self.rows.traits.pk
        found = np.searchsorted(known, pks)
        inside = found < len(known)
        found, pks = found[inside], pks[inside]
        return found[known[found] == pks]

    def lineage(self, like: Initiative) -> np.ndarray | None:
        return None

    def wish(self, profile: Profile, **brought: bool) -> Wish:
        """The profile in this ledger's numbers; `brought`: which parts the traits do not hold, but are there."""
        governance = self._all("governance", profile.governance)
        family = {code for codes in FAMILIES if set(codes) & set(profile.governance) for code in codes}
        persons = weights.PERSONS.get(profile.unit, math.nan)
        return Wish(
            resources=self._mask("resource", profile.resource),
            activities=self._mask("activity", profile.activity),
            themes=self._mask("theme", profile.theme),
            decisions=self._mask("decision", profile.decision),
            governance=governance,
            kindred=self._all("governance", family) - governance,
            mixed=self._mask("decision", ("mixed",)),
            untold=self._mask("decision", ("unknown",)),
            size=math.log(profile.people * persons) if profile.people else math.nan,
            setting=Setting.values.index(profile.setting) if profile.setting else 0,
            **brought,
        )

    def _all(self, vocabulary: str, codes) -> frozenset[int]:
        known = self.numbers.get(vocabulary, {})
        return frozenset(known[code] for code in codes if code in known)

    def _mask(self, vocabulary: str, codes) -> int:
        return sum(1 << number for number in self._all(vocabulary, codes))
