"""Two people's changes of the same journey, put together where they allow it."""

from __future__ import annotations

from typing import Any

from places import merging
from routes.states import STAGES, is_text


def together(part: str, base: Any, theirs: Any, mine: Any) -> Any:
    """Texts word by word, stages by who follows whom; None for all else, which a person settles."""
    if is_text(part):
        return merging.texts(base or "", theirs or "", mine or "") or None
    return order(base or [], theirs or [], mine or []) if part == STAGES else None


def order(base: list[int], theirs: list[int], mine: list[int]) -> list[int] | None:
    """My order, without those that they took out, with those that they added after whom they put them.

    None when both put those who stay in other orders than they were in.
    """
    stay = set(base) & set(theirs) & set(mine)
    was, theirs_now, mine_now = ([key for key in keys if key in stay] for keys in (base, theirs, mine))
    if was != theirs_now != mine_now != was:
        return None
    first, second = (mine, theirs) if theirs_now == was else (theirs, mine)
    merged = [key for key in first if key not in base or key in stay]
    for place, key in enumerate(second):
        if key not in base and key not in merged:
            before = next((one for one in reversed(second[:place]) if one in merged), None)
            merged.insert(merged.index(before) + 1 if before is not None else 0, key)
    return merged
