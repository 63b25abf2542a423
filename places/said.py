"""Which initiatives say what a reader typed: all of them, or a part when they are too many to be read for one answer."""

from __future__ import annotations

import json
import re
from functools import lru_cache

import numpy as np
from django.contrib.gis.geos import Point
from django.db import connection

from places import search
from places.mirror import keys
from places.search import Lexicon, Words

MOST = 6_000  # initiatives that are read; of words that more say, so many are read and the rest is estimated
SAYING = "SELECT i.id FROM places_initiative AS i WHERE {said}"
NEAREST = """
SELECT spot.initiative_id, ST_Distance(spot.globe, ST_MakePoint(%s, %s)::geography)
FROM places_initiative AS i JOIN places_spot AS spot ON spot.initiative_id = i.id
WHERE i.id = ANY(%s::bigint[]) AND ({said}) ORDER BY 2, 1 LIMIT %s
"""
RANKED = "SELECT id, ts_rank(search, %s::tsquery) FROM places_initiative WHERE id = ANY(%s::bigint[])"
BEGINNING = re.compile(
    r" \| 'name:(?:[^']|'')*':\*"
)  # of a name: who says a word so says it, and the planner counts both
KEPT = 64  # questions; list, counts and tiles of one ask the same, until the next generation


def meant(text: str, lexicon: Lexicon, initiatives: int, generation: int) -> Words | None:
    """What typed words mean; corrected when no initiative at all knows them as they are spelt. None of no word."""
    asked = search.understand(text, lexicon)
    if asked is None or by_anybody(asked, initiatives, generation):
        return asked
    return search.correct(asked, lexicon) or asked


def by_anybody(words: Words, initiatives: int, generation: int) -> bool:
    return estimated(words, initiatives, generation) is not None or len(saying(words, generation)) > 0


def estimated(words: Words, initiatives: int, generation: int) -> int | None:
    """About how many of all initiatives say so, when they are too many to be read; None when they are not."""
    return _estimated(words.tsquery, words.substring, generation) if initiatives > MOST else None


def saying(words: Words, generation: int) -> np.ndarray:
    """Primary keys of those that say so, MOST at most."""
    return _saying(words.tsquery, words.substring, generation)


def nearest(words: Words, pks: list[int], point: Point, stop: int) -> list[tuple[int, float]]:
    """(key, metres) of the `stop` nearest to a place, of these, that say so."""
    said, values = _said(words.tsquery, words.substring)
    with connection.cursor() as cursor:
        cursor.execute(NEAREST.format(said=said), [point.x, point.y, keys(pks), *values, stop])
        return cursor.fetchall()


def ranks(words: Words, pks: list[int]) -> dict[int, float]:
    """How well each of these answers the words."""
    with connection.cursor() as cursor:
        cursor.execute(RANKED, [words.tsquery, keys(pks)])
        return dict(cursor.fetchall())


@lru_cache(maxsize=KEPT)
def _estimated(tsquery: str, substring: str, generation: int) -> int | None:
    sql, values = _sql(BEGINNING.sub("", tsquery), substring)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
        [(plan,)] = cursor.fetchall()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    rows = int(plan[0]["Plan"]["Plan Rows"])
    return rows if rows > MOST else None


@lru_cache(maxsize=KEPT)
def _saying(tsquery: str, substring: str, generation: int) -> np.ndarray:
    sql, values = _sql(tsquery, substring)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {MOST}", values)
        return np.sort(np.array([pk for (pk,) in cursor.fetchall()], np.int64))


def _sql(tsquery: str, substring: str) -> tuple[str, list[str]]:
    said, values = _said(tsquery, substring)
    return SAYING.format(said=said), values


def _said(tsquery: str, substring: str) -> tuple[str, list[str]]:
    """What an initiative `i` must fulfil to say so."""
    if not substring:
        return "i.search @@ %s::tsquery", [tsquery]
    escaped = substring.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return "i.search @@ %s::tsquery OR i.name_key LIKE %s", [tsquery, f"%{escaped}%"]
