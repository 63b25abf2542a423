"""What a reader has ticked to compare: `with=slug,slug` in the address of any page, repeated when a form without a script sends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.core.validators import slug_re
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from places.models import Initiative
from places.querysets import InitiativeQuerySet
from places.typography import short

MOST = 4
LOOKED_UP = 12  # slugs; whoever writes more by hand is told that four is the most
NAMED = 3  # unusable ones named in a sentence
LONGEST_SLUG = 120
ORIGIN = ("place", "near")


@dataclass(frozen=True)
class Asked:
    """Each once, in the order asked: `slugs` may name a sheet, `strange` never can."""

    slugs: tuple[str, ...]
    strange: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """At most `MOST` initiatives in the order asked, and a sentence for whatever was left out."""

    initiatives: list[Initiative]
    problems: list[str]


def asked(values: Iterable[str]) -> Asked:
    """What the values of `with` ask for; the database is not asked."""
    parts = dict.fromkeys(part.strip() for value in values for part in value.split(","))
    parts.pop("", None)
    possible = [part for part in parts if len(part) <= LONGEST_SLUG and slug_re.match(part)]
    return Asked(tuple(possible), tuple(part for part in parts if part not in set(possible)))


def choose(values: Iterable[str], among: InitiativeQuerySet) -> Choice:
    """The sheets asked for, read from `among` in one go."""
    wanted = asked(values)
    looked_up = wanted.slugs[:LOOKED_UP]
    known = {initiative.slug: initiative for initiative in among.filter(slug__in=looked_up)} if looked_up else {}
    found = [known[slug] for slug in looked_up if slug in known]
    lost = [*(slug for slug in looked_up if slug not in known), *wanted.strange]
    problems = [_("Aucune fiche ne s’appelle « %s ».") % short(name) for name in lost[:NAMED]]
    if len(lost) > NAMED:
        problems.append(_("Et %s autres noms ne mènent à aucune fiche.") % (len(lost) - NAMED))
    if len(found) > MOST or len(wanted.slugs) > LOOKED_UP:
        problems.append(_("On compare quatre initiatives au plus : voici les quatre premières."))
    return Choice(found[:MOST], problems)


def compare_url(slugs: Iterable[str], origin: Iterable[tuple[str, str]] = ()) -> str:
    """The address of the table, readable enough to be copied by hand; `origin`: the pairs that say where the reader is."""
    pairs = [("with", ",".join(slugs)), *origin]
    query = urlencode([pair for pair in pairs if pair[1]], safe=",")
    return reverse("compare") + (f"?{query}" if query else "")


class Compared:
    """A page's ticks and the bar under them; the database is asked only when something is ticked and shown."""

    most = MOST

    def __init__(self, query: QueryDict):
        self.query = query
        self.asked = asked(query.getlist("with"))
        self.offered: set[str] = set()  # whose tick stands on this page: a form sends those itself

    @cached_property
    def choice(self) -> Choice:
        return choose(self.query.getlist("with"), Initiative.objects.only("slug", "name"))

    @property
    def slugs(self) -> list[str]:
        return [initiative.slug for initiative in self.choice.initiatives]

    def elsewhere(self) -> list[str]:
        """The chosen whose tick is not on this page."""
        return [slug for slug in self.slugs if slug not in self.offered]

    def origin(self) -> list[tuple[str, str]]:
        """Where the reader is, as this page's address says it."""
        return [(name, self.query[name]) for name in ORIGIN if self.query.get(name)]

    def with_removal(self) -> list[tuple[Initiative, str]]:
        """Each with this page's query without it."""
        return [(one, self._query(slug for slug in self.slugs if slug != one.slug)) for one in self.choice.initiatives]

    def nobody(self) -> str:
        return self._query(())

    @property
    def tail(self) -> str:
        """What keeps the ticks on the way to a page that has no other question: « ?with=a,b », or nothing."""
        return f"?with={','.join(self.slugs)}" if self.asked.slugs and self.slugs else ""

    def _query(self, slugs: Iterable[str]) -> str:
        query = self.query.copy()
        query.pop("with", None)
        left = ",".join(slugs)
        pairs = [(name, value) for name, values in query.lists() for value in values]
        return "?" + urlencode([*pairs, ("with", left)] if left else pairs, safe=",")
