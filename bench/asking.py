"""One round of questions: to a server over HTTP by bench/load.py, or to PostgreSQL alone by its own pgbench."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.db import connection

from bench import sql
from bench.figures import Round

LOAD = Path(__file__).with_name("load.py")
MOST_SCRIPTS = 120  # pgbench takes 128
FEW = 100
FEWEST = 20  # answers, however slow: a percentile of three is none


def http(
    port: int,
    paths: list[str],
    *,
    seconds: float,
    askers: int,
    first: int = 0,
    revalidate: bool = False,
    fewest: int = FEWEST,
) -> Round:
    told = {
        "port": port,
        "paths": paths,
        "first": first,
        "seconds": seconds,
        "askers": askers,
        "revalidate": revalidate,
        "fewest": fewest,
    }
    done = subprocess.run([sys.executable, LOAD], input=json.dumps(told), capture_output=True, text=True, check=True)
    return Round(**json.loads(done.stdout))


def pgbench(database: str, statements: list[list[str]], *, seconds: float, askers: int, times: int = FEW) -> Round:
    """The statements of some of the draws, each draw one transaction's worth, chosen at random by pgbench.

    It counts in whole seconds: what should take less is a number of transactions, `times`.
    """
    patience = ["-T", str(math.ceil(seconds))] if seconds >= 1 else ["-t", str(times)]
    with tempfile.TemporaryDirectory() as folder:
        scripts = []
        for number, sent in enumerate(statements[:MOST_SCRIPTS]):
            script = Path(folder, f"{number}.sql")
            script.write_text(_script(sent))
            scripts += ["-f", str(script)]
        command = [_program(), "-n", "-l", "-c", str(askers), "-j", "1", *patience]
        started = time.perf_counter()
        environment, door = _door()
        subprocess.run(
            [*command, *scripts, *door, database],
            cwd=folder,
            env=os.environ | environment,
            check=True,
            capture_output=True,
        )
        took = time.perf_counter() - started
        lines = [line.split() for log in Path(folder).glob("pgbench_log.*") for line in log.read_text().splitlines()]
    return Round([int(line[2]) / 1000 for line in lines], took)


def _script(statements: list[str]) -> str:
    text = ";\n".join(statements) + ";\n"
    return f"BEGIN;\n{text}COMMIT;\n" if sql.has_local_settings(statements) else text


def _program() -> str:
    return shutil.which("pgbench") or str(max(Path("/usr/lib/postgresql").glob("*/bin/pgbench")))


def _door() -> tuple[dict, list[str]]:
    """How pgbench enters where Django does."""
    given = connection.get_connection_params()
    flags = {"-h": given.get("host"), "-p": given.get("port"), "-U": given.get("user")}
    secret = {"PGPASSWORD": given["password"]} if given.get("password") else {}
    return secret, [part for flag, value in flags.items() if value for part in (flag, str(value))]
