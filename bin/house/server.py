"""The production server (granian): is its port free, how it is run, how it is stopped."""

from __future__ import annotations

import errno
import os
import signal
import socket
from pathlib import Path

import processes
from environment import PYTHON
from steps import ROOT, VAR, give_up


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
    if not pid_file(port).exists() or not is_ours(int(pid_file(port).read_text() or 0)):
        processes.end(lambda: serving(port), politely=signal.SIGTERM, seconds=5)
        pid_file(port).unlink(missing_ok=True)
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
    command = [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    # Views wait for PostgreSQL most of the time: a few threads for each processor, and a queue rather than more threads.
    command += ["--workers", str(min(os.cpu_count() or 1, 4)), "--blocking-threads", "4", "--backpressure", "64"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "10", "--no-ws", "--log-level", "warning"]
    command += ["--pid-file", str(pid_file(port)), "atlas.wsgi:application"]
    os.chdir(ROOT)
    os.execv(PYTHON, [str(part) for part in command])


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


def is_ours(pid: int) -> bool:
    return pid in [process.pid for process in serving()]


def pid_file(port: int) -> Path:
    return VAR / f"server-{port}.pid"
