"""Servers that are measured, each on a port of its own, for as long as the measuring takes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bin/house"))

from server import OPTIONS  # noqa: E402 (as `make run` serves)

PATIENCE = 60
WORKERS = min(os.cpu_count() or 1, 4)


class NotServing(Exception):
    """A server ended, or did not answer in time; what it printed is in the log."""


@contextmanager
def granian(application: str, log: Path, **environment: str) -> Iterator[int]:
    """The production server on one WSGI application; its port."""
    command = [sys.executable, "-m", "granian", "--host", "127.0.0.1", "--workers", str(WORKERS), *OPTIONS]
    with serving(lambda port: [*command, "--port", str(port), application], log, "/healthz", **environment) as port:
        yield port


@contextmanager
def serving(command, log: Path, ready: str, **environment: str) -> Iterator[int]:
    """Whatever `command(port)` starts, once the address `ready` answers."""
    port = _free_port()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(part) for part in command(port)],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            process_group=0,
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}{ready}", log)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen, address: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=PATIENCE):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise NotServing(f"{address} ne répond pas, voir {log}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
