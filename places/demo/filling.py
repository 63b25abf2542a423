"""Invented sheets → the tables, by COPY, several batches at a time; words and spots by the actions' own statements."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from functools import cache
from multiprocessing import get_context

import django
from django.db import connection, transaction

from places import index, search
from places.demo import bareness
from places.demo.rows import ANSWER, BATCH, INITIATIVE, SOURCE, Batch, Maker

# Temporary tables hide those they are named after: places.search then fills the batch's search column before it goes to
# the table, and places.index reads the batch alone.
BESIDE = """
CREATE TEMPORARY TABLE places_initiative (LIKE public.places_initiative INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE places_answer (LIKE public.places_answer INCLUDING DEFAULTS) ON COMMIT DROP;
CREATE TEMPORARY TABLE places_source (LIKE public.places_source) ON COMMIT DROP;
"""
READY = """
CREATE INDEX ON places_answer (initiative_id, question);
CREATE INDEX ON places_source (initiative_id);
ANALYZE places_initiative, places_answer, places_source
"""
IN = """
INSERT INTO public.places_initiative SELECT * FROM places_initiative;
INSERT INTO public.places_answer SELECT * FROM places_answer;
INSERT INTO public.places_source SELECT * FROM places_source;
"""
COPY = "COPY {table} ({columns}) FROM STDIN"
NEXT = "SELECT setval(pg_get_serial_sequence(%s, 'id'), coalesce(max(id), 1)) FROM {table}"
TABLES = {"places_initiative": INITIATIVE, "places_answer": ANSWER, "places_source": SOURCE}
FILLED = (*TABLES, "places_spot")


def fill(count: int, seed: int, progress: Callable[[str], None]) -> None:
    """Write the sheets 1 to `count` and their spots into this database's empty tables, then their indexes."""
    taken_off = bareness.take_off(FILLED)
    version = index.bump()
    batches = range(math.ceil(count / BATCH))
    progress(f"fiches : 0 sur {count}")
    for done, _ in enumerate(_in_parallel(batches, count, seed, version), start=1):
        progress(f"fiches : {min(done * BATCH, count)} sur {count}")
    bareness.put_back(taken_off, progress)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(NEXT.format(table=table), [table])
        progress("statistiques")
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(FILLED)}")


def write(batch: Batch, version: int) -> None:
    """One batch, in a transaction of its own; `version` is the generation of its spots."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BESIDE)
        for table, lines in zip(TABLES, (batch.initiatives, batch.answers, batch.sources), strict=True):
            with cursor.copy(COPY.format(table=table, columns=", ".join(TABLES[table]))) as copy:
                copy.write(lines)
        cursor.execute(READY)
        cursor.execute(search.INDEX, [batch.ids, batch.name_keys, batch.sounds, batch.pages])
        # Along the map's curve, as `index.rebuild` writes them: neighbours lie on the same pages.
        cursor.execute(f"{index.INSERT} ORDER BY 4", index.values(which=None, version=version))
        cursor.execute(IN)


def _in_parallel(batches: range, count: int, seed: int, version: int):
    """Makers of rows in processes, their writers in threads: one more than processors, so that none of them is idle."""
    cores = os.cpu_count() or 1
    fresh = get_context("spawn")  # a forked one would share this process's connections
    makers = ProcessPoolExecutor(min(cores, len(batches)), fresh, django.setup)
    with makers, ThreadPoolExecutor(cores + 1) as writers:
        yield from writers.map(lambda number: _write(makers.submit(_make, seed, number, count), version), batches)


def _write(made: Future[Batch], version: int) -> None:
    batch = made.result()
    with closing(connection):  # this thread's own
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
        write(batch, version)


_maker = cache(Maker)  # one per process


def _make(seed: int, number: int, count: int) -> Batch:
    return _maker(seed).batch(number, count)
