"""The answer: the best matches of a profile, from near and from far, by the weights of `weights`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np
from django.contrib.gis.measure import D
from django.db import connection

from atlas.comparables import telling, weights
from atlas.comparables.asking import Question
from atlas.comparables.ledger import Ledger
from atlas.comparables.profile import LISTS, Profile
from atlas.comparables.scoring import PARTS, Rows, Wish, joined, likeness, nearness
from places import geodesy, search
from places.choices import Setting, Status, Zone
from places.mirror import Traits, country_number, on_sphere
from places.models import Initiative

DEEPEST = 200  # answers one can page through; beyond, a profile says too little to rank by
AT_ONCE = 25  # sheets read in one query
SPARE = 60  # more than are shown, so that networks can take turns and true distances settle the order
HITS = 20_000  # sheets that say a word; a word that more say tells little, and the answer says it is not exact

HITTING = "SELECT id FROM places_initiative WHERE search @@ %s::tsquery LIMIT %s"


@dataclass(frozen=True)
class Match:
    """One answer: `parts` are the likeness's, 0…1, of what was asked; `km` is None without a place on either side."""

    initiative: Initiative
    score: float
    near: float
    alike: float
    km: float | None
    parts: dict[str, float]
    weights: dict[str, float]  # the parts', adding up to 1
    setting: str
    replicable: bool  # whether it tells what it takes to do it elsewhere
    said: tuple[str, ...]  # which of the words asked for


@dataclass(frozen=True)
class Answer:
    """Best first. `near` is apart when little is near: a heading then says that `matches` come from farther away."""

    matches: list[Match]
    near: list[Match] = field(default_factory=list)
    total: int = 0  # how many share something with the profile
    reach_km: float | None = None  # what « near » meant
    exact: bool = True
    profile: Profile = Profile()  # what was looked for, with the terms that its words mean


@dataclass(frozen=True)
class Said:
    """Words as typed, and which rows say them (bool per row); `complete` when none was left out for its number."""

    text: str
    rows: np.ndarray
    complete: bool


def find(question: Question, count: int, skip: int = 0) -> Answer:
    """`count` answers after the first `skip`; those near are apart on the first page when they are few."""
    ledger = Ledger.current()
    asked = Asked.read(question, ledger)
    kept = asked.kept()
    total = int(kept.sum())
    origin = question.criteria.origin
    reach = (question.criteria.radius or weights.NEAR_BY_KM) if origin else None
    near_rows = ledger.scan.near(kept, asked.origin, reach) if reach else np.empty(0, np.int64)
    few = len(near_rows) < weights.FEW and question.balance <= weights.APART_UP_TO
    if not (reach and (question.criteria.radius or few)):
        matches = asked.matches(asked.best(kept, skip + count + SPARE), skip + count)
        return Answer(matches[skip:], [], total, reach, asked.exact, asked.profile)
    near = asked.matches(asked.best_of(near_rows, skip + count + SPARE), max(skip + count, weights.FEW))
    if question.criteria.radius and len(near_rows) >= weights.FEW:
        return Answer([], near[skip : skip + count], len(near_rows), reach, asked.exact, asked.profile)
    beyond = kept.copy()
    beyond[near_rows] = False
    matches = asked.matches(asked.best(beyond, skip + count + SPARE), max(0, skip + count - len(near)))
    return Answer(
        matches[max(0, skip - len(near)) :], near[skip : skip + count], total, reach, asked.exact, asked.profile
    )


