"""From which zoom a map has room for a town's name: the largest first, each keeping its room at every deeper zoom."""

import math
from collections.abc import Iterable, Iterator

FIRST_ZOOM, LAST_ZOOM = 3, 12
NEVER = LAST_ZOOM + 1
# The fewest inhabitants that put a name on the map, from FIRST_ZOOM on; deeper, any town may have its name.
POPULATIONS = dict(enumerate((3_000_000, 1_000_000, 250_000, 60_000, 15_000, 3_000), FIRST_ZOOM))
TILE, WIDTH, HEIGHT = 256, 58, 28  # pixels of a tile, and of the room that a name wants
NORTHERNMOST = 85.05  # where the square of the web's Mercator map ends


def label_zooms(towns: Iterable[tuple[int, float, float]]) -> list[int]:
    """The first zoom of each (population, lon, lat), which come largest first; NEVER where larger ones crowd it out."""
    places = [(population, *_unit_square(lon, lat)) for population, lon, lat in towns]
    zooms = [NEVER] * len(places)
    for zoom in range(FIRST_ZOOM, LAST_ZOOM + 1):
        for newcomer in _newcomers(zoom, places, zooms):
            zooms[newcomer] = zoom
    return zooms


def _newcomers(zoom: int, places: list[tuple[int, float, float]], zooms: list[int]) -> Iterator[int]:
    across, down = TILE * 2**zoom / WIDTH, TILE * 2**zoom / HEIGHT
    room = _Room()
    for (_, x, y), since in zip(places, zooms, strict=True):
        if since < zoom:
            room.take(x * across, y * down)
    least = POPULATIONS.get(zoom, 0)
    for n, (population, x, y) in enumerate(places):
        if zooms[n] == NEVER and population >= least and room.is_free(x * across, y * down):
            room.take(x * across, y * down)
            yield n


class _Room:
    """A plane where everything is one wide and one high; a cell of that size can hold one centre at most."""

    def __init__(self):
        self._taken: dict[tuple[int, int], tuple[float, float]] = {}

    def take(self, x: float, y: float) -> None:
        self._taken[int(x), int(y)] = x, y

    def is_free(self, x: float, y: float) -> bool:
        for column in (int(x), int(x) - 1, int(x) + 1):
            for row in (int(y), int(y) - 1, int(y) + 1):
                other = self._taken.get((column, row))
                if other and abs(other[0] - x) < 1 and abs(other[1] - y) < 1:
                    return False
        return True


def _unit_square(lon: float, lat: float) -> tuple[float, float]:
    """Web Mercator, from (0, 0) in the north-west to (1, 1) in the south-east."""
    lat = math.radians(max(-NORTHERNMOST, min(NORTHERNMOST, lat)))
    return (lon + 180) / 360, (1 - math.asinh(math.tan(lat)) / math.pi) / 2
