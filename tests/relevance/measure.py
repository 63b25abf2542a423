"""nDCG@10 of the ranking on the judged questions, beside three simple orders."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F
from django.http import QueryDict
from django.utils import translation

from atlas.comparables import ranking
from atlas.comparables.asking import Question
from atlas.comparables.profile import LISTS
from places.models import Initiative
from places.spelling import key
from places.vocabulary import Terms

FILE = Path(__file__).parent / "questions.jsonl"
SECOND = Path(__file__).parent / "second_judge.jsonl"
DEPTH = 10


@dataclass(frozen=True)
class Judged:
    id: str
    language: str
    question: str
    ask: str
    held_out: bool
    grades: dict[str, tuple[int, str]]  # slug → grade 1…3, and why

    def ndcg(self, slugs: Iterable[str]) -> float:
        """1 when the best ten stand first, best first; what is not graded counts nothing."""
        ideal = sorted((grade for grade, _ in self.grades.values()), reverse=True)
        return gain(self.grades.get(slug, (0, ""))[0] for slug in slugs) / gain(ideal)


def gain(grades: Iterable[int]) -> float:
    """Discounted cumulative gain of the first ten."""
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(list(grades)[:DEPTH]))


def questions() -> list[Judged]:
    return [Judged(**json.loads(line)) for line in FILE.read_text(encoding="utf-8").splitlines() if line]


def second_judge() -> dict[str, dict[str, tuple[int, str]]]:
    """Question id → what somebody else graded, who saw the question, the sheets, and neither grades nor rankings."""
    lines = SECOND.read_text(encoding="utf-8").splitlines()
    return {line["id"]: line["grades"] for line in map(json.loads, lines)}


def agreement() -> dict[str, float]:
    """How far two people agree: nDCG@10 of the second judge's own order by the first one's grades, question by question.

    Where the second grades alike, the order of names decides: no ranking can be asked to do better than about this.
    """
    second = second_judge()
    return {
        judged.id: judged.ndcg(sorted(second[judged.id], key=lambda slug: (-second[judged.id][slug][0], slug)))
        for judged in questions()
        if judged.id in second
    }


def ours(judged: Judged, asked: Question) -> list[str]:
    answer = ranking.find(asked, DEPTH)
    return [match.initiative.slug for match in answer.near + answer.matches]


def distance_only(judged: Judged, asked: Question) -> list[str]:
    """What a map's « near me » gives."""
    place = asked.criteria.origin.point if asked.criteria.origin else asked.like and asked.like.point
    others = _others(asked)
    ordered = others.near(place).order_by("distance", "name") if place else others.order_by("name")
    return [initiative.slug for initiative in ordered[:DEPTH]]


def facets_only(judged: Judged, asked: Question) -> list[str]:
    """What filters give: most of the wanted codes first, then by name."""
    wanted = {(name, code) for name in LISTS for code in getattr(asked.profile, name)}

    def shared(initiative: Initiative) -> int:
        held = {("resource", code) for code in initiative.resources} | {("theme", code) for code in initiative.themes}
        held |= {("decision", code) for code in initiative.decisions} | {("governance", initiative.governance)}
        return len(held & wanted)

    return [initiative.slug for initiative in sorted(_others(asked), key=lambda i: (-shared(i), i.name))[:DEPTH]]


def text_only(judged: Judged, asked: Question) -> list[str]:
    """What a search box gives for the question as it was said."""
    config = {"fr": "fr_unaccent", "en": "en_unaccent"}[judged.language]
    words = " | ".join(word for word in key(judged.question).split() if word.isalnum())
    query = SearchQuery(words, config=config, search_type="raw")
    ranked = _others(asked).annotate(rank=SearchRank(F("search"), query)).order_by("-rank", "name")
    return [initiative.slug for initiative in ranked[:DEPTH]]


ORDERS: dict[str, Callable[[Judged, Question], list[str]]] = {
    "ours": ours,
    "distance": distance_only,
    "facets": facets_only,
    "text": text_only,
}


def measure() -> dict[str, dict[str, float]]:
    """Question id → order → nDCG@10."""
    measured = {}
    for judged in questions():
        with translation.override(judged.language):
            asked = Question.read(QueryDict(judged.ask), Terms.read(judged.language))
            assert not asked.problems, (judged.id, asked.problems)
            measured[judged.id] = {name: judged.ndcg(order(judged, asked)) for name, order in ORDERS.items()}
    return measured


def table(measured: dict[str, dict[str, float]]) -> str:
    """Both parts' means, and each question tuning may look at, worst first."""
    lines = [f"{'nDCG@10':28}" + "".join(f"{name:>10}" for name in ORDERS)]
    for part, held_out in (("tuned on", False), ("held out", True)):
        ids = [judged.id for judged in questions() if judged.held_out is held_out]
        means = "".join(f"{mean(measured[i][name] for i in ids):10.3f}" for name in ORDERS)
        lines.append(f"{part} ({len(ids)})".ljust(28) + means)
    lines.append(f"{'the second judge, by the grades of the first':45}{mean(agreement().values()):10.3f}")
    seen = sorted((j.id for j in questions() if not j.held_out), key=lambda i: measured[i]["ours"])
    lines += [f"  {i:26}" + "".join(f"{measured[i][name]:10.3f}" for name in ORDERS) for i in seen]
    return "\n".join(lines)


def _others(asked: Question):
    found = Initiative.objects.all()
    for facet in ("country", "zone", "status"):
        if codes := asked.criteria.chosen.get(facet):
            found = found.having_any(facet, codes)
    return found.exclude(pk=asked.like.pk) if asked.like else found
