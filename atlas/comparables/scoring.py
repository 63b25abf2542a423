"""Nearness and likeness in numbers, for as many initiatives at once as one likes; the numbers' meaning is in `weights`.

The same functions score a million rows when looking for the best, and the few that are shown, whose parts then become
reasons: there is no second computation that could say otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from atlas.comparables import weights
from places.choices import PeopleUnit, Setting, Status
from places.mirror import TOLD, Traits

EARTH_KM = 6371.0088
NOT_ASKED = -1
# Forms that work alike: members who own shares, villages and their users, people who join, land held for all.
FAMILIES = (
    ("cooperative", "social-enterprise", "producer-company"),
    ("village-assembly", "user-committee", "self-help-group"),
    ("association", "informal-collective", "federation"),
    ("community-trust", "intentional-community"),
)
SETTINGS = (Setting.VILLAGE, Setting.TOWN, Setting.CITY)


@dataclass(frozen=True)
class Wish:
    """A profile in numbers: masks of terms, natural logarithm of persons, place in Setting; 0 or NaN where not asked."""

    resources: int = 0
    activities: int = 0
    themes: int = 0
    decisions: int = 0
    governance: frozenset[int] = frozenset()
    kindred: frozenset[int] = frozenset()  # other forms of the same families
    mixed: int = 0  # the mask of « several ways together »
    untold: int = 0  # the mask of « nobody told us yet »
    size: float = np.nan
    setting: int = 0
    words: bool = False
    text: bool = False
    lineage: bool = False

    @property
    def asked(self) -> dict[str, float]:
        """Part → weight of each part that counts for this wish."""
        counted = {
            "resource": (self.resources, weights.RESOURCES),
            "activity": (self.activities, weights.ACTIVITIES),
            "decision": (self.decisions, weights.DECIDING),
            "governance": (self.governance, weights.GOVERNANCE),
            "theme": (self.themes, weights.THEMES),
            "people": (self.size == self.size, weights.SIZE),
            "setting": (self.setting, weights.SETTING),
            "words": (self.words, weights.WORDS),
            "text": (self.text, weights.TEXT),
            "lineage": (self.lineage, weights.LINEAGE),
            "instructive": (True, weights.INSTRUCTIVE),
        }
        return {part: weight for part, (asked, weight) in counted.items() if asked}

    @property
    def shares(self) -> dict[str, np.float32]:
        """The same, adding up to 1."""
        asked = self.asked
        return {part: np.float32(weight / sum(asked.values())) for part, weight in asked.items()}


@dataclass(frozen=True)
class Rows:
    """Traits with what is worked out of them once: `size` (log of persons) and `instructive` (0…1)."""

    traits: Traits
    size: np.ndarray
    instructive: np.ndarray

    @classmethod
    def of(cls, traits: Traits) -> Rows:
        persons = np.array([*(weights.PERSONS.get(unit, np.nan) for unit in PeopleUnit.values), np.nan], np.float32)
        with np.errstate(divide="ignore"):
            size = np.log(traits.people * persons[traits.unit])
        size[~np.isfinite(size)] = np.nan
        return cls(traits, size, instructive(traits))

    def take(self, rows: np.ndarray | slice) -> Rows:
        return Rows(self.traits.take(rows), self.size[rows], self.instructive[rows])

    def __len__(self) -> int:
        return len(self.traits)


# Part → how much of it each of these rows has, 0…1. `words`, `text` and `lineage` are not among the traits: callers bring them.
PARTS: dict[str, Callable[[Wish, Rows], np.ndarray]] = {
    "resource": lambda wish, rows: listed(rows.traits.resources, wish.resources, rows.traits.main),
    "activity": lambda wish, rows: done(rows.traits.activities, wish.activities),
    "theme": lambda wish, rows: listed(rows.traits.themes, wish.themes),
    "decision": lambda wish, rows: deciding(rows.traits.decisions, wish),
    "governance": lambda wish, rows: governed(rows.traits.governance, wish),
    "people": lambda wish, rows: sized(rows.size, wish.size),
    "setting": lambda wish, rows: settled(rows.traits.setting, wish.setting),
    "instructive": lambda wish, rows: rows.instructive,
}


def likeness(wish: Wish, parts: dict[str, np.ndarray]) -> np.ndarray:
    """The mean of the parts, weighed."""
    shares = wish.shares
    return np.float32(sum(shares[part] * values for part, values in parts.items()))


def joined(near: np.ndarray, alike: np.ndarray, balance: float) -> np.ndarray:
    return near ** np.float32(2 * (1 - balance)) * alike ** np.float32(2 * balance)


def distances(traits: Traits, origin: tuple) -> np.ndarray:
    """Kilometres along a sphere, within half a per cent of the geodesic; NaN for places that are not shown."""
    return np.float32(2 * EARTH_KM) * np.arcsin(np.minimum(np.sqrt(chords(traits, origin)) / 2, 1))


def chords(traits: Traits, origin: tuple) -> np.ndarray:
    """Squares of the straight lines to the place, through a sphere of radius 1."""
    return squares(traits.x, traits.y, traits.z, origin)


def squares(x: np.ndarray, y: np.ndarray, z: np.ndarray, origin: tuple) -> np.ndarray:
    return (x - origin[0]) ** 2 + (y - origin[1]) ** 2 + (z - origin[2]) ** 2


def chord(km: float) -> float:
    """The same of a distance along the sphere."""
    return (2 * math.sin(min(km / EARTH_KM, math.pi) / 2)) ** 2


def nearness(km: np.ndarray) -> np.ndarray:
    """1 at the place itself, falling with the logarithm of the distance; as far as can be when nobody knows where."""
    fall = np.log1p(km / np.float32(weights.NEAR_KM)) / np.float32(np.log1p(weights.FARTHEST_KM / weights.NEAR_KM))
    near = 1 - np.float32(1 - weights.FARTHEST) * np.minimum(fall, 1)
    return np.nan_to_num(near, nan=weights.FARTHEST)


def listed(held: np.ndarray, wanted: int, main: np.ndarray | None = None) -> np.ndarray:
    """How much of what is wanted is held, and how much of what is held is wanted; with `main`, its first counts more."""
    shared = np.bitwise_count(held & np.uint64(wanted))
    covered = shared / np.float32(wanted.bit_count())
    focused = shared / np.maximum(np.bitwise_count(held), 1).astype(np.float32)
    value = (weights.COVERED * covered + weights.FOCUSED * focused).astype(np.float32)
    if main is None:
        return value
    wanted_main = (np.uint64(wanted) >> np.maximum(main, 0).astype(np.uint64)) & np.uint64(1)
    return value * np.where(wanted_main.astype(bool) & (main >= 0), 1, 1 - np.float32(weights.MAIN))


def done(held: np.ndarray, wanted: int) -> np.ndarray:
    """The same of activities, which not every sheet tells."""
    return np.where(held != 0, listed(held, wanted), np.float32(weights.UNKNOWN))


def deciding(held: np.ndarray, wish: Wish) -> np.ndarray:
    told = (held & ~np.uint64(wish.untold)) != 0
    same = (held & np.uint64(wish.decisions)) != 0
    mixed = (held & np.uint64(wish.mixed)) != 0
    return np.select([same, mixed, ~told], [1, weights.MIXED, weights.UNKNOWN], 0).astype(np.float32)


def governed(held: np.ndarray, wish: Wish) -> np.ndarray:
    table = np.zeros(128, np.float32)
    table[list(wish.kindred)] = weights.SAME_FAMILY
    table[list(wish.governance)] = 1
    table[NOT_ASKED] = weights.UNKNOWN  # held is −1 where nobody told
    return table[held]


def sized(size: np.ndarray, wanted: float) -> np.ndarray:
    """Half as alike at four times or a quarter of the size, by the logarithm of the ratio."""
    steps = np.abs(size - np.float32(wanted)) / np.float32(np.log(weights.HALF_AS_ALIKE))
    return np.nan_to_num(np.float32(0.5) ** (steps**2), nan=weights.UNKNOWN)


def settled(setting: np.ndarray, wanted: int) -> np.ndarray:
    values = Setting.values
    table = np.zeros(len(values), np.float32)
    asked = SETTINGS.index(values[wanted])
    for place, known in enumerate(SETTINGS):
        table[values.index(known)] = {0: 1.0, 1: weights.NEXT_SETTING}.get(abs(place - asked), 0.0)
    table[values.index(Setting.UNKNOWN)] = weights.UNKNOWN
    return table[setting]


def instructive(traits: Traits) -> np.ndarray:
    """What a sheet teaches: see `weights`."""
    today = (date.today() - date(1970, 1, 1)).days
    going = np.array([weights.GOING_ON[status] for status in Status.values], np.float32)
    told = {question: (traits.told & (1 << place)) != 0 for place, question in enumerate(TOLD)}
    value = (
        weights.TELLS_REPLICATE * told["replicate"]
        + weights.TELLS_DECIDING * told["deciding"]
        + weights.SOURCED * np.minimum(traits.sources / weights.SOURCES_ENOUGH, 1)
        + weights.FRESH * (today - traits.updated < 365 * weights.FRESH_YEARS)
        + weights.GOING * going[traits.status]
    )
    return value.astype(np.float32)
