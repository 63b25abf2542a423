"""Which processes are ours: recognised by the folder they work in and what they run, never by a number alone."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    folder: str  # empty when the system does not let us see it
    command: tuple[str, ...]


def all_of_them() -> list[Process]:
    """Every process of the system. Linux only; none elsewhere."""
    return [process for entry in Path("/proc").glob("[0-9]*") if (process := read(entry))]


def working_in(folder: Path) -> list[Process]:
    return [process for process in all_of_them() if process.folder == str(folder)]


def read(entry: Path) -> Process | None:
    """What /proc tells of one process; None if it has ended meanwhile."""
    try:
        words = os.fsdecode((entry / "cmdline").read_bytes()).split("\0")
        parent = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()[1]
    except OSError:
        return None
    try:
        folder = os.readlink(entry / "cwd")
    except OSError:  # somebody else's, and even root in a container may not look
        folder = ""
    return Process(int(entry.name), int(parent), folder, tuple(words))


def end(ours: Callable[[], list[Process]], *, politely: signal.Signals, seconds: float) -> None:
    """Ask these processes to stop, then make whoever is still there after some seconds."""
    for patience, order in ((seconds, politely), (2, signal.SIGKILL)):
        for process in ours():
            try:
                os.kill(process.pid, order)
            except ProcessLookupError:
                continue
        until = time.monotonic() + patience
        while ours() and time.monotonic() < until:
            time.sleep(0.1)
