"""Tables without indexes while they are filled: making those at the end costs a third of growing them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

from django.db import connection

# Primary keys stay (others refer to them), and grow at their end. That of words comes first: it takes the longest.
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
ORDER BY NOT EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY(indkey) AND atttypid = 'tsvector'::regtype
), indexrelid::regclass::text
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u') ORDER BY contype DESC, conname
"""
MEMORY = "SET maintenance_work_mem = '512MB'"


@dataclass(frozen=True)
class TakenOff:
    indexes: list[tuple[str, str]]  # name, statement that makes it
    constraints: list[tuple[str, str, str]]  # table, name, definition


def take_off(tables: Iterable[str]) -> TakenOff:
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        cursor.execute(CONSTRAINTS, [list(tables)])
        constraints = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for table, name, _ in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    return TakenOff(indexes, constraints)


def put_back(taken_off: TakenOff, progress: Callable[[str], None]) -> None:
    """Indexes side by side, one per processor; then constraints, which ask for a table to themselves."""
    progress(f"index : {len(taken_off.indexes)} à faire")
    with ThreadPoolExecutor(os.cpu_count() or 1) as builders:
        for name, _ in zip(taken_off.indexes, builders.map(_build, taken_off.indexes), strict=True):
            progress(f"index {name[0]} : fait")
    with connection.cursor() as cursor:
        cursor.execute(MEMORY)
        for table, name, definition in taken_off.constraints:
            progress(f"contrainte {name}")
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        cursor.execute("RESET maintenance_work_mem")


def _build(index: tuple[str, str]) -> None:
    with closing(connection), connection.cursor() as cursor:  # this thread's own
        cursor.execute(MEMORY)
        cursor.execute(index[1])
