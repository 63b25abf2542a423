"""Comparable models: the ranking, its reasons, and what it does when little is near."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import numpy as np
import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from atlas.comparables import ranking, weights
from atlas.comparables.asking import Question
from atlas.comparables.profile import Profile
from atlas.comparables.reasons import DECIDES_TOO, FORMS, SETTLED, SETTLED_TOO, reasons, where
from atlas.comparables.scan import Scan
from atlas.comparables.scoring import PARTS, Rows, Wish, distances, joined, likeness, nearness
from places import loading
from places.choices import PeopleUnit, Status
from places.mirror import Traits, on_sphere
from places.models import Initiative
from places.templatetags.sheets import away
from places.vocabulary import Terms
from tests.factories import ARRAS, DELHI, LENS, LILLE, make_initiative

SIBERIA = (105.0, 65.0)
SUVA = (178.4415, -18.1416)
NEAR_LENS = f"near={LENS[0]},{LENS[1]}"


def ask(query: str, language: str = "fr") -> Question:
    return Question.read(QueryDict(query), Terms.read(language))


def found(query: str, count: int = 10, skip: int = 0) -> list[ranking.Match]:
    answer = ranking.find(ask(query), count, skip)
    return answer.near + answer.matches


def slugs(matches) -> list[str]:
    return [match.initiative.slug for match in matches]


def names(query: str) -> list[str]:
    return [match.initiative.name for match in found(query)]


@pytest.mark.django_db
class TestTheAnswer:
    @pytest.fixture(autouse=True)
    def _atlas(self, atlas):
        translation.activate("fr")

    def test_who_wants_water_near_lens_meets_the_wateringues_first_and_then_the_worlds_best(self):
        answer = ranking.find(ask(f"{NEAR_LENS}&resource=water"), 10)
        assert slugs(answer.near) == ["sections-de-wateringues"]
        assert {match.initiative.country for match in answer.matches} & {"NP", "IN"}
        assert all("water" in match.initiative.resources for match in answer.matches)

    def test_a_village_that_lacks_nothing_near_gets_one_list(self):
        answer = ranking.find(ask(f"{NEAR_LENS}&resource=electricity"), 10)
        assert answer.near == []
        assert answer.matches[0].initiative.slug == "mine-de-soleil-loos-en-gohelle"

    def test_the_balance_goes_from_the_nearest_to_the_most_alike(self):
        nearest = found(f"{NEAR_LENS}&resource=farm-produce&theme=commons&balance=0", 20)
        alike = found(f"{NEAR_LENS}&resource=farm-produce&theme=commons&balance=1", 20)
        assert [m.km for m in nearest] == sorted(m.km for m in nearest)
        assert [m.alike for m in alike] == sorted((m.alike for m in alike), reverse=True)
        assert slugs(nearest) != slugs(alike)

    def test_a_sheet_is_never_comparable_to_itself(self):
        assert "mine-de-soleil-loos-en-gohelle" not in slugs(found("like=mine-de-soleil-loos-en-gohelle", 200))

    def test_a_part_taken_out_of_a_sheets_profile_no_longer_counts(self):
        question = ask("like=mine-de-soleil-loos-en-gohelle&without=theme&without=people")
        match = ranking.find(question, 1).matches[0]
        assert not {"theme", "people"} & match.parts.keys()
        assert question.query == "like=mine-de-soleil-loos-en-gohelle&without=theme&without=people"

    def test_words_are_understood_as_terms_and_looked_for_in_the_texts(self):
        answer = ranking.find(ask(f"{NEAR_LENS}&q=jardins+partagés"), 10)
        assert answer.matches[0].initiative.slug == "jardin-des-retrouvailles-ajonc-lille"
        assert answer.matches[0].said == ("jardins partagés",)
        assert answer.profile.resource == ("land",)

    def test_filters_leave_out_what_is_elsewhere(self):
        assert {m.initiative.country for m in found("resource=water&country=NP&country=IN", 50)} == {"NP", "IN"}

    def test_pages_follow_each_other_without_a_gap_or_a_repeat(self):
        whole = slugs(found(f"{NEAR_LENS}&resource=water", 40))
        pages = [slugs(found(f"{NEAR_LENS}&resource=water", 10, skip)) for skip in (0, 10, 20, 30)]
        assert sum(pages, []) == whole

    def test_a_radius_with_little_in_it_is_followed_by_the_rest_of_the_world(self):
        answer = ranking.find(ask(f"{NEAR_LENS}&resource=water&radius=100"), 10)
        assert slugs(answer.near) == ["sections-de-wateringues"]
        assert len(answer.matches) == 9

    def test_a_radius_with_enough_in_it_holds(self):
        answer = ranking.find(ask(f"{NEAR_LENS}&resource=farm-produce&radius=60"), 50)
        assert answer.matches == []
        assert all(match.km <= 60 for match in answer.near)
        assert answer.total == len(answer.near) > weights.FEW


@pytest.mark.django_db
class TestActivities:
    """Two who manage water and do not do the same with it."""

    @pytest.fixture(autouse=True)
    def two(self):
        loading.load_terms()
        make_initiative("Canal", LENS, resources=["water"], activities=["irrigation"])
        make_initiative("Robinet", ARRAS, resources=["water"], activities=["drinking-water"])
        make_initiative("Graines", LENS, resources=["seeds"])

    def test_what_is_done_tells_apart_what_is_managed(self):
        assert names("resource=water&activity=drinking-water") == ["Robinet", "Canal"]
        assert names("resource=water&activity=irrigation") == ["Canal", "Robinet"]

    def test_asked_alone_it_stands_for_a_resource(self):
        assert names("activity=irrigation") == ["Canal"]

    def test_words_are_understood_as_activities_too(self):
        assert names("resource=water&q=eau+potable")[0] == "Robinet"

    def test_a_sheet_that_does_not_tell_is_neither_alike_nor_different(self):
        make_initiative("Muette", LENS, resources=["water"])
        assert names("resource=water&activity=irrigation") == ["Canal", "Muette", "Robinet"]


@pytest.mark.django_db
def test_of_one_network_only_two_come_before_all_others():
    for n in range(5):
        make_initiative(f"Branche {n}", LENS, resources=["seeds"], website=f"https://www.reseau.example/{n}")
    make_initiative("Seule", ARRAS, resources=["seeds"])
    names = [match.initiative.name for match in found(f"{NEAR_LENS}&resource=seeds")]
    assert names[2] == "Seule", names
    assert len(names) == 6


@pytest.mark.django_db
def test_pages_of_one_follow_one_another_as_one_page_of_all_does(atlas):
    query = f"{NEAR_LENS}&resource=water"
    first = ranking.find(ask(query), 9)
    assert first.near
    pages = [ranking.find(ask(query), 1, skip=n) for n in range(9)]
    assert slugs([match for page in pages for match in page.near]) == slugs(first.near)
    assert slugs([match for page in pages for match in page.matches]) == slugs(first.matches)


@pytest.mark.django_db
def test_a_hidden_place_may_be_alike_but_has_no_distance():
    make_initiative("Cachée", None, resources=["seeds"])
    make_initiative("Montrée", LILLE, resources=["seeds"])
    shown, hidden = found(f"{NEAR_LENS}&resource=seeds")
    assert hidden.initiative.name == "Cachée"
    assert (hidden.km, where(hidden)) == (None, "")
    assert found(f"{NEAR_LENS}&resource=seeds&radius=1000")[0].initiative.name == "Montrée"


@pytest.mark.django_db
def test_an_edit_is_in_the_next_answer():
    make_initiative("Puits", LENS, resources=["water"])
    assert slugs(found("resource=water")) == ["puits"]
    make_initiative("Source", LENS, resources=["water"])
    assert len(found("resource=water")) == 2


class TestNearness:
    def test_five_kilometres_against_fifteen_matter_and_ten_at_the_other_end_of_the_world_do_not(self):
        near = nearness(np.float32([0, 5, 15, 5000, 5010, 20_040, np.nan]))
        assert near[1] - near[2] > 0.03
        assert 0 < near[3] - near[4] < 0.001
        assert near[0] == 1
        assert near[5] == pytest.approx(weights.FARTHEST, abs=1e-5)
        assert near[6] == np.float32(weights.FARTHEST)

    @given(st.floats(0, 20_000), st.floats(0, 20_000))
    def test_farther_is_never_nearer(self, a, b):
        near = nearness(np.float32([min(a, b), max(a, b)]))
        assert near[0] >= near[1]


def crowd(n: int, seed: int = 1) -> Rows:
    """Rows of every kind: common and rare terms, towns where thousands share a point, sizes unknown, places not shown."""
    rng = np.random.default_rng(seed)

    def bits(most: int, how_many: int) -> np.ndarray:
        mask = np.zeros(n, np.uint64)
        for _ in range(how_many):
            mask |= np.uint64(1) << np.minimum(rng.zipf(1.6, n) - 1, most).astype(np.uint64)
        return mask

    towns = [LILLE, DELHI, SIBERIA, SUVA]
    lon, lat = rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-0.95, 0.95, n)))
    crowded = rng.random(n) < 0.3
    town = rng.integers(0, len(towns), n)
    lon = np.where(crowded, np.array([t[0] for t in towns])[town], lon)
    lat = np.where(crowded, np.array([t[1] for t in towns])[town], lat)
    lon[rng.random(n) < 0.01] = np.nan
    x, y, z = on_sphere(np.radians(lon), np.radians(lat))
    small = {
        "main": (0, 17),
        "governance": (-1, 12),
        "unit": (-1, 5),
        "setting": (0, 4),
        "status": (0, 4),
        "zone": (0, 6),
    }
    small |= {"country": (16_705, 16_800), "started": (1900, 2026), "told": (0, 4), "sources": (0, 9)}
    return Rows.of(
        Traits(
            pk=np.arange(n),
            lon=lon,
            lat=lat,
            morton=np.zeros(n, np.int64),
            x=x,
            y=y,
            z=z,
            resources=bits(16, 2),
            activities=bits(59, 2) * (rng.random(n) < 0.9).astype(np.uint64),
            themes=bits(16, 3),
            decisions=bits(9, 1),
            people=np.where(rng.random(n) < 0.2, np.nan, np.floor(rng.lognormal(4.5, 1.6, n)) + 3).astype(np.float32),
            updated=rng.integers(18_000, 20_500, n).astype(np.int32),
            **{name: rng.integers(low, high, n).astype(np.int16) for name, (low, high) in small.items()},
        )
    )


WISHES = [
    Wish(resources=0b1),
    Wish(resources=0b1000000000000100, themes=0b1),
    Wish(
        resources=0b10,
        themes=0b111,
        decisions=0b100,
        governance=frozenset({2}),
        kindred=frozenset({3}),
        size=4.8,
        setting=1,
    ),
    Wish(resources=0b1, activities=1 << 59 | 0b100),
    Wish(themes=1 << 16, governance=frozenset({0}), setting=3),
]


@pytest.mark.parametrize("where_", [LILLE, DELHI, SIBERIA, None], ids=["Lille", "Delhi", "Siberia", "nowhere"])
@pytest.mark.parametrize("balance", [0.0, 0.5, 0.8, 1.0])
def test_the_scan_finds_what_scoring_every_row_finds(where_, balance):
    """Recall of the best twenty against brute force, at least 0.99, in empty Siberia too."""
    rows = crowd(200_000)
    scan = Scan.of(rows)
    origin = on_sphere(*np.radians(where_)) if where_ else None
    kept = np.random.default_rng(2).random(len(rows)) < 0.9
    missed = 0
    for wish in WISHES:
        parts = {name: PARTS[name](wish, rows) for name in wish.asked}
        near = nearness(distances(rows.traits, origin)) if origin else np.ones(len(rows), np.float32)
        true = np.where(kept, joined(near, likeness(wish, parts), balance), -1)
        worst = np.sort(true)[-20]
        best = scan.best(wish, kept, 20 + ranking.SPARE, balance=balance, origin=origin, more={})
        missed += 20 - min(20, int((true[best] >= worst).sum()))
    assert missed <= 0.01 * 20 * len(WISHES)


def test_rows_within_a_distance_are_those_whose_distance_says_so():
    rows = crowd(50_000)
    scan, kept = Scan.of(rows), np.ones(50_000, bool)
    for place in (LILLE, DELHI, SIBERIA, SUVA):
        origin = on_sphere(*np.radians(place))
        for km in (0.1, 10, 500, 15_000):
            within = np.flatnonzero(distances(rows.traits, origin) <= km)
            near = scan.near(kept, origin, km)
            assert len(np.setxor1d(within, near)) <= 0.0005 * len(rows)  # those on the very edge, for float32


# What each French reason claims, checked against the two sheets themselves. A reason no pattern knows fails.
CLAIMS = [
    (r"mêmes? ressources? : (?P<labels>.+)", lambda c, said: c.shared("resource", said["labels"], c.sheet.resources)),
    (r"rien sur : (?P<labels>.+)", lambda c, said: c.missing("resource", said["labels"], c.sheet.resources)),
    (r"mêmes? activités? : (?P<labels>.+)", lambda c, said: c.shared("activity", said["labels"], c.sheet.activities)),
    (r"fait autre chose : (?P<labels>.+)", lambda c, said: c.does_otherwise(said["labels"])),
    (r"mêmes? thèmes? : (?P<labels>.+)", lambda c, said: c.shared("theme", said["labels"], c.sheet.themes)),
    (r"décide autrement : (?P<labels>.+)", lambda c, said: c.decides_otherwise(said["labels"])),
    (r"on ne sait pas encore comment elle décide", lambda c, said: set(c.sheet.decisions) <= {"unknown"}),
    (r"c’est (?P<held>.+), (vous cherchez|et non) (?P<wanted>.+)", lambda c, said: c.another_form(**said)),
    (r"(?P<n>[\d\s]+) (?P<unit>\w+), (autant qu’elle|comme vous)", lambda c, said: c.size(said, 1.11)),
    (
        r"(?P<n>[\d\s]+) (?P<unit>\w+), une taille voisine",
        lambda c, said: c.size(said, 13),
    ),  # a household is three persons
    (r"bien plus grande : (?P<n>[\d\s]+) (?P<unit>\w+)", lambda c, said: c.number(said) >= 10 * c.profile.people),
    (r"bien plus petite : (?P<n>[\d\s]+) (?P<unit>\w+)", lambda c, said: c.number(said) <= c.profile.people / 10),
    (r"répond à (?P<words>.+)", lambda c, said: c.says(said["words"])),
    (
        r"dit ce qu’il faut pour le refaire ailleurs",
        lambda c, said: c.sheet.answers.filter(question="replicate").exists(),
    ),
    (r"les deux fiches racontent des choses voisines", lambda c, said: c.shares_words()),
    (r"terminée aujourd’hui", lambda c, said: c.sheet.status == Status.ENDED),
    (r"en sommeil aujourd’hui", lambda c, said: c.sheet.status == Status.DORMANT),
]


class Claim:
    def __init__(self, match: ranking.Match, profile: Profile, terms: Terms, like: Initiative | None):
        self.like, self.match, self.sheet, self.profile, self.terms = like, match, match.initiative, profile, terms

    def codes(self, vocabulary: str, labels: str) -> set[str]:
        known = {label.lower(): code for code, label in self.terms.labels[vocabulary].items()}
        return {known[label.lower()] for label in labels.split(", ")}

    def shared(self, vocabulary, labels, held):
        return self.codes(vocabulary, labels) == set(getattr(self.profile, vocabulary)) & set(held)

    def missing(self, vocabulary, labels, held):
        return self.codes(vocabulary, labels) == set(getattr(self.profile, vocabulary)) - set(held)

    def does_otherwise(self, labels):
        codes = self.codes("activity", labels)
        return codes == set(self.sheet.activities) and not codes & set(self.profile.activity)

    def decides_otherwise(self, labels):
        codes = self.codes("decision", labels)
        return codes <= set(self.sheet.decisions) and not codes & set(self.profile.decision)

    def another_form(self, held, wanted):
        forms = {str(form): code for code, form in FORMS.items()}
        return (
            forms[held] == self.sheet.governance
            and forms[held] not in self.profile.governance
            and all(forms[form] in self.profile.governance for form in wanted.split(" ou "))
        )

    def number(self, said):
        n = int(re.sub(r"\s", "", said["n"]))
        assert n == self.sheet.people
        assert said["unit"] == PeopleUnit(self.sheet.people_unit).label
        return n

    def size(self, said, times):
        ratio = self.number(said) / self.profile.people
        return 1 / times <= ratio <= times

    def says(self, words):
        return all(ranking.search.key(word.strip("« »")) for word in words.split(", ")) and bool(self.match.said)

    def shares_words(self):
        words = "SELECT array_agg(lexeme) FROM places_initiative, unnest(search) WHERE id = %s"
        with connection.cursor() as cursor:
            (mine,), (other,) = (cursor.execute(words, [pk]).fetchone() for pk in (self.sheet.pk, self.like.pk))
        return len(set(mine) & set(other)) > 10

    def holds(self, text: str) -> bool:
        if text in map(str, DECIDES_TOO.values()):
            code = next(code for code, said in DECIDES_TOO.items() if str(said) == text)
            return code in self.profile.decision and code in self.sheet.decisions
        if text in [f"{form} aussi" for form in FORMS.values()]:
            return self.sheet.governance in self.profile.governance and text == f"{FORMS[self.sheet.governance]} aussi"
        for setting, said in (SETTLED_TOO | SETTLED).items():
            if text in (str(SETTLED_TOO[setting]), str(said)):
                return self.match.setting == setting and (setting == self.profile.setting) == text.endswith("aussi")
        for pattern, check in CLAIMS:
            if said := re.fullmatch(pattern, text):
                return bool(check(self, said.groupdict()))
        raise AssertionError(f"nobody checks « {text} »")


@pytest.mark.django_db
def test_every_reason_of_five_hundred_questions_is_true_of_the_two_sheets(atlas):
    translation.activate("fr")
    terms, sheets = Terms.read("fr"), list(Initiative.objects.order_by("slug"))
    chance = random.Random(7)

    def some(vocabulary: str, most: int) -> tuple[str, ...]:
        return tuple(chance.sample(sorted(terms.labels[vocabulary]), chance.randint(0, most)))

    told = 0
    for n in range(500):
        question = ask(f"near={chance.uniform(-180, 180)},{chance.uniform(-80, 80)}" if chance.random() < 0.8 else "")
        own = Profile(
            resource=some("resource", 2),
            activity=some("activity", 2),
            theme=some("theme", 3),
            governance=some("governance", 2),
            decision=tuple(code for code in some("decision", 2) if code != "unknown"),
            people=chance.choice([None, 12, 40, 500, 20_000]),
            unit=chance.choice(["people", "households", "homes"]),
            setting=chance.choice(["", "village", "town", "city"]),
            words=chance.choice(["", "jardins partagés", "eau", "coopérative solaire"]),
        )
        like = chance.choice(sheets) if n % 3 == 0 else None
        question = replace(question, own=own, like=like, balance=chance.random())
        answer = ranking.find(question, 8)
        for match in answer.near + answer.matches:
            assert match.score == pytest.approx(
                match.near ** (2 * (1 - question.balance)) * match.alike ** (2 * question.balance), rel=1e-4
            )
            assert match.alike == pytest.approx(
                sum(match.weights[part] * value for part, value in match.parts.items()), rel=1e-4
            )
            for reason in reasons(match, answer.profile, terms, like=bool(like)):
                told += 1
                assert reason.part in match.parts
                assert Claim(match, answer.profile, terms, like).holds(reason.text), (
                    reason,
                    match.initiative.slug,
                    answer.profile,
                )
            if match.km is not None:
                assert away(match.km * 1000, match.initiative.is_coarse) in where(match)
    assert told > 10_000
