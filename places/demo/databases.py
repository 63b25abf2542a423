"""The databases of invented sheets: how they are named, made and told from others. Nothing real is ever written to.

All are copies of one that has tables, vocabulary and gazetteer. Each carries a mark (a COMMENT): without it a database is
somebody's, and left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import StringIO

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from psycopg.sql import SQL, Identifier, Literal

from places import geonames, pyramid
from places.demo import filling
from places.demo.rows import SLUG
from places.loading import load_terms

LAYOUT = 6  # raised when what is written changes, so that every demo database is made anew
OURS = "atlas demo: "
UNDER_WAY, BASE = f"{OURS}under way", f"{OURS}what the others are copied from"
SHORT = {1_000: "k", 1_000_000: "m"}
STRANGERS = "SELECT EXISTS (SELECT FROM places_initiative WHERE slug NOT LIKE %s)"


class NotOurs(Exception):
    """The database exists and is not a demo, or somebody keeps real sheets in it."""


def name(count: int, seed: int = 1) -> str:
    """Beside the atlas's own: `atlas_demo_10k`, `atlas_demo_1m`, `atlas_demo_250_seed2`."""
    unit = max((unit for unit in SHORT if count % unit == 0), default=1)
    short = f"{count // unit}{SHORT.get(unit, '')}"
    return f"{_base()}_{short}{'' if seed == 1 else f'_seed{seed}'}"


def make(count: int, seed: int, progress: Callable[[str], None]) -> str:
    """Its name, once it is complete: at once if it already is. NotOurs when that name belongs to something else."""
    wanted, database = name(count, seed), _base_ready(progress)
    mark = f"{OURS}{count} sheets, seed {seed}, {edition(database)}"
    if _mark(wanted) == mark:
        progress(f"{wanted} est déjà là")
        return wanted
    create(wanted, template=database)
    with inside(wanted):
        filling.fill(count, seed, progress)
        pyramid.rebuild(progress)
    put_mark(wanted, mark)
    return wanted


@contextmanager
def inside(database: str) -> Iterator[None]:
    """This process's default connection leads to another database of the same server."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def edition(database: str) -> str:
    """What the sheets are made with and into; differs as soon as any of it does."""
    with inside(database):
        migrations = sorted(MigrationRecorder(connection).applied_migrations())
    digest = hashlib.sha256(repr(migrations).encode()).hexdigest()[:8]
    return f"layout {LAYOUT}, {geonames.edition()}, tables {digest}"


def _base() -> str:
    return f"{connection.settings_dict['NAME']}_demo"


def _base_ready(progress: Callable[[str], None]) -> str:
    base = _base()
    if _mark(base) != BASE:
        create(base)
    with inside(base):
        progress("tables, vocabulaire, noms de lieux")
        call_command("migrate", verbosity=0, interactive=False)
        load_terms()
        call_command("load_gazetteer", stdout=StringIO())
    put_mark(base, BASE)
    return base


def create(database: str, template: str = "template1") -> None:
    """Make it anew. Whatever stands under that name goes, if it is a demo and holds nothing else."""
    refuse_strangers(database)
    with closing(_server()) as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(database)))
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(database), Identifier(template)))
    put_mark(database, UNDER_WAY)


def refuse_strangers(database: str) -> None:
    mark = _mark(database)
    if mark is None:
        return
    if not mark.startswith(OURS):
        raise NotOurs(database)
    with closing(_server(database)) as server:
        there_is_none = server.execute("SELECT to_regclass('places_initiative') IS NULL").fetchone() == (True,)
        if not there_is_none and server.execute(STRANGERS, [f"{SLUG}%"]).fetchone() == (True,):
            raise NotOurs(database)


def _mark(database: str) -> str | None:
    """Its comment, "" without one; None when there is no such database."""
    asked = "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = %s"
    with closing(_server()) as server:
        found = server.execute(asked, [database]).fetchone()
    return found and found[0]


def put_mark(database: str, mark: str) -> None:
    with closing(_server()) as server:
        server.execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(database), Literal(mark)))


def _server(database: str = "postgres") -> psycopg.Connection:
    """A connection beside Django's own: databases are not made within transactions."""
    door = connection.get_connection_params() | {"dbname": database, "cursor_factory": psycopg.Cursor}
    return psycopg.connect(**door, autocommit=True)
