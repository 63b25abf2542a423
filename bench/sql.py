"""The SQL that the atlas's own code sends for an address: what pgbench and the bare view then send too."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.test import Client

MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK")


class Refused(Exception):
    """The atlas has no answer at this address (yet)."""


def of(paths: Iterable[str]) -> list[list[str]]:
    """For each address the statements with their values written in. What a process asks once in its life is left out."""
    paths, client = list(paths), Client(raise_request_exception=False, SERVER_NAME="localhost")
    _sent(client, paths[-1])
    return [_sent(client, path) for path in paths]


def _sent(client: Client, path: str) -> list[str]:
    sent: list[str] = []

    def keep(execute, sql, params, many, context):
        sent.append(connection.ops.compose_sql(sql, params) if params else sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        status = client.get(path).status_code
    if status != 200:
        raise Refused(f"{status} {path}")
    return [statement for statement in sent if not statement.startswith(MARKS)]


def has_local_settings(statements: list[str]) -> bool:
    """Whether they are only right within one transaction."""
    return any(
        statement.lstrip().upper().startswith("SET LOCAL") or "set_config(" in statement for statement in statements
    )


def forward(statements: list[str]) -> bytes:
    """Send them and answer their rows as bytes, with as little ado as Django allows."""
    if has_local_settings(statements):
        with transaction.atomic():
            return _forward(statements)
    return _forward(statements)


def _forward(statements: list[str]) -> bytes:
    rows = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            rows += cursor.fetchall() if cursor.description else []
    return b"\n".join(_bytes(value) for row in rows for value in row)


def _bytes(value) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return (value if isinstance(value, str) else str(value)).encode()
