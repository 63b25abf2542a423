"""Words: what the search column of an initiative holds, and how a reader's words become a question to it.

One column answers French, English, names in any script and vocabulary at once. It holds the stems of every text in both
languages' configurations, the plain words of the names, and codes such as `resource:water`. A question is read word by
word: « puits népal » becomes (stems of « puits » or `resource:water`) and (stems of « népal » or `country:np`), so the
synonyms that editors keep in `Term` work the moment they are saved, without touching any initiative.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction

from places import sites, sounds
from places.spelling import key

LONGEST_PHRASE = 4
SHORTEST_PREFIX = 3
SHORTEST_TYPO = 4
INSIDE_WORDS = re.compile(r"[()\[\]·]")

# A name weighs most (A), then where it is (B), the summary (C), the other answers (D); codes are matched, not ranked. The
# words of names are codes too: an index knows no weights, and would read every sheet that says a word to learn where.
INDEX = """
UPDATE places_initiative AS i SET
    name_key = named.key,
    sounds = string_to_array(named.sounds, ' '),
    site = named.site,
    search =
        setweight(to_tsvector('simple', named.key), 'A')
        || setweight(to_tsvector('fr_unaccent', i.name), 'A') || setweight(to_tsvector('en_unaccent', i.name), 'A')
        || setweight(to_tsvector('fr_unaccent', concat_ws(' ', i.locality, i.admin1)), 'B')
        || setweight(to_tsvector('en_unaccent', concat_ws(' ', i.locality, i.admin1)), 'B')
        || coalesce(told.vector, '')
        || array_to_tsvector(array_remove(
               array(SELECT 'resource:' || code FROM unnest(i.resources) AS code)
            || array(SELECT 'theme:' || code FROM unnest(i.themes) AS code)
            || array(SELECT 'decision:' || code FROM unnest(i.decisions) AS code)
            || array(SELECT 'activity:' || code FROM unnest(i.activities) AS code)
            || array(SELECT 'name:' || word FROM unnest(string_to_array(named.key, ' ')) AS word)
            || ARRAY['governance:' || i.governance, 'country:' || lower(i.country), 'zone:' || i.zone], NULL))
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS named (id, key, sounds, site)
LEFT JOIN LATERAL (
    SELECT string_agg(setweight(to_tsvector(
               CASE language WHEN 'fr' THEN 'fr_unaccent' WHEN 'en' THEN 'en_unaccent' ELSE 'simple' END::regconfig,
               text), CASE question WHEN 'summary' THEN 'C' ELSE 'D' END::"char")::text, ' ')::tsvector AS vector
    FROM places_answer WHERE initiative_id = named.id
) AS told ON true
WHERE i.id = named.id
"""

STEMS = """
SELECT word, plainto_tsquery('fr_unaccent', word)::text, plainto_tsquery('en_unaccent', word)::text
FROM unnest(%s::text[]) AS word
"""

NAME_WORDS = """
SELECT DISTINCT word FROM places_initiative, unnest(string_to_array(name_key, ' ')) AS word
WHERE %s <%% name_key AND abs(length(word) - %s) <= 1 LIMIT 5000
"""


UNKNOWN = """
SELECT word FROM unnest(%s::text[], %s::text[]) AS asked (word, lexemes)
WHERE NOT EXISTS (SELECT FROM places_initiative WHERE search @@ lexemes::tsquery)
"""


def index(initiatives: Iterable) -> None:
    """Write the search column of these initiatives anew; every action that changes a sheet ends with it."""
    named = [(i.pk, *named_by(i.name, i.name_local, i.website)) for i in initiatives]
    with connection.cursor() as cursor:
        cursor.execute(INDEX, [list(column) for column in zip(*named, strict=True)] or [[], [], [], []])


def named_by(name: str, name_local: str, website: str) -> tuple[str, str, str]:
    """What `INDEX` keeps of them: the spelling, what it sounds like, the site."""
    return name_key(f"{name} {name_local}"), " ".join(sounds.sounds(name, name_local)), sites.page(website)


def name_key(name: str) -> str:
    """As spelt, and without the marks writers put inside words: « (Re)trouvailles » is looked for as « retrouvailles »."""
    return " ".join(dict.fromkeys([key(name), key(INSIDE_WORDS.sub("", name))]))


@dataclass(frozen=True)
class Unit:
    """A word, or several that the vocabulary takes for one: where it stands among the words, and what it asks."""

    start: int
    end: int
    spelt: str  # what it asks of the texts alone, as tsquery text
    codes: tuple[str, ...]  # what the vocabulary takes it for: `resource:water`
    stop: bool

    @property
    def known(self) -> bool:
        return bool(self.codes)

    @property
    def tsquery(self) -> str:
        return " | ".join([f"({self.spelt})", *map(_quote, self.codes)])


@dataclass(frozen=True)
class Words:
    """What was understood of a reader's words: a question for the search column, and the plain name looked for."""

    text: str
    tsquery: str
    substring: str = ""  # for scripts written without spaces: any part of a name
    corrected: tuple[tuple[str, str], ...] = ()  # (typed, taken for)
    core: str = ""  # the words that the vocabulary knows, when there are others beside them
    units: tuple[Unit, ...] = ()

    def typed(self, unit: Unit) -> str:
        """The unit as the reader typed it."""
        return _as_typed(unit, self.text, key(self.text).split())

    @property
    def query(self) -> SearchQuery:
        return LexemeQuery(self.tsquery)


class LexemeQuery(SearchQuery):
    """Lexemes joined by operators, taken as they are (no configuration would keep `resource:water` whole)."""

    def __init__(self, lexemes: str):
        super().__init__(lexemes, search_type="raw")
        self.lexemes = lexemes

    def as_sql(self, compiler, connection, **_):
        return "%s::tsquery", [self.lexemes]


