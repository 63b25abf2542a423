"""Initiatives to add, found by words as everywhere in the atlas, each with the address of the plan it would make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from places import said
from places.models import Initiative
from places.tally import Tally
from places.vocabulary import Terms
from routes.planning.asking import MOST, Asked
from routes.planning.choosing import Choice
from routes.planning.reading import LONGEST_WORDS

MOST_SHOWN = 8


@dataclass(frozen=True)
class Found:
    """The best answers to `text`, best first, and how many there are; `corrected`: (typed, taken for); `problem`: why none."""

    text: str
    initiatives: Sequence[Initiative] = ()
    count: int = 0
    corrected: Sequence[tuple[str, str]] = ()
    problem: str = ""

    @property
    def beyond(self) -> int:
        """How many more there are than those shown."""
        return self.count - len(self.initiatives)


def find(text: str, language: str) -> Found:
    if len(text) > LONGEST_WORDS:
        return Found(text, problem=_("La recherche est limitée à %s caractères.") % LONGEST_WORDS)
    tally = Tally.current()
    words = said.meant(text, Terms.read(language).lexicon, tally.total, tally.generation)
    if words is None:
        return Found(text)
    named = Initiative.objects.filter(pk__in=said.saying(words, tally.generation).tolist())
    standing = list(named.order_by("name", "pk").values_list("pk", flat=True))
    ranks = said.ranks(words, standing)
    best = sorted(standing, key=lambda pk: -ranks.get(pk, 0))[:MOST_SHOWN]
    sheets = Initiative.objects.defer("search", "name_key", "loaded").in_bulk(best)
    return Found(text, [sheets[pk] for pk in best if pk in sheets], len(standing), words.corrected)


def additions(found: Found, asked: Asked, choice: Choice) -> list[tuple[Initiative, str]]:
    """Each found with the address of the plan that has it too; "" for those that it has already (`choice`)."""
    known = {one.pk for one in choice.initiatives}
    return [(one, "" if one.pk in known else _with(asked, choice, one)) for one in found.initiatives]


def _with(asked: Asked, choice: Choice, one: Initiative) -> str:
    """Before those that are fixed to the end of the way; one too many comes last of all, and is told of."""
    placed = [other.slug for other in choice.initiatives if other.point]
    unplaced = [other.slug for other in choice.initiatives if not other.point]
    at = len(placed)
    while at and placed[at - 1] in asked.fixed:
        at -= 1
    if not at:  # all are fixed where they are
        at = len(placed)
    slugs = [*placed[:at], one.slug, *placed[at:], *unplaced]
    if len(slugs) > MOST:
        slugs = [*placed, *unplaced, one.slug]
    return asked.url(stops=tuple(slugs), found=0)
