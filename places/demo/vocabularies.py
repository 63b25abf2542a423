"""How often each term is used, country by country: some are common in the world and absent around here."""

from __future__ import annotations

import csv

import numpy as np

from places.choices import Vocabulary
from places.loading import TERMS

RARER = 1.6  # Zipf's exponent: the first term describes two thirds of the sheets, the last one in a hundred
UNEVEN = 0.7  # by how much countries differ (standard deviation of a logarithm)
EVERYWHERE = 4  # the commonest terms, which no country lacks
LACKING = 0.25  # of the other terms, the part that a country has none of


class Terms:
    """One vocabulary: its terms in the order of the atlas's own file, commonest first."""

    def __init__(self, seed: int, vocabulary: str):
        with TERMS.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["vocabulary"] == vocabulary]
        self.codes = [row["code"] for row in rows]
        self.labels = {language: [row[f"label_{language}"] for row in rows] for language in ("fr", "en")}
        self.narrower: dict[str, list[str]] = {}  # a resource's code → those of this vocabulary that are part of it
        for row in rows:
            self.narrower.setdefault(row["broader"].rpartition(":")[2], []).append(row["code"])
        self._seed = [seed, Vocabulary.values.index(vocabulary) + 1]

    def weights(self, country: str) -> np.ndarray:
        """How likely each term is in this country; 0 for those it lacks."""
        rng = np.random.default_rng([*self._seed, *country.encode()])
        ranks = np.arange(len(self.codes))
        weights = (ranks + 1) ** -RARER * np.exp(rng.normal(0, UNEVEN, len(ranks)))
        weights[(rng.random(len(ranks)) < LACKING) & (ranks >= EVERYWHERE)] = 0
        return weights

    def lacking(self, country: str) -> list[str]:
        """The codes that no sheet of this country has, commonest in the world first."""
        return [code for code, weight in zip(self.codes, self.weights(country), strict=True) if not weight]

    def draw(self, rng: np.random.Generator, weights: np.ndarray, most: int) -> np.ndarray:
        """Row by row, `most` distinct terms (their ranks), the likelier the earlier. `weights`: one row each.

        The largest of log(weight) plus Gumbel noise are what drawing one after the other without replacement gives.
        """
        with np.errstate(divide="ignore"):
            noisy = np.log(weights) - np.log(-np.log(rng.random(weights.shape)))
        return np.argsort(-noisy, axis=1)[:, :most]
