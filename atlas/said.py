"""Which initiatives say what a reader typed: all of them, or a part when they are too many to be read for one answer."""

from __future__ import annotations

import json
from functools import lru_cache

import numpy as np
from django.db import connection

from places.search import Words

MOST = 20_000  # initiatives that are read; of words that more say, so many are read and the rest is estimated
SAYING = "SELECT id FROM places_initiative WHERE search @@ %s::tsquery"
NAMED = " OR name_key LIKE %s"
RANKED = "SELECT id, ts_rank(search, %s::tsquery) FROM places_initiative WHERE id = ANY(%s)"
KEPT = 64  # questions; list, counts and tiles of one ask the same, until the next generation


def by_anybody(words: Words, generation: int) -> bool:
    return _by_anybody(words.tsquery, words.substring, generation)


def estimated(words: Words, initiatives: int, generation: int) -> int | None:
    """About how many of all initiatives say so, when they are too many to be read; None when they are not."""
    return _estimated(words.tsquery, words.substring, generation) if initiatives > MOST else None


def saying(words: Words, generation: int) -> np.ndarray:
    """Primary keys of those that say so, MOST at most."""
    return _saying(words.tsquery, words.substring, generation)


def ranks(words: Words, pks: list[int]) -> dict[int, float]:
    """How well each of these answers the words."""
    with connection.cursor() as cursor:
        cursor.execute(RANKED, [words.tsquery, pks])
        return dict(cursor.fetchall())


@lru_cache(maxsize=KEPT)
def _by_anybody(tsquery: str, substring: str, generation: int) -> bool:
    sql, values = _sql(tsquery, substring)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({sql})", values)
        return cursor.fetchone()[0]


@lru_cache(maxsize=KEPT)
def _estimated(tsquery: str, substring: str, generation: int) -> int | None:
    sql, values = _sql(tsquery, substring)
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
        return np.array([pk for (pk,) in cursor.fetchall()], np.int64)


def _sql(tsquery: str, substring: str) -> tuple[str, list[str]]:
    if not substring:
        return SAYING, [tsquery]
    escaped = substring.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return SAYING + NAMED, [tsquery, f"%{escaped}%"]
