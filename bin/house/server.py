"""The production server (granian): is its port free, how it is run, how it is stopped."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess

import processes
from environment import PYTHON
from steps import ROOT, give_up

# Views wait for PostgreSQL most of the time: a few threads for each processor, then a queue rather than more threads.
# A worker told to stop while it is still importing the site does not hear it: hence the short patience.
OPTIONS = [
    *("--interface", "wsgi", "--no-ws", "--log-level", "warning"),
    *("--blocking-threads", "4", "--backpressure", "64"),
    *("--respawn-failed-workers", "--workers-kill-timeout", "3"),
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


def serve() -> int:
    """Serve until told to stop; the server's exit status.

    It has a process group of its own: Ctrl-C reaches this process only, which tells the master, which tells the workers.
    Workers told twice at once may hang (granian 2.8).
    """
    host, port = address()
    where = ["--host", host, "--port", str(port), "--workers", str(min(os.cpu_count() or 1, 4))]
    command = [PYTHON, "-m", "granian", *where, *OPTIONS, "atlas.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, process_group=0)
    for told in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(told, lambda *_: server.terminate())
    return server.wait()


def stop() -> None:
    """This checkout is no longer served, on any port."""
    processes.end(heads, politely=signal.SIGTERM, seconds=15)


def serving(port: int | None = None) -> list[processes.Process]:
    """The server's processes of this checkout, master and workers alike."""
    return [
        process
        for process in processes.working_in(ROOT)
        if "granian" in process.command and (port is None or str(port) in process.command)
    ]


def heads() -> list[processes.Process]:
    """Those to tell: masters, and workers that have lost theirs."""
    found = serving()
    pids = {process.pid for process in found}
    return [process for process in found if process.parent not in pids]


def has_master(found: list[processes.Process]) -> bool:
    return bool({process.pid for process in found} & {process.parent for process in found})
