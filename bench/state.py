"""What is said beside the measurements: the machine, how long a database took to make, its sizes, the cost of an edit."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection, transaction

from bench.figures import percentile
from places import actions
from places.choices import Vocabulary
from places.demo import databases
from places.demo.vocabularies import Terms
from places.models import Initiative

FOLDER = settings.VAR / "bench"
EDITS, PRIME = 100, 7919  # one sheet here, one there
# The first word of a step → the stage it opens.
STAGES = {"fiches": "load", "index": "indexes", "niveau": "derived"}
# What the database would answer lists from, if it were asked to: the atlas does without, and edits need not keep them.
OF_LISTS = {
    "bench_near": "gist (globe, facets gist__intbig_ops (siglen = 68))",
    "bench_view": "gist (point, facets gist__intbig_ops (siglen = 68))",
}
SIZES = """
SELECT relname, pg_relation_size(oid), pg_indexes_size(oid), pg_total_relation_size(oid) FROM pg_class
WHERE relkind = 'r' AND relname LIKE 'places_%%' AND relname NOT LIKE 'places_t%%' AND pg_total_relation_size(oid) > 100000
ORDER BY 4 DESC
"""
READ_IN = """
SELECT pg_prewarm(oid) FROM pg_class WHERE relname LIKE 'places_%' AND relkind IN ('r', 'i')
    OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN (SELECT oid FROM pg_class WHERE relname LIKE 'places_%'))
"""
# Numbers of two databases that one process asks must not be taken for each other.
RENEW = (
    "UPDATE places_generation SET number = setval('places_generations', greatest(%s, nextval('places_generations')))"
)
INDEXES = """
SELECT indexrelid::regclass::text, pg_relation_size(indexrelid) FROM pg_index
WHERE indrelid IN (SELECT oid FROM pg_class WHERE relname LIKE 'places_%%' AND relname NOT LIKE 'places_t%%')
ORDER BY 2 DESC LIMIT 12
"""


def machine() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT split_part(version(), ' ', 2), postgis_lib_version()")
        [(postgres, postgis)] = cursor.fetchall()
        asked = ["shared_buffers", "work_mem", "random_page_cost", "jit"]
        cursor.execute("SELECT name, current_setting(name) FROM unnest(%s::text[]) AS name", [asked])
        given = ", ".join(f"{name} {value}" for name, value in cursor.fetchall())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": date.today().isoformat(),
        "processors": f"{os.cpu_count()} × {_processor()}",
        "memory": f"{memory:.0f} GiB",
        "PostgreSQL": f"{postgres}, PostGIS {postgis} ({given})",
        "Python": platform.python_version(),
    }


def _processor() -> str:
    told = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


@dataclass(frozen=True)
class Built:
    database: str
    stages: dict[str, float]  # seconds of making it: load, indexes, derived; empty when nobody measured them


def build(count: int, say: Callable[[str], None]) -> Built:
    """Make the database; when it is there already, its stages are those of its making."""
    stages: dict[str, float] = {}
    stage, since = "before", time.monotonic()

    def progress(doing: str) -> None:
        """What is said begins: until then it was the stage before."""
        nonlocal stage, since
        stages[stage] = stages.get(stage, 0) + time.monotonic() - since
        if stage != "derived":  # the last, which has indexes of its own
            stage = STAGES.get(doing.split()[0], stage)
        since = time.monotonic()
        say(doing)

    database = databases.make(count, 1, progress)
    progress("prête")
    stages.pop("before", None)
    kept = FOLDER / f"{database}.json"
    if "load" in stages:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(stages))
    return Built(database, json.loads(kept.read_text()) if kept.exists() else {})


def read_in(database: str) -> None:
    """Have PostgreSQL hold the tables and indexes in its memory, as one does that has served for some hours."""
    with databases.inside(database), connection.cursor() as cursor:
        cursor.execute(RENEW, [time.time_ns() // 1_000_000])
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        cursor.execute(READ_IN)


@contextmanager
def indexed(database: str, say: Callable[[str], None]):
    """With the indexes that PostgreSQL answers lists from, for whom the atlas is compared with."""
    with databases.inside(database), connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS intarray")
        for name, columns in OF_LISTS.items():
            say(f"{database} · index {name}")
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON places_spot USING {columns}")
        cursor.execute("ANALYZE places_spot")
    try:
        yield
    finally:
        with databases.inside(database), connection.cursor() as cursor:
            for name in OF_LISTS:
                cursor.execute(f"DROP INDEX IF EXISTS {name}")


def sizes(database: str) -> dict[str, list[tuple]]:
    """Bytes: of tables (rows, indexes, with TOAST) and of the largest indexes."""
    with databases.inside(database), connection.cursor() as cursor:
        cursor.execute(SIZES)
        tables = cursor.fetchall()
        cursor.execute(INDEXES)
        return {"tables": tables, "indexes": cursor.fetchall()}


def edits(database: str, count: int) -> tuple[float, float]:
    """Milliseconds, p50 and p95, of an edit through the atlas's actions, its commit included; each is undone."""
    resources, taken = Terms(1, Vocabulary.RESOURCE).codes, []
    with databases.inside(database):
        for turn in range(EDITS):
            sheet = Initiative.objects.get(pk=1 + turn * PRIME % count)
            as_it_was = (sheet.name, sheet.resources)
            taken += [_edit(sheet, f"{sheet.name} !", [resources[turn % len(resources)]]), _edit(sheet, *as_it_was)]
    return percentile(taken, 0.5), percentile(taken, 0.95)


def _edit(sheet: Initiative, name: str, resources: list[str]) -> float:
    started = time.perf_counter()
    with transaction.atomic():
        sheet.name, sheet.resources = name, resources
        actions.save(sheet)
        actions.reindex([sheet])
    return (time.perf_counter() - started) * 1000


@contextmanager
def inside(database: str):
    """This process and those it starts, on that database: yields the DATABASE_URL for them."""
    with databases.inside(database):
        yield address()


def address() -> str:
    """The connection's settings as dj-database-url reads them."""
    given = connection.get_connection_params()
    door = {name: given[name] for name in ("host", "port", "user", "password") if given.get(name)}
    return f"postgis:///{quote(given['dbname'])}?{urlencode(door)}"
