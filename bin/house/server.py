"""The production server (granian): is its port free, how it is run, how it is stopped."""

from __future__ import annotations

import errno
import os
import signal
import socket

import processes
from environment import PYTHON
from steps import ROOT, give_up

# Views wait for PostgreSQL most of the time: a few threads for each processor, then a queue rather than more threads.
OPTIONS = [
    *("--interface", "wsgi", "--no-ws", "--log-level", "warning"),
    *("--blocking-threads", "4", "--backpressure", "64"),
    *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
]


def address() -> tuple[str, int]:
    """Where to listen: BIND (127.0.0.1) and PORT (8000)."""
    given = os.environ.get("PORT") or "8000"
    if not given.isascii() or not given.isdigit() or not 0 < int(given) < 65536:
        give_up(f"PORT={given} n'est pas un numéro de port (1 à 65535).")
    return os.environ.get("BIND") or "127.0.0.1", int(given)


def url() -> str:
    host, port = address()
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def claim_port() -> None:
    """Give up in one sentence if the port cannot be had. Workers left by a server that was killed are ended first."""
    host, port = address()
    if not has_master(serving(port)):
        processes.end(lambda: serving(port), politely=signal.SIGTERM, seconds=5)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            give_up(why_not(error, port))


def why_not(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE and serving(port):
        return f"l'atlas est déjà servi sur {url()} ; « make stop » l'arrête, « make run PORT={port + 1} » en ouvre un autre."
    if error.errno == errno.EADDRINUSE:
        return f"le port {port} est déjà pris par un autre programme ; essayez « make run PORT={port + 1} »."
    return f"impossible d'écouter sur {url()} : {error.strerror}."


def serve() -> None:
    """Become the server: from here on, signals are its own affair."""
    host, port = address()
    workers = str(min(os.cpu_count() or 1, 4))
    where = ["--host", host, "--port", str(port), "--workers", workers]
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "granian", *where, *OPTIONS, "atlas.wsgi:application"])


def stop() -> bool:
    """Whether this checkout was being served, on any port; in any case it no longer is."""
    if not serving():
        return False
    processes.end(serving, politely=signal.SIGTERM, seconds=15)
    return True


def serving(port: int | None = None) -> list[processes.Process]:
    """The server's processes of this checkout, master and workers alike."""
    return [
        process
        for process in processes.working_in(ROOT)
        if "granian" in process.command and (port is None or str(port) in process.command)
    ]


def has_master(found: list[processes.Process]) -> bool:
    """Whether one of them is the parent of another: workers alone have lost theirs."""
    return bool({process.pid for process in found} & {process.parent for process in found})
