"""Somebody else's server that failed is left alone for a while: pages that need nothing of it must not wait for it, one after the other.

Kept in this process's memory, as the limits of the API are: a page that is only read writes nothing, so each worker learns for
itself, once, that the other is gone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock, Thread
from typing import Any

FIRST = 30  # seconds of rest after a failure; twice as long after each more
LONGEST = 600


class Rest:
    """Of one server: `why` it rests is what its last failure was, None when it answers."""

    def __init__(self, now: Callable[[], float] = time.monotonic):
        self.now = now
        self.why: Any = None
        self._until = 0.0
        self._failures = 0
        self._lock = Lock()

    def may_ask(self) -> bool:
        """Of many who want to know whether it is back, one is sent; the others do not wait for the answer."""
        with self._lock:
            if self.now() < self._until:
                return False
            if self._failures:
                self._until = self.now() + FIRST
            return True

    def failed(self, why: Any) -> None:
        with self._lock:
            self.why = why
            self._until = self.now() + min(LONGEST, FIRST * 2**self._failures)
            self._failures = min(self._failures + 1, 16)

    def answered(self) -> None:
        with self._lock:
            self.why, self._until, self._failures = None, 0.0, 0


def within(seconds: float, ask: Callable[[], Any]) -> Any:
    """What `ask` gives or raises; TimeoutError when that takes longer, whatever it is waiting for.

    A socket's own timeout begins anew with each byte, and finding a host's address has none.
    """
    said: list[tuple[bool, Any]] = []

    def run() -> None:
        try:
            said.append((True, ask()))
        except Exception as error:  # noqa: BLE001  raised below, by whoever waits
            said.append((False, error))

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not said:
        raise TimeoutError
    done, told = said[0]
    if not done:
        raise told
    return told
