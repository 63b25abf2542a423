"""Servers of other makes, installed in var/bench/peers (never among the atlas's own packages) and started as they advise."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from bench import servers, state

HERE = Path(__file__).parent
VENV = state.FOLDER / "peers"
LOG = state.FOLDER / "peers.log"
TIPG, PYGEOAPI, DRF = "tipg", "pygeoapi", "DRF-gis"


def install() -> None:
    """pip's own words go to the terminal: this takes a minute, once."""
    wanted = hashlib.sha256((HERE / "requirements.txt").read_bytes()).hexdigest()
    stamp = VENV / "installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    pip = [VENV / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "requirements.txt"]
    subprocess.run(pip, check=True)
    stamp.write_text(wanted)


def make_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute((HERE / "table.sql").read_text())


@contextmanager
def all_of_them(url: str) -> Iterator[dict[str, int]]:
    """Name → port, all of them on the database of this process's connection."""
    with ExitStack() as running:
        yield {
            TIPG: running.enter_context(servers.serving(_tipg, LOG, "/healthz", **_tipg_settings())),
            PYGEOAPI: running.enter_context(_pygeoapi()),
            DRF: running.enter_context(
                servers.serving(_gunicorn("bench.peers.drf:application"), LOG, "/healthz", DATABASE_URL=url)
            ),
        }


def _tipg(port: int) -> list:
    workers = ["--workers", servers.WORKERS, "--no-access-log", "--log-level", "warning"]
    return [VENV / "bin/uvicorn", "tipg.main:app", "--host", "127.0.0.1", "--port", port, *workers]


def _tipg_settings() -> dict[str, str]:
    given = _door()
    secret = f":{quote(given['password'])}" if given["password"] else ""
    url = f"postgresql://{given['user']}{secret}@{quote(given['host'], safe='')}:{given['port']}/{given['database']}"
    return {"DATABASE_URL": url, "TIPG_DB_SCHEMAS": '["peer"]', "TIPG_DEFAULT_FEATURES_LIMIT": "100"}


@contextmanager
def _pygeoapi() -> Iterator[int]:
    """Its configuration names the port, which is known when it starts."""
    config, openapi = state.FOLDER / "pygeoapi.yml", state.FOLDER / "pygeoapi-openapi.yml"
    environment = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(openapi)}

    def command(port: int) -> list:
        given = _door()
        given["db_port"] = given.pop("port")
        config.write_text((HERE / "pygeoapi.yml").read_text().format(port=port, **given))
        generate = [VENV / "bin/pygeoapi", "openapi", "generate", config, "--output-file", openapi]
        subprocess.run(generate, check=True, capture_output=True)
        return _gunicorn("pygeoapi.flask_app:APP")(port)

    with servers.serving(command, LOG, "/", **environment) as port:
        yield port


def _gunicorn(application: str):
    def command(port: int) -> list:
        return [
            VENV / "bin/gunicorn",
            "-w",
            servers.WORKERS,
            "-b",
            f"127.0.0.1:{port}",
            "--log-level",
            "warning",
            application,
        ]

    return command


def _door() -> dict[str, str]:
    given = connection.get_connection_params()
    return {
        "host": given.get("host", "localhost"),
        "port": str(given.get("port", 5432)),
        "user": given.get("user", ""),
        "password": given.get("password", ""),
        "database": given["dbname"],
    }
