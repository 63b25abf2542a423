"""What a text was and what it became, word by word, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rapidfuzz.distance import Indel

from places.merging import TOKEN

SAME, GONE, NEW = "same", "gone", "new"
Piece = tuple[str, str]  # kind, text


def words(before: str, after: str) -> list[Piece]:
    """Stretches of text in reading order; without the new ones they are `before`, without the gone ones `after`.

    Words that follow one another and all changed are one stretch: nobody reads them by turns.
    """
    told: list[Piece] = []
    for changed, pieces in groupby(_joined(_compared(before, after)), key=lambda piece: piece[0] != SAME):
        stretch = list(pieces)
        kinds = (GONE, NEW) if changed else (SAME,)
        texts = ((kind, "".join(text for one, text in stretch if one == kind)) for kind in kinds)
        told += [(kind, text) for kind, text in texts if text]
    return told


def items(before: Sequence, after: Sequence) -> list[tuple[str, object]]:
    """The same of lists."""
    kept = [(SAME if one in after else GONE, one) for one in before]
    return kept + [(NEW, one) for one in after if one not in before]


def _compared(before: str, after: str) -> Iterator[Piece]:
    """Word by word. rapidfuzz's comparison stays quick whatever is written; difflib's can be made to take minutes."""
    gone, new = TOKEN.findall(before), TOKEN.findall(after)
    for way in Indel.opcodes(gone, new):
        if way.tag == "equal":
            yield from ((SAME, word) for word in gone[way.src_start : way.src_end])
        yield from ((GONE, word) for word in gone[way.src_start : way.src_end] if way.tag == "delete")
        yield from ((NEW, word) for word in new[way.dest_start : way.dest_end] if way.tag == "insert")


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """A space that alone stands between two words that changed has changed with them."""
    listed = list(pieces)
    for place, (kind, text) in enumerate(listed):
        around = listed[place - 1 : place] + listed[place + 1 : place + 2]
        if kind == SAME and text.isspace() and len(around) == 2 and SAME not in (around[0][0], around[1][0]):
            yield from ((GONE, text), (NEW, text))
        else:
            yield kind, text
