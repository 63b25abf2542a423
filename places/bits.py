"""Sets of rows as bits, 64 rows to a word: met, joined and counted a million at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

WORD = 64
NONE, ALL = np.uint64(0), np.uint64(2**64 - 1)
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


def count(words: np.ndarray) -> int:
    return int(np.bitwise_count(words).sum(dtype=np.uint32))


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

    @property
    def is_sparse(self) -> bool:
        return not isinstance(self.at, slice)


@dataclass(frozen=True)
class Several:
    """The rows of many values, each of which `numbers` names, made ready to be counted at once."""

    dense: dict[int, np.ndarray]
    numbers: list[int]  # of the sparse ones, whose words follow one another
    at: np.ndarray
    words: np.ndarray
    begin: np.ndarray

    @classmethod
    def of(cls, held: dict[int, Held]) -> Several:
        sparse = {number: each for number, each in held.items() if each.is_sparse and len(each.at)}
        return cls(
            dense={number: each.words for number, each in held.items() if not each.is_sparse},
            numbers=list(sparse),
            at=np.concatenate([np.zeros(0, np.int64), *(each.at for each in sparse.values())]),
            words=np.concatenate([np.zeros(0, np.uint64), *(each.words for each in sparse.values())]),
            begin=np.cumsum([0, *(len(each.at) for each in sparse.values())])[:-1],
        )

    def met(self, words: np.ndarray, some: slice) -> dict[int, int]:
        """Of each value, how many rows are in a set that has none outside of the words `some`; those of whom none is are left out."""
        kept = words[some]
        found = {number: count(held[some] & kept) for number, held in self.dense.items()}
        if self.numbers:
            met = np.bitwise_count(self.words & words[self.at])
            found |= zip(self.numbers, np.add.reduceat(met, self.begin, dtype=np.int64).tolist(), strict=True)
        return {number: n for number, n in found.items() if n}
