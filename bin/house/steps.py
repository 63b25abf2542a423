"""How the house speaks and works: one line per step with its seconds, one sentence when it cannot go on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import deque
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("ATLAS_VAR", ROOT / "var")).absolute()
LOG = VAR / "log" / "house.log"
WIDTH = 100


def give_up(sentence: str) -> None:
    """Say why and stop, without a stack trace."""
    sys.exit(f"✗ {sentence}")


def say(sentence: str) -> None:
    print(f"  {sentence}", flush=True)


@contextmanager
def step(doing: str):
    """A line that ends with the seconds it took. On a terminal it shows meanwhile what the command says."""
    started = time.monotonic()
    print(f"▸ {doing} …", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    _rewrite(f"▸ {doing} … {time.monotonic() - started:.1f} s")
    print(flush=True)


def _rewrite(line: str) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{line[:WIDTH]}", end="", flush=True)
    else:
        print(line.rpartition("…")[2], end="", flush=True)


def run(*command, failing: str, doing: str = "", **options) -> str:
    """Run a command to its end and answer with what it printed; if it fails, show the end of that and give up."""
    done, printed = attempt(*command, doing=doing, **options)
    if done:
        print("\n" + "\n".join(f"    {line}" for line in printed.splitlines()[-20:]))
        give_up(f"{failing} (tout est dans {LOG})")
    return printed


def attempt(*command, doing: str = "", **options) -> tuple[int, str]:
    """Run a command to its end: (exit status, the last lines it printed). All of it goes to the log."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    kept = deque(maxlen=200)
    with LOG.open("a", encoding="utf-8") as log:
        print(f"$ {' '.join(map(str, command))}", file=log)
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **{"cwd": ROOT} | options,
        )
        for line in process.stdout:
            log.write(line)
            kept.append(line)
            if doing and sys.stdout.isatty():
                _rewrite(f"▸ {doing} … {line.strip()}")
    return process.wait(), "".join(kept)
