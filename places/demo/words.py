"""Invented words, as often met as those of a language: the first everywhere, the last in a few sheets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

KNOWN = 30_000
IN_TEXTS, IN_NAMES = 1.05, 0.8  # how much rarer the second word is than the first, and so on (Zipf's exponents)
SYLLABLES = [consonant + vowel for consonant in "bcdfglmnprstv" for vowel in ("a", "e", "i", "o", "u", "ou", "an")]
LENGTHS = (2, 2, 3, 3, 4)


class Words:
    """The vocabulary of one seed, commonest first, and draws from it."""

    def __init__(self, seed: int):
        self.all = np.array(list(islice(_distinct(np.random.default_rng([seed])), KNOWN)), dtype=object)
        self._in_texts, self._in_names = _cumulated(IN_TEXTS), _cumulated(IN_NAMES)

    def texts(self, rng: np.random.Generator, rows: int, length: int) -> list[list[str]]:
        """`rows` lists of `length` words."""
        return self.all[np.searchsorted(self._in_texts, rng.random((rows, length)))].tolist()

    def names(self, rng: np.random.Generator, rows: int) -> list[str]:
        return self.all[np.searchsorted(self._in_names, rng.random(rows))].tolist()


def _distinct(rng: np.random.Generator) -> Iterator[str]:
    told = set()
    while True:
        length = LENGTHS[int(rng.random() * len(LENGTHS))]
        word = "".join(SYLLABLES[int(part * len(SYLLABLES))] for part in rng.random(length))
        if word not in told:
            told.add(word)
            yield word


def _cumulated(exponent: float) -> np.ndarray:
    weights = np.arange(1, KNOWN + 1) ** -exponent
    return np.cumsum(weights) / weights.sum()