@dataclass(frozen=True)
class Asked:
    """A question and the ledger it is put to."""

    question: Question
    ledger: Ledger
    wish: Wish
    origin: tuple | None  # on a sphere of radius 1
    more: dict[str, np.ndarray]  # the parts that the traits do not hold, 0…1 per row
    profile: Profile  # the question's, with the terms that its words mean
    said: list[Said]
    exact: bool

    @classmethod
    def read(cls, question: Question, ledger: Ledger) -> Asked:
        profile, spoken = question.profile, []
        if words := profile.words and search.understand(profile.words, question.terms.lexicon):
            profile, spoken = profile.joined(meant(words)), list(said(words, ledger))
        complete = all(words.complete for words in spoken)
        more = {}
        if spoken:
            more["words"] = np.float32(1 / len(spoken)) * sum(words.rows for words in spoken)
        if question.like and "text" not in question.without:
            words = telling.telling(question.like, ledger.spread)
            more["text"], looked_at = telling.shared(words, ledger.positions, len(ledger.rows))
            complete &= looked_at
        place = question.criteria.origin
        origin = on_sphere(np.radians(place.lon), np.radians(place.lat)) if place else None
        wish = ledger.wish(profile, **dict.fromkeys(more, True))
        return cls(question, ledger, wish, origin, more, profile, spoken, complete)

    def kept(self) -> np.ndarray:
        """Which rows the filters leave and share something that was asked for."""
        traits, criteria = self.ledger.rows.traits, self.question.criteria
        kept = shares(self.ledger.rows, self.wish, self.more.get("words"))
        if self.question.like:
            kept &= traits.pk != self.question.like.pk
        for facet, held, number in (
            ("country", traits.country, country_number),
            ("zone", traits.zone, Zone.values.index),
            ("status", traits.status, Status.values.index),
        ):
            if codes := criteria.chosen.get(facet):
                kept &= np.isin(held, [number(code) for code in codes])
        if criteria.since:
            kept &= traits.started >= criteria.since
        if criteria.until:
            kept &= (traits.started <= criteria.until) & (traits.started != 0)
        return kept

    def best(self, kept: np.ndarray, count: int) -> np.ndarray:
        given = {"balance": self.question.balance, "origin": self.origin, "more": self.more}
        return self.ledger.scan.best(self.wish, kept, count, **given)

    def best_of(self, rows: np.ndarray, count: int) -> np.ndarray:
        kept = np.zeros(len(self.ledger.rows), bool)
        kept[rows] = True
        return self.best(kept, count)

    def matches(self, rows: np.ndarray, most: int) -> list[Match]:
        """The first `most` of these rows, scored by their true distances, best first, networks taking turns."""
        return list(islice(in_turns(self._scored(rows)), most))

    def _scored(self, rows: np.ndarray) -> Iterator[Match]:
        """Best first; sheets are read as they are asked for, some at a time: many rows are only there in case."""
        rows = np.sort(rows)  # by key, which settles ties
        described = self.ledger.rows.take(rows)
        km = self._kilometres(described.traits)
        parts = {name: PARTS[name](self.wish, described) for name in self.wish.asked if name in PARTS}
        parts |= {name: given[rows] for name, given in self.more.items()}
        near = nearness(km) if self.origin else np.ones(len(rows), np.float32)
        alike = likeness(self.wish, parts)
        score = joined(near, alike, self.question.balance)
        order = np.argsort(-score, kind="stable")
        shares = {name: float(share) for name, share in self.wish.shares.items()}
        for some in (order[start : start + AT_ONCE].tolist() for start in range(0, len(order), AT_ONCE)):
            sheets = self.sheets(described.traits.pk[some].tolist())
            for n in some:
                if sheet := sheets.get(int(described.traits.pk[n])):
                    away = None if np.isnan(km[n]) else float(km[n])
                    sheet.distance = None if away is None else D(km=away)
                    yield Match(
                        initiative=sheet,
                        score=float(score[n]),
                        near=float(near[n]),
                        alike=float(alike[n]),
                        km=away,
                        parts={name: float(values[n]) for name, values in parts.items()},
                        weights=shares,
                        setting=Setting.values[described.traits.setting[n]],
                        replicable=bool(described.traits.told[n] & 1),
                        said=tuple(words.text for words in self.said if words.rows[rows[n]]),
                    )

    def sheets(self, pks: list[int]) -> dict[int, Initiative]:
        found = Initiative.objects.filter(pk__in=pks).for_cards(self.question.terms.language)
        return {initiative.pk: initiative for initiative in found.order_by()}

    def _kilometres(self, traits: Traits) -> np.ndarray:
        """To the place, along the globe; NaN without one, and to what is not shown."""
        km, place = np.full(len(traits), np.nan, np.float32), self.question.criteria.origin
        shown = ~np.isnan(traits.lon)
        if place:
            km[shown] = geodesy.metres(place.lon, place.lat, traits.lon[shown], traits.lat[shown]) / 1000
        return km


def shares(rows: Rows, wish: Wish, said: np.ndarray | None) -> np.ndarray:
    """Which rows have something to do with the wish: one of its resources or its words; failing these, any other code.

    Activities narrow a resource and do not widen it; asked alone, they stand in its place.
    """
    traits = rows.traits
    held = np.zeros(len(rows), bool)
    if wish.resources:
        held |= (traits.resources & np.uint64(wish.resources)) != 0
    elif wish.activities:
        held |= (traits.activities & np.uint64(wish.activities)) != 0
    if said is not None:
        held |= said > 0
    if wish.resources or wish.activities or said is not None:
        return held
    if wish.themes or wish.decisions or wish.governance:
        held |= (traits.themes & np.uint64(wish.themes)) != 0
        held |= (traits.decisions & np.uint64(wish.decisions)) != 0
        return held | np.isin(traits.governance, list(wish.governance))
    return ~held


def meant(words: search.Words) -> Profile:
    """The terms that the vocabulary takes the words for."""
    profile = Profile()
    for code in dict.fromkeys(code for unit in words.units for code in unit.codes):
        vocabulary, _, term = code.partition(":")
        if vocabulary in LISTS:
            profile = profile.joined(replace(Profile(), **{vocabulary: (term,)}))
    return profile


def said(words: search.Words, ledger: Ledger) -> Iterator[Said]:
    """Which rows say each of the words, in their own texts or as the country or zone they name."""
    with connection.cursor() as cursor:
        for unit in words.units:
            places = [code for code in unit.codes if code.startswith(("country:", "zone:"))]
            asked = " | ".join([f"({unit.spelt})", *(f"'{code}'" for code in places)])
            cursor.execute(HITTING, [asked, HITS])
            pks = np.array([pk for (pk,) in cursor.fetchall()], np.int64)
            rows = np.zeros(len(ledger.rows), bool)
            rows[ledger.positions(pks)] = True
            yield Said(words.typed(unit), rows, len(pks) < HITS)


def in_turns(matches: Iterator[Match]) -> Iterator[Match]:
    """The same, but of one network no more than a few before all others: the rest of it comes after them."""
    seen: dict[str, int] = {}
    later = []
    for match in matches:
        network = match.initiative.network
        seen[network] = seen.get(network, 0) + 1
        if network and seen[network] > weights.SAME_NETWORK:
            later.append(match)
        else:
            yield match
    yield from later
