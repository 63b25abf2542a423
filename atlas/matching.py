"""Which rows of the mirror a question lets through: counts, facets and coarse cells of any question, exactly."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection

from places import countries, pyramid
from places.choices import Status, Vocabulary, Zone
from places.mirror import Mirror, Traits, country_number, on_sphere
from places.models import Spot

if TYPE_CHECKING:
    from atlas.search import Search

EARTH_KM = 6371.0088
ROUGH = 0.007  # by how much distances along a sphere may be wrong
DECADE = "decade"
MASKS = {"resource": "resources", "theme": "themes", "decision": "decisions"}


@dataclass(frozen=True)
class Matching:
    """A search, the mirror, and the numbers that the vocabulary's codes have in it (vocabulary → code → number)."""

    search: Search
    mirror: Mirror
    numbers: dict[str, dict[str, int]]

    def kept(self, *, except_for: str = "") -> np.ndarray:
        """Which rows (bool per row) all filters but one let through."""
        kept = self.somewhere.copy()
        for facet, held in self.chosen.items():
            if facet != except_for:
                kept &= held
        return kept

    def count(self) -> int:
        return int(self.kept().sum())

    def counts(self) -> dict[str, dict[str, int]]:
        """Facet → code → how many the other facets' choices leave it."""
        everything = self.kept()
        found = {}
        for facet, counting in COUNTED.items():
            kept = self.kept(except_for=facet) if facet in self.chosen else everything
            found[facet] = counting(self.mirror.traits.take(np.flatnonzero(kept)), self.numbers)
        return found

    @cached_property
    def chosen(self) -> dict[str, np.ndarray]:
        """Facet → the rows that have one of its chosen codes; years are the facet `decade`."""
        traits, asked = self.mirror.traits, self.search.criteria
        held = {facet: self._having(facet, codes) for facet, codes in asked.chosen.items()}
        if asked.since or asked.until:
            since, until = asked.since or 1, asked.until or 32_000
            held[DECADE] = (traits.started >= since) & (traits.started <= until)
        return held

    @cached_property
    def somewhere(self) -> np.ndarray:
        """The rows that the place, the view, the journey and the words let through."""
        traits, asked = self.mirror.traits, self.search.criteria
        kept = np.ones(len(traits), bool)
        if asked.bbox:
            kept &= np.logical_or.reduce([_inside(traits, *box.extent) for box in asked.boxes])
        if asked.origin:
            kept &= self._within() if asked.radius else traits.morton >= 0
        if self.search.asks_the_database:
            kept &= self._listed()
        return kept

    def _having(self, facet: str, codes: tuple[str, ...]) -> np.ndarray:
        traits = self.mirror.traits
        if facet in MASKS:
            mask = sum(1 << self.numbers[facet][code] for code in codes)
            return (getattr(traits, MASKS[facet]) & np.uint64(mask)) != 0
        number = {
            "country": country_number,
            "zone": Zone.values.index,
            "status": Status.values.index,
            "governance": self.numbers.get("governance", {}).get,
        }[facet]
        return np.isin(getattr(traits, facet), [number(code) for code in codes])

    def _within(self) -> np.ndarray:
        """The rows within the radius; those that a sphere cannot tell from the true Earth are asked of the database."""
        traits, origin, radius = self.mirror.traits, self.search.criteria.origin, self.search.criteria.radius
        x, y, z = on_sphere(np.radians(origin.lon), np.radians(origin.lat))
        lines = np.sqrt((traits.x - x) ** 2 + (traits.y - y) ** 2 + (traits.z - z) ** 2)
        surely, at_most = (_chord(radius * share) for share in (1 - ROUGH, 1 + ROUGH))
        within = lines <= surely
        doubtful = traits.pk[(lines > surely) & (lines <= at_most)].tolist()
        near = Spot.objects.filter(pk__in=doubtful).within(origin.point, km=radius) if doubtful else Spot.objects.none()
        within[self.mirror.positions(np.array(sorted(near.values_list("pk", flat=True)), np.int64))] = True
        return within

    def _listed(self) -> np.ndarray:
        """The rows that only the database can tell: words, a radius to the metre, a journey's sides."""
        sql, values = self.search.told_by_the_database().values("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT array_agg(pk) FROM ({sql}) AS found (pk)", values)
            [(pks,)] = cursor.fetchall()
        kept = np.zeros(len(self.mirror.traits), bool)
        kept[self.mirror.positions(np.array(pks or [], np.int64))] = True
        return kept


