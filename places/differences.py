"""What a text was and what it became, word by word, as a person reads it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from itertools import groupby

from places.merging import TOKEN

SAME, GONE, NEW = "same", "gone", "new"
Piece = tuple[str, str]  # kind, text
# Words on both sides beyond which comparing each with each takes too long: such a stretch is told as a whole.
MOST = 1_500


def words(before: str, after: str) -> list[Piece]:
    """Stretches of text in reading order; without the new ones they are `before`, without the gone ones `after`."""
    pieces = _compared(TOKEN.findall(before), TOKEN.findall(after))
    return [(kind, "".join(text for _, text in texts)) for kind, texts in groupby(pieces, key=lambda piece: piece[0])]


def items(before: Sequence, after: Sequence) -> list[tuple[str, object]]:
    """The same of lists."""
    kept = [(SAME if one in after else GONE, one) for one in before]
    return kept + [(NEW, one) for one in after if one not in before]


def _compared(before: list[str], after: list[str]) -> Iterator[Piece]:
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    yield from ((SAME, word) for word in before[:start])
    yield from _middle(before[start : len(before) - end], after[start : len(after) - end])
    yield from ((SAME, word) for word in before[len(before) - end :])


def _middle(before: list[str], after: list[str]) -> Iterator[Piece]:
    if max(len(before), len(after)) > MOST:
        matches = [("replace", 0, len(before), 0, len(after))]
    else:
        matches = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for kind, i, j, k, m in matches:
        if kind == "equal":
            yield from ((SAME, word) for word in before[i:j])
        else:
            yield from ((GONE, word) for word in before[i:j])
            yield from ((NEW, word) for word in after[k:m])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many words both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (left, right) in pairs if left != right), min(len(one), len(other)))
