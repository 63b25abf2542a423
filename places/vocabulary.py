"""The whole vocabulary, read once per request: labels for the screen, phrases for the search."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Self

from places import countries, index
from places.choices import Vocabulary, Zone
from places.models import TermLabel
from places.search import Lexicon

LANGUAGES = ("fr", "en")


@dataclass
class Terms:
    """Labels of every term in one language; `phrases` are all of them, in all languages, with what they stand for."""

    language: str
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: {v.value: {} for v in Vocabulary})
    numbers: dict[str, dict[str, int]] = field(default_factory=lambda: {v.value: {} for v in Vocabulary})
    phrases: list[tuple[str, str]] = field(default_factory=list)
    broader: dict[str, str] = field(default_factory=dict)  # `activity:irrigation` → `resource:water`

    @classmethod
    def read(cls, language: str) -> Self:
        """As they stand; a term without a label in `language` shows another language's."""
        return _read(language, index.generation())

    @classmethod
    def read_anew(cls, language: str) -> Self:
        terms = cls(language)
        rows = TermLabel.objects.values_list(
            "term__vocabulary",
            "term__code",
            "term__number",
            "term__broader__vocabulary",
            "term__broader__code",
            "language",
            "label",
            "synonyms",
        )
        for vocabulary, code, number, wider, wider_code, spoken, label, synonyms in rows.order_by(
            "term__vocabulary", "term__position", "term__code"
        ):
            terms.numbers[vocabulary][code] = number
            if wider:
                terms.broader[f"{vocabulary}:{code}"] = f"{wider}:{wider_code}"
            known = terms.labels[vocabulary]
            if spoken == language or code not in known:
                known[code] = label
            terms.phrases += [(phrase, f"{vocabulary}:{code}") for phrase in (label, code.replace("-", " "), *synonyms)]
        return terms

    def label(self, vocabulary: str, code: str) -> str:
        return self.labels[vocabulary].get(code, code)

    def within(self, vocabulary: str, chosen: Mapping[str, Collection[str]]) -> list[str]:
        """The codes that are part of what is chosen (vocabulary → codes), and those that are chosen themselves."""
        wanted = {f"{name}:{code}" for name, codes in chosen.items() for code in codes}
        parts = ((code, f"{vocabulary}:{code}") for code in self.labels[vocabulary])
        return [code for code, part in parts if part in wanted or self.broader.get(part) in wanted]

    @cached_property
    def resources(self) -> list[str]:
        """Codes by their numbers."""
        known = self.numbers[Vocabulary.RESOURCE]
        found = [""] * (max(known.values(), default=-1) + 1)
        for code, number in known.items():
            found[number] = code
        return found

    @cached_property
    def lexicon(self) -> Lexicon:
        return _lexicon(tuple(self.phrases))


@lru_cache(maxsize=4)
def _read(language: str, generation: int) -> Terms:
    """Read again only when something has changed."""
    return Terms.read_anew(language)


@lru_cache(maxsize=2)
def _lexicon(phrases: tuple[tuple[str, str], ...]) -> Lexicon:
    """Built again only when an editor changes the vocabulary."""
    places = [
        (name, f"country:{code.lower()}") for language in LANGUAGES for code, name in countries.names(language).items()
    ]
    zones = [(zone.value.replace("-", " "), f"zone:{zone.value}") for zone in Zone if zone != Zone.ON_THE_WAY]
    return Lexicon([*phrases, *places, *zones])