def _chord(km: float) -> float:
    """The straight line through a sphere of radius 1 to what lies `km` away along it."""
    return 2 * math.sin(min(km / EARTH_KM, math.pi) / 2)


def _inside(traits: Traits, west: float, south: float, east: float, north: float) -> np.ndarray:
    return (traits.lon >= west) & (traits.lon <= east) & (traits.lat >= south) & (traits.lat <= north)


def _masked(column: str) -> Callable:
    vocabulary = next(name for name, masks in MASKS.items() if masks == column)

    def counting(traits: Traits, numbers: dict) -> dict[str, int]:
        different, times = _folded(getattr(traits, column))
        return {
            code: n
            for code, number in numbers.get(vocabulary, {}).items()
            if (n := int(times[(different >> np.uint64(number)) & np.uint64(1) == 1].sum()))
        }

    return counting


def _folded(masks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different masks, and how many rows have each."""
    if len(masks) < 1000:
        return np.unique(masks, return_counts=True)
    # Bits beyond the vocabulary's are never set: few enough different masks to be counted without sorting them all.
    small = masks.astype(np.uint32)
    if int(small.max()) < 1 << 22:
        times = np.bincount(small)
        different = np.flatnonzero(times)
        return different.astype(np.uint64), times[different]
    return np.unique(masks, return_counts=True)


def _numbered(column: str, codes: Callable[[dict], dict[int, str]]) -> Callable:
    def counting(traits: Traits, numbers: dict) -> dict[str, int]:
        values = getattr(traits, column)
        times = np.bincount(values[values >= 0])
        return {code: int(times[n]) for n, code in codes(numbers).items() if n < len(times) and times[n]}

    return counting


def _decades(traits: Traits, numbers: dict) -> dict[str, int]:
    times = np.bincount(traits.started[traits.started > 0] // 10)
    return {str(decade * 10): int(times[decade]) for decade in np.flatnonzero(times)}


COUNTED: dict[str, Callable[[Traits, dict], dict[str, int]]] = {
    "resource": _masked("resources"),
    "theme": _masked("themes"),
    "decision": _masked("decisions"),
    "governance": _numbered(
        "governance", lambda numbers: {n: code for code, n in numbers.get(Vocabulary.GOVERNANCE.value, {}).items()}
    ),
    "country": _numbered("country", lambda numbers: {country_number(code): code for code in countries.names("en")}),
    "zone": _numbered("zone", lambda numbers: dict(enumerate(Zone.values))),
    "status": _numbered("status", lambda numbers: dict(enumerate(Status.values))),
    DECADE: _decades,
}


def mirrored_cells(matching: Matching, level: int, first: int, after: int) -> list[dict]:
    """The cells of one level from `first` to before `after`, as the pyramid would count them; `few` and `mix` as SQL arrays."""
    traits, kept = matching.mirror.traits, matching.kept()
    shift = 2 * (pyramid.DEEPEST - level)
    kept &= (traits.morton >= first << shift) & (traits.morton < after << shift)
    rows = np.flatnonzero(kept)
    cell = (traits.morton[rows] >> shift) - first
    order = np.argsort(cell.astype(np.uint8), kind="stable")
    rows, cell = rows[order], cell[order]
    edges = [0, *(np.flatnonzero(cell[1:] != cell[:-1]) + 1), len(rows)] if len(rows) else []
    return [_told(traits, rows[a:b], int(cell[a]) + first) for a, b in pairwise(edges)]


def _told(traits: Traits, rows: np.ndarray, cell: int) -> dict:
    lon, lat, resources = traits.lon[rows], traits.lat[rows], traits.resources[rows]
    mix = [int(np.count_nonzero(resources & np.uint64(1 << n))) for n in range(pyramid.RESOURCES)]
    few = ",".join(map(str, traits.pk[rows])) if len(rows) <= pyramid.FEW else None
    return {
        "cells": cell,
        "n": len(rows),
        "lon": float(lon.mean()),
        "lat": float(lat.mean()),
        "west": float(lon.min()),
        "south": float(lat.min()),
        "east": float(lon.max()),
        "north": float(lat.max()),
        "few": None if few is None else f"{{{few}}}",
        "mix": f"{{{','.join(map(str, mix))}}}",
    }
