"""Invented initiatives, ten thousand at a time, as the lines that PostgreSQL's COPY reads.

Batch number n is made of the seed and n alone: a sheet is the same however many are asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from places import geonames
from places.choices import Confidence, PeopleUnit, Precision, SourceKind, Status, Vocabulary
from places.demo.towns import Towns
from places.demo.vocabularies import Terms
from places.demo.words import Words
from places.geo import SRID
from places.search import named_by

BATCH = 10_000
NULL = r"\N"
SLUG = "demo-"  # how an invented sheet is told from a real one

INITIATIVE = """id slug name name_local zone country admin1 locality point precision location_note started status governance
    resources themes decisions people people_unit people_note website confidence visited visited_source created_at
    updated_at loaded activities name_key""".split()
ANSWER = "id initiative_id question language text".split()
SOURCE = "id initiative_id kind url title supports checked_on position".split()

PRECISIONS = {Precision.SITE: 45, Precision.VILLAGE: 25, Precision.CITY: 20, Precision.REGION: 9, Precision.HIDDEN: 1}
STATUSES = {Status.ACTIVE: 70, Status.UNKNOWN: 15, Status.DORMANT: 8, Status.ENDED: 7}
UNITS = {
    PeopleUnit.PEOPLE: 50,
    PeopleUnit.HOUSEHOLDS: 30,
    PeopleUnit.ORGANISATIONS: 8,
    PeopleUnit.JOBS: 7,
    PeopleUnit.SHARES: 5,
}
CONFIDENCES = {Confidence.MEDIUM: 60, Confidence.HIGH: 30, Confidence.LOW: 10}
KINDS = {SourceKind.PAGE: 80, SourceKind.VISIT: 12, SourceKind.TESTIMONY: 8}
SOURCES = {0: 10, 1: 40, 2: 35, 3: 15}
AROUND_KM = 10  # how far from its town's centre (standard deviation)
KM_PER_DEGREE = 111.32
VILLAGE_DECIMALS, SITE_DECIMALS = 2, 5  # of degrees: about 1 km, about 1 m
LAST_YEAR, TYPICAL_AGE, OLDEST = 2025, 12, 120
FIRST_DAY, DAYS = np.datetime64("2023-01-01T00:00:00"), 1_000
SUMMARY_WORDS, ANSWER_WORDS = 33, 14  # the summary is some 300 characters long with the sheet's own words
EWKB = np.dtype([("order", "u1"), ("type", "<u4"), ("srid", "<u4"), ("lon", "<f8"), ("lat", "<f8")])
POINT_WITH_SRID = 0x20000001
ACTIVITIES_APART = 1  # a random sequence of their own
MARKS = re.compile(r"[\\\t\n\r]")


@dataclass(frozen=True)
class Batch:
    """Lines for COPY of the three tables, and what places.search needs to index the first."""

    ids: list[int]
    name_keys: list[str]
    sounds: list[str]
    pages: list[str]
    initiatives: str
    answers: str
    sources: str


class Maker:
    """Whatever does not change from a batch to the next; costs seconds to make."""

    def __init__(self, seed: int):
        self.seed = seed
        self.words = Words(seed)
        self.vocabularies = {name: Terms(seed, name) for name in Vocabulary.values}

    @cached_property
    def towns(self) -> Towns:
        return Towns(geonames.towns())

    @cached_property
    def weights(self) -> dict[str, np.ndarray]:
        """Of each vocabulary: one row per country, in the order of `towns.codes`."""
        countries = self.towns.codes.tolist()
        return {name: np.array([terms.weights(c) for c in countries]) for name, terms in self.vocabularies.items()}

    def batch(self, number: int, count: int) -> Batch:
        """The sheets `number` × BATCH + 1 and on, at most BATCH of them and none beyond `count`."""
        return _Making(self, number).batch(min(BATCH, count - number * BATCH))


class _Making:
    """One batch under way: columns of BATCH values each, always drawn in the same order and whole."""

    def __init__(self, maker: Maker, number: int):
        self.maker, self.towns = maker, maker.towns
        self.rng = rng = np.random.default_rng([maker.seed, number])
        self.ids = range(number * BATCH + 1, (number + 1) * BATCH + 1)
        self.town = self.towns.draw(rng, BATCH)
        self.precision = self.pick(PRECISIONS)
        self.points = self.placed()
        self.resources = self.terms(Vocabulary.RESOURCE, 3, [0.55, 0.3, 0.15])
        self.themes = self.terms(Vocabulary.THEME, 4, [0.35, 0.3, 0.2, 0.15])
        self.decisions = self.terms(Vocabulary.DECISION, 2, [0.6, 0.4])
        self.governance = [ranks[0] for ranks in self.terms(Vocabulary.GOVERNANCE, 1, [1])]
        self.proper = maker.words.names(rng, BATCH)

    def pick(self, frequencies: dict) -> list:
        shares = np.cumsum([*frequencies.values()])
        drawn = np.searchsorted(shares, self.rng.random(BATCH) * shares[-1], side="right")
        values = [str(value) for value in frequencies]
        return [values[index] for index in drawn.tolist()]

    def some(self, share: float) -> list[bool]:
        return (self.rng.random(BATCH) < share).tolist()

    def terms(self, vocabulary: str, most: int, shares: list[float]) -> list[list[int]]:
        """The ranks of each sheet's terms: one of them for the first share of the sheets, two for the second…"""
        weights = self.maker.weights[vocabulary][self.towns.country[self.town]]
        ranks = self.maker.vocabularies[vocabulary].draw(self.rng, weights, most).tolist()
        numbers = (np.searchsorted(np.cumsum(shares[:-1]), self.rng.random(BATCH), side="right") + 1).tolist()
        return [row[:number] for row, number in zip(ranks, numbers, strict=True)]

    def placed(self) -> list[str]:
        """Hexadecimal EWKB: around the town, at its centre for all that say no more than the town, or none."""
        precision = np.array(self.precision)
        around = np.isin(precision, [Precision.SITE, Precision.VILLAGE]) * AROUND_KM / KM_PER_DEGREE
        town = np.where(precision == Precision.REGION, self.towns.centre[self.towns.area[self.town]], self.town)
        east, north = self.rng.normal(size=(2, BATCH)) * around
        lat = np.clip(self.towns.lat[town] + north, -89.9, 89.9)
        lon = self.towns.lon[town] + east / np.maximum(0.05, np.cos(np.radians(lat)))
        points = np.zeros(BATCH, EWKB)
        points["order"], points["type"], points["srid"] = 1, POINT_WITH_SRID, SRID
        for axis, degrees in (("lon", (lon + 180) % 360 - 180), ("lat", lat)):
            village = np.round(degrees, VILLAGE_DECIMALS)
            points[axis] = np.where(precision == Precision.VILLAGE, village, np.round(degrees, SITE_DECIMALS))
        told, width = points.tobytes().hex(), 2 * EWKB.itemsize
        shown = (told[at : at + width] for at in range(0, len(told), width))
        return [NULL if p == Precision.HIDDEN else point for p, point in zip(self.precision, shown, strict=True)]

    def moments(self) -> list[str]:
        seconds = (self.rng.random(BATCH) * DAYS * 86_400).astype("timedelta64[s]")
        return [f"{moment}+00" for moment in np.datetime_as_string(FIRST_DAY + seconds).tolist()]

    def years(self) -> list:
        known = self.some(0.9)
        ages = (self.rng.exponential(TYPICAL_AGE, BATCH).astype(int) % OLDEST).tolist()
        return [LAST_YEAR - age if k else NULL for k, age in zip(known, ages, strict=True)]

    def people(self) -> tuple[list, list[str]]:
        known, units = self.some(0.8), self.pick(UNITS)
        numbers = np.minimum(5e6, self.rng.lognormal(4.5, 1.6, BATCH)).astype(int).tolist()
        counted = [number + 3 if k else NULL for k, number in zip(known, numbers, strict=True)]
        return counted, [unit if k else "" for k, unit in zip(known, units, strict=True)]

    def codes(self, vocabulary: str, ranks: list[list[int]]) -> list[str]:
        codes = self.maker.vocabularies[vocabulary].codes
        return [f"{{{','.join([codes[rank] for rank in row])}}}" for row in ranks]

    def activities(self) -> list[str]:
        """Of each resource one activity that is part of it, drawn apart so that other columns stay as they were."""
        rng = np.random.default_rng([self.maker.seed, self.ids.start, ACTIVITIES_APART])
        resources = self.maker.vocabularies[Vocabulary.RESOURCE].codes
        narrower = self.maker.vocabularies[Vocabulary.ACTIVITY].narrower
        drawn = rng.random((BATCH, max(map(len, self.resources)))).tolist()
        return [
            f"{{{','.join([n[int(at * len(n))] for rank, at in zip(row, chance, strict=False) if (n := narrower.get(resources[rank]))])}}}"
            for row, chance in zip(self.resources, drawn, strict=True)
        ]

    def names(self) -> tuple[list[str], list[str], list[str]]:
        """Of the sheets, of the sheets in their own language, of the towns."""
        forms = self.maker.vocabularies[Vocabulary.GOVERNANCE].labels["fr"]
        towns = [MARKS.sub(" ", self.towns.names[town]) for town in self.town.tolist()]
        proper = [word.capitalize() for word in self.proper]
        names = [f"{forms[g]} {word}, {town}" for g, word, town in zip(self.governance, proper, towns, strict=True)]
        local = self.some(0.1)
        return names, [f"{w} {t}" if told else "" for told, w, t in zip(local, proper, towns, strict=True)], towns

    def batch(self, rows: int) -> Batch:
        names, local, towns = self.names()
        ids = list(self.ids[:rows])
        initiatives = self.initiatives(names, local, towns)
        websites = initiatives[INITIATIVE.index("website")]
        named = [named_by(*each) for each in zip(names[:rows], local, websites, strict=False)]
        keys, sounds, pages = (list(column) for column in zip(*named, strict=True))
        answers, sources = self.answers(towns), self.sources()
        return Batch(
            ids,
            keys,
            sounds,
            pages,
            "".join("\t".join(map(str, row)) + "\n" for row in zip(*initiatives, keys, strict=False)),
            "".join(answers[:rows]),
            "".join(sources[:rows]),
        )

    def initiatives(self, names: list[str], local: list[str], towns: list[str]) -> list[list]:
        """The columns INITIATIVE, but for the last."""
        empty, areas = [""] * BATCH, self.towns.area[self.town].tolist()
        governances = self.maker.vocabularies[Vocabulary.GOVERNANCE].codes
        countries = self.towns.codes[self.towns.country[self.town]].tolist()
        moments, with_site = self.moments(), self.some(0.3)
        return [
            self.ids,
            [f"{SLUG}{number}-{word}" for number, word in zip(self.ids, self.proper, strict=True)],
            names,
            local,
            [self.towns.zones[area] for area in areas],
            countries,
            [self.towns.regions[area] for area in areas],
            towns,
            self.points,
            self.precision,
            empty,
            self.years(),
            self.pick(STATUSES),
            [governances[rank] for rank in self.governance],
            self.codes(Vocabulary.RESOURCE, self.resources),
            self.codes(Vocabulary.THEME, self.themes),
            self.codes(Vocabulary.DECISION, self.decisions),
            *self.people(),
            empty,
            [f"https://{word}.invalid/" if told else "" for told, word in zip(with_site, self.proper, strict=True)],
            self.pick(CONFIDENCES),
            ["f"] * BATCH,
            empty,
            moments,
            moments,
            empty,
            self.activities(),
        ]

    def answers(self, towns: list[str]) -> list[str]:
        """The lines of each sheet: a summary in both languages; some say how they decide, some how to do it again."""
        lines = [""] * BATCH
        for nth, language in enumerate(("fr", "en"), start=1):
            for row, (own, words) in enumerate(
                zip(self.own_words(language, towns), self.texts(SUMMARY_WORDS), strict=True)
            ):
                text = f"{own} {' '.join(words[:15]).capitalize()}. {' '.join(words[15:]).capitalize()}."
                lines[row] += f"{self.ids[row] * 4 + nth - 4}\t{self.ids[row]}\tsummary\t{language}\t{text}\n"
        for nth, question in enumerate(("deciding", "replicate"), start=3):
            for row, (told, words) in enumerate(zip(self.some(0.2), self.texts(ANSWER_WORDS), strict=True)):
                if told:
                    text = f"{' '.join(words).capitalize()}."
                    lines[row] += f"{self.ids[row] * 4 + nth - 4}\t{self.ids[row]}\t{question}\tfr\t{text}\n"
        return lines

    def texts(self, length: int) -> list[list[str]]:
        return self.maker.words.texts(self.rng, BATCH, length)

    def own_words(self, language: str, towns: list[str]) -> list[str]:
        resources = self.maker.vocabularies[Vocabulary.RESOURCE].labels[language]
        themes = self.maker.vocabularies[Vocabulary.THEME].labels[language]
        return [
            f"{', '.join([resources[rank] for rank in r])} ({', '.join([themes[rank] for rank in t])}), {town}."
            for r, t, town in zip(self.resources, self.themes, towns, strict=True)
        ]

    def sources(self) -> list[str]:
        kinds, numbers, moments = self.pick(KINDS), self.pick(SOURCES), self.moments()
        return [
            "".join(
                f"{pk * 3 + nth - 3}\t{pk}\t{kind}\thttps://{word}.invalid/{pk}/{nth}\t{word.capitalize()}\t\t{day[:10]}\t{nth}\n"
                for nth in range(int(number))
            )
            for pk, word, kind, number, day in zip(self.ids, self.proper, kinds, numbers, moments, strict=True)
        ]
