"""The history with a million revisions: how long its pages take, and whether they stay within an index."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection
from django.test import Client

from bench.figures import percentile
from places.demo import databases
from places.models import Initiative

REVISIONS, OF_ONE = 1_000_000, 100_000  # of one sheet, which is edited more than any other
ROUNDS = 15
EMPTY = "TRUNCATE places_revision CASCADE"  # what is told of revisions goes with them: nothing is, of invented ones
# One question written anew again and again; half by somebody, every twentieth with other resources too.
FILL = """
INSERT INTO places_revision (initiative_id, number, author_id, by_atlas, at, verb, note, changes, parts)
SELECT id, n, CASE WHEN n %% 2 = 0 THEN %(author)s::int END, n = 1, now() - (%(most)s - n) * interval '1 second', 'edit', 'corrigé',
    jsonb_build_object('origin.fr', jsonb_build_array('Version ' || n - 1, 'Version ' || n), 'people', jsonb_build_array(n - 1, n)),
    ARRAY['origin.fr', 'people']
FROM (SELECT id, generate_series(1, CASE WHEN rank = 1 THEN %(of_one)s ELSE %(of_others)s END) AS n
      FROM (SELECT id, row_number() OVER (ORDER BY id) AS rank FROM places_initiative) AS sheet) AS version
"""
NUMBERED = "UPDATE places_initiative AS i SET version = (SELECT coalesce(max(number), 0) FROM places_revision WHERE initiative_id = i.id)"
AUTHOR = """
INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active, first_name, last_name, email, date_joined)
VALUES ('demo', '', false, false, true, '', '', '', now()) ON CONFLICT (username) DO UPDATE SET is_active = true RETURNING id
"""


def measure(database: str, say: Callable[[str], None]) -> list[tuple[str, float, float]]:
    """(page, p50, p95 in milliseconds), in the process; the revisions are taken away again."""
    with databases.inside(database):
        say("un million de versions")
        _fill()
        try:
            busy, calm = Initiative.objects.order_by("pk")[:2]
            client = Client(SERVER_NAME="localhost")
            return [(name, *_timed(client, path)) for name, path in _pages(busy, calm)]
        finally:
            with connection.cursor() as cursor:
                cursor.execute(EMPTY)
                cursor.execute("UPDATE places_initiative SET version = 0")
                cursor.execute("DELETE FROM auth_user WHERE username = 'demo'")


def _pages(busy: Initiative, calm: Initiative) -> list[tuple[str, str]]:
    history, other = (f"/fr/initiatives/{sheet.slug}/history/" for sheet in (busy, calm))
    return [
        ("history, first page, 100 000 versions", history),
        ("history, page 1 000", f"{history}?page=1000"),
        ("history of one question, 90 versions", f"{other}?part=origin.fr"),
        ("history of one question, 100 000 versions", f"{history}?part=origin.fr"),
        ("what one person changed, half a million", "/fr/people/demo/"),
        ("a version", f"{history}50000/"),
        ("two versions compared, 90 versions", f"{other}compare/?from=10&to=80"),
        ("the sheet as it was, 90 versions", f"{other}40/sheet/"),
        ("recent changes", "/fr/changes/"),
        (
            "recent changes, half a million later",
            f"/fr/changes/?before={busy.revisions.get(number=2).pk + REVISIONS // 2}",
        ),
        ("Atom feed", "/fr/changes/atom.xml"),
        ("the sheet", f"/fr/initiatives/{busy.slug}/"),
    ]


def _fill() -> None:
    others = Initiative.objects.count() - 1
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)
        cursor.execute(AUTHOR)
        [(author,)] = cursor.fetchall()
        numbers = {"author": author, "most": OF_ONE, "of_one": OF_ONE, "of_others": (REVISIONS - OF_ONE) // others}
        cursor.execute(FILL, numbers)
        cursor.execute(NUMBERED)
        cursor.execute("ANALYZE places_revision")


def _timed(client: Client, path: str) -> tuple[float, float]:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        status = client.get(path).status_code
        taken.append((time.perf_counter() - started) * 1000)
        if status != 200:
            raise ValueError(f"{status} {path}")
    return percentile(taken, 0.5), percentile(taken, 0.95)
