"""Sets of rows as bits, 64 rows to a word: met, joined and counted a million at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WORD = 64
SPARSE = 4  # a value that fewer than one word in so many has is kept as those words alone


def packed(chosen: np.ndarray) -> np.ndarray:
    """Bool per row → words; the last one is filled up with zeros."""
    short = np.packbits(chosen, bitorder="little")
    words = np.zeros(-(-len(chosen) // WORD) * 8, np.uint8)
    words[: len(short)] = short
    return words.view(np.uint64)


def rows(words: np.ndarray, first: int = 0, after: int | None = None) -> np.ndarray:
    """The rows whose bits are set, in order, of those from `first` to before `after`."""
    start, stop = first // WORD, len(words) if after is None else -(-after // WORD)
    at = np.flatnonzero(words[start:stop]) + start
    bits = np.flatnonzero(np.unpackbits(words[at].view(np.uint8), bitorder="little"))
    found = at[bits // WORD] * WORD + bits % WORD
    if first % WORD:
        found = found[np.searchsorted(found, first) :]
    return found if after is None else found[: np.searchsorted(found, after)]


def of_rows(chosen: np.ndarray, words: int) -> np.ndarray:
    """Positions of rows → so many words."""
    flags = np.zeros(words * WORD, bool)
    flags[chosen] = True
    return packed(flags)


def between(flags: np.ndarray, first: int, words: int) -> np.ndarray:
    """Bool for each row from `first` on → so many words; the other rows are not in it."""
    start = first // WORD
    found = np.zeros(words, np.uint64)
    some = packed(np.concatenate([np.zeros(first % WORD, bool), flags]))
    found[start : start + len(some)] = some
    return found


def count(words: np.ndarray) -> int:
    return int(np.bitwise_count(words).sum(dtype=np.int64))


@dataclass(frozen=True)
class Held:
    """The rows that have one value: only the words in which there are any, and where these are."""

    at: np.ndarray | slice
    words: np.ndarray

    @classmethod
    def by(cls, chosen: np.ndarray) -> Held:
        words = packed(chosen)
        at = np.flatnonzero(words)
        return cls(slice(None), words) if len(at) * SPARSE > len(words) else cls(at, words[at])

    def join(self, words: np.ndarray) -> None:
        """Add these rows to a set."""
        words[self.at] |= self.words

    def among(self, words: int) -> np.ndarray:
        """These rows as so many words."""
        found = np.zeros(words, np.uint64)
        self.join(found)
        return found

    def met(self, words: np.ndarray, some: slice) -> int:
        """How many of these rows are in a set that has none outside of the words `some`."""
        if isinstance(self.at, slice):
            return count(self.words[some] & words[some])
        first, after = np.searchsorted(self.at, (some.start, some.stop))
        return count(self.words[first:after] & words[self.at[first:after]])
