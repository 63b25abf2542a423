"""The order of stages as a form sends it."""

from __future__ import annotations

from django.http import QueryDict

LONGEST_KEY = 18  # digits


def read(sent: QueryDict) -> tuple[list[int], int]:
    """(keys of the stages in their order, the version that was seen); what is no number is left out, the version then −1."""
    keys = [int(key) for key in sent.getlist("order") if _is_number(key)]
    base = sent.get("base", "")
    return keys, int(base) if _is_number(base) else -1


def moved(keys: list[int], *, up: str = "", down: str = "") -> list[int]:
    """One of them a place earlier or later; the same at either end."""
    asked, step = (up, -1) if up else (down, 1)
    if not _is_number(asked) or int(asked) not in keys:
        return keys
    here = keys.index(int(asked))
    there = min(max(here + step, 0), len(keys) - 1)
    made = list(keys)
    made.insert(there, made.pop(here))
    return made


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY
