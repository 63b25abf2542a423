"""The whole vocabulary, read once per request: labels for the screen, phrases for the search."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

from places import countries
from places.choices import Vocabulary, Zone
from places.models import TermLabel
from places.search import Lexicon

LANGUAGES = ("fr", "en")


@dataclass
class Terms:
    """Labels of every term in one language; `phrases` are all of them, in all languages, with what they stand for."""

    language: str
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: {v.value: {} for v in Vocabulary})
    phrases: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def read(cls, language: str) -> Self:
        """One query; a term without a label in `language` shows another language's."""
        terms = cls(language)
        rows = TermLabel.objects.values_list("term__vocabulary", "term__code", "language", "label", "synonyms")
        for vocabulary, code, spoken, label, synonyms in rows.order_by(
            "term__vocabulary", "term__position", "term__code"
        ):
            known = terms.labels[vocabulary]
            if spoken == language or code not in known:
                known[code] = label
            terms.phrases += [(phrase, f"{vocabulary}:{code}") for phrase in (label, code.replace("-", " "), *synonyms)]
        return terms

    def label(self, vocabulary: str, code: str) -> str:
        return self.labels[vocabulary].get(code, code)

    @property
    def lexicon(self) -> Lexicon:
        return _lexicon(tuple(self.phrases))


@lru_cache(maxsize=4)
def _lexicon(phrases: tuple[tuple[str, str], ...]) -> Lexicon:
    """Built again only when an editor changes the vocabulary."""
    places = [
        (name, f"country:{code.lower()}") for language in LANGUAGES for code, name in countries.names(language).items()
    ]
    zones = [(zone.value.replace("-", " "), f"zone:{zone.value}") for zone in Zone if zone != Zone.ON_THE_WAY]
    return Lexicon([*phrases, *places, *zones])
