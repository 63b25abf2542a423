"""Every value one can filter by as a small number, so that an index can hold them all and a filter is one comparison.

The numbers are kept in `Spot.facets` and `Cell.facet`: changing this layout means `manage.py rebuild_index`.
"""

from __future__ import annotations

from collections.abc import Iterable

from places.choices import Status, Vocabulary, Zone

ALL = 0  # of the pyramid's cells: whatever the facets
# First number of each facet. A vocabulary has room for so many terms, numbered as they were created (`Term.number`); a mask
# has 64 bits, and its last is a sign. Activities came last: they stand after the countries.
ACTIVITY = 1216
FIRST = {
    Vocabulary.RESOURCE: 1,
    Vocabulary.THEME: 33,
    Vocabulary.GOVERNANCE: 65,
    Vocabulary.DECISION: 97,
    Vocabulary.ACTIVITY: ACTIVITY,
}
ROOM = dict.fromkeys(FIRST, 32) | {Vocabulary.ACTIVITY: 63}
ZONE, STATUS, DECADE = 129, 137, 145
FIRST_DECADE, LAST_DECADE = 189, 210  # all years before 1900 are one
# A theme and a resource together have a number of their own: asking for it alone finds rows where neither is rare but
# both together are (docs/performance.md). Terms numbered beyond PAIRED are found by each number apart.
PAIR, PAIRED = 170, 19
COUNTRY = 540

ZONES = {code: ZONE + place for place, code in enumerate(Zone.values)}
STATUSES = {code: STATUS + place for place, code in enumerate(Status.values)}
PAIRS = f"facet BETWEEN {PAIR} AND {COUNTRY - 1}"  # in SQL

DECADES = range(FIRST_DECADE, LAST_DECADE)


def term(vocabulary: str, number: int) -> int:
    return FIRST[Vocabulary(vocabulary)] + number


def pair(theme: int, resource: int) -> int | None:
    """The number of both together, None when one of them is numbered too high."""
    return PAIR + theme * PAIRED + resource if theme < PAIRED and resource < PAIRED else None


def is_pair(facet: int) -> bool:
    return PAIR <= facet < COUNTRY


def pair_of(theme: int, resource: int) -> int | None:
    """The same, from the facets of each."""
    return pair(theme - FIRST[Vocabulary.THEME], resource - FIRST[Vocabulary.RESOURCE])


def masks(facet: int) -> tuple[int, int]:
    """Of a pair, the bits of its theme and its resource in a spot's masks; (0, 0) of what is none."""
    if not is_pair(facet):
        return 0, 0
    theme, resource = divmod(facet - PAIR, PAIRED)
    return 1 << theme, 1 << resource


def country(code: str) -> int:
    return COUNTRY + (ord(code[0]) - 65) * 26 + ord(code[1]) - 65


def zone(code: str) -> int:
    return ZONES[code]


def status(code: str) -> int:
    return STATUSES[code]


def decade(year: int) -> int:
    return DECADE + min(max(year // 10, FIRST_DECADE), LAST_DECADE - 1) - FIRST_DECADE


def decades(since: int | None, until: int | None) -> list[int]:
    """Those that a span of years touches; the years themselves are to be looked at again."""
    first = decade(since) if since else DECADE
    last = decade(until) if until else DECADE + len(DECADES) - 1
    return list(range(first, last + 1))


def numbers(facet: str, codes: Iterable[str], known: dict[str, dict[str, int]]) -> list[int]:
    """Numbers of a filter's codes; `known` is vocabulary → code → `Term.number`."""
    closed = {"country": country, "zone": zone, "status": status}
    if facet in closed:
        return [closed[facet](code) for code in codes]
    return [term(facet, known[facet][code]) for code in codes if code in known[facet]]
