"""Where files are kept: names that nobody can guess, in the storage that the host chose."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import BinaryIO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage


def new_name(suffix: str) -> str:
    """128 random bits, in one of 256 folders."""
    stem = secrets.token_hex(16)
    return f"{stem[:2]}/{stem}.{suffix}"


def thumbnail(name: str, width: int) -> str:
    return f"{name.rpartition('.')[0]}-{width}.webp"


def keep(name: str, content: bytes | BinaryIO) -> int:
    """How many bytes were kept; FileExistsError when the name is taken, which 128 random bits never are."""
    if isinstance(content, bytes):
        file = ContentFile(content)
    else:
        content.seek(0)
        file = File(content)
    kept_as = default_storage.save(name, file)
    if kept_as != name:
        default_storage.delete(kept_as)
        raise FileExistsError(name)
    return file.size


def fetch(name: str) -> File:
    """FileNotFoundError when it is no longer there."""
    return default_storage.open(name)


def throw_away(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
