"""The query string of a comparison, read: a profile (or a sheet to be like), a place, filters, a balance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from atlas.comparables import weights
from atlas.comparables.profile import LISTS, Profile
from atlas.criteria import COMPARING, Criteria, Problem, Reader
from atlas.criteria import read as read_criteria
from places.choices import PeopleUnit, Setting
from places.models import Initiative
from places.typography import short
from places.vocabulary import Terms

MOST_PEOPLE = 10**9
SETTINGS = [Setting.VILLAGE.value, Setting.TOWN.value, Setting.CITY.value]


@dataclass(frozen=True)
class Question:
    """`criteria` gives the place, the radius, the page and the filters on country, zone, status and years.

    `own` is the profile asked for in so many words; `like` the sheet it is taken from, less the parts in `without`.
    """

    criteria: Criteria
    terms: Terms
    own: Profile = Profile()
    like: Initiative | None = None
    without: tuple[str, ...] = ()
    balance: float = weights.BALANCE
    problems: tuple[Problem, ...] = ()

    @classmethod
    def read(cls, query: QueryDict, terms: Terms, *, besides: Collection[str] = ()) -> Self:
        """From a request's GET; whatever cannot be used is left out and told in `problems`.

        `besides` are names that somebody else reads.
        """
        criteria = read_criteria(query, terms, besides=(*COMPARING, *besides))
        reader = _Reader(query, terms)
        asked = {name: criteria.chosen.get(name, ()) for name in LISTS}
        own = Profile(**asked, words=criteria.q, people=reader.people(), unit=reader.unit(), setting=reader.setting())
        like, without, balance = reader.like(), reader.without(), reader.balance()
        return cls(criteria, terms, own, like, without, balance, (*criteria.problems, *reader.problems))

    @property
    def taken(self) -> Profile:
        """What the sheet to be like brings, less the parts taken out."""
        profile = Profile.of(self.like) if self.like else Profile()
        for part in self.without:
            profile = profile.without(part)
        return profile

    @property
    def profile(self) -> Profile:
        return self.taken.joined(self.own)

    def less(self, part: str) -> Self:
        """The same question without one part of its profile, wherever it came from."""
        own = self.own.without(part)
        without = (*self.without, part) if part in self.taken.parts() else self.without
        name = part.partition(":")[0]
        chosen = self.criteria.chosen | ({name: getattr(own, name)} if name in LISTS else {})
        chosen = {facet: codes for facet, codes in chosen.items() if codes}
        criteria = replace(self.criteria, q=own.words, chosen=chosen, page=1)
        return replace(self, criteria=criteria, own=own, without=without)

    def parameters(self) -> list[tuple[str, str]]:
        """The query string's pairs, always in the same order, so that equal questions have equal addresses."""
        pairs = [("like", self.like.slug)] if self.like else []
        pairs += [("without", part) for part in self.without]
        if self.own.people:
            pairs += [("people", str(self.own.people)), ("unit", self.own.unit)]
        if self.own.setting:
            pairs.append(("setting", self.own.setting))
        if self.balance != weights.BALANCE:
            pairs.append(("balance", f"{self.balance:g}"))
        return pairs + self.criteria.parameters()

    @property
    def query(self) -> str:
        return urlencode(self.parameters())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked at all: no profile and no place."""
        return self.profile.is_empty and not self.criteria.origin


class _Reader(Reader):
    """What only comparisons ask."""

    def people(self) -> int | None:
        sentence = _("Un nombre de foyers ou de personnes est un entier à partir de 1.")
        value = self.number("people", sentence, low=1, high=MOST_PEOPLE)
        return value and int(value)

    def unit(self) -> str:
        return self.one_of("unit", PeopleUnit.values) or PeopleUnit.HOUSEHOLDS.value

    def setting(self) -> str:
        return self.one_of("setting", SETTINGS)

    def balance(self) -> float:
        sentence = _("L’équilibre va de 0, le plus proche, à 1, le plus ressemblant.")
        value = self.number("balance", sentence, low=0, high=1)
        return weights.BALANCE if value is None else value

    def like(self) -> Initiative | None:
        slug = self.text("like")
        if not slug:
            return None
        found = None if "\x00" in slug else Initiative.objects.defer("search").filter(slug=slug[:200]).first()
        if found is None:
            self.refuse("like", _("Il n’y a pas d’initiative « %s » dans l’atlas.") % short(slug))
        return found

    def without(self) -> tuple[str, ...]:
        asked = dict.fromkeys(value.strip() for value in self.query.getlist("without") if value.strip())
        for part in asked:
            if not self.is_part(part):
                self.refuse("without", _("« %s » n’est pas une partie d’un profil.") % short(part))
        return tuple(part for part in asked if self.is_part(part))

    def is_part(self, part: str) -> bool:
        name, _colon, code = part.partition(":")
        if name in LISTS:
            return not code or code in self.terms.labels[name]
        return part in ("people", "setting", "words", "text")

    def one_of(self, name: str, known: list[str]) -> str:
        value = self.text(name)
        if value and value not in known:
            wanted = ", ".join(known)
            self.refuse(
                name, _("« %(value)s » n’est pas connu ici : %(wanted)s.") % {"value": short(value), "wanted": wanted}
            )
            return ""
        return value
