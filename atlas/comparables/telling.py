"""What sheets tell, beyond their codes: the words that tell one apart, and which other sheets share them."""

from __future__ import annotations

import math

import numpy as np
from django.db import connection

from atlas.comparables import weights
from places.models import Initiative

SAMPLE = 5_000  # sheets whose words say how common each word is
MOST_WORDS = 80  # of one sheet, those that tell it apart best
MOST_HITS = 30_000  # sheets that have one of them, all words together; an answer that left some out says so

SPREAD = """
SELECT word, ndoc FROM ts_stat('SELECT search FROM places_initiative ORDER BY id LIMIT %s') WHERE ndoc > 1
"""
LEXEMES = "SELECT lexeme, array_length(positions, 1) FROM places_initiative, unnest(search) WHERE id = %s"
HITS = "(SELECT %s::int, id FROM places_initiative WHERE search @@ %s::tsquery LIMIT %s)"


def spread(sheets: int) -> dict[str, float]:
    """Lexeme → the share of sheets that have it, of those that more than one has; `sheets`: how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(SPREAD % SAMPLE)
        counted = cursor.fetchall()
    sheets = min(SAMPLE, sheets)
    return {word: n / sheets for word, n in counted}


def telling(like: Initiative, spread: dict[str, float]) -> dict[str, float]:
    """The lexemes that tell a sheet apart → how much each tells: rare among all, said more than once here."""
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [like.pk])
        said = {lexeme: times or 0 for lexeme, times in cursor.fetchall() if ":" not in lexeme}
    told = {
        lexeme: -math.log(spread[lexeme]) * math.log1p(times)
        for lexeme, times in said.items()
        if times and spread.get(lexeme, 1) <= weights.TELLING_SHARE
    }
    return dict(sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS])


def shared(words: dict[str, float], positions, rows: int) -> tuple[np.ndarray, bool]:
    """How much of these words each row shares, 0…1; and whether every sheet that has them was looked at."""
    share, complete = np.zeros(rows, np.float32), True
    if not words:
        return share, complete
    most = MOST_HITS // len(words)
    asked = [(n, _quoted(word), most) for n, word in enumerate(words)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([HITS] * len(asked)), [value for one in asked for value in one])
        found = np.array(cursor.fetchall(), np.int64).reshape(-1, 2)
    enough = sum(words.values()) * weights.TELLING_ENOUGH
    for n, weight in enumerate(words.values()):
        pks = found[found[:, 0] == n, 1]
        share[positions(pks)] += np.float32(weight / enough)
        complete &= len(pks) < most
    return np.minimum(share, 1), complete


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
