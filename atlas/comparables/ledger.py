"""The rows every ranking reads, kept in memory by each process and read again when an initiative has changed."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from django.db.models import Count, Max

from atlas.comparables import telling, weights
from atlas.comparables.profile import Profile
from atlas.comparables.scan import Scan
from atlas.comparables.scoring import FAMILIES, Rows, Wish
from places import mirror
from places.choices import Setting
from places.models import Initiative, Term


@dataclass(frozen=True)
class Ledger:
    """`numbers`: vocabulary → code → the bit it has in the masks of `rows`."""

    generation: object
    scan: Scan
    numbers: dict[str, dict[str, int]]
    spread: dict[str, float]  # lexeme → share of the sheets that have it, as a sample of them tells

    _kept: ClassVar[Ledger | None] = None
    _reading: ClassVar[threading.Lock] = threading.Lock()

    @classmethod
    def current(cls) -> Ledger:
        generation = Initiative.objects.aggregate(last=Max("updated_at"), n=Count("pk"))
        with cls._reading:
            if cls._kept is None or cls._kept.generation != generation:
                cls._kept = cls.read(generation)
            return cls._kept

    @classmethod
    def read(cls, generation: object) -> Ledger:
        numbers: dict[str, dict[str, int]] = {}
        for vocabulary, code in Term.objects.order_by("pk").values_list("vocabulary", "code"):
            known = numbers.setdefault(vocabulary, {})
            known[code] = len(known)
        return cls(generation, Scan.of(Rows.of(mirror.read())), numbers, telling.spread())

    @property
    def rows(self) -> Rows:
        return self.scan.rows

    def positions(self, pks: np.ndarray) -> np.ndarray:
        """The rows of these primary keys; those unknown here are left out."""
        known = self.rows.traits.pk
        found = np.searchsorted(known, pks)
        found = found[found < len(known)]
        return found[np.isin(known[found], pks)]

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
