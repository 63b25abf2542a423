"""Asks a server its questions over HTTP/1.1 and times the answers: `python bench/load.py` is told what by JSON on stdin.

A process apart, of the standard library alone, which reads answers from bare sockets: `http.client` parses headers for
longer than some of our answers take, and it would be our own processors that it takes it from.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time

LONGEST_WAIT = 60


class Asker:
    """One kept-alive connection."""

    def __init__(self, port: int):
        self.port = port
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), LONGEST_WAIT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.left = b""

    def __enter__(self) -> Asker:
        return self

    def __exit__(self, *_) -> None:
        self.socket.close()

    def ask(self, path: str, tag: str = "") -> tuple[int, int, str]:
        """Status, bytes of the body, ETag."""
        known = f"If-None-Match: {tag}\r\n" if tag else ""
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n{known}\r\n".encode())
        head = self.until(b"\r\n\r\n").decode("latin-1")
        fields = dict(line.lower().split(":", 1) for line in head.split("\r\n")[1:])
        status = int(head[9:12])
        if status in (204, 304):
            size = 0
        elif "content-length" in fields:
            size = self.skip(int(fields["content-length"]))
        else:
            size = self.chunks()
        if fields.get("connection", "").strip() == "close":
            self.socket.close()
            self.connect()
        return status, size, _field(head, "etag")

    def until(self, mark: bytes) -> bytes:
        while (end := self.left.find(mark)) < 0:
            self.left += self.receive()
        found, self.left = self.left[:end], self.left[end + len(mark) :]
        return found

    def skip(self, size: int) -> int:
        while len(self.left) < size:
            self.left += self.receive()
        self.left = self.left[size:]
        return size

    def chunks(self) -> int:
        total = 0
        while size := int(self.until(b"\r\n"), 16):
            total += self.skip(size)
            self.skip(2)
        self.skip(2)
        return total

    def receive(self) -> bytes:
        received = self.socket.recv(1 << 18)
        if not received:
            raise ConnectionError("the server hung up")
        return received


def _field(head: str, name: str) -> str:
    found = [line for line in head.split("\r\n") if line.lower().startswith(f"{name}:")]
    return found[0].partition(":")[2].strip() if found else ""


def run(told: dict) -> dict:
    """`told`: port, paths, first (where to begin among them), seconds, askers, revalidate, fewest (answers, however slow)."""
    tags = _tags(told) if told["revalidate"] else [""] * len(told["paths"])
    wanted = 304 if told["revalidate"] else 200
    answers: list[tuple[float, int, int]] = []
    turns = iter(range(told["first"], 1 << 60))  # shared by the threads: everybody takes the next question
    until = time.perf_counter() + told["seconds"]

    def asking() -> None:
        with Asker(told["port"]) as asker:
            while time.perf_counter() < until or (
                len(answers) < told["fewest"] and time.perf_counter() < until + LONGEST_WAIT
            ):
                turn = next(turns) % len(tags)
                started = time.perf_counter()
                status, size, _ = asker.ask(told["paths"][turn], tags[turn])
                answers.append((time.perf_counter() - started, size, status))

    started = time.perf_counter()
    threads = [threading.Thread(target=asking) for _ in range(told["askers"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "seconds": time.perf_counter() - started,
        "milliseconds": [seconds * 1000 for seconds, _, _ in answers],
        "bytes": sum(size for _, size, _ in answers),
        "bad": sum(status != wanted for _, _, status in answers),
    }


def _tags(told: dict) -> list[str]:
    with Asker(told["port"]) as asker:
        return [asker.ask(path)[2] for path in told["paths"]]


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
