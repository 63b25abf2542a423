"""Two people's changes of the same sheet, put together where their words allow it.

Three-way, by words: what only one of them touched is as that one left it, whoever saved first; where both wrote something else
in the same place, nobody's words are chosen: that is a clash, which a person settles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import regex
from merge3 import Merge3

from places.states import LISTS, SOURCES, State, answered, marked

# A word with the signs that are written on and between its letters (हिन्दी is one, not six); one sign of Chinese or Japanese.
# Whoever joins the tokens has the text again.
SIGNS = r"[\p{Han}\p{Hiragana}\p{Katakana}]"
TOKEN = regex.compile(
    rf"\s+|{SIGNS}\p{{M}}*|[[\p{{L}}\p{{N}}]--{SIGNS}][[\p{{L}}\p{{M}}\p{{N}}\u200c\u200d]--{SIGNS}]*|.",
    regex.V1 | regex.DOTALL,
)

Together = Callable[[str, Any, Any, Any], Any]


@dataclass(frozen=True)
class Clash:
    """One part that two people changed in ways that cannot both stand; `concealed`: it tells what no longer wants to be known."""

    part: str
    base: Any
    theirs: Any
    mine: Any
    concealed: bool = False


@dataclass(frozen=True)
class Merged:
    """`wanted`: part → value to be written over theirs; `clashes`: what a person has to settle first."""

    wanted: State = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


def merge(base: Mapping, theirs: Mapping, mine: Mapping, *, together: Together | None = None) -> Merged:
    """`mine` holds only the parts that I wrote; `base` is what I saw, `theirs` what stands now.

    `together(part, base, theirs, mine)`: one value for both changes, None when there is none; a sheet's own when not given.
    """
    together = together or _together
    merged = Merged()
    for part, value in mine.items():
        was, stands = base.get(part), theirs.get(part)
        if value in (was, stands):
            continue
        if stands == was:
            merged.wanted[part] = value
            continue
        both = together(part, was, stands, value)
        if both is None:
            merged.clashes.append(Clash(part, was, stands, value))
        else:
            merged.wanted[part] = both
    return merged


def texts(base: str, theirs: str, mine: str) -> str | None:
    """Both changes in one text; None where they meet in the same words."""
    found, words = [], [TOKEN.findall(text) for text in (base, theirs, mine)]
    for kind, *rest in Merge3(*words).merge_groups():
        if kind == "conflict":
            return None
        found += rest[0]
    return "".join(found)


def lists(base: list, theirs: list, mine: list) -> list | None:
    """Codes that either added, without those that either took away; None when both put another one first."""
    if base[:1] != theirs[:1] and base[:1] != mine[:1] and theirs[:1] != mine[:1]:
        return None
    gone = [one for one in base if one not in theirs or one not in mine]
    added = sorted({*theirs, *mine} - {*base})
    first = theirs[:1] if theirs[:1] != base[:1] else mine[:1]
    return list(dict.fromkeys([*first, *(one for one in base if one not in gone), *added]))


def _together(part: str, base: Any, theirs: Any, mine: Any) -> Any:
    if answered(part):
        return texts(base or "", theirs or "", mine or "") or None
    if marked(part):
        return mine or theirs  # whoever saved last read the newer original
    if part in LISTS:
        return lists(base or [], theirs or [], mine or [])
    if part == SOURCES:
        return _sources(base or [], theirs or [], mine or [])
    return None


def _sources(base: list[dict], theirs: list[dict], mine: list[dict]) -> list[dict]:
    """Those of both; one that either took away or wrote anew no longer stands as it was."""
    return [one for one in theirs if one in mine or one not in base] + [
        one for one in mine if one not in theirs and one not in base
    ]
