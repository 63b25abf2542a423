"""The rows every ranking reads, kept in memory by each process and read again when an initiative has changed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from atlas.comparables import telling, weights
from atlas.comparables.profile import Profile
from atlas.comparables.scan import Scan
from atlas.comparables.scoring import FAMILIES, Rows, Wish
from places.choices import Setting
from places.mirror import Mirror
from places.models import Initiative, Term


@dataclass(frozen=True)
class Ledger:
    """`numbers`: vocabulary → code → the bit it has in the masks of `rows`."""

    mirror: Mirror
    scan: Scan
    numbers: dict[str, dict[str, int]]
    spread: dict[str, float]  # lexeme → share of the sheets that have it, as a sample of them tells

    _kept: ClassVar[Ledger | None] = None

    @classmethod
    def current(cls) -> Ledger:
        mirror = Mirror.current()
        kept = cls._kept
        if kept is None or kept.mirror is not mirror:
            kept = cls._kept = cls.of(mirror)
        return kept

    @classmethod
    def of(cls, mirror: Mirror) -> Ledger:
        numbers: dict[str, dict[str, int]] = {}
        for vocabulary, code, number in Term.objects.values_list("vocabulary", "code", "number"):
            numbers.setdefault(vocabulary, {})[code] = number
        return cls(mirror, Scan.of(Rows.of(mirror.traits)), numbers, telling.spread())

    @property
    def rows(self) -> Rows:
        return self.scan.rows

    def positions(self, pks: np.ndarray) -> np.ndarray:
        return self.mirror.positions(pks)

    def lineage(self, like: Initiative) -> np.ndarray | None:
        return None

    def wish(self, profile: Profile, **brought: bool) -> Wish:
        """The profile in this ledger's numbers; `brought`: which parts the traits do not hold, but are there."""
        governance = self._all("governance", profile.governance)
        family = {code for codes in FAMILIES if set(codes) & set(profile.governance) for code in codes}
        persons = weights.PERSONS.get(profile.unit, math.nan)
        return Wish(
            resources=self._mask("resource", profile.resource),
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
