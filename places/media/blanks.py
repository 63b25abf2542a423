"""Bytes taken out of a file without moving the others."""

from typing import BinaryIO

AT_ONCE = 1 << 16


def blank(file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    for at in range(start, end, AT_ONCE):
        file.write(bytes(min(AT_ONCE, end - at)))