# The stems of words never change while the process lives, and readers ask for the same ones.
_stems: dict[str, tuple[str, str]] = {}


def stems(words: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """(French stem, English stem) of each word as tsquery text, "" for a stop word."""
    words = set(words)
    if missing := words - _stems.keys():
        if len(_stems) > 20_000:
            _stems.clear()
            missing = words
        with connection.cursor() as cursor:
            cursor.execute(STEMS, [list(missing)])
            _stems.update({word: (fr, en) for word, fr, en in cursor.fetchall()})
    return {word: _stems[word] for word in words}


class Lexicon:
    """Phrases people use → the codes they stand for, found whatever their number, accents or language."""

    def __init__(self, phrases: Iterable[tuple[str, str]]):
        """`phrases`: (phrase, code such as `resource:water`)."""
        spelt = [(key(phrase).split(), code) for phrase, code in phrases]
        roots = stems({word for words, _ in spelt for word in words})
        self.words = {word for words, _ in spelt for word in words}
        self._codes: dict[tuple[str, ...], set[str]] = {}
        for words, code in spelt:
            for phrase in self._readings(words, roots):
                self._codes.setdefault(phrase, set()).add(code)

    def codes(self, words: list[str], roots: Mapping[str, tuple[str, str]]) -> set[str]:
        return set().union(*(self._codes.get(reading, ()) for reading in self._readings(words, roots)))

    @staticmethod
    def _readings(words: list[str], roots: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, ...]]:
        """The phrase as spelt, and as its French and its English stems."""
        yield tuple(words)
        yield ("fr", *(roots[word][0] for word in words))
        yield ("en", *(roots[word][1] for word in words))


def understand(text: str, lexicon: Lexicon) -> Words | None:
    """The question that `text` asks of the search column; None when it holds no word at all."""
    words = key(text).split()
    if not words:
        return None
    roots = stems(words)
    units = list(_units(words, roots, lexicon))
    meaningful = [unit for unit in units if not unit.stop] or units
    known = [unit for unit in meaningful if unit.known]
    substring = "" if text.isascii() or _is_spaced(text) else key(text)
    return Words(
        text,
        " & ".join(f"({unit.tsquery})" for unit in meaningful),
        substring,
        core=" ".join(_as_typed(unit, text, words) for unit in known) if len(known) < len(meaningful) else "",
        units=tuple(meaningful),
    )


def meanings(text: str, lexicon: Lexicon) -> list[str]:
    """The codes that the words stand for, in reading order: « puits népal » → ["resource:water", "country:np"]."""
    words = key(text).split()
    return list(dict.fromkeys(code for unit in _units(words, stems(words), lexicon) for code in unit.codes))


def correct(asked: Words, lexicon: Lexicon) -> Words | None:
    """The same question with each unknown word replaced by names or vocabulary one typing error away, if there are any."""
    words = key(asked.text).split()
    replaced = {word: best for word in _unknown(words, lexicon) if (best := _closest(word, lexicon))}
    if not replaced:
        return None
    found = understand(" ".join(replaced.get(word, word) for word in words), lexicon)
    return found and Words(asked.text, found.tsquery, corrected=tuple(replaced.items()))


def one_typo_apart(a: str, b: str) -> bool:
    """Whether one letter added, dropped, changed, or two neighbours swapped, turns a into b."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    swapped = len(rest_a) > 1 and rest_b[:2] == rest_a[1::-1] and rest_a[2:] == rest_b[2:]
    return swapped or rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]


def _unknown(words: list[str], lexicon: Lexicon) -> list[str]:
    """The words that no sheet says and no term means."""
    asked = {word: understand(word, lexicon).tsquery for word in words}
    with connection.cursor() as cursor:
        cursor.execute(UNKNOWN, [list(asked), list(asked.values())])
        return [word for (word,) in cursor.fetchall()]


def _closest(word: str, lexicon: Lexicon) -> str | None:
    if len(word) < SHORTEST_TYPO:
        return None
    with transaction.atomic(), connection.cursor() as cursor:
        # Two of a short word's trigrams may be all that a typing error leaves standing.
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = 0.2")
        cursor.execute(NAME_WORDS, [word, len(word)])
        known = {found for (found,) in cursor.fetchall()} | lexicon.words
    return min((w for w in known if len(w) >= SHORTEST_TYPO and one_typo_apart(word, w)), default=None)


def _as_typed(unit: Unit, text: str, words: list[str]) -> str:
    typed = text.split()
    return " ".join((typed if len(typed) == len(words) else words)[unit.start : unit.end])


def _units(words, roots, lexicon) -> Iterator[Unit]:
    """The longest phrase known from here on, left to right."""
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = words[at : at + length]
            codes = lexicon.codes(phrase, roots)
            if codes or length == 1:
                break
        spelt = " & ".join(f"({_word(word, roots[word], last=at + length == len(words))})" for word in phrase)
        stop = not codes and not all(roots[phrase[0]])
        yield Unit(at, at + length, spelt, tuple(sorted(codes)), stop)
        at += length


def _word(word: str, root: tuple[str, str], *, last: bool) -> str:
    prefix = ":*" if last and len(word) >= SHORTEST_PREFIX else ""
    return " | ".join([*(f"({stem})" for stem in dict.fromkeys(root) if stem), _quote(f"name:{word}") + prefix])


def _quote(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _is_spaced(text: str) -> bool:
    """Whether the script separates words: Thai, Lao, Khmer, Burmese, Chinese, Japanese and Tibetan do not."""
    unspaced = ((0x0E00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF))
    return not any(low <= ord(letter) <= high for letter in text for low, high in unspaced)
