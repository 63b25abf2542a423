"""Arithmetic of measurements: percentiles, medians of rounds, ratios within a run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least this share of them does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True)
class Round:
    """One server asked one scenario's questions for a while."""

    milliseconds: list[float]
    seconds: float
    bytes: int = 0
    bad: int = 0  # answers other than the one that was asked for


@dataclass(frozen=True)
class Figures:
    """Medians of rounds, so that a noisy moment of the machine weighs little."""

    p50: float
    p95: float
    per_second: float
    kilobytes: float
    bad: int

    @classmethod
    def of(cls, rounds: Iterable[Round]) -> Figures:
        rounds = list(rounds)
        return cls(
            median(percentile(r.milliseconds, 0.5) for r in rounds),
            median(percentile(r.milliseconds, 0.95) for r in rounds),
            median(len(r.milliseconds) / r.seconds for r in rounds),
            median(r.bytes / len(r.milliseconds) / 1000 for r in rounds),
            sum(r.bad for r in rounds),
        )


def ratio(ours: float, theirs: float) -> float:
    """How many times theirs ours is; 0 when there is nothing to compare with."""
    return ours / theirs if theirs else 0.0
