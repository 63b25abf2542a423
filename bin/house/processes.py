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
    command: tuple[str, ...]


def working_in(folder: Path) -> list[Process]:
    """The processes whose current folder is this one (of this user, or of all when root). Linux only; none elsewhere."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(entry / "cwd") != str(folder):
                continue
            words = os.fsdecode((entry / "cmdline").read_bytes()).split("\0")
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:  # ended meanwhile, or somebody else's
            continue
        found.append(Process(int(entry.name), int(parent), tuple(words)))
    return found


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
