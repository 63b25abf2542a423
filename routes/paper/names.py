"""Names on a drawn map: each beside its tick, on the first side where it touches no other and leaves the drawing nowhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]  # left, top, right, bottom

# Sides a name may stand on: anchor of the text, and how far from the tick (in heights of a letter).
SIDES = (("start", 0.5, 0.32), ("end", -0.5, 0.32), ("middle", 0, -0.55), ("middle", 0, 1.2))
CORNERS = (("start", 0.35, -0.3), ("end", -0.35, -0.3), ("start", 0.35, 0.95), ("end", -0.35, 0.95))
EDGE = 20.0  # units along the drawing's sides that printers may not reach
WIDE, NARROW = 1.0, 0.47  # of a letter, in its height


@dataclass(frozen=True)
class Name:
    """`x`, `y`: the foot of the text's start, middle or end, as `anchor` says."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass
class Room:
    """What is free of a drawing; every name that stands takes its box."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)
    road: list[Sequence[float]] = field(default_factory=list)

    def keep(self, spots: Iterable[Sequence[float]], radius: float) -> None:
        self.taken += [(x - radius, y - radius, x + radius, y + radius) for x, y in spots]

    def avoid(self, road: Iterable[Sequence[float]]) -> None:
        """Names keep off these spots as long as they can."""
        self.road += [spot for spot in road if 0 <= spot[0] <= self.width and 0 <= spot[1] <= self.height]

    def beside(self, text: str, spot: Sequence[float], size: float) -> Name | None:
        """The text beside a spot, off the road if it can be; None when there is no room on any side."""
        sides = SIDES + CORNERS
        return self._first(text, spot, size, sides, self._is_clear) or self._first(
            text, spot, size, sides, self._is_free
        )

    def upon(self, text: str, spot: Sequence[float], size: float) -> Name | None:
        """The text with its middle on the spot."""
        return self._first(text, spot, size, (("middle", 0, 0.35),), self._is_clear)

    def _first(
        self,
        text: str,
        spot: Sequence[float],
        size: float,
        sides: Iterable[tuple[str, float, float]],
        suits: Callable[[Box], bool],
    ) -> Name | None:
        for anchor, right, down in sides:
            name = Name(text, spot[0] + right * size, spot[1] + down * size, anchor)
            box = _box(name, size)
            if suits(box):
                self.taken.append(box)
                return name
        return None

    def _is_clear(self, box: Box) -> bool:
        left, top, right, bottom = box
        return self._is_free(box) and not any(left < x < right and top < y < bottom for x, y in self.road)

    def _is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        within = left >= EDGE and top >= EDGE and right <= self.width - EDGE and bottom <= self.height - EDGE
        return within and not any(
            left < other[2] and right > other[0] and top < other[3] and bottom > other[1] for other in self.taken
        )


def _box(name: Name, size: float) -> Box:
    across = size * sum(map(_breadth, name.text))
    left = name.x - across * {"start": 0, "middle": 0.5, "end": 1}[name.anchor]
    return left, name.y - 0.8 * size, left + across, name.y + 0.25 * size


def _breadth(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    return WIDE if unicodedata.east_asian_width(letter) in "WF" else NARROW
