"""A line between a browser and the house, which can be cut for whoever uses it.

Playwright's `set_offline` reaches pages, not a service worker that the browser wakes as it starts: what waits would already
be sent when the page is told that there is no network.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit

CHUNK = 65_536


class Line:
    """Passes bytes on to `house` ("http://127.0.0.1:port") from an address of its own, for as long as it is not cut."""

    def __init__(self, house: str):
        self._house = (urlsplit(house).hostname, urlsplit(house).port)
        self._port = 0
        self._door: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._left: int | None = None
        self.restore()
        self.address = f"http://127.0.0.1:{self._port}"

    def restore(self) -> None:
        if self._door is None:
            self._door = socket.create_server(("127.0.0.1", self._port))
            self._port = self._door.getsockname()[1]
            threading.Thread(target=self._let_in, args=[self._door], daemon=True).start()

    def cut(self) -> None:
        """Nobody comes in any more, and what is under way ends in the middle."""
        if self._door is not None:
            _hang_up(self._door)
            self._door = None
        with self._lock:
            for end in self._open:
                _hang_up(end)
            self._open.clear()

    def cut_after(self, sent: int) -> None:
        """When the browser has said so many bytes more."""
        self._left = sent

    def _let_in(self, door: socket.socket) -> None:
        while True:
            try:
                asked, _ = door.accept()
                answers = socket.create_connection(self._house)
            except OSError:
                return
            with self._lock:
                if door is not self._door:
                    _hang_up(asked)
                    _hang_up(answers)
                    return
                self._open |= {asked, answers}
            for source, target, up in ((asked, answers, True), (answers, asked, False)):
                threading.Thread(target=self._pass_on, args=[source, target, up], daemon=True).start()

    def _is_too_much(self, said: int) -> bool:
        with self._lock:
            if self._left is None:
                return False
            self._left -= said
            if self._left >= 0:
                return False
            self._left = None
            return True

    def _pass_on(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        with contextlib.suppress(OSError):
            while said := source.recv(CHUNK):
                if up and self._is_too_much(len(said)):
                    self.cut()
                    return
                target.sendall(said)
        with self._lock:
            for end in {source, target} & self._open:
                _hang_up(end)
            self._open -= {source, target}


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)  # wakes whoever is reading from it
    end.close()
